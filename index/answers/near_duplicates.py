"""Whether two passages say the same in the same words, so that one of them can stand for both, and which one does.

Most words in common is not enough: "will not defend" differs from "will defend" by one. So no number and no
negation may differ, no name inside what both say, and no doubt may be marked in one that the other does not have.
Knows no question.
"""

from collections.abc import Sequence
from functools import cache, lru_cache

import regex

from index.model import Passage
from index.text.analysis import primary
from index.text.ngrams import any_of
from index.text.terms import distinct_terms_of, terms_of
from index.text.wordlists import load_data


def says_the_same(one: Passage, other: Passage, least: float) -> bool:
    """Tell whether one passage may stand for the other; `least` is the likeness it takes, 0 to 1."""
    if _likeness_at_most(one, other) < least or likeness(one, other) < least or _hedged(one) != _hedged(other):
        return False
    (names, exact), (other_names, other_exact) = _telling(one), _telling(other)
    return exact == other_exact and (_within(names, other_names) or _within(other_names, names))


def _likeness_at_most(one: Passage, other: Passage) -> float:
    """Return what likeness cannot exceed; quick, since most passages that are compared have little in common.

    A term that only one of the two has stands in a pair that only that one has, and a pair has room for two of them.
    """
    shown, beside = ((primary(each.language), each.text) for each in (one, other))
    most = min(len(terms_of(*shown)), len(terms_of(*beside)))
    held, other_held = distinct_terms_of(*shown), distinct_terms_of(*beside)
    differing = (len(held) + len(other_held)) / 2 - len(held & other_held)
    return most / (most + differing) if most else 1.0


def likeness(one: Passage, other: Passage) -> float:
    """Return the share of the pairs of neighbouring terms in two passages that both have (Jaccard), 0 to 1."""
    pairs, others = (_pairs(primary(each.language), each.text) for each in (one, other))
    shared = len(pairs & others)
    return shared / (len(pairs) + len(others) - shared) if pairs or others else float(one.text == other.text)


@lru_cache(maxsize=64)
def _pairs(language: str, text: str) -> frozenset[tuple[str, str]]:
    terms = terms_of(language, text)
    return frozenset(zip(terms, terms[1:] or terms, strict=False))


def _hedged(passage: Passage) -> list[str]:
    return [passage.text[hedge.start : hedge.end].casefold() for hedge in passage.hedges]


def _telling(passage: Passage) -> tuple[list[str], list[str]]:
    """List the words with a capital letter, then numbers and negations, each in their order."""
    pattern, negations = _tellers(primary(passage.language))
    words = pattern.findall(passage.text)
    exact = [word for word in words if word.casefold() in negations or any(map(str.isdigit, word))]
    return [word for word in words if word[0].isupper()], exact


@cache
def _tellers(language: str) -> tuple[regex.Pattern[str], frozenset[str]]:
    """Return a pattern for words (where words are not spaced, for negations at least), and the negations."""
    negations = load_data("negations.yaml").get(language, "").split()
    unspaced = any_of(negations).pattern
    return regex.compile(rf"{unspaced}|(?:(?!{unspaced})[^\W_])+"), frozenset(negations)


def _within(part: Sequence[str], whole: Sequence[str]) -> bool:
    """Tell whether words stand in others in one piece."""
    return any(part == whole[start : start + len(part)] for start in range(len(whole) - len(part) + 1))


def is_better(one: Passage, shown: Passage) -> bool:
    """Tell whether a passage is to be shown in place of another one that says the same.

    Its document states more of what stands beside a quote, or as much of it and is of a later date. Words that somebody
    else is named for stay where they are: who copies them and tells more of it is not their author.
    """
    if not _may_be_of_one_author(one, shown):
        return False
    stated, before = _stated(one), _stated(shown)
    return stated > before or (stated == before and _is_later(one, shown))


def _may_be_of_one_author(one: Passage, shown: Passage) -> bool:
    names, others = ({name.casefold() for name in each.attribution.authors} for each in (one, shown))
    return not others or names == others


def _stated(passage: Passage) -> tuple[bool, int]:
    """Say whether the words are the author's own, and how much else is known of them."""
    of = passage.attribution
    cautioned = any(caveat.by == "author" for caveat in passage.caveats)
    return of.verbatim, sum(map(bool, (of.authors, of.published, of.license, of.source, of.title, cautioned)))


def _is_later(one: Passage, shown: Passage) -> bool:
    """Compare dates as far as both are stated: a month is no later than the year it lies in."""
    date, before = one.attribution.published or "", shown.attribution.published or ""
    common = min(len(date), len(before))
    return date[:common] > before[:common]
