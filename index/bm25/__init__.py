"""Ranking by BM25: rank_bm25's numbers from flat, memory-mapped postings, one corpus or several searched as one."""

from index.bm25.builder import Counted, PostingsBuilder
from index.bm25.compiled import CompiledBM25, JointBM25, PlacedBM25
from index.bm25.kernel import kernel_name
from index.bm25.ranking import Ranking
from index.bm25.rankings import RankingSource, build_ranking, join_rankings, open_ranking, place_passages, save_ranking

__all__ = [
    "CompiledBM25",
    "Counted",
    "JointBM25",
    "PlacedBM25",
    "PostingsBuilder",
    "Ranking",
    "RankingSource",
    "build_ranking",
    "join_rankings",
    "kernel_name",
    "open_ranking",
    "place_passages",
    "save_ranking",
]
