"""Postings turned around: the terms of each passage, so that passages move to another index without their text.

Knows no term's spelling, no query and no files.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from index.bm25.postings import Frequencies, Postings


class TermCounts(NamedTuple):
    """How often which terms stand in some passages: `sizes` of them in each passage, end to end."""

    terms: NDArray[np.int64]
    frequencies: Frequencies
    sizes: NDArray[np.int64]


class Forward:
    """All terms of all passages, in passage order; making it takes time and memory by the number of postings."""

    def __init__(self, postings: Postings) -> None:
        in_lists = np.diff(postings.offsets)
        rows, in_columns = np.nonzero(postings.columns)
        terms = np.concatenate([np.repeat(np.arange(len(in_lists)), in_lists), postings.column_terms[rows]])
        passages = np.concatenate([postings.passages, in_columns.astype(np.uint32)])
        frequencies = np.concatenate([postings.frequencies, postings.columns[rows, in_columns]])
        order = np.argsort(passages, kind="stable")
        self._terms = terms[order].astype(np.uint32)
        self._frequencies = frequencies[order]
        self._starts = np.zeros(len(postings.lengths) + 1, np.int64)
        np.cumsum(np.bincount(passages, minlength=len(postings.lengths)), out=self._starts[1:])

    def of(self, first: int, stop: int) -> TermCounts:
        """Return the terms of the passages from `first` to before `stop`."""
        start, end = self._starts[first], self._starts[stop]
        return TermCounts(
            self._terms[start:end].astype(np.int64),
            self._frequencies[start:end],
            np.diff(self._starts[first : stop + 1]),
        )
