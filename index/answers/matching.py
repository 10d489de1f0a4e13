"""One passage held against a question: which of its concepts stand in the passage, how surely, and where."""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import cached_property, lru_cache
from typing import NamedTuple

from index.answers.coverage import PAUSES, Coverage, Information
from index.engines.library import Searcher
from index.questions.asked import words_in
from index.questions.concepts import Alternative, Concept
from index.text.analysis import TEXTS_REMEMBERED, analyzer, primary
from index.text.forms import are_forms, common_beginning
from index.text.terms import distinct_terms_of, sentence_terms_of, terms_of

SPELT_CREDIT = 0.8  # for a word that was found by another spelling
STEM_CREDIT = 0.75  # for another word of the same stem: "animals" where "animation" is asked for
KIN_CREDIT = 0.6  # for a word of the same beginning: "Victorian" where the passage has "Victoria"
_LETTERS = re.compile(r"[^\W\d_]+")
FORMS_REMEMBERED = 512  # of words in passages: the order and the evidence ask for the same, and so does the next page
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


class HeldPassage:
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
        self._lower = passage.text.casefold()
        self._held = distinct_terms_of(language, passage.text)
        self._above = _terms_above(language, passage.heading or "", passage.attribution.title or "")

    @cached_property
    def concepts(self) -> list[MatchedConcept]:
        """What the passage has of each concept, in the order in which they were first asked.

        Words of the same stem or beginning are no evidence by themselves: alone they count for nothing.
        """
        found = [
            MatchedConcept(concept, information, *self._find(concept), self._is_above(concept))
            for concept, information in self.coverage.distinct
        ]
        if any(each.credit >= SPELT_CREDIT for each in found):
            return found
        return [each._replace(credit=0.0, positions=(), above=False) for each in found]

    @cached_property
    def lacking(self) -> list[Concept]:
        """The concepts that the passage has nothing of."""
        return [each.concept for each in self.concepts if not each.credit]

    @cached_property
    def neighbours(self) -> list[tuple[MatchedConcept, MatchedConcept]]:
        """The pairs that stand side by side in the question (at most one word between) and here too."""
        concepts = self.concepts
        pairs = ((concepts[one], concepts[other]) for one, other in self.coverage.side_by_side)
        return [(one, other) for one, other in pairs if _are_neighbours(one, other)]

    @cached_property
    def _nearest(self) -> tuple[str, frozenset[str]]:
        """The sentence, roughly cut, that holds most of the question's information, and its terms."""
        sentences = sentence_terms_of(self.language, self.passage.text)
        return max(sentences, key=self._information_in, default=("", frozenset[str]()))

    @property
    def nearest(self) -> str:
        """The sentence, roughly cut, that holds most of the question's information; takes reading all of them."""
        return self._nearest[0]

    def _information_in(self, sentence: tuple[str, frozenset[str]]) -> float:
        held = sentence[1]
        return sum(
            information.worth
            for concept, information in self.coverage.distinct
            if any(held.issuperset(way.terms) for way in concept.alternatives)
        )

    def is_near(self, words: Collection[str]) -> bool:
        """Tell whether a word or term (folded) of some stands in the nearest sentence."""
        sentence, terms = self._nearest
        return not terms.isdisjoint(words) or any(word in words for word in words_in(sentence))

    def is_nearest(self, concept: Concept) -> bool:
        """Tell whether the nearest sentence holds a concept."""
        return any(self._nearest[1].issuperset(way.terms) for way in concept.alternatives)

    def holds_any(self, terms: Collection[str]) -> bool:
        """Tell whether a term of some stands in the text."""
        return not self._held.isdisjoint(terms)

    def holds_word(self, word: str) -> bool:
        """Tell whether a word (folded), a stop word too, stands in the text."""
        return _stands_in(self._lower, word)

    def _find(self, concept: Concept) -> tuple[float, list[int]]:
        """Return the credit for a concept, and its positions."""
        if (way := self._way(concept)) is not None:
            return self._credit(concept, way), [position for term in way.terms for position in self._positions(term)]
        kin = [position for term in concept.terms for other in self._kin(term) for position in self._positions(other)]
        return (KIN_CREDIT, kin) if kin else (0.0, [])

    def _way(self, concept: Concept) -> Alternative | None:
        """Return the first of the ways to find a concept in which the passage holds it, None for none."""
        held, above = self._held, self._above
        for each in concept.alternatives:
            if held.issuperset(each.terms) or (above and all(term in held or term in above for term in each.terms)):
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
        above = (self.passage.heading, self.passage.attribution.title) if term in self._above else ()
        if any(_is_among(word, analyzer(self.language).written(text, term), self.language) for text in above if text):
            return True
        return term in self._held and _holds_form(self.passage.text, word, term, self.language)

    @property
    def by_stem(self) -> float:
        """The share of the information that is held by other words of the same stem, 0 to 1."""
        alike = (
            information.worth
            for concept, information in self.coverage.distinct
            if (way := self._way(concept)) is not None and self._credit(concept, way) == STEM_CREDIT
        )
        return sum(alike) / self.coverage.worth

    @property
    def sentences(self) -> Iterator[str]:
        """The sentences in which a word of the question stands, roughly cut."""
        terms = {term for each in self.concepts for way in each.concept.alternatives for term in way.terms}
        sentences = sentence_terms_of(self.language, self.passage.text)
        return (sentence for sentence, held in sentences if not held.isdisjoint(terms))

    def _positions(self, term: str) -> list[int]:
        """Return where a term stands; so few are asked for that a table of all would take longer to make."""
        if term not in self._held:
            return []
        found, terms = [self._terms.index(term)], self._terms
        for _ in range(terms.count(term) - 1):
            found.append(terms.index(term, found[-1] + 1))
        return found

    def _kin(self, term: str) -> list[str]:
        """Return terms of the passage that begin as a term does."""
        if len(term) < KIN_CHARS or term.isdigit():
            return []
        alike = _listed_with(self._listed, f"\n{term[:KIN_CHARS]}")
        return [other for other in alike if common_beginning(term, other) >= KIN_SHARE * max(len(term), len(other))]

    @cached_property
    def _listed(self) -> str:
        """The passage's terms, each in a line of its own: looked through in a third of the time of a loop."""
        return "\n".join(("", *self._held, ""))

    def _is_above(self, concept: Concept) -> bool:
        above = self._above
        return bool(above) and any(above.issuperset(each.terms) for each in concept.alternatives)


