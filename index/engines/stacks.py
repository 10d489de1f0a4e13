"""Where the postings and passages of one part are: in a ranking on this machine, or in a cluster elsewhere.

What is asked of a part that cannot score for itself, since scores need the statistics of all parts: who may be among
the best, and how often they hold which terms.
"""

from collections.abc import Mapping, Sequence
from typing import Protocol

import numpy as np

from index.bm25 import Ranking, ScoringModel
from index.engines.engine import Numbers

Ranges = Sequence[range]


class Stacks(Protocol):
    """One part's postings and passages; safe for many threads. Passages are numbered from 0.

    Attributes:
        model: how it scores; its average length is that of the part.
        total_terms: of all its passages together.
    """

    @property
    def model(self) -> ScoringModel: ...  # noqa: D102 # see the class

    @property
    def total_terms(self) -> int: ...  # noqa: D102

    def __len__(self) -> int: ...

    def __contains__(self, term: str, /) -> bool: ...

    def document_frequency(self, term: str) -> int:
        """Count the passages that hold a term."""

    def candidates(
        self, boosts: Mapping[str, float], k: int, average: float, among: Ranges | None = None
    ) -> tuple[Numbers, float]:
        """Return passages that may be among the k best, and what no other can contribute more than.

        A passage contributes the sum of what it holds of each term, `ScoringModel.saturated`, times its boost.

        Args:
            boosts: of each term, 0 or more.
            k: how many are wanted; more may be returned.
            average: the average length by which all parts are scored.
            among: the passages that count; None where all do.

        Returns:
            Numbers in any order, and the bound: minus infinity where no other passage holds one of the terms.
        """

    def term_frequencies(self, term: str, numbers: Numbers) -> Numbers:
        """Count a term in each of these passages; raises IndexError where one is none."""

    def lengths(self, numbers: Numbers) -> Numbers:
        """Count the terms of each of these passages."""

    def fetch(self, numbers: Sequence[int]) -> None:
        """Have some passages at hand that are read next, one after the other."""


class LocalStacks(Stacks):
    """A ranking of this machine beside parts that are elsewhere: all that match are candidates, so nothing is left."""

    def __init__(self, ranking: Ranking) -> None:
        self._ranking = ranking

    @property
    def model(self) -> ScoringModel:
        """How it scores."""
        return self._ranking.parts[0].model

    @property
    def total_terms(self) -> int:
        """The terms of all its passages together."""
        return sum(group.total_terms for group in self._ranking.groups)

    def __len__(self) -> int:
        return len(self._ranking)

    def __contains__(self, term: str) -> bool:
        return term in self._ranking

    def document_frequency(self, term: str) -> int:
        """Count the passages that hold a term."""
        return self._ranking.document_frequency(term)

    def candidates(
        self,
        boosts: Mapping[str, float],
        k: int,  # noqa: ARG002 as the base class's
        average: float,  # noqa: ARG002
        among: Ranges | None = None,
    ) -> tuple[Numbers, float]:
        """Return all passages that hold one of the terms."""
        numbers = self._ranking.matching(list(boosts))
        if among is not None:
            passing = np.zeros(len(self), np.bool_)
            for each in among:
                passing[each.start : each.stop] = True
            numbers = numbers[passing[numbers]]
        return numbers, -np.inf

    def term_frequencies(self, term: str, numbers: Numbers) -> Numbers:
        """Count a term in each of these passages; raises IndexError where one is none."""
        return self._ranking.term_frequencies(term, numbers)

    def lengths(self, numbers: Numbers) -> Numbers:
        """Count the terms of each of these passages."""
        return self._ranking.lengths(numbers)

    def fetch(self, numbers: Sequence[int]) -> None:
        """Do nothing: they are here."""
