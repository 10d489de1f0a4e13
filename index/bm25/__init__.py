"""Ranking by BM25: rank_bm25's numbers from flat, memory-mapped postings, one corpus or several searched as one."""

from index.bm25.builder import Counted, PostingsBuilder
from index.bm25.compiled import CompiledBM25, JointBM25, PlacedBM25
from index.bm25.exact import QueryTerm, best, score_table
from index.bm25.formula import ScoringModel, inverse_document_frequency
from index.bm25.forward import Forward
from index.bm25.kernel import kernel_name
from index.bm25.ranking import Ranking
from index.bm25.rankings import RankingSource, build_ranking, join_rankings, open_ranking, place_passages, save_ranking
from index.bm25.vocabulary import Vocabulary

__all__ = [
    "CompiledBM25",
    "Counted",
    "Forward",
    "JointBM25",
    "PlacedBM25",
    "PostingsBuilder",
    "QueryTerm",
    "Ranking",
    "RankingSource",
    "ScoringModel",
    "Vocabulary",
    "best",
    "build_ranking",
    "inverse_document_frequency",
    "join_rankings",
    "kernel_name",
    "open_ranking",
    "place_passages",
    "save_ranking",
    "score_table",
]
