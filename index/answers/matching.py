"""One passage held against a question: which of its concepts stand in the passage, how surely, and where."""

from collections.abc import Sequence
from functools import cached_property
from itertools import pairwise
from typing import NamedTuple

from index.answers.coverage import Coverage, Information
from index.engines.library import Searcher
from index.questions.concepts import Concept
from index.text.analysis import primary
from index.text.terms import distinct_terms_of, terms_of

SPELT_CREDIT = 0.8  # for a word that was found by another spelling
KIN_CREDIT = 0.6  # for a word of the same beginning: "Victorian" where the passage has "Victoria"
PAUSES = frozenset(".,;:?!()")  # what does not stand inside a phrase
KIN_CHARS, KIN_SHARE = 4, 0.6  # least common beginning, in characters and in share of the longer word


class MatchedConcept(NamedTuple):
    """A concept of the question, and what a passage has of it.

    Attributes:
        credit: how surely the passage holds it, 0 to 1.
        positions: of its terms among the passage's terms; none where it stands only in heading or title.
        above: whether heading or title hold it, so that it counts as standing beside every word.
    """

    concept: Concept
    information: Information
    credit: float
    positions: Sequence[int]
    above: bool


class Match:
    """A passage held against a question's concepts, each of which counts once however often it is asked.

    Args:
        searcher: that the passage is from.
        coverage: what of the question is held by the passages that were found.
        column: the passage's in the coverage.

    Raises:
        SnapshotError: the passage's text on disk is damaged.
    """

    def __init__(self, searcher: Searcher, coverage: Coverage, column: int) -> None:
        self.coverage, self.column = coverage, column
        self.languages, self.corpus_size = searcher.languages, len(searcher)
        self.passage = passage = searcher.passage(int(coverage.numbers[column]))
        self.language = language = primary(passage.language)
        self._terms = terms_of(language, passage.text)
        self._held = distinct_terms_of(language, passage.text)
        title = passage.attribution.title or ""
        self._above = {*terms_of(language, passage.heading or ""), *terms_of(language, title)}

    @cached_property
    def concepts(self) -> list[MatchedConcept]:
        """What the passage has of each concept, in the order in which they were first asked."""
        first = dict[tuple[str, ...], MatchedConcept]()
        for concept, information in zip(self.coverage.concepts, self.coverage.information, strict=True):
            if concept.terms not in first:
                first[concept.terms] = MatchedConcept(
                    concept, information, *self._find(concept), self._is_above(concept)
                )
        return list(first.values())

    @cached_property
    def neighbours(self) -> list[tuple[MatchedConcept, MatchedConcept]]:
        """The pairs that stand side by side in the question (at most one word between) and here too."""
        order = sorted(self.concepts, key=lambda each: each.concept.start)
        return [(one, other) for one, other in pairwise(order) if self._are_neighbours(one, other)]

    def _are_neighbours(self, one: MatchedConcept, other: MatchedConcept) -> bool:
        between = self.coverage.question[one.concept.end : other.concept.start]
        if len(between.split()) > 1 or not PAUSES.isdisjoint(between):
            return False
        if one.above and other.above:
            return True
        return any(abs(at - to) <= 1 for at in one.positions for to in other.positions)

    def _find(self, concept: Concept) -> tuple[float, list[int]]:
        """Return the credit for a concept, and its positions."""
        for each in concept.alternatives:
            if all(term in self._held or term in self._above for term in each.terms):
                credit = SPELT_CREDIT if each.kind == "spelling" else 1.0
                return credit, [position for term in each.terms for position in self._positions(term)]
        kin = [position for term in concept.terms for other in self._kin(term) for position in self._positions(other)]
        return (KIN_CREDIT, kin) if kin else (0.0, [])

    def _positions(self, term: str) -> list[int]:
        """Return where a term stands; so few are asked for that a table of all would take longer to make."""
        return [position for position, other in enumerate(self._terms) if other == term] if term in self._held else []

    def _kin(self, term: str) -> list[str]:
        """Return terms of the passage that begin as a term does."""
        if len(term) < KIN_CHARS or term.isdigit():
            return []
        beginning = term[:KIN_CHARS]
        alike = [other for other in self._held if other.startswith(beginning)]
        return [other for other in alike if _common(term, other) >= KIN_SHARE * max(len(term), len(other))]

    def _is_above(self, concept: Concept) -> bool:
        return any(self._above.issuperset(each.terms) for each in concept.alternatives)


def _common(one: str, other: str) -> int:
    """Return the length of the longest common beginning."""
    return next(
        (length for length, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other))
    )
