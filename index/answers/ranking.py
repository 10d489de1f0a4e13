"""The best passages for a query, and how surely they answer it. Knows nothing of what is shown of them."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import partial
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from index.answers.coverage import Coverage, cover
from index.answers.evidence import Evidence, prove
from index.answers.evidence_parts import LOOKED_AT
from index.answers.matching import share_by_stem
from index.asked import Asked
from index.engines.library import Searcher
from index.questions.concepts import Query

PROOF_SHARE = 0.3  # better than none on most judged collections, and than more on all but one
LONG = 10  # concepts of a question, from which on it is a need told in many words, of which hardly a passage has all
SHORT = 2  # concepts of a question in which a word of the same stem may take the place of the right one
READ = 5  # passages then
STEM_PENALTY = 0.4  # of a score that is all by words of the same stem
PROVEN = 2  # passages; the second best answers what the best only speaks of often enough, the third no more


class Candidate(NamedTuple):
    """A passage that matched, with its score and its column in the coverage.

    Fifty are made for each question, hence a tuple and no dataclass, which takes longer to make.
    """

    number: int
    score: float
    column: int


# What `Candidate._make` does, without a call of Python's for each.
_candidate: Callable[[Iterable[object]], Candidate] = partial(tuple.__new__, Candidate)


@dataclass(frozen=True, slots=True)
class Candidates:
    """The best passages for a query, best first, with their coverage, which is None where none was found."""

    candidates: list[Candidate]
    coverage: Coverage | None = None
    _proofs: dict[int, Evidence] = field(default_factory=dict)

    def evidence(self, searcher: Searcher, candidate: Candidate) -> Evidence:
        """Return the evidence for one of the candidates; raises as `prove` does."""
        assert self.coverage is not None  # there is a candidate  # noqa: S101 the impossible
        if candidate.column not in self._proofs:
            self._proofs[candidate.column] = prove(searcher, self.coverage, candidate.column)
        return self._proofs[candidate.column]

    def asked(self) -> Asked | None:
        """Return what was asked, word by word; None where nothing was found."""
        return self.coverage.asked() if self.coverage else None

    def certainty(self, searcher: Searcher) -> float:
        """Return the probability, 0 to 1, that the best candidates answer; raises as `prove` does."""
        return max((each.probability for each in self._proven(searcher)), default=0.0)

    def sureness(self, searcher: Searcher) -> float:
        """Return the probability, 0 to 1, that one of the best candidates is the right one; raises as `prove` does."""
        return max((each.sureness for each in self._proven(searcher)), default=0.0)

    def _proven(self, searcher: Searcher) -> list[Evidence]:
        return [self.evidence(searcher, each) for each in self.candidates[:PROVEN]]

    def good(self, share: float) -> list[Candidate]:
        """Return the candidates that score at least this share of the best one's score."""
        floor = share * self.candidates[0].score
        return [each for each in self.candidates if each.score >= floor]

    @property
    def asked_in(self) -> str | None:
        """The language of the question (primary tag), where passages of any language are found."""
        return None

    def value(self, candidate: Candidate) -> float:
        """Return what a candidate is ordered by: its score, where words alone were asked."""
        return candidate.score

    def similarity(self, candidate: Candidate) -> float | None:  # noqa: ARG002 words alone know none
        """Return how near a candidate comes to what the question means; None where only words were asked."""
        return None

    def is_rescued(self, candidate: Candidate) -> bool:  # noqa: ARG002 words alone know none
        """Tell whether a candidate answers, weakly, by what it means, whatever its words prove."""
        return False


# Adds to what words have found for a query what is found otherwise, where it may be of use.
Beside = Callable[[Searcher, Query, Candidates], Candidates]


def search(searcher: Searcher, query: Query, depth: int = LOOKED_AT) -> Candidates:
    """Return the best passages that hold a term of the query.

    They are found by BM25Plus, and ordered by its score raised by up to `PROOF_SHARE` for what they prove, by less for
    a long question.
    """
    weighted = query.weighted_terms()
    numbers, scores = searcher.engine.top(list(weighted), depth, weights=list(weighted.values()))
    if not len(numbers):
        return Candidates([])
    coverage = cover(searcher.engine, searcher.languages, query, numbers)
    raised = scores * (1 + proof_share(coverage) * coverage.proof())
    if len(coverage.concepts) <= SHORT:
        raised *= _trust(searcher, coverage, np.argsort(-raised, kind="stable")[:READ])
    order = np.lexsort((numbers, -raised))
    found = zip(numbers[order].tolist(), raised[order].tolist(), order.tolist(), strict=True)
    return Candidates(list(map(_candidate, found)), coverage)


def proof_share(coverage: Coverage) -> float:
    """Return by which share a score is raised for a whole proof."""
    return PROOF_SHARE * min(1.0, LONG / len(coverage.concepts))


def _trust(searcher: Searcher, coverage: Coverage, best: NDArray[np.int64]) -> NDArray[np.float64]:
    """Return by what the scores are multiplied: less than 1 where a word is found by its stem alone.

    That takes reading the passages, hence only the best are, and only where one word more or less decides.
    """
    trust = np.ones(len(coverage.numbers))
    for column in best.tolist():
        trust[column] -= STEM_PENALTY * share_by_stem(searcher, coverage, column)
    return trust


def find(searcher: Searcher, query: Query, depth: int = LOOKED_AT) -> list[Candidate]:
    """Return the best passages that hold a term of the query, best first; see `search`."""
    return search(searcher, query, depth).candidates
