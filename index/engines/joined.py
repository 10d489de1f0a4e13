"""The engine over parts of which some are elsewhere: candidates come from each part, scores are made here.

So scores are those of the local engine to the last bit, whatever an engine elsewhere makes of lengths and rarity, and
an answer is complete where its last score beats what any passage that was not brought could have.
"""

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from itertools import accumulate
from typing import TypeGuard

import numpy as np
from numpy.typing import ArrayLike, NDArray

from index.bm25 import QueryTerm, Ranking, ScoringModel, best, inverse_document_frequency, score_table
from index.engines.engine import Engine, Numbers, Scores
from index.engines.local import LocalEngine
from index.engines.parts import SearchedPart
from index.engines.stacks import LocalStacks, Ranges, Stacks
from index.model import Passage

GROWTH = 4  # by which more candidates are asked for where an answer is not proved complete
FETCHED_AT_ONCE = 500
_ROUNDING = 1e-9  # of sums of float64 in another order, relative to what is summed


def engine_over(parts: Sequence[SearchedPart]) -> Engine:
    """Return what searches parts as one: the local engine where all of them are on this machine."""
    return LocalEngine(parts) if all(isinstance(part.ranking, Ranking) for part in parts) else JoinedEngine(parts)


def is_joined(engine: Engine) -> "TypeGuard[JoinedEngine]":
    """Tell whether an engine has parts elsewhere, so that what it finds is best narrowed there."""
    return isinstance(engine, JoinedEngine)


class _Question:
    """Terms with their weights, and what all parts together say of them."""

    def __init__(self, engine: "JoinedEngine", terms: Sequence[str], weights: Sequence[float]) -> None:
        counts = {term: engine.document_frequency(term) for term in dict.fromkeys(terms)}
        self.known = [term for term, count in counts.items() if count]
        numbers = {term: number for number, term in enumerate(self.known)}
        pairs = [pair for pair in zip(terms, weights, strict=True) if pair[0] in numbers]
        self.terms = [QueryTerm(numbers[term], float(weight)) for term, weight in pairs]
        self.idfs = [inverse_document_frequency(len(engine), counts[term]) for term in self.known]
        self.boosts = dict.fromkeys(self.known, 0.0)
        for term, weight in pairs:
            self.boosts[term] += self.idfs[numbers[term]] * float(weight)


