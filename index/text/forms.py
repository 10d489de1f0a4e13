"""Forms of one word, by stemmers, facts and endings: "mice" of "mouse", "relatives" of "relative", not "relativity"."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from threading import local
from typing import Any

import Stemmer

from index.processes.once import once
from index.text.characters import fold
from index.text.wordlists import load_data

SHORTEST_BASE = 2  # characters that both words begin with
LONGEST_ENDING = 5
DOUBTFUL = "?"  # before a word whose forms are words of their own as well
# Snowball's stemmer of each language that has one.
STEMMERS = {
    "ar": "arabic", "ca": "catalan", "cs": "czech", "da": "danish", "de": "german", "el": "greek", "en": "english",
    "eo": "esperanto", "es": "spanish", "et": "estonian", "eu": "basque", "fa": "persian", "fi": "finnish",
    "fr": "french", "ga": "irish", "hi": "hindi", "hu": "hungarian", "hy": "armenian", "id": "indonesian",
    "it": "italian", "lt": "lithuanian", "nb": "norwegian", "ne": "nepali", "nl": "dutch", "nn": "norwegian",
    "no": "norwegian", "pl": "polish", "pt": "portuguese", "ro": "romanian", "ru": "russian", "sr": "serbian",
    "st": "sesotho", "sv": "swedish", "ta": "tamil", "tr": "turkish", "yi": "yiddish",
}  # fmt: skip


class _Stemmers(local):
    """The stemmers of one thread: none is safe for many, and to make one takes as long as to stem a word."""

    def __init__(self) -> None:
        self.of = cache(self._made)

    @staticmethod
    def _made(algorithm: str) -> Any:
        return Stemmer.Stemmer(algorithm, 0)


stemmers = _Stemmers()


@dataclass(frozen=True, slots=True)
class Forms:
    """The irregular forms of one language.

    Attributes:
        word_of: the one word that a form is of, by the form in lower case, with its marks and without.
        beside: what else a folded word may be a form of, or have for a form: "rose" beside "rise", and vice versa.
    """

    word_of: Mapping[str, str]
    beside: Mapping[str, tuple[str, ...]]


@once
def irregular_forms(language: str) -> Forms:
    """Return the irregular forms of a language (primary tag), read once; none where there is no list."""
    file = files("index.data").joinpath(f"forms-{language}.txt")
    lines = file.read_text("utf-8").casefold().splitlines() if file.is_file() else []
    sure = [(form, word) for word, *forms in map(str.split, lines) if word != DOUBTFUL for form in forms]
    word_of = {fold(form): word for form, word in sure} | dict(sure)
    beside: dict[str, list[str]] = defaultdict(list)
    for one, other in _pairs(lines):
        beside[fold(one)].append(other)
        beside[fold(other)].append(one)
    return Forms(word_of, {word: tuple(others) for word, others in beside.items()})


def _pairs(lines: list[str]) -> Iterator[tuple[str, str]]:
    for mark, word, *forms in (line.split() for line in lines if line.startswith(DOUBTFUL)):
        assert mark == DOUBTFUL  # noqa: S101 the impossible
        yield from ((word, form) for form in forms)


@lru_cache(maxsize=1 << 14)
def beside(word: str, language: str) -> tuple[str, ...]:
    """Return what a folded word may be a form of, or have for a form, that is a word of its own; none for most."""
    forms = irregular_forms(language)
    return forms.beside.get(fold(forms.word_of.get(word, word)), ())


@lru_cache(maxsize=16)
def _paradigms(language: str) -> Mapping[str, int] | None:
    """Return in which lines of its list an ending stands, a bit for each line; None where there is no list."""
    lines = load_data("inflections.yaml").get(language)
    if lines is None:
        return None
    found: dict[str, int] = defaultdict(int)
    for number, line in enumerate(lines):
        for ending in set(line):
            found[ending] |= 1 << number
    return dict(found)


@lru_cache(maxsize=1 << 14)
def are_forms(one: str, other: str, language: str) -> bool:
    """Tell whether two folded words of one stem are forms of one word, by the endings that the language gives one.

    Args:
        one: a word.
        other: another with the same stem.
        language: primary tag; where its endings are not known, the stem decides.
    """
    paradigms = _paradigms(language)
    if paradigms is None or one == other or _share_endings(one, other, paradigms):
        return True
    word_of = irregular_forms(language).word_of
    if one not in word_of and other not in word_of:
        return False
    return _share_endings(fold(word_of.get(one, one)), fold(word_of.get(other, other)), paradigms)


def _share_endings(one: str, other: str, paradigms: Mapping[str, int]) -> bool:
    """Tell whether what follows a common beginning stands in one line, for both words."""
    longest = common_beginning(one, other)
    bases = range(max(SHORTEST_BASE, longest - LONGEST_ENDING), longest + 1)
    return one == other or any(_lines(one, base, paradigms) & _lines(other, base, paradigms) for base in bases)


def _lines(word: str, base: int, paradigms: Mapping[str, int]) -> int:
    """Return in which lines stands what follows so many letters of a word, or what follows them doubled."""
    ending = word[base:]
    found = paradigms.get(ending, 0)
    return found | paradigms.get(ending[1:], 0) if ending[:1] == word[base - 1] else found


def common_beginning(one: str, other: str) -> int:
    """Return how many letters two words begin with alike."""
    for length, (letter, beside_it) in enumerate(zip(one, other, strict=False)):
        if letter != beside_it:
            return length
    return min(len(one), len(other))