def share_by_stem(searcher: Searcher, coverage: Coverage, column: int) -> float:
    """Return the share of the information that a passage holds by other words of the same stem, 0 to 1; mostly 0.

    Raises as `HeldPassage` does, which is not made where every word that is found stands as it was typed.
    """
    held = {each.terms for each, holds in zip(coverage.concepts, coverage.held[:, column], strict=True) if holds}
    lower = searcher.passage(int(coverage.numbers[column])).text.casefold()
    asked = (concept for concept, _ in coverage.distinct if concept.terms in held)
    if all(_stands_in(lower, concept.words.casefold()) for concept in asked):
        return 0.0
    return HeldPassage(searcher, coverage, column).by_stem


@lru_cache(maxsize=TEXTS_REMEMBERED)
def _terms_above(language: str, heading: str, title: str) -> frozenset[str]:
    """Return the terms of what a passage stands under, which many share."""
    return frozenset((*terms_of(language, heading), *terms_of(language, title)))


@lru_cache(maxsize=FORMS_REMEMBERED)
def _holds_form(text: str, word: str, term: str, language: str) -> bool:
    """Tell whether one of a text's words with a term is a form of a word."""
    analysis = analyzer(language)
    alike = _begun_with(text.casefold(), word[: common_beginning(word, term)])
    likely = (token.word for other in alike for token in analysis.tokens_of(other) if token.term == term)
    return _is_among(word, likely, language) or _is_among(word, analysis.written(text, term), language)


def _is_among(word: str, others: Iterable[str], language: str) -> bool:
    """Tell whether some words hold a form of one."""
    return any(are_forms(word, other, language) for other in others)


def _are_neighbours(one: MatchedConcept, other: MatchedConcept) -> bool:
    if one.above and other.above:
        return True
    return any(abs(at - to) <= 1 for at in one.positions for to in other.positions)


def _listed_with(listed: str, beginning: str) -> Iterator[str]:
    """Yield the lines of a list that begin so, the line end before them included."""
    start = listed.find(beginning)
    while start >= 0:
        end = listed.index("\n", start + 1)
        yield listed[start + 1 : end]
        start = listed.find(beginning, end)


def _stands_in(text: str, word: str) -> bool:
    """Tell at a glance whether a word stands in a text where nothing can be part of it; elsewhere it may stand too."""
    if f" {word} " in text:
        return True
    start = text.find(word)
    while start >= 0:
        end = start + len(word)
        if _is_apart(text, start, end):
            return True
        start = text.find(word, end)
    return False


def _begun_with(text: str, beginning: str) -> Iterator[str]:
    """Yield the words of a text that begin so, none of which can be part of another; elsewhere more may stand."""
    start = text.find(beginning) if beginning else -1
    while start >= 0 and (word := _LETTERS.match(text, start)):
        if _is_apart(text, start, word.end()):
            yield word[0]
        start = text.find(beginning, word.end())


def _is_apart(text: str, start: int, end: int) -> bool:
    """Tell whether a span stands between blanks, or has but one sign behind it."""
    after = text[end : end + 2]
    rest = after[1:] if after[:1] in PAUSES else after[:1]
    return (not rest or rest.isspace()) and (not start or text[start - 1].isspace())
