"""Which of the old encodings a text is in: the one in which it makes sense in a language that used it.

Bytes alone do not tell; each candidate is decoded, and its words are held against how the language spells. Takes some
tenths of a second the first time, for what it learns of the languages in question.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from index.text.characters import decodes
from index.text.languages import likeliest
from index.text.spelled import speller
from index.text.wordlists import load_data

# A guess is said to be open where another reading is less than this (a natural logarithm) behind.
_CLOSE = 3.0
# What each further encoding of a language starts behind the one before, and each that is not of Windows.
_RARER = 0.3
_NOT_WINDOWS = 2.5
_EAST_ASIAN = 6.0
_MOST_WORDS = 200  # with letters that are not ASCII's
_MOST_PLAIN_WORDS = 40
_LANGUAGES_EACH = 2
# Per letter: worse than this is no language's. There are thousands of letters in East Asia, so each is rarer.
_WORST, _WORST_EAST_ASIAN = -9.0, -11.5
_OF_TWO_BYTES = frozenset(("cp932", "euc_jp", "gb18030", "big5", "cp949"))
_SEPARATORS = re.compile(rb"[\s\x00-\x20]+")


@dataclass(frozen=True, slots=True)
class DecodedText:
    """A text as one encoding reads it, and how well that is a language; the higher the better."""

    encoding: str
    language: str
    likelihood: float


def readings(data: bytes) -> tuple[DecodedText, ...]:
    """Return the likeliest reading of some bytes, then those that are hardly less likely; empty where none is."""
    words = _sample(data)
    found: dict[str, DecodedText] = {}  # by what the bytes become, since many encodings agree
    for encoding, languages, behind in _candidates():
        decoded = _decoded(words, encoding)
        if decoded is None or not decodes(data, encoding):
            continue
        text = " ".join(decoded)
        for language in _in_question(text, languages):
            spelled = speller(language)
            likelihood = sum(map(spelled.likelihood, decoded)) - behind
            worst = _WORST_EAST_ASIAN if encoding in _OF_TWO_BYTES else _WORST
            is_language = likelihood > worst * sum(map(len, decoded))
            if is_language and (text not in found or likelihood > found[text].likelihood):
                found[text] = DecodedText(encoding, language, likelihood)
    ordered = sorted(found.values(), key=lambda reading: -reading.likelihood)
    return tuple(each for each in ordered if each.likelihood > ordered[0].likelihood - _CLOSE)


def _sample(data: bytes) -> list[bytes]:
    """Return the distinct words with letters that are not ASCII's, and some of the others."""
    words = dict.fromkeys(word for word in _SEPARATORS.split(data) if word)
    telling = [word for word in words if not word.isascii()][:_MOST_WORDS]
    return [*telling, *[word for word in words if word.isalpha()][:_MOST_PLAIN_WORDS]]


def _candidates() -> Iterator[tuple[str, Sequence[str], float]]:
    """Yield each encoding with its languages, and how far behind it starts."""
    for group in load_data("encodings.yaml")["groups"]:
        for index, encoding in enumerate(group["encodings"]):
            behind = index * _RARER + (0 if encoding.startswith("cp12") else _NOT_WINDOWS)
            yield encoding, group["languages"], behind + (_EAST_ASIAN if encoding in _OF_TWO_BYTES else 0)


def _in_question(text: str, languages: Sequence[str]) -> Sequence[str]:
    return languages if len(languages) <= _LANGUAGES_EACH else likeliest(text, languages, _LANGUAGES_EACH)


def _decoded(words: Sequence[bytes], encoding: str) -> list[str] | None:
    try:
        return [unicodedata.normalize("NFC", word.decode(encoding)) for word in words]
    except UnicodeDecodeError:
        return None
