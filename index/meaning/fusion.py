"""Passages found by meaning beside those found by words: one order of both. Knows no encoder, only its cosines.

Of the best by words and the best by meaning, those come first whose words' score, as a share of the best one's, and
whose cosine are most together; the surer the words are of their answer, the more they count.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

import numpy as np
from numpy.typing import NDArray

from index.answers.coverage import cover
from index.answers.ranking import Candidate, Candidates
from index.engines.library import Searcher
from index.questions.concepts import Query
from index.text.languages import detect

Cosines = NDArray[np.float32]

SIMILAR: Final = 50  # passages by meaning that are looked at
LEAST_SHARE: Final = 0.1  # what the words' share counts where they are sure of nothing
SURE: Final = 0.95  # certainty of the words from which meaning is not asked, …
AHEAD: Final = 1.3  # … where their best passage scores so many times what their second does
RESCUED: Final = 0.68  # cosine, with the lead over the next nearest, from which a passage answers whatever its words


@dataclass(frozen=True, slots=True)
class FusedCandidates(Candidates):
    """The best passages by words and by meaning, best first.

    Attributes:
        certain: how surely the best by words answer, 0 to 1: the order by meaning makes them no less sure.
        values: by which each is ordered, by its number.
        similarities: the cosine of each with the question, by its number.
        language: of the question, None where that cannot be told.
    """

    certain: float = 0.0
    values: Mapping[int, float] = field(default_factory=dict)
    similarities: Mapping[int, float] = field(default_factory=dict)
    language: str | None = None

    @property
    def asked_in(self) -> str | None:
        """The language of the question (primary tag), None where that cannot be told."""
        return self.language

    def certainty(self, searcher: Searcher) -> float:  # noqa: ARG002 it was computed before
        """Return the probability, 0 to 1, that the best by words answer."""
        return self.certain

    def good(self, share: float) -> list[Candidate]:
        """Return the candidates that come to so much of what the best one comes to."""
        floor = share * max(self.values.values(), default=0.0)
        return [each for each in self.candidates if self.values[each.number] >= floor]

    def value(self, candidate: Candidate) -> float:
        """Return what a candidate is ordered by: its words' share and its cosine together."""
        return self.values[candidate.number]

    def similarity(self, candidate: Candidate) -> float | None:
        """Return the cosine of a candidate with the question."""
        return self.similarities[candidate.number]

    def is_rescued(self, candidate: Candidate) -> bool:
        """Tell whether a candidate answers, weakly, by what it means, whatever its words prove."""
        own = self.similarities[candidate.number]
        others = (near for number, near in self.similarities.items() if number != candidate.number)
        return own + own - max(others, default=0.0) >= RESCUED


def suffices(searcher: Searcher, found: Candidates) -> bool:
    """Tell whether the words leave no doubt: they are sure of an answer, and one passage is clearly the best."""
    best = [each.score for each in found.candidates[:2]]
    return bool(best) and best[0] >= AHEAD * max(best[1:], default=0.0) and found.certainty(searcher) >= SURE


def fuse(
    searcher: Searcher, query: Query, found: Candidates, cosines: Cosines, *, several_languages: bool = False
) -> FusedCandidates:
    """Order the best by words and the best by meaning together, ties by number.

    Args:
        searcher: what is searched.
        query: as it was read.
        found: by its words.
        cosines: of every passage with the question.
        several_languages: whether passages in other languages than the question's are found, and are to be told apart.
    """
    by_words = {each.number: each.score for each in found.candidates}
    numbers = np.union1d(np.fromiter(by_words, np.int64), _nearest(searcher, cosines))
    scores = np.array([by_words.get(number, 0.0) for number in numbers.tolist()])
    certain = found.certainty(searcher)
    values = (LEAST_SHARE + certain) * scores / (scores.max(initial=0.0) or 1.0) + cosines[numbers]
    coverage = cover(searcher.engine, searcher.languages, query, numbers)
    order = np.lexsort((numbers, -values)).tolist()
    return FusedCandidates(
        [Candidate(int(numbers[column]), float(scores[column]), column) for column in order],
        coverage,
        certain=certain,
        values=dict(zip(numbers.tolist(), values.tolist(), strict=True)),
        similarities=dict(zip(numbers.tolist(), cosines[numbers].tolist(), strict=True)),
        language=detect(query.question) if several_languages else None,
    )


def _nearest(searcher: Searcher, cosines: Cosines) -> NDArray[np.int64]:
    """Return the passages nearest to the question, of those that can be found."""
    numbers = np.arange(len(cosines))
    tried = SIMILAR
    while True:
        best = np.argpartition(-cosines, tried - 1)[:tried] if tried < len(cosines) else numbers
        best = best[np.lexsort((best, -cosines[best]))]
        passing = best[searcher.found(best)]
        if len(passing) >= SIMILAR or tried >= len(cosines):
            return passing[:SIMILAR]
        tried *= 8
