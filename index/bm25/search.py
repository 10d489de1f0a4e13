"""Chooses how numpy finds the best passages: by scoring all of them, or by pruning first."""

from collections.abc import Sequence
from itertools import accumulate

import numpy as np

from index.bm25.exact import SMALL_PART, PartQuery, Scores, best, matched_passages, score_all, score_at
from index.bm25.postings import PassageIds
from index.bm25.pruning import contenders, split

# In a smaller corpus, scoring everything is quicker than finding out what need not be scored.
SCORE_ALL_BELOW = SMALL_PART
# With more than this share of the corpus left, scoring all of it is quicker than looking the rest up.
_LOOKUP_SHARE = 16


def search(queries: Sequence[PartQuery], k: int) -> tuple[PassageIds, Scores]:
    """Find the k best matched passages of all parts, and their scores; `k` is at least 1.

    Args:
        queries: one query, as it is put to each part.
        k: how many at most.
    """
    size = sum(query.size for query in queries)
    passages = None if size < SCORE_ALL_BELOW else contenders(queries, k)
    if passages is None:
        return _best_of_all(queries, k)
    if len(passages) * _LOOKUP_SHARE >= size:
        return best(passages, score_all(queries).take(passages), k)
    pieces = split(passages, list(accumulate((query.size for query in queries), initial=0)))
    scores = [score_at(query, piece) for query, piece in zip(queries, pieces, strict=True)]
    return best(passages, np.concatenate(scores), k)


def _best_of_all(queries: Sequence[PartQuery], k: int) -> tuple[PassageIds, Scores]:
    scores = score_all(queries)
    # Whoever scores more than without a term holds one: with enough of them, nobody needs to be asked.
    above = np.flatnonzero(scores > queries[0].absent_score)
    passages = above if len(above) >= k else matched_passages(queries)
    return best(passages, scores.take(passages), k)


def search_placed(queries: Sequence[PartQuery], k: int, numbers: PassageIds) -> tuple[PassageIds, Scores]:
    """Find the k best matched passages among those that are placed, and their scores; `k` is at least 1.

    Args:
        queries: one query, as it is put to each part.
        k: how many at most.
        numbers: of each place, the passage's number through all parts.
    """
    size = sum(query.size for query in queries)
    places = np.full(size, -1, np.int64)
    places[numbers] = np.arange(len(numbers))
    # Whatever is left out may be better than all that is not.
    wanted = k + size - len(numbers)
    passages = None if size < SCORE_ALL_BELOW or wanted * _LOOKUP_SHARE > size else contenders(queries, wanted)
    if passages is None:
        passages = matched_passages(queries)
    passages = passages[places[passages] >= 0]
    pieces = split(passages, list(accumulate((query.size for query in queries), initial=0)))
    scores = np.concatenate([score_at(query, piece) for query, piece in zip(queries, pieces, strict=True)])
    found = places[passages]
    order = np.argsort(found)
    return best(found[order], scores[order], k)
