"""One passage held against a question: which of its concepts stand in the passage, how surely, and where."""

import re
from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import pairwise
from typing import NamedTuple

from index.answers.coverage import Coverage, Information
from index.engines.library import Searcher
from index.questions.concepts import Alternative, Concept
from index.text.analysis import analyzer, primary
from index.text.forms import are_forms
from index.text.terms import distinct_terms_of, terms_of

SPELT_CREDIT = 0.8  # for a word that was found by another spelling
STEM_CREDIT = 0.75  # for another word of the same stem: "animals" where "animation" is asked for
KIN_CREDIT = 0.6  # for a word of the same beginning: "Victorian" where the passage has "Victoria"
PAUSES = frozenset(".,;:?!()")  # what does not stand inside a phrase
_SENTENCE = re.compile(r"(?:[^.!?\n]|[.!?](?!\s))+")
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

    @property
    def is_held(self) -> bool:
        """Whether it was found by itself, a synonym, a spelling or another form, not by a word that is only like it."""
        return self.credit >= SPELT_CREDIT


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
        """What the passage has of each concept, in the order in which they were first asked.

        Words of the same stem or beginning are no evidence by themselves: alone they count for nothing.
        """
        found = self.found
        if any(each.is_held for each in found):
            return found
        return [each._replace(credit=0.0, positions=(), above=False) for each in found]

    @cached_property
    def found(self) -> list[MatchedConcept]:
        """What the passage has of each concept, whatever else it has."""
        return [
            MatchedConcept(concept, information, *self._find(concept), self._is_above(concept))
            for concept, information in self._asked
        ]

    @cached_property
    def _asked(self) -> list[tuple[Concept, Information]]:
        """The concepts of the question and their information, each concept once."""
        first: dict[tuple[str, ...], tuple[Concept, Information]] = {}
        for each in zip(self.coverage.concepts, self.coverage.information, strict=True):
            first.setdefault(each[0].terms, each)
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
        if (way := self._way(concept)) is not None:
            return self._credit(concept, way), [place for term in way.terms for place in self._positions(term)]
        kin = [position for term in concept.terms for other in self._kin(term) for position in self._positions(other)]
        return (KIN_CREDIT, kin) if kin else (0.0, [])

    def _way(self, concept: Concept) -> Alternative | None:
        """Return the first of the ways to find a concept in which the passage holds it, None for none."""
        held, above = self._held, self._above
        for each in concept.alternatives:
            if all(term in held or term in above for term in each.terms):
                return each
        return None

    def _credit(self, concept: Concept, found: Alternative) -> float:
        """Return how surely what was found is the concept: a word of the same stem may be another one."""
        if found.kind == "spelling":
            return SPELT_CREDIT
        return STEM_CREDIT if found.kind == "exact" and not self._is_form(concept, found) else 1.0

    def _is_form(self, concept: Concept, found: Alternative) -> bool:
        """Tell whether the words that were found by their stems are forms of those that were typed."""
        if _stands_in(self._lower, concept.words.casefold()):  # as most do
            return True
        typed = [token for token in analyzer(self.language).tokens_of(concept.words) if token.term in found.terms]
        return all(self._has_form(token.word, token.term or "") for token in typed)

    def _has_form(self, word: str, term: str) -> bool:
        """Tell whether one of the passage's words with a term, of which there is one at least, is a form of a word."""
        analysis, language = analyzer(self.language), self.language
        shown = (self.passage.text, self.passage.heading, self.passage.attribution.title)
        return any(are_forms(word, other, language) for text in shown if text for other in analysis.written(text, term))

    @cached_property
    def _lower(self) -> str:
        return self.passage.text.casefold()

    @property
    def by_stem(self) -> float:
        """The share of the information that is held by other words of the same stem, 0 to 1."""
        alike = (
            information.worth
            for concept, information in self._asked
            if (way := self._way(concept)) is not None and self._credit(concept, way) == STEM_CREDIT
        )
        return sum(alike) / sum(information.worth for _, information in self._asked)

    @property
    def sentences(self) -> Iterator[str]:
        """The sentences in which a word of the question stands, roughly cut."""
        terms = {term for each in self.concepts for way in each.concept.alternatives for term in way.terms}
        spans = analyzer(self.language).spans(self.passage.text, terms)
        for sentence in _SENTENCE.finditer(self.passage.text):
            if any(sentence.start() <= start < sentence.end() for start, _ in spans):
                yield sentence[0]

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


def _stands_in(text: str, word: str) -> bool:
    """Tell at a glance whether a word stands in a text where nothing can be part of it; elsewhere it may stand too."""
    start = text.find(word)
    while start >= 0:
        end = start + len(word)
        after = text[end : end + 2]
        if (not start or text[start - 1].isspace()) and (after[1:] if after[:1] in PAUSES else after)[:1].strip() == "":
            return True
        start = text.find(word, end)
    return False


def _common(one: str, other: str) -> int:
    """Return the length of the longest common beginning."""
    return next(
        (length for length, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other))
    )
