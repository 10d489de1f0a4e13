"""Whether a name as typed is that of somebody: all of it or any of its words, in the forms in which people write it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from index.naming.mentions import endings_of, words_for
from index.text.characters import APOSTROPHES, fold

LEAST_STEM: Final = 3  # letters that an ending leaves
LEAST_NEAR: Final = 6  # letters of a name that may be misspelt
SHORT: Final = 5  # letters of an abbreviation
MOST_WORDS: Final = 6  # of a name
_MARKS: Final = rf"[{APOSTROPHES}]"
_WORD = re.compile(rf"[^\W_]+(?:{_MARKS}[^\W_]+)*{_MARKS}?")
_ENDING_APART = re.compile(rf"{_MARKS}[^\W_]{{0,6}}$")
_UMLAUT = re.compile("([aou])e")
# fmt: off
_PARTICLES: Final = frozenset({
    "van", "von", "de", "del", "della", "der", "den", "di", "da", "du", "la", "le", "el", "al", "bin", "ibn", "ben",
    "zu", "ter", "the", "of", "and", "und",
})
# fmt: on


@dataclass(frozen=True, slots=True)
class TypedName:
    """A name as somebody typed it in a question.

    Attributes:
        words: folded, without honorifics and articles; each with the forms that it may be one of.
        has_article: whether an article stands before it, which makes a plan of "the plan".
        typed: its words, as typed.
    """

    words: tuple[frozenset[str], ...]
    has_article: bool
    typed: tuple[str, ...]

    @property
    def joined(self) -> str:
        """All words in one, as in a handle."""
        return "".join(map(_joined, self.typed))

    @property
    def looks_like_a_name(self) -> bool:
        """Whether each word has a capital letter and no digit, none but the last an ending, and no article before."""
        parts = [each for each in self.typed if fold(each) not in _PARTICLES]
        inner = any(_ENDING_APART.search(each) and not each[0].islower() for each in self.typed[:-1])
        cased = all(each[:1].isupper() and not any(map(str.isdigit, each)) for each in parts)
        is_short = all(
            bare.isupper() and len(bare) <= SHORT for bare in (_ENDING_APART.sub("", each) for each in parts)
        )  # "S&P", "AAA"
        return bool(parts) and cased and not inner and not is_short and not self.has_article


@lru_cache(maxsize=64)
def read_name(name: str, language: str) -> TypedName:
    """Read a name that was typed in a language."""
    typed = _WORD.findall(name)
    articles, honorifics = words_for(language, "articles"), words_for(language, "honorifics")
    has_article = bool(typed) and fold(typed[0]) in articles
    rest = [each for each in typed[has_article:] if fold(each) not in honorifics] or typed[has_article:]
    if len(rest) > MOST_WORDS or (len(rest) == 1 and fold(rest[0]) in words_for(language, "no_names")):
        rest = []
    return TypedName(tuple(_forms(each, language) for each in rest), has_article, tuple(rest))


def _forms(word: str, language: str) -> frozenset[str]:
    """Return a word, and what it may be a form of: "Holt's", "Holts" of "Holt"."""
    bare = _ENDING_APART.sub("", word)
    written = {"".join(filter(str.isalnum, fold(each))) for each in (word, bare)}  # as the seeds' words are, too
    found = {*written, *map(_umlauts, written)}
    return frozenset(found.union(*(_stems(each, language) for each in found))) - {""}


def _stems(word: str, language: str) -> Iterator[str]:
    """Yield what a word is without one of a language's endings, and with the one that a name may have instead of it."""
    for ending in endings_of(language):
        plain = fold(ending).strip(APOSTROPHES)
        if plain and word.endswith(plain) and len(word) - len(plain) >= LEAST_STEM:
            yield word.removesuffix(plain)


@lru_cache(maxsize=4096)
def stated_words(stated: str) -> tuple[str, ...]:
    """Return the words of a name as a seed states it, folded."""
    return tuple(map(_joined, _WORD.findall(stated)))


def _joined(word: str) -> str:
    """Fold a word; umlauts are the same in either spelling."""
    return _umlauts("".join(sign for sign in fold(word) if sign.isalnum()))


def _umlauts(word: str) -> str:
    return _UMLAUT.sub(r"\1", word)


def is_named(typed: TypedName, stated: str, language: str) -> bool:
    """Tell whether a typed name is the one that a seed states, whole or in part.

    Where an article stands before it, or where all words in it are typed small and are words of the language, it is
    only the whole name: "the plan" names nobody, even where somebody is called Plan.
    """
    own = [each for each in stated_words(stated) if each]
    if not typed.words or not own:
        return False
    if _is_joined(typed, own):
        return True
    rest, sure = list(own), 0
    for forms in typed.words:
        found = _taken(forms, rest, language)
        if found is None:
            return False
        sure += len(found) > 1 and found not in _PARTICLES
        rest.remove(found)
    left = [each for each in rest if each not in _PARTICLES and len(each) > 1]
    return sure > 0 and not (typed.has_article and left)


def _is_joined(typed: TypedName, own: list[str]) -> bool:
    """Tell whether it is a handle made of the name: "mattlakeman" for "Matt Lakeman", or the other way round."""
    return typed.joined == "".join(own) or any(forms & {"".join(own)} for forms in typed.words[:1])


def forms_of_stated(stated: str) -> frozenset[str]:
    """Return all that one typed word of a name may be: one of its words, a stem of it, or all of them in one."""
    own = [each for each in stated_words(stated) if each]
    return frozenset(own).union({"".join(own)}, *(_stated_forms(word, "ru") for word in own))


def _taken(forms: frozenset[str], own: list[str], language: str) -> str | None:
    """Return the word of a name that one typed stands for: itself, a form of it, or its initial."""
    for word in own:
        if word in forms or not forms.isdisjoint(_stated_forms(word, language)):
            return word
    initial = min(forms, key=len)
    if len(initial) == 1:
        return next((word for word in own if word.startswith(initial)), None)
    return next((word for word in own if len(word) == 1 and max(forms, key=len).startswith(word)), None)


@lru_cache(maxsize=4096)
def _stated_forms(word: str, language: str) -> frozenset[str]:
    """Return what is left of a name without an ending that changes with its case: "Анна", of which "Анны" is a form."""
    return frozenset(_stems(word, language)) if not word.isascii() and language == "ru" else frozenset()
