"""Chooses how to find the best passages of one part: by scoring all of them, or by pruning first."""

import numpy as np

from index.bm25.exact import PartQuery, Scores, matched_passages, score_all, score_at
from index.bm25.postings import PassageIds
from index.bm25.pruning import contenders

# In a smaller part, scoring everything is quicker than finding out what need not be scored.
SCORE_ALL_BELOW = 8192
# With more than this share of the part left, scoring all of it is quicker than looking the rest up.
_LOOKUP_SHARE = 16


def search(query: PartQuery, k: int, floor: float) -> tuple[PassageIds, Scores]:
    """Find, ascending, matched passages that contain the part's share of the k best overall, and score them.

    `k`, at least 1, is how many are wanted; `floor` a score that k passages of other parts already reach,
    -inf without any.
    """
    if all(postings is None for postings in query.postings_of):
        return np.zeros(0, np.int64), np.zeros(0)
    passages = None if query.size < SCORE_ALL_BELOW else contenders(query, k, floor)
    if passages is None:
        passages = matched_passages(query)
    if len(passages) * _LOOKUP_SHARE < query.size:
        return passages, score_at(query, passages)
    return passages, score_all(query).take(passages)
