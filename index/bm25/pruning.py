"""Finds the passages that may be among the k best without scoring the others, by the stored bounds.

MaxScore (Turtle and Flood 1995, "Query evaluation: strategies and optimizations"), term by term. Knows no
spelling and no files.
"""

from collections.abc import Sequence
from itertools import accumulate, pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from index.bm25.exact import PartQuery
from index.bm25.postings import PassageIds, TermColumn, TermList, TermPostings

Sums = NDArray[np.float32]

# So few candidates to each hit wanted are scored exactly sooner than narrowed down further.
_ENOUGH_PER_HIT = 8
# A term that is worth less than this share of the whole query could be lost in float32.
_SMALLEST_SHARE = 1e-30
_SINGLE_EPSILON = float(np.finfo(np.float32).eps)
_DOUBLE_EPSILON = float(np.finfo(np.float64).eps)


class _Term(NamedTuple):
    """A distinct term of the query.

    Attributes:
        pieces: its postings in each part, None where the part lacks it.
        steps: what one step of its bounds is worth in each part.
        most: the most that it can add anywhere.
    """

    pieces: Sequence[TermPostings | None]
    steps: Sequence[float]
    most: float

    @property
    def has_column(self) -> bool:
        """Whether any part stores it as a column, which has to be read from end to end."""
        return any(isinstance(piece, TermColumn) for piece in self.pieces)


def contenders(queries: Sequence[PartQuery], k: int) -> PassageIds | None:
    """Find, ascending and numbered through all parts, matched passages that contain the k best.

    Returns:
        The passages, or None where the bounds cannot help and every passage has to be scored.
    """
    if any(weight < 0 for _, weight in queries[0].terms):
        return None
    stretches = [query.scorer.model.average_length / query.scorer.own_model.average_length for query in queries]
    units = [queries[0].scorer.model.bound_unit * max(1.0, stretch) for stretch in stretches]
    terms = _terms(queries, units)
    total = sum(term.most for term in terms)
    if not terms or min(term.most for term in terms) <= total * _SMALLEST_SHARE:
        return None
    terms = [_Term(term.pieces, [step / total for step in term.steps], term.most / total) for term in terms]
    # Columns last: a list's passages are found at once.
    terms.sort(key=lambda term: (term.has_column, -term.most))
    certainty = min(min(1.0, stretch) / max(1.0, stretch) for stretch in stretches)
    return _Race(queries, k, terms, certainty, _margin(queries[0], total)).run()


def _terms(queries: Sequence[PartQuery], units: Sequence[float]) -> list[_Term]:
    shares = [0.0] * len(queries[0].idfs)
    for place, weight in queries[0].terms:
        shares[place] += queries[0].idfs[place] * weight
    terms = []
    for place, share in enumerate(shares):
        pieces = [query.postings_of[place] for query in queries]
        steps = [share * unit for unit in units]
        limits = [step * piece.maximum_bound for step, piece in zip(steps, pieces, strict=True) if piece is not None]
        terms.append(_Term(pieces, steps, max(limits)))
    return terms


def _margin(query: PartQuery, total: float) -> float:
    """Compute what rounding may cost: in float32 sums, and in the float64 scores that they stand for."""
    in_sums = 2 * (len(query.terms) + 8) * _SINGLE_EPSILON
    return in_sums + 4 * (len(query.terms) + 16) * _DOUBLE_EPSILON * (1 + abs(query.absent_score) / total)


def split(passages: PassageIds, starts: Sequence[int]) -> list[PassageIds]:
    """Split ascending passages by part, and number them from 0 in each; `starts` ends with the corpus's size."""
    if len(starts) == 2:  # noqa: PLR2004 # one part, as nearly always
        return [passages]
    borders = passages.searchsorted(starts).tolist()
    return [passages[first:last] - start for (first, last), start in zip(pairwise(borders), starts, strict=False)]


class _Race:
    """One run over all parts.

    Everything is counted as *excess*: the score above that of a passage without any of the terms, in units
    of the most that the query could reach, so that float32 will do whatever the weights are.

    States: `_accumulate` adds up the lists' bounds for every passage until the terms left cannot lift an
    unseen passage over the threshold; `_narrow` adds what the terms left give to the passages seen.
    Invariants: k passages are known to have an excess of `threshold` or more; `rest[i]` is the most that
    the terms from the i-th on can add.
    """

    def __init__(
        self, queries: Sequence[PartQuery], k: int, terms: Sequence[_Term], certainty: float, margin: float
    ) -> None:
        self.k = k
        self.terms = terms
        # How much of a bound is certain where a part's own average length differs from that of the whole.
        self.certainty = certainty
        self.margin = margin
        self.rest = list(accumulate((term.most for term in reversed(terms)), initial=0.0))[::-1]
        self.sizes = [query.size for query in queries]
        self.starts = list(accumulate(self.sizes, initial=0))
        self.sums = np.zeros(self.starts[-1], np.float32)
        self.sums_of = [self.sums[start:stop] for start, stop in pairwise(self.starts)]
        self.uncertain = 0.0
        # Never below 0, which is no threshold at all.
        self.threshold = 0.0

    def run(self) -> PassageIds | None:
        """Return the passages left at the end, or None where a column alone could still win."""
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
        for done, term in enumerate(self.terms):
            if term.has_column or self.rest[done] < self.threshold:
                return done
            reached = []
            for sums, piece, step in zip(self.sums_of, term.pieces, term.steps, strict=True):
                if isinstance(piece, TermList):
                    np.add.at(sums, piece.passages, piece.bounds * np.float32(step))
                    reached.append(sums.take(piece.passages))
            # A bound is less than one step too high.
            self.uncertain += max(term.steps)
            self._raise_threshold(reached[0] if len(reached) == 1 else np.concatenate(reached))
        return len(self.terms)

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
            sums = sums + self._excess(term, candidates)
            self.uncertain += max(term.steps)
            self._raise_threshold(sums)
            kept = sums + rest >= self.threshold
            candidates, sums = candidates[kept], sums[kept]
        return candidates

    def _excess(self, term: _Term, candidates: PassageIds) -> Sums:
        excesses = [
            np.zeros(len(own), np.float32) if piece is None else piece.bounds_at(own, size) * np.float32(step)
            for own, piece, step, size in zip(
                split(candidates, self.starts), term.pieces, term.steps, self.sizes, strict=True
            )
        ]
        return excesses[0] if len(excesses) == 1 else np.concatenate(excesses)
