"""What an answer needs of postings and passages, wherever these are: the seam behind which an engine can change."""

from collections.abc import Iterable, Sequence
from typing import Protocol

import numpy as np
from numpy.typing import ArrayLike, NDArray

from index.model import Passage

Numbers = NDArray[np.int64]
Scores = NDArray[np.float64]


class Engine(Protocol):
    """Finds passages by weighted terms, and has them; safe for many threads. Passages are numbered from 0."""

    def __len__(self) -> int:
        """Return the number of passages; 0 where there is nothing to search."""

    def __contains__(self, term: str, /) -> bool:
        """Tell whether a passage holds a term."""

    def top(self, terms: Sequence[str], k: int, weights: Sequence[float] | None = None) -> tuple[Numbers, Scores]:
        """Return the k best passages that hold one of the terms, with their scores, best first, ties by number.

        Args:
            terms: each counting as often as it comes.
            k: how many at most; fewer are returned where fewer match.
            weights: one per term, multiplying all that the term contributes; 1 where not given.
        """

    def scores(self, terms: Sequence[str], numbers: ArrayLike, weights: Sequence[float] | None = None) -> list[float]:
        """Return what `top` scores these passages, which need not match; raises IndexError where one is none."""

    def document_frequency(self, term: str) -> int:
        """Count the passages that hold a term."""

    def term_frequencies(self, term: str, numbers: ArrayLike) -> Numbers:
        """Count a term in each of these passages; raises IndexError where one is none."""

    def passages(self, numbers: Sequence[int]) -> list[Passage]:
        """Return several passages at once, in the order of their numbers as given.

        Raises:
            SnapshotError: a text is damaged.
        """


def hold_any(engine: Engine, terms: Iterable[str], numbers: Numbers) -> NDArray[np.bool_]:
    """Tell of some passages whether each holds one of some terms; raises IndexError where one is none."""
    held = np.zeros(len(numbers), np.bool_)
    for term in dict.fromkeys(terms):
        held |= engine.term_frequencies(term, numbers) > 0
    return held
