"""Which passages hold a term, and how often: flat arrays, ready to be written or memory-mapped as they are.

A frequent term is stored as a column (its frequency in every passage), a rare one as a list of passages.
Knows no term's spelling, no query and no files.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

Frequencies = NDArray[np.unsignedinteger]
PassageIds = NDArray[np.int64]

# A term that more than one in so many passages holds has a column. In bytes it would pay from one in three
# on (two a passage, against six a posting), but a column also answers for any passage at once.
COLUMN_SHARE = 6
# Below this share of the list, looking passages up one by one is cheaper than laying the list out.
_LOOKUP_SHARE = 16


@dataclass(frozen=True, slots=True)
class TermList:
    """The postings of a rare term: passages ascending, with frequency and quantised bound beside."""

    passages: NDArray[np.uint32]
    frequencies: Frequencies
    bounds: NDArray[np.uint8]
    maximum_bound: int

    @property
    def document_frequency(self) -> int:
        """The number of passages that hold the term."""
        return len(self.passages)

    def frequencies_at(self, passages: PassageIds) -> Frequencies:
        """Return the term's frequency in each of these passages, 0 where it does not occur."""
        return self._look_up(self.frequencies, passages)

    def bounds_at(self, passages: PassageIds, corpus_size: int) -> NDArray[np.uint8]:
        """Return the term's bound in each of these passages, 0 where it does not occur."""
        if _LOOKUP_SHARE * len(passages) < len(self.passages):
            return self._look_up(self.bounds, passages)
        laid_out = np.zeros(corpus_size, np.uint8)
        laid_out[self.passages] = self.bounds
        return laid_out.take(passages)

    def _look_up(self, values: NDArray[np.unsignedinteger], passages: PassageIds) -> NDArray[np.unsignedinteger]:
        # Sought as uint32: with any other type numpy would first copy the whole list into that type.
        slots = self.passages.searchsorted(passages.astype(np.uint32))
        taken = values.take(slots, mode="clip")
        taken[self.passages.take(slots, mode="clip") != passages] = 0
        return taken


@dataclass(frozen=True, slots=True)
class TermColumn:
    """The postings of a frequent term: frequency and bound in every passage, 0 where it is absent."""

    frequencies: Frequencies
    bounds: NDArray[np.uint8]
    maximum_bound: int
    document_frequency: int
    row: int

    def frequencies_at(self, passages: PassageIds) -> Frequencies:
        """Return the term's frequency in each of these passages, 0 where it does not occur."""
        return self.frequencies.take(passages)

    def bounds_at(self, passages: PassageIds, corpus_size: int) -> NDArray[np.uint8]:  # noqa: ARG002 # as a list's
        """Return the term's bound in each of these passages, 0 where it does not occur."""
        return self.bounds.take(passages)


TermPostings = TermList | TermColumn


@dataclass(frozen=True)
class Postings:
    """All postings of one corpus. V terms, N passages, P postings in lists, C columns.

    Attributes:
        lengths: terms in each passage (N).
        offsets: term t's list is `offsets[t]:offsets[t + 1]`; empty for a term with a column (V + 1).
        passages, frequencies, bounds: the lists end to end (P).
        maximum_bounds: the largest bound of each term, columns included (V).
        column_terms: the terms that have a column, ascending (C).
        column_matches: how many passages hold each of them (C).
        columns: their frequencies (C x N).
        column_bounds: their bounds (C x N).
    """

    lengths: NDArray[np.uint32]
    offsets: NDArray[np.int64]
    passages: NDArray[np.uint32]
    frequencies: Frequencies
    bounds: NDArray[np.uint8]
    maximum_bounds: NDArray[np.uint8]
    column_terms: NDArray[np.int64]
    column_matches: NDArray[np.int64]
    columns: Frequencies
    column_bounds: NDArray[np.uint8]

    @cached_property
    def _column_rows(self) -> dict[int, int]:
        return {term: row for row, term in enumerate(self.column_terms.tolist())}

    def __getitem__(self, term: int) -> TermPostings:
        maximum = int(self.maximum_bounds[term])
        row = self._column_rows.get(term)
        if row is not None:
            matches = int(self.column_matches[row])
            return TermColumn(self.columns[row], self.column_bounds[row], maximum, matches, row)
        slots = slice(self.offsets[term], self.offsets[term + 1])
        return TermList(self.passages[slots], self.frequencies[slots], self.bounds[slots], maximum)

    def faults(self, terms: int, total_terms: int) -> Iterator[tuple[str, str]]:
        """Name arrays that do not fit the rest, with what is wrong; reads none of the lists.

        Args:
            terms: how many the vocabulary has.
            total_terms: the terms of all passages together, repeats included.
        """
        size = len(self.lengths)
        if not size or self.lengths.sum(dtype=np.int64) != total_terms:
            yield "lengths", "does not add up to the number of terms"
        if len(self.offsets) != terms + 1:
            yield "offsets", "does not fit the number of terms"
        elif self.offsets[0] != 0 or (self.offsets[1:] < self.offsets[:-1]).any():
            yield "offsets", "does not ascend from 0"
        for name in ("passages", "frequencies", "bounds"):
            if len(getattr(self, name)) != self.offsets[-1]:
                yield name, "does not have the length that the offsets end with"
        if len(self.maximum_bounds) != terms:
            yield "maximum_bounds", "does not fit the number of terms"
        yield from self._column_faults(terms, size)

    def _column_faults(self, terms: int, size: int) -> Iterator[tuple[str, str]]:
        numbers = self.column_terms
        if (numbers < 0).any() or (numbers >= terms).any() or (numbers[1:] <= numbers[:-1]).any():
            yield "column_terms", "is not an ascending list of terms"
        if len(self.column_matches) != len(numbers):
            yield "column_matches", "does not fit the number of columns"
        elif (self.column_matches < 1).any() or (self.column_matches > size).any():
            yield "column_matches", "counts more passages than there are, or none"
        for name in ("columns", "column_bounds"):
            if getattr(self, name).shape != (len(numbers), size):
                yield name, "does not fit the number of columns and passages"
