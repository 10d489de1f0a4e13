"""The BM25 engine: rank_bm25's numbers from flat, memory-mapped postings, one corpus or several searched as one."""

from index.bm25.builder import Counted, PostingsBuilder
from index.bm25.compiled import CompiledBM25, JointBM25, Source
from index.bm25.kernel import kernel_name

__all__ = ["CompiledBM25", "Counted", "JointBM25", "PostingsBuilder", "Source", "kernel_name"]
