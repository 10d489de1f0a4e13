"""Finds the passages that may be among the k best without scoring the others, by the stored bounds.

MaxScore (Turtle and Flood 1995, "Query evaluation: strategies and optimizations"), term by term. Knows no
spelling and no files.
"""

from collections.abc import Sequence
from itertools import accumulate
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from index.bm25.exact import PartQuery
from index.bm25.postings import PassageIds, TermColumn, TermPostings

Sums = NDArray[np.float32]

# So few candidates to each hit wanted are scored exactly sooner than narrowed down further.
_ENOUGH_PER_HIT = 8
# A term that is worth less than this share of the whole query could be lost in float32.
_SMALLEST_SHARE = 1e-30
_SINGLE_EPSILON = float(np.finfo(np.float32).eps)
_DOUBLE_EPSILON = float(np.finfo(np.float64).eps)


class _Term(NamedTuple):
    """A distinct term of the query: `share` is its excess per unit of the saturated part."""

    postings: TermPostings
    share: float
    most: float


def contenders(query: PartQuery, k: int, floor: float) -> PassageIds | None:
    """Find, ascending, a set of matched passages that contains the part's share of the k best overall.

    `k`, at least 1, is how many are wanted; `floor` a score that k passages of other parts already reach.

    Returns:
        The passages, or None where the bounds cannot help and every passage has to be scored.
    """
    stretch = query.model.average_length / query.own_model.average_length
    step = query.model.bound_unit * max(1.0, stretch)
    shares = _shares(query)
    most = [share * step * postings.maximum_bound for share, postings in shares]
    total = sum(most)
    if any(weight < 0 for _, weight in query.terms) or min(most) <= total * _SMALLEST_SHARE:
        return None
    terms = [
        _Term(postings, share / total, limit / total) for (share, postings), limit in zip(shares, most, strict=True)
    ]
    # Columns last: a list's passages are found at once, while a column has to be read from end to end.
    terms.sort(key=lambda term: (isinstance(term.postings, TermColumn), -term.most))
    race = _Race(query, k, terms, step, min(1.0, stretch) / max(1.0, stretch))
    race.start(floor, total)
    return race.run()


def _shares(query: PartQuery) -> list[tuple[float, TermPostings]]:
    """Sum up, for each distinct term that the part holds, what a unit of its saturated part is worth."""
    shares = [0.0] * len(query.idfs)
    for place, weight in query.terms:
        shares[place] += query.idfs[place] * weight
    pairs = zip(shares, query.postings_of, strict=True)
    return [(share, postings) for share, postings in pairs if postings is not None]


class _Race:
    """One run over one part.

    Everything is counted as *excess*: the score above that of a passage without any of the terms, in units
    of the most that the query could reach, so that float32 will do whatever the weights are.

    States: `_accumulate` adds up the lists' bounds for every passage until the terms left cannot lift an
    unseen passage over the threshold; `_narrow` adds what the terms left give to the passages seen.
    Invariants: k passages are known to have an excess of `threshold` or more; `rest[i]` is the most that
    the terms from the i-th on can add.
    """

    def __init__(self, query: PartQuery, k: int, terms: Sequence[_Term], step: float, certainty: float) -> None:
        self.query = query
        self.k = k
        self.terms = terms
        self.step = step
        # How much of a bound is certain where the part's own average length differs from that of the whole.
        self.certainty = certainty
        self.rest = list(accumulate((term.most for term in reversed(terms)), initial=0.0))[::-1]
        self.sums = np.zeros(query.size, np.float32)
        self.uncertain = 0.0
        self.threshold = 0.0
        self.margin = 0.0

    def start(self, floor: float, total: float) -> None:
        """Set the margin for rounding, and the threshold by a score that is already reached elsewhere."""
        terms, idfs = self.query.terms, self.query.idfs
        absent = sum(self.query.model.absent_contribution(idfs[place]) * weight for place, weight in terms)
        in_sums = 2 * (len(terms) + 8) * _SINGLE_EPSILON
        in_scores = 4 * (len(terms) + 16) * _DOUBLE_EPSILON * (1 + abs(absent) / total)
        self.margin = in_sums + in_scores
        # Never below 0, which is no threshold at all: far below, or above 1, it would overflow float32.
        self.threshold = max(0.0, (floor - absent) / total - self.margin)

    def run(self) -> PassageIds | None:
        """Return the passages left at the end, or None where a column alone could still win."""
        if self.rest[0] < self.threshold:
            return np.zeros(0, np.int64)
        done = self._accumulate()
        cut = self.threshold - self.rest[done]
        if cut > 0:
            candidates = np.flatnonzero(self.sums >= cut)
        elif done == len(self.terms):
            candidates = np.flatnonzero(self.sums)
        else:
            return None
        return self._narrow(candidates, done)

    def _accumulate(self) -> int:
        done = 0
        for term in self.terms:
            postings = term.postings
            if isinstance(postings, TermColumn) or self.rest[done] < self.threshold:
                break
            np.add.at(self.sums, postings.passages, self._excess(term, postings.bounds))
            done += 1
            self._raise_threshold(self.sums.take(postings.passages))
        return done

    def _raise_threshold(self, sums: Sums) -> None:
        leading = sums[sums > self.threshold]
        if len(leading) >= self.k:
            kth = float(np.partition(leading, -self.k)[-self.k])
            self.threshold = max(self.threshold, (kth - self.uncertain) * self.certainty - self.margin)

    def _narrow(self, candidates: PassageIds, done: int) -> PassageIds:
        sums = self.sums.take(candidates)
        for term, rest in zip(self.terms[done:], self.rest[done + 1 :], strict=True):
            if len(candidates) <= _ENOUGH_PER_HIT * self.k:
                break
            bounds = term.postings.bounds_at(candidates, self.query.size)
            sums = sums + self._excess(term, bounds)
            self._raise_threshold(sums)
            kept = sums + rest >= self.threshold
            candidates, sums = candidates[kept], sums[kept]
        return candidates

    def _excess(self, term: _Term, bounds: NDArray[np.uint8]) -> Sums:
        # A bound is less than one step too high.
        self.uncertain += term.share * self.step
        return bounds * np.float32(term.share * self.step)
