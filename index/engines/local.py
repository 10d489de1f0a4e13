"""The engine of this machine: the postings and passages of opened parts, such as snapshots, ranked as one corpus."""

from bisect import bisect_right
from collections.abc import Sequence
from functools import lru_cache
from itertools import accumulate

from numpy.typing import ArrayLike

from index.bm25 import Ranking, join_rankings
from index.engines.engine import Engine, Numbers, Scores
from index.engines.parts import SearchedPart
from index.model import Passage

TERMS_REMEMBERED = 1 << 11  # with how many passages hold them: a question asks for the same terms several times


class LocalEngine(Engine):
    """Parts searched as one, in memory or memory-mapped; passages are numbered over all parts, in their order.

    Args:
        parts: those that have terms, so that each passage stands in a ranking; all of them on this machine.
    """

    def __init__(self, parts: Sequence[SearchedPart]) -> None:
        self._parts = tuple(parts)
        self._starts = list(accumulate((len(part) for part in parts), initial=0))
        self._ranking = join_rankings([part.ranking for part in parts if isinstance(part.ranking, Ranking)])
        self._document_frequency = lru_cache(maxsize=TERMS_REMEMBERED)(self._ranking.document_frequency)

    def __len__(self) -> int:
        return self._starts[-1]

    def __contains__(self, term: str) -> bool:
        return self._document_frequency(term) > 0

    def document_frequency(self, term: str) -> int:
        """Count the passages that hold a term."""
        return self._document_frequency(term)

    def top(self, terms: Sequence[str], k: int, weights: Sequence[float] | None = None) -> tuple[Numbers, Scores]:
        """Return the k best passages that hold one of the terms, with their scores, best first, ties by number."""
        return self._ranking.top(terms, k, weights)

    def scores(self, terms: Sequence[str], numbers: ArrayLike, weights: Sequence[float] | None = None) -> list[float]:
        """Return what `top` scores these passages; raises IndexError where one is none."""
        return self._ranking.get_batch_scores(terms, numbers, weights)

    def term_frequencies(self, term: str, numbers: ArrayLike) -> Numbers:
        """Count a term in each of these passages; raises IndexError where one is none."""
        return self._ranking.term_frequencies(term, numbers)

    def passages(self, numbers: Sequence[int]) -> list[Passage]:
        """Return several passages at once, in the order given; raises SnapshotError where a text is damaged."""
        return [self._passage(number) for number in numbers]

    def _passage(self, number: int) -> Passage:
        which = bisect_right(self._starts, number) - 1
        return self._parts[which].passage(number - self._starts[which])
