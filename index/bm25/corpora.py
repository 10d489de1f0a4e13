"""One corpus and several: their arrays, how many passages hold a term, and where in all of them a passage lies.

Knows no query and no files.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from functools import cached_property, lru_cache, partial
from itertools import accumulate
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from index.bm25.formula import ScoringModel, inverse_document_frequency
from index.bm25.kernel import compile_part
from index.bm25.placing import Placing
from index.bm25.postings import PassageIds, Postings, TermPostings
from index.bm25.vocabulary import Vocabulary

if TYPE_CHECKING:
    from index.bm25 import _kernel

# Some MB at most, however many words people make up.
REMEMBERED_TERMS = 1 << 14


@dataclass(frozen=True)
class Corpus:
    """One fitted or opened corpus: its arrays, and the model its bounds were computed with."""

    vocabulary: Vocabulary
    postings: Postings
    model: ScoringModel
    total_terms: int

    @cached_property
    def find(self) -> Callable[[str], TermPostings | None]:
        """Find a term's postings, None where no passage holds it; remembers the latest terms, known or not."""
        # A partial of the arrays, not of self: a cycle would keep old memory maps until the next collection.
        return lru_cache(REMEMBERED_TERMS)(partial(_find, self.vocabulary, self.postings))

    @property
    def arrays(self) -> dict[str, NDArray[Any]]:
        """All arrays by name."""
        holders = (self.vocabulary, self.postings)
        return {field.name: getattr(holder, field.name) for holder in holders for field in fields(holder)}

    @cached_property
    def compiled(self) -> "_kernel.Part | None":
        """The arrays as the C kernel takes them, None where it was not built; raises as `compile_part` does."""
        return compile_part(self.arrays, self.model.average_length)


def _find(vocabulary: Vocabulary, postings: Postings, term: str) -> TermPostings | None:
    number = vocabulary.number(term)
    return None if number is None else postings[number]


@dataclass(frozen=True)
class CorpusGroup:
    """Corpora whose passages are numbered together: one after the other, or as they are placed."""

    parts: tuple[Corpus, ...]
    placing: Placing | None = None

    @cached_property
    def size(self) -> int:
        """The number of its passages, without those left out."""
        return self.raw_size if self.placing is None else len(self.placing)

    @cached_property
    def raw_size(self) -> int:
        """The number of its passages, with those left out."""
        return sum(len(part.postings.lengths) for part in self.parts)

    @cached_property
    def total_terms(self) -> int:
        """The number of their terms, repeats included."""
        if self.placing is None:
            return sum(part.total_terms for part in self.parts)
        counted = (self.placing.terms(which, part.postings, part.total_terms) for which, part in enumerate(self.parts))
        return sum(counted)

    @cached_property
    def document_frequency(self) -> Callable[[str], int]:
        """Count the passages that hold a term; remembers the latest terms where that takes time."""
        if self.placing is None:
            return partial(_document_frequency, self.parts)
        return lru_cache(REMEMBERED_TERMS)(partial(_placed_frequency, self.parts, self.placing))

    def places(self, start: int) -> Iterator[tuple[int, NDArray[np.int64] | None]]:
        """Yield of each part, as the kernel takes it, where its passages stand in an index; the group at `start`."""
        if self.placing is None:
            sizes = (len(part.postings.lengths) for part in self.parts[:-1])
            yield from ((first, None) for first in accumulate(sizes, initial=start))
        else:
            yield from ((start, places) for places in self.placing.places)

    def located(self, numbers: PassageIds) -> Iterator[tuple[PassageIds, PassageIds]]:
        """Give, for each part, which of some passages of the group lie in it, and their numbers there."""
        if self.placing is not None:
            yield from self.placing.located(numbers)
            return
        start = 0
        for part in self.parts:
            stop = start + len(part.postings.lengths)
            chosen = np.flatnonzero((numbers >= start) & (numbers < stop))
            yield chosen, numbers[chosen] - start
            start = stop


def _document_frequency(parts: Iterable[Corpus], term: str) -> int:
    count = 0
    for part in parts:  # no generator: a question asks dozens of times
        postings = part.find(term)
        if postings is not None:
            count += postings.document_frequency
    return count


def _placed_frequency(parts: Sequence[Corpus], placing: Placing, term: str) -> int:
    return sum(placing.matches(which, part.find(term)) for which, part in enumerate(parts))


class TermStatistics(Mapping[str, float]):
    """Term to inverse document frequency over all parts; computed when asked for, so it costs no memory."""

    def __init__(self, groups: Sequence[CorpusGroup]) -> None:
        self._groups = tuple(groups)
        self._parts = tuple(part for group in groups for part in group.parts)
        self._corpus_size = sum(group.size for group in groups)

    def document_frequency(self, term: str) -> int:
        """Count the passages that hold a term; 0 for an unknown one."""
        count = 0
        for group in self._groups:  # no generator: a question asks dozens of times
            count += group.document_frequency(term)
        return count

    def __getitem__(self, term: str) -> float:
        document_frequency = self.document_frequency(term)
        if not document_frequency:
            raise KeyError(term)
        return inverse_document_frequency(self._corpus_size, document_frequency)

    def __iter__(self) -> Iterator[str]:
        left_out = any(group.placing is not None for group in self._groups)
        for index, part in enumerate(self._parts):
            earlier = self._parts[:index]
            for term in part.vocabulary:
                is_new = all(before.vocabulary.number(term) is None for before in earlier)
                if is_new and not (left_out and not self.document_frequency(term)):
                    yield term

    def __len__(self) -> int:
        if len(self._parts) == 1 and self._groups[0].placing is None:
            return len(self._parts[0].vocabulary)
        return sum(1 for _ in self)
