"""A searcher of which only some passages are found; what they score, and how rare a word is, stays the whole's."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from index.engines.engine import Engine, Numbers, Scores, hold_any
from index.engines.joined import is_joined
from index.engines.library import Searcher
from index.engines.parts import Name
from index.model import Passage
from index.snapshots.holdings import StoredDocument

MOST_RANGES: Final = 512  # stretches of passages that a query elsewhere can name
GROWTH: Final = 8  # by which more is asked for where too few of the best pass
FEW: Final = 4_096  # passages, each of which is scored sooner than the best of many thousands are gone through for them
MOST_READ: Final = 20_000  # of the best passages, where each must be read to know whether it passes

PassingNumbers = Callable[[Numbers], NDArray[np.bool_]]


class NarrowedEngine(Engine):
    """An engine that finds the best of those passages that pass, with the scores that they have among all.

    Args:
        whole: what is searched.
        passes: tells of some numbers which pass.
        most: how many of the best are tried.
        few: the numbers that pass, ascending, where they are so few that all are scored; None where they are not.
    """

    def __init__(self, whole: Engine, passes: PassingNumbers, most: int, few: Numbers | None = None) -> None:
        self._whole = whole
        self._passes = passes
        self._most = most
        self._few = few

    def __len__(self) -> int:
        return len(self._whole)

    def __contains__(self, term: str) -> bool:
        return term in self._whole

    def top(self, terms: Sequence[str], k: int, weights: Sequence[float] | None = None) -> tuple[Numbers, Scores]:
        """Return the k best passages that hold one of the terms and pass, best first, ties by number."""
        if self._few is not None:
            return self._best_of(self._few, terms, k, weights)
        tried = k
        while True:
            numbers, scores = self._whole.top(terms, tried, weights)
            passing = self._passes(numbers)
            if len(numbers) < tried or tried >= self._most or np.count_nonzero(passing) >= k:
                return numbers[passing][:k], scores[passing][:k]
            tried = min(tried * GROWTH, self._most)

    def _best_of(
        self, few: Numbers, terms: Sequence[str], k: int, weights: Sequence[float] | None
    ) -> tuple[Numbers, Scores]:
        numbers = few[hold_any(self._whole, terms, few)]
        scores = np.array(self._whole.scores(terms, numbers, weights), np.float64)
        order = np.lexsort((numbers, -scores))[:k]
        return numbers[order], scores[order]

    def scores(self, terms: Sequence[str], numbers: ArrayLike, weights: Sequence[float] | None = None) -> list[float]:
        """Return what `top` scores these passages; raises IndexError where one is none."""
        return self._whole.scores(terms, numbers, weights)

    def document_frequency(self, term: str) -> int:
        """Count the passages that hold a term, whether or not they pass."""
        return self._whole.document_frequency(term)

    def term_frequencies(self, term: str, numbers: ArrayLike) -> Numbers:
        """Count a term in each of these passages; raises IndexError where one is none."""
        return self._whole.term_frequencies(term, numbers)

    def passages(self, numbers: Sequence[int]) -> list[Passage]:
        """Return several passages at once, in the order given; raises SnapshotError where a text is damaged."""
        return self._whole.passages(numbers)


def _narrowed_there(engine: Engine, mask: NDArray[np.bool_]) -> Engine:
    """Let an engine that is elsewhere bring none but the passages of a mask, where these are few enough stretches."""
    if not is_joined(engine):
        return engine
    edges = np.flatnonzero(np.diff(mask.astype(np.int8), prepend=0, append=0)).tolist()
    ranges = [range(*pair) for pair in zip(edges[::2], edges[1::2], strict=True)]
    return engine.among(ranges) if len(ranges) <= MOST_RANGES else engine


def _few(whole: Searcher, mask: NDArray[np.bool_]) -> Numbers | None:
    """Return the numbers of a mask that can be found, where they are few and on this machine, else None."""
    if is_joined(whole.engine) or np.count_nonzero(mask) > FEW:
        return None
    numbers = np.flatnonzero(mask)
    return numbers[whole.found(numbers)]


class NarrowedSearcher(Searcher):
    """A searcher that finds passages of some documents alone, and lists those; any can be looked up by name or key.

    Args:
        whole: what is narrowed.
        is_in: tells of a document's names whether it is in.
        passes: tells of a passage of theirs whether it is found; None where all are.
    """

    def __init__(
        self, whole: Searcher, is_in: Callable[[Name], bool], passes: Callable[[Passage], bool] | None = None
    ) -> None:
        super().__init__(whole.layers)
        self._in = {name.document for name in whole.names() if is_in(name)}
        self._mask = np.zeros(len(whole), np.bool_)
        for document in self._in:
            numbers = self.numbers_by_document.get(document, range(0))
            self._mask[numbers.start : numbers.stop] = True
        self._whole, self._passage_passes = whole, passes
        most = len(whole) if passes is None else min(MOST_READ, len(whole))
        few = _few(whole, self._mask) if passes is None else None
        self.engine = NarrowedEngine(_narrowed_there(whole.engine, self._mask), self.found, max(1, most), few)

    def found(self, numbers: Numbers) -> NDArray[np.bool_]:
        """Tell of some passages whether they are of its documents, and pass."""
        found = self._mask[numbers]
        if self._passage_passes is not None:
            for place in np.flatnonzero(found).tolist():
                found[place] = self._passage_passes(self._whole.passage(int(numbers[place])))
        return found

    def numbers(self) -> Iterable[int]:
        """Return the numbers of the passages of its documents, in order."""
        return [int(number) for number in np.flatnonzero(self._mask)]

    def names(self) -> Iterator[Name]:
        """Yield the names of its documents, in order."""
        return (name for name in super().names() if name.document in self._in)

    def documents(self) -> list[StoredDocument]:
        """Return its documents, in order."""
        return [document for document in super().documents() if document.id in self._in]


class ChosenSearcher(Searcher):
    """A searcher that finds some passages alone; any can be looked up by name or key.

    Args:
        whole: what is narrowed.
        numbers: of the passages.
    """

    def __init__(self, whole: Searcher, numbers: Iterable[int]) -> None:
        super().__init__(whole.layers)
        chosen = np.zeros(len(whole), np.bool_)
        chosen[list(numbers)] = True
        few = _few(whole, chosen)
        self.engine = NarrowedEngine(whole.engine, lambda found: chosen[found], max(1, len(whole)), few)
