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
from index.bm25.postings import PassageIds, TermColumn, TermPostings

Sums = NDArray[np.uint16]

# The most that a query could reach, and that a sum can hold.
_UNITS = (1 << 16) - 1
# More distinct terms than this would leave no precision to their sums.
_MOST_TERMS = 1024
# Sums are looked through in blocks of at most so many; of blocks there should be so many to each hit wanted.
_LARGEST_BLOCK = 64
_BLOCKS_PER_HIT = 32
# With fewer blocks left than one in so many, looking into those is quicker than through all sums.
_BLOCK_SHARE = 8
# Fewer postings than these are read sooner than it is found out whether they have to be.
_READ_ANYWAY = 16384
# So many postings are read sooner than one passage is looked up.
_POSTINGS_PER_LOOKUP = 32
# A passage of a column is read in this share of the time that a posting of a list takes.
_COLUMN_SHARE = 4
# So few candidates to each hit wanted are scored exactly sooner than narrowed down further.
_ENOUGH_PER_HIT = 4
_DOUBLE = np.finfo(np.float64)
# More than the share by which a product in float32 may be too large.
_SINGLE_ROUNDING = 1e-6


class _Term(NamedTuple):
    """A distinct term of the query.

    Attributes:
        pieces: its postings in each part, None where the part lacks it.
        steps: what one step of its bounds is worth in each part, in units.
        most: the most that it can add anywhere, in units.
        has_column: whether any part stores it as a column.
    """

    pieces: Sequence[TermPostings | None]
    steps: Sequence[float]
    most: int
    has_column: bool

    @property
    def cost(self) -> int:
        """What adding it to all sums takes, counted in postings of a list."""
        return sum(
            len(piece.bounds) // (_COLUMN_SHARE if isinstance(piece, TermColumn) else 1)
            for piece in self.pieces
            if piece is not None
        )


def contenders(queries: Sequence[PartQuery], k: int) -> PassageIds | None:
    """Find, ascending and numbered through all parts, matched passages that contain the k best.

    Returns:
        The passages, or None where the bounds cannot help and every passage has to be scored.
    """
    if any(weight < 0 for _, weight in queries[0].terms) or len(queries[0].idfs) > _MOST_TERMS:
        return None
    stretches = [query.scorer.model.average_length / query.scorer.own_model.average_length for query in queries]
    units = [queries[0].scorer.model.bound_unit * max(1.0, stretch) for stretch in stretches]
    terms, total = _terms(queries, units)
    if not terms:
        return None
    # Columns last: a list's passages are found at once.
    terms.sort(key=lambda term: (term.has_column, -term.most))
    certainty = min(min(1.0, stretch) / max(1.0, stretch) for stretch in stretches)
    return _Race([query.size for query in queries], k, terms, certainty, _margin(queries[0], total)).run()


def _terms(queries: Sequence[PartQuery], bound_units: Sequence[float]) -> tuple[list[_Term], float]:
    """Weigh the distinct terms; return also what all of them together could add to a score.

    No terms are returned where that cannot be divided into units.
    """
    shares = [0.0] * len(queries[0].idfs)
    for index, weight in queries[0].terms:
        shares[index] += queries[0].idfs[index] * weight
    pieces_of = list(zip(*(query.postings_of for query in queries), strict=True))
    limits = [
        share
        * max(unit * piece.maximum_bound for unit, piece in zip(bound_units, pieces, strict=True) if piece is not None)
        for share, pieces in zip(shares, pieces_of, strict=True)
    ]
    total = sum(limits)
    if not _DOUBLE.tiny * _UNITS <= total <= _DOUBLE.max / _UNITS:
        return [], total
    # Each term is rounded up twice at the most.
    scale = (_UNITS - 2 * len(limits) - 1) / total
    terms = []
    for share, limit, pieces in zip(shares, limits, pieces_of, strict=True):
        steps = [share * unit * scale for unit in bound_units]
        most = int(limit * scale * (1 + _SINGLE_ROUNDING)) + 1
        terms.append(_Term(pieces, steps, most, any(isinstance(piece, TermColumn) for piece in pieces)))
    return terms, total


def _margin(query: PartQuery, total: float) -> float:
    """Compute what rounding may cost: in products of float32, and in the float64 scores that sums stand for."""
    roundings = 4 * (len(query.terms) + 16) * float(_DOUBLE.eps)
    return 1 + roundings * (1 + abs(query.absent_score) / total) * _UNITS


def split(passages: PassageIds, starts: Sequence[int]) -> list[PassageIds]:
    """Split ascending passages by part, and number them from 0 in each; `starts` ends with the corpus's size."""
    if len(starts) == 2:  # noqa: PLR2004 # one part, as nearly always
        return [passages]
    borders = passages.searchsorted(starts).tolist()
    return [passages[first:last] - start for (first, last), start in zip(pairwise(borders), starts, strict=False)]