class JoinedEngine(Engine):
    """Parts searched as one; passages are numbered over all parts, in their order.

    Args:
        parts: those that have terms.
        among: the numbers of the passages that are found; None where all are. Statistics stay those of all.
    """

    def __init__(self, parts: Sequence[SearchedPart], among: Ranges | None = None) -> None:
        self._parts = tuple(parts)
        self._stacks = tuple(_stacks_of(part) for part in parts)
        self._starts = list(accumulate(map(len, self._stacks), initial=0))
        total = sum(each.total_terms for each in self._stacks)
        first = self._stacks[0].model
        self._model = ScoringModel(first.k1, first.b, first.delta, total / self._starts[-1])
        self._among = among

    def among(self, numbers: Ranges) -> "JoinedEngine":
        """Return an engine that finds some passages alone, with the scores that they have among all."""
        return JoinedEngine(self._parts, numbers)

    def __len__(self) -> int:
        return self._starts[-1]

    def __contains__(self, term: str) -> bool:
        return any(term in each for each in self._stacks)

    def document_frequency(self, term: str) -> int:
        """Count the passages that hold a term."""
        return sum(each.document_frequency(term) for each in self._stacks)

    def top(self, terms: Sequence[str], k: int, weights: Sequence[float] | None = None) -> tuple[Numbers, Scores]:
        """Return the k best passages that hold one of the terms, with their scores, best first, ties by number."""
        question = _Question(self, terms, weights or [1.0] * len(terms))
        asked = k
        while k > 0 and question.known:
            numbers, rest = self._candidates(question.boosts, asked)
            found, scores = best(numbers, self._scored(question, numbers), k)
            if rest == -np.inf or (len(found) == k and scores[-1] > self._bound(question, rest)):
                return found, scores
            asked *= GROWTH
        return np.zeros(0, np.int64), np.zeros(0)

    def _candidates(self, boosts: Mapping[str, float], k: int) -> tuple[Numbers, float]:
        """Return the candidates of all parts, ascending, and what no other passage contributes more than."""
        found, rest = [np.zeros(0, np.int64)], -np.inf
        for start, stacks in zip(self._starts, self._stacks, strict=False):
            among = None if self._among is None else _within(self._among, start, len(stacks))
            held = {term: boost for term, boost in boosts.items() if term in stacks}
            if held and among != []:
                numbers, bound = stacks.candidates(held, k, self._model.average_length, among)
                found.append(numbers + start)
                rest = max(rest, bound)
        return np.sort(np.concatenate(found)), rest

    def _bound(self, question: _Question, rest: float) -> float:
        """Return the score that no passage exceeds which contributes no more than `rest`."""
        constant = sum(question.boosts.values()) * self._model.delta
        return (rest + constant) * (1 + _ROUNDING)

    def scores(self, terms: Sequence[str], numbers: ArrayLike, weights: Sequence[float] | None = None) -> list[float]:
        """Return what `top` scores these passages; raises IndexError where one is none."""
        question = _Question(self, terms, [1.0] * len(terms) if weights is None else weights)
        scored: list[float] = self._scored(question, self._checked(numbers)).tolist()
        return scored

    def _scored(self, question: _Question, numbers: Numbers) -> Scores:
        lengths = np.zeros(len(numbers), np.int64)
        for stacks, chosen, own in self._by_part(numbers):
            lengths[chosen] = stacks.lengths(own)
        counted = [self.term_frequencies(term, numbers) for term in question.known]
        frequencies = np.array(counted, np.float64).reshape(len(counted), len(numbers))
        norms = self._model.norms(lengths.astype(np.uint32))
        return score_table(self._model, question.terms, question.idfs, frequencies, norms)

    def term_frequencies(self, term: str, numbers: ArrayLike) -> Numbers:
        """Count a term in each of these passages; raises IndexError where one is none."""
        asked = self._checked(numbers)
        counts = np.zeros(len(asked), np.int64)
        for stacks, chosen, own in self._by_part(asked):
            counts[chosen] = stacks.term_frequencies(term, own)
        return counts

    def passages(self, numbers: Sequence[int]) -> list[Passage]:
        """Return several passages at once, in the order given; raises SnapshotError where a text is damaged."""
        wanted, found = list(numbers), list[Passage]()
        for start in range(0, len(wanted), FETCHED_AT_ONCE):
            some = np.array(wanted[start : start + FETCHED_AT_ONCE], np.int64)
            for stacks, _, own in self._by_part(some):
                stacks.fetch(own.tolist())
            found += map(self._passage, some.tolist())
        return found

    def _passage(self, number: int) -> Passage:
        which = bisect_right(self._starts, number) - 1
        return self._parts[which].passage(number - self._starts[which])

    def _checked(self, numbers: ArrayLike) -> Numbers:
        asked = np.asarray(numbers, np.int64)
        outside = asked[(asked < 0) | (asked >= len(self))]
        if len(outside):
            raise IndexError(f"passage {outside[0]} does not exist: there are {len(self)}, from 0")
        return asked

    def _by_part(self, numbers: Numbers) -> Iterator[tuple[Stacks, NDArray[np.int64], Numbers]]:
        """Give, for each part with some of the passages, which of them lie in it, and their numbers there."""
        for start, stacks in zip(self._starts, self._stacks, strict=False):
            chosen = np.flatnonzero((numbers >= start) & (numbers < start + len(stacks)))
            if len(chosen):
                yield stacks, chosen, numbers[chosen] - start


def _stacks_of(part: SearchedPart) -> Stacks:
    return LocalStacks(part.ranking) if isinstance(part.ranking, Ranking) else part.ranking


def _within(numbers: Ranges, start: int, size: int) -> list[range]:
    """Return the ranges as far as they lie in a part, numbered as the part does."""
    cut = (range(max(each.start - start, 0), min(each.stop - start, size)) for each in numbers)
    return [each for each in cut if each]
