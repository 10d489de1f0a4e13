"""Searching one or more parts of a corpus as one, their statistics summed. Knows no files and no fitting."""

import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, fields, replace
from functools import cached_property, lru_cache, partial
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Self, TypeVar

import numpy as np
from numpy.typing import ArrayLike, NDArray

from index.bm25.exact import PartQuery, PartScorer, QueryTerm, Scores, best, matched_passages, score_all, score_at
from index.bm25.formula import ScoringModel, inverse_document_frequency
from index.bm25.kernel import KernelRanking, compile_part
from index.bm25.postings import PassageIds, Postings, TermPostings
from index.bm25.search import search
from index.bm25.vocabulary import Vocabulary

if TYPE_CHECKING:
    from index.bm25 import _kernel

Text = TypeVar("Text")


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


def _document_frequency(postings_of_parts: Iterable[TermPostings | None]) -> int:
    count = 0
    for postings in postings_of_parts:  # no generator: a question asks dozens of times
        if postings is not None:
            count += postings.document_frequency
    return count


class TermStatistics(Mapping[str, float]):
    """Term to inverse document frequency over all parts; computed when asked for, so it costs no memory."""

    def __init__(self, parts: Sequence[Corpus]) -> None:
        self._parts = tuple(parts)
        self._corpus_size = sum(len(part.postings.lengths) for part in parts)

    def document_frequency(self, term: str) -> int:
        """Count the passages that hold a term; 0 for an unknown one."""
        return _document_frequency([part.find(term) for part in self._parts])

    def __getitem__(self, term: str) -> float:
        document_frequency = self.document_frequency(term)
        if not document_frequency:
            raise KeyError(term)
        return inverse_document_frequency(self._corpus_size, document_frequency)

    def __iter__(self) -> Iterator[str]:
        for index, part in enumerate(self._parts):
            earlier = self._parts[:index]
            for term in part.vocabulary:
                if all(before.vocabulary.number(term) is None for before in earlier):
                    yield term

    def __len__(self) -> int:
        if len(self._parts) == 1:
            return len(self._parts[0].vocabulary)
        return sum(1 for _ in self)


