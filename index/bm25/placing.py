"""Passages of several corpora in an order of their own, some of them left out as if they had never been there.

So what changed of a corpus is a small corpus beside it, and the ranking is that of one that was built anew. Knows no
files and no query.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from index.bm25.postings import PassageIds, Postings, TermColumn, TermPostings

Stretch = tuple[int, int, int]  # which corpus, its first passage, and the one before which it ends


@dataclass(frozen=True)
class Placing:
    """The order of what is ranked.

    Attributes:
        starts: where each corpus begins when the corpora are numbered through; the last one ends there.
        numbers: of each place, the passage that stands there, numbered through all corpora.
        places: of the passages of each corpus, their places; -1 where they are left out.
    """

    starts: NDArray[np.int64]
    numbers: PassageIds
    places: tuple[PassageIds, ...]

    @classmethod
    def of(cls, sizes: Sequence[int], stretches: Iterable[Stretch]) -> "Placing":
        """Lay stretches of corpora of these sizes end to end."""
        starts = np.cumsum([0, *sizes])
        kept = [np.arange(starts[which] + first, starts[which] + stop) for which, first, stop in stretches]
        numbers = np.concatenate([np.zeros(0, np.int64), *kept])
        places = np.full(starts[-1], -1, np.int64)
        places[numbers] = np.arange(len(numbers))
        return cls(starts, numbers, tuple(places[first:stop] for first, stop in pairwise(starts.tolist())))

    def __len__(self) -> int:
        return len(self.numbers)

    @cached_property
    def left_out(self) -> tuple[NDArray[np.uint32], ...]:
        """Of each corpus, where what is left out begins and ends, in turn."""
        return tuple(map(_borders, self.places))

    @property
    def count_left_out(self) -> int:
        """How many passages are left out."""
        return int(self.starts[-1]) - len(self.numbers)

    def matches(self, which: int, postings: TermPostings | None) -> int:
        """Count the passages of a corpus that hold a term and are not left out."""
        if postings is None:
            return 0
        borders = self.left_out[which]
        if isinstance(postings, TermColumn):
            spans = zip(borders[::2].tolist(), borders[1::2].tolist(), strict=True)
            lost = sum(int(np.count_nonzero(postings.frequencies[first:stop])) for first, stop in spans)
        else:
            slots = postings.passages.searchsorted(borders)
            lost = int((slots[1::2] - slots[::2]).sum())
        return postings.document_frequency - lost

    def terms(self, which: int, postings: Postings, total: int) -> int:
        """Count the terms of the passages of a corpus that are not left out, of `total`."""
        return total - int(postings.lengths[self.places[which] < 0].sum(dtype=np.int64))

    def located(self, places: PassageIds) -> Iterator[tuple[PassageIds, PassageIds]]:
        """Give, for each corpus, which of some places are of its passages, and their numbers there."""
        numbers = self.numbers[places]
        for start, stop in pairwise(self.starts.tolist()):
            chosen = np.flatnonzero((numbers >= start) & (numbers < stop))
            yield chosen, numbers[chosen] - start


def _borders(places: PassageIds) -> NDArray[np.uint32]:
    is_out = np.concatenate(([False], places < 0, [False]))
    return np.flatnonzero(is_out[1:] != is_out[:-1]).astype(np.uint32)
