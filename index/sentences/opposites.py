"""Whether words say the opposite of a question's: its negation, or antonyms of its words. Knows no passage."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache, lru_cache

import regex

from index.questions.asked import QUESTIONS_REMEMBERED, words_in
from index.text.analysis import analyzer, primary
from index.text.wordlists import load_data

LEFT_CHARS = 3  # of a stem without its prefix: "unable" is the opposite of "able", "unit" of nothing
WORDS_REMEMBERED = 1_024
PREFIXED_CHARS = 5  # of a stem that may have a prefix put before it


@dataclass(frozen=True, slots=True)
class _Opposites:
    """Terms with the terms of their opposites, which of them are stop words, and what makes a word its opposite."""

    terms: Mapping[str, frozenset[str]] = field(default_factory=dict)
    small: frozenset[str] = frozenset()
    prefixes: tuple[str, ...] = ()


@lru_cache(maxsize=WORDS_REMEMBERED)
def opposites_of(term: str, language: str) -> frozenset[str]:
    """Return the terms that stand for the opposite of a word, by its term; none where the language has no data."""
    known = _opposites(primary(language))
    return known.terms.get(term, frozenset()).union(_otherwise_prefixed(term, known.prefixes))


@lru_cache(maxsize=QUESTIONS_REMEMBERED)
def small_words_with_opposites(question: str, language: str) -> frozenset[str]:
    """Return the stop words of a question that have an opposite: "before", "under"."""
    return _opposites(primary(language)).small.intersection(words_in(question))


@lru_cache(maxsize=QUESTIONS_REMEMBERED)
def is_negated(question: str, language: str) -> bool:
    """Tell whether what a question asks for is negated, and not only what a clause behind it says.

    Where it is not known how a language begins such a clause, nothing is taken for negated.
    """
    return _aside(primary(language)) is not None and negates(main_clause(question, language), language)


def main_clause(question: str, language: str) -> str:
    """Return a question without a clause behind it that sets a condition or gives a reason: "… if it does not rain"."""
    aside = _aside(primary(language))
    found = aside and aside.search(question)
    return question[: found.start()] if found else question


def negates(text: str, language: str) -> bool:
    """Tell whether a word of a text turns a statement round."""
    return not _negations(primary(language)).isdisjoint(words_in(text))


def _otherwise_prefixed(word: str, prefixes: Iterable[str]) -> Iterator[str]:
    """Yield a word, or its stem, without each prefix that it has, and with each that it may have."""
    for prefix in prefixes:
        if word.startswith(prefix) and len(word) >= len(prefix) + LEFT_CHARS:
            yield word.removeprefix(prefix)
        elif len(word) >= PREFIXED_CHARS:
            yield prefix + word


def _terms(words: Iterable[str], language: str) -> set[str]:
    """Return the terms of some words; a stop word stands for itself."""
    analysis = analyzer(language)
    return {term for word in words for term in analysis.terms(word) or [word]}


@cache
def _aside(language: str) -> regex.Pattern[str] | None:
    lists = load_data("opposites.yaml").get(language)
    words = "|".join(lists["aside"].split()) if lists else ""
    return regex.compile(rf"(?<=\w)[\s,]+(?:{words})(?!\w)", regex.IGNORECASE) if words else None


@cache
def _negations(language: str) -> frozenset[str]:
    lists = load_data("negations.yaml")
    return frozenset(lists.get(language, "").split()).difference(lists["doubtful"].get(language, "").split())


@cache
def _opposites(language: str) -> _Opposites:
    lists = load_data("opposites.yaml").get(language)
    if lists is None:
        return _Opposites()
    terms = defaultdict[str, set[str]](set)
    for pair in lists["pairs"].split():
        one, other = (_terms((word,), language) for word in pair.split("/"))
        for term in one:
            terms[term] |= other
        for term in other:
            terms[term] |= one
    small = frozenset(word for word in terms if not analyzer(language).terms(word))
    return _Opposites(
        {term: frozenset(others) for term, others in terms.items()}, small, tuple(lists["prefixes"].split())
    )