class Ranking:
    """One or more parts ranked as one corpus; passages are numbered from 0 through all parts in their order.

    Immutable once made: any number of threads may search it at once.

    Attributes:
        parts: what is searched; nothing of them is copied.
        corpus_size: the number of passages.
        avgdl: terms in a passage, on average, as rank_bm25 calls it.
        idf: term to inverse document frequency; iterating over it gives the vocabulary.
    """

    parts: tuple[Corpus, ...]
    corpus_size: int
    avgdl: float
    idf: Mapping[str, float]
    _starts: NDArray[np.int64]
    _model: ScoringModel
    _statistics: TermStatistics
    _kernel: KernelRanking | None

    def _join(self, parts: Sequence[Corpus]) -> None:
        sizes = [len(part.postings.lengths) for part in parts]
        self.parts = tuple(parts)
        self.corpus_size = sum(sizes)
        self.avgdl = sum(part.total_terms for part in parts) / self.corpus_size
        self.idf = self._statistics = TermStatistics(parts)
        self._starts = np.cumsum([0, *sizes])
        self._model = replace(parts[0].model, average_length=self.avgdl)
        self._scorers = [PartScorer(part.postings, part.model, self._model) for part in parts]
        compiled = [part.compiled for part in parts if part.compiled is not None]
        self._kernel = KernelRanking(compiled, self._model, self.corpus_size) if compiled else None

    def on_numpy(self) -> Self:
        """Return the same index, searched without the C kernel; copies no arrays."""
        index = copy(self)
        index._kernel = None  # noqa: SLF001 # its own
        return index

    def __len__(self) -> int:
        return self.corpus_size

    def __contains__(self, term: str) -> bool:
        return self.document_frequency(term) > 0

    def document_frequency(self, term: str) -> int:
        """Count the passages that hold a term; 0 for an unknown one."""
        return self._statistics.document_frequency(term)

    def terms(self) -> Iterator[str]:
        """Iterate over the vocabulary, each term once, in an order that means nothing."""
        return iter(self._statistics)

    def term_frequencies(self, term: str, passages: ArrayLike) -> NDArray[np.int64]:
        """Count a term in each of these passages.

        Raises:
            IndexError: a passage that does not exist.
        """
        if self._kernel is not None:
            try:
                return self._kernel.frequencies(term, np.asarray(passages, np.int64))
            except IndexError:  # which the kernel raises without saying for which passage
                self._checked(passages)
                raise
        numbers = self._checked(passages)
        frequencies = np.zeros(len(numbers), np.int64)
        for part, (chosen, local) in zip(self.parts, self._by_part(numbers), strict=True):
            postings = part.find(term)
            if postings is not None:
                frequencies[chosen] = postings.frequencies_at(local)
        return frequencies

    def matching(self, terms: Sequence[str]) -> PassageIds:
        """Find the passages that hold at least one of some terms, ascending."""
        return matched_passages(self._queries(terms))

    def lengths(self, passages: PassageIds) -> NDArray[np.int64]:
        """Count the terms of each of these passages."""
        lengths = np.zeros(len(passages), np.int64)
        for part, (chosen, local) in zip(self.parts, self._by_part(passages), strict=True):
            lengths[chosen] = part.postings.lengths.take(local)
        return lengths

    def get_scores(self, query: Sequence[str]) -> Scores:
        """Score every passage, as rank_bm25's BM25Plus does."""
        return score_all(self._queries(query))

    def get_batch_scores(self, query: Sequence[str], doc_ids: ArrayLike) -> list[float]:
        """Score these passages, as rank_bm25's BM25Plus does.

        Raises:
            IndexError: a passage that does not exist.
        """
        numbers = self._checked(doc_ids)
        scores = np.zeros(len(numbers))
        for part, (chosen, local) in zip(self._queries(query), self._by_part(numbers), strict=True):
            scores[chosen] = score_at(part, local)
        return scores.tolist()

    def _checked(self, passages: ArrayLike) -> PassageIds:
        numbers = np.asarray(passages, np.int64)
        outside = numbers[(numbers < 0) | (numbers >= self.corpus_size)]
        if len(outside):
            raise IndexError(f"passage {outside[0]} does not exist: there are {self.corpus_size}, from 0")
        return numbers

    def _by_part(self, passages: PassageIds) -> Iterator[tuple[PassageIds, PassageIds]]:
        """Give, for each part, which of the passages lie in it, and their numbers there."""
        for start, stop in pairwise(self._starts.tolist()):
            chosen = np.flatnonzero((passages >= start) & (passages < stop))
            yield chosen, passages[chosen] - start

    def get_top_n(self, query: Sequence[str], documents: Sequence[Text], n: int = 5) -> list[Text]:
        """Return the n best documents, matched or not; unlike rank_bm25's, ties come in corpus order.

        Raises:
            ValueError: there are not as many documents as passages.
        """
        if len(documents) != self.corpus_size:
            raise ValueError(f"{len(documents)} documents were given to an index of {self.corpus_size} passages")
        # rank_bm25 slices, so a negative n leaves the worst out.
        wanted = len(range(self.corpus_size)[:n])
        passages, _ = best(np.arange(self.corpus_size), self.get_scores(query), wanted)
        return [documents[passage] for passage in passages.tolist()]

    def top(self, query: Sequence[str], k: int, weights: Sequence[float] | None = None) -> tuple[PassageIds, Scores]:
        """Find the k best passages that hold at least one of the query's terms.

        Args:
            query: terms, each counting as often as it comes.
            k: how many at most; fewer are returned where fewer match.
            weights: one per term of the query, multiplying all that the term contributes; 1 where not given.

        Returns:
            Passages and their scores (those of `get_scores`), score descending, ties in corpus order.

        Raises:
            ValueError: there is not one finite weight per term.
        """
        if k < 1:
            return np.zeros(0, np.int64), np.zeros(0)
        found = None if self._kernel is None else self._kernel.top(query, k, weights)
        if found is not None:
            return found
        queries = self._queries(query, weights)
        if not queries[0].terms:
            return np.zeros(0, np.int64), np.zeros(0)
        return search(queries, k)

    def _queries(self, query: Sequence[str], weights: Sequence[float] | None = None) -> list[PartQuery]:
        """Put a query to each part, with the statistics of the whole; drop unknown terms."""
        if weights is None:
            weights = [1.0] * len(query)
        elif len(weights) != len(query) or not all(map(math.isfinite, weights)):
            raise ValueError(f"{len(query)} terms need as many finite weights, not {weights}")
        found = {term: [part.find(term) for part in self.parts] for term in dict.fromkeys(query)}
        counts = {term: _document_frequency(postings) for term, postings in found.items()}
        known = [term for term in found if counts[term]]
        idfs = [inverse_document_frequency(self.corpus_size, counts[term]) for term in known]
        numbers = {term: number for number, term in enumerate(known)}
        pairs = zip(query, weights, strict=True)
        terms = [QueryTerm(numbers[term], float(weight)) for term, weight in pairs if term in numbers]
        return [
            PartQuery(scorer, terms, idfs, [found[term][index] for term in known])
            for index, scorer in enumerate(self._scorers)
        ]
