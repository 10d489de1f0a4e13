"""Searching one or more parts of a corpus as one, their statistics summed. Knows no files and no fitting."""

import math
from collections.abc import Iterator, Mapping, Sequence
from copy import copy
from dataclasses import replace
from itertools import accumulate
from typing import Self, TypeVar

import numpy as np
from numpy.typing import ArrayLike, NDArray

from index.bm25.corpora import Corpus, CorpusGroup, TermStatistics
from index.bm25.exact import PartQuery, PartScorer, QueryTerm, Scores, best, matched_passages, score_all, score_at
from index.bm25.formula import ScoringModel, inverse_document_frequency
from index.bm25.kernel import KernelRanking
from index.bm25.postings import PassageIds
from index.bm25.search import search, search_placed

Text = TypeVar("Text")


class Ranking:
    """One or more parts ranked as one corpus; passages are numbered from 0 through all groups of parts in their order.

    Immutable once made: any number of threads may search it at once.

    Attributes:
        groups: what is searched; nothing of them is copied.
        corpus_size: the number of passages.
        avgdl: terms in a passage, on average, as rank_bm25 calls it.
        idf: term to inverse document frequency; iterating over it gives the vocabulary.
    """

    groups: tuple[CorpusGroup, ...]
    corpus_size: int
    avgdl: float
    idf: Mapping[str, float]
    _starts: list[int]
    _model: ScoringModel
    _statistics: TermStatistics
    _kernel: KernelRanking | None

    def _join(self, groups: Sequence[CorpusGroup]) -> None:
        self.groups = tuple(groups)
        self.corpus_size = sum(group.size for group in groups)
        self.avgdl = sum(group.total_terms for group in groups) / self.corpus_size
        self.idf = self._statistics = TermStatistics(groups)
        self._starts = list(accumulate((group.size for group in groups), initial=0))
        self._is_placed = any(group.placing is not None for group in groups)
        self._model = replace(self.parts[0].model, average_length=self.avgdl)
        self._scorers = [PartScorer(part.postings, part.model, self._model) for part in self.parts]
        compiled = [part.compiled for part in self.parts if part.compiled is not None]
        places = [place for start, group in zip(self._starts, groups, strict=False) for place in group.places(start)]
        self._kernel = KernelRanking(compiled, places, self._model, self.corpus_size) if compiled else None

    @property
    def parts(self) -> tuple[Corpus, ...]:
        """All parts of all groups."""
        return tuple(part for group in self.groups for part in group.parts)

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
                numbers = self._raw(self._checked(passages)) if self._is_placed else np.asarray(passages, np.int64)
                return self._kernel.frequencies(term, numbers)
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

    def get_scores(self, query: Sequence[str]) -> Scores:
        """Score every passage, as rank_bm25's BM25Plus does."""
        scores = score_all(self._queries(query))
        return scores[self._raw_numbers] if self._is_placed else scores

    def matching(self, terms: Sequence[str]) -> PassageIds:
        """Find the passages that hold at least one of some terms, ascending."""
        matched = matched_passages(self._queries(terms))
        return np.flatnonzero(np.isin(self._raw_numbers, matched)) if self._is_placed else matched

    def lengths(self, passages: PassageIds) -> NDArray[np.int64]:
        """Count the terms of each of these passages."""
        lengths = np.zeros(len(passages), np.int64)
        for part, (chosen, local) in zip(self.parts, self._by_part(passages), strict=True):
            lengths[chosen] = part.postings.lengths.take(local)
        return lengths

    def get_batch_scores(
        self, query: Sequence[str], doc_ids: ArrayLike, weights: Sequence[float] | None = None
    ) -> list[float]:
        """Score these passages, as rank_bm25's BM25Plus does; each term times its weight where there are some.

        Raises:
            IndexError: a passage that does not exist.
            ValueError: there is not one finite weight per term.
        """
        numbers = self._checked(doc_ids)
        scores = np.zeros(len(numbers))
        for part, (chosen, local) in zip(self._queries(query, weights), self._by_part(numbers), strict=True):
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
        for start, group in zip(self._starts, self.groups, strict=False):
            own = np.flatnonzero((passages >= start) & (passages < start + group.size))
            for chosen, local in group.located(passages[own] - start):
                yield own[chosen], local

    @property
    def _raw_numbers(self) -> PassageIds:
        """Of each passage, its number through all parts, with those counted that are left out."""
        return self._raw(np.arange(self.corpus_size))

    def _raw(self, passages: PassageIds) -> PassageIds:
        """Number some passages through all parts, with those counted that are left out."""
        if len(self.groups) == 1:
            return self.groups[0].raw(passages)
        raw, start = passages.copy(), 0
        for first, group in zip(self._starts, self.groups, strict=False):
            own = (passages >= first) & (passages < first + group.size)
            raw[own] = group.raw(passages[own] - first) + start
            start += group.raw_size
        return raw

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
        rarities = [self.idf.get(term, 0.0) for term in query] if self._is_placed else None
        found = None if self._kernel is None else self._kernel.top(query, k, weights, rarities)
        if found is not None:
            return found
        queries = self._queries(query, weights)
        if not queries[0].terms:
            return np.zeros(0, np.int64), np.zeros(0)
        return search_placed(queries, k, self._raw_numbers) if self._is_placed else search(queries, k)

    def _queries(self, query: Sequence[str], weights: Sequence[float] | None = None) -> list[PartQuery]:
        """Put a query to each part, with the statistics of the whole; drop unknown terms."""
        if weights is None:
            weights = [1.0] * len(query)
        elif len(weights) != len(query) or not all(map(math.isfinite, weights)):
            raise ValueError(f"{len(query)} terms need as many finite weights, not {weights}")
        found = {term: [part.find(term) for part in self.parts] for term in dict.fromkeys(query)}
        counts = {term: self.document_frequency(term) for term in found}
        known = [term for term in found if counts[term]]
        idfs = [inverse_document_frequency(self.corpus_size, counts[term]) for term in known]
        numbers = {term: number for number, term in enumerate(known)}
        pairs = zip(query, weights, strict=True)
        terms = [QueryTerm(numbers[term], float(weight)) for term, weight in pairs if term in numbers]
        return [
            PartQuery(scorer, terms, idfs, [found[term][index] for term in known])
            for index, scorer in enumerate(self._scorers)
        ]