def _units(bounds: NDArray[np.uint8], step: float) -> Sums:
    """Compute what bounds are worth, rounded up; 0 stays 0."""
    units = (bounds * np.float32(step)).astype(np.uint16)
    units += bounds != 0
    return units


class _Race:
    """One run over all parts.

    Every passage has a *sum*: an upper bound, in whole units, of its *excess*, the score above that of a
    passage without any of the terms. The most that the query could reach is `_UNITS`.

    States: `_add_up` adds terms to the sums of all passages, until looking up those that may still win is
    quicker; `_candidates` picks these; `_narrow` adds to theirs what the terms left give.
    Invariants: k passages are known to have an excess of `threshold` or more; `rest[i]` is the most that
    the terms from the i-th on can add.
    """

    def __init__(self, sizes: Sequence[int], k: int, terms: Sequence[_Term], certainty: float, margin: float) -> None:
        self.k = k
        self.terms = terms
        # How much of a bound is certain where a part's own average length differs from that of the whole.
        self.certainty = certainty
        self.margin = margin
        self.rest = list(accumulate((term.most for term in reversed(terms)), initial=0))[::-1]
        self.sizes = sizes
        self.starts = list(accumulate(sizes, initial=0))
        size = self.starts[-1]
        # A block is a column of this table, so that the largest of all blocks are found row by row.
        rows = max(1, min(_LARGEST_BLOCK, size // (_BLOCKS_PER_HIT * k)))
        self.table = np.zeros((rows, -(-size // rows)), np.uint16)
        self.sums = self.table.reshape(-1)
        self.uncertain = 0.0
        self.threshold = 0

    def run(self) -> PassageIds:
        """Return the passages left at the end."""
        done = self._add_up()
        return self._narrow(self._candidates(max(1, self.threshold - self.rest[done])), done)

    def _add_up(self) -> int:
        for done, term in enumerate(self.terms):
            if term.cost > _READ_ANYWAY or term.has_column:
                self._look()
                least = self.threshold - self.rest[done]
                if least > 0 and term.cost >= _POSTINGS_PER_LOOKUP * np.count_nonzero(self.largest >= least):
                    return done
            self._add(term)
        self._look()
        return len(self.terms)

    def _add(self, term: _Term) -> None:
        for (start, stop), piece, step in zip(pairwise(self.starts), term.pieces, term.steps, strict=True):
            if piece is None:
                continue
            sums, units = self.sums[start:stop], _units(piece.bounds, step)
            if isinstance(piece, TermColumn):
                sums += units
            else:
                np.add.at(sums, piece.passages, units)
        # A bound is less than one step too high, and rounded up by less than one unit.
        self.uncertain += max(term.steps) + 1

    def _look(self) -> None:
        """Find the largest sum of each block: the passages that they belong to are different ones."""
        self.largest = self.table.max(axis=0)
        self._raise_threshold(self.largest)

    def _raise_threshold(self, sums: Sums) -> None:
        if len(sums) >= self.k:
            kth = int(np.partition(sums, -self.k)[-self.k])
            self.threshold = max(self.threshold, int((kth - self.uncertain) * self.certainty - self.margin))

    def _candidates(self, least: int) -> PassageIds:
        blocks = np.flatnonzero(self.largest >= least)
        if len(blocks) * _BLOCK_SHARE > len(self.largest):
            return np.flatnonzero(self.sums >= least)
        rows, columns = np.divmod(np.flatnonzero(self.table.take(blocks, axis=1) >= least), max(1, len(blocks)))
        return rows * len(self.largest) + blocks.take(columns)

    def _narrow(self, candidates: PassageIds, done: int) -> PassageIds:
        sums = self.sums.take(candidates)
        for term, rest in zip(self.terms[done:], self.rest[done + 1 :], strict=True):
            if len(candidates) <= _ENOUGH_PER_HIT * self.k:
                break
            sums += self._units_at(term, candidates)
            self.uncertain += max(term.steps) + 1
            self._raise_threshold(sums)
            kept = np.flatnonzero(sums >= self.threshold - rest)
            candidates, sums = candidates.take(kept), sums.take(kept)
        return candidates

    def _units_at(self, term: _Term, candidates: PassageIds) -> Sums:
        units = [
            np.zeros(len(own), np.uint16) if piece is None else _units(piece.bounds_at(own, size), step)
            for own, piece, step, size in zip(
                split(candidates, self.starts), term.pieces, term.steps, self.sizes, strict=True
            )
        ]
        return units[0] if len(units) == 1 else np.concatenate(units)
