"""How common a word is in its language at large: what tells a name from a filler in a handful of passages."""

import gzip
from collections.abc import Mapping
from functools import lru_cache
from importlib.util import find_spec
from math import log10
from pathlib import Path

import msgpack

from index.processes.once import once
from index.text.analysis import primary
from index.text.characters import APOSTROPHES, fold

LIST_FLOOR = 3.0  # the word lists end here: one in a million words
UNLISTED = 2.5  # taken for words below it
WORDS_REMEMBERED = 1 << 12  # with their frequencies: a question asks for the same several times
_AS_LISTED = str.maketrans(dict.fromkeys(APOSTROPHES, "'"))


@once
def _frequencies(language: str) -> dict[str, float]:
    """Return the share of each word; read straight from wordfreq's list, whose package takes longer to import."""
    package = find_spec("wordfreq")
    folder = Path(next(iter(package.submodule_search_locations or ()), "")) if package else Path()
    try:
        lists = msgpack.unpackb(gzip.decompress((folder / "data" / f"small_{language}.msgpack.gz").read_bytes()))
        if lists[0] != {"format": "cB", "version": 1}:
            return _looked_up(language)
    except OSError:  # a language of several names, or without a list
        return _looked_up(language)
    # A list for each step of a tenth of a decibel, those before them rarer than the ones after.
    shares: dict[str, float] = {}
    for step, words in enumerate(lists[1:]):
        shares.update(dict.fromkeys(words, 10 ** (-step / 100)))
    return shares


def _looked_up(language: str) -> dict[str, float]:
    import wordfreq  # here, since it costs 0.1 s

    try:
        return wordfreq.get_frequency_dict(language, wordlist="small")
    except LookupError:
        return {}


def frequencies(language: str) -> Mapping[str, float]:
    """Return the share of each word of a language, the most common first; empty where it has no list."""
    return _frequencies(language)


@lru_cache(maxsize=WORDS_REMEMBERED)
def zipf(word: str, language: str | None = None) -> float | None:
    """Return a word's frequency on the Zipf scale, log10 of occurrences in a billion words (van Heuven 2014).

    2.5 stands for any word below one in a million; None for a language without a list.
    """
    frequencies = _frequencies(primary(language))
    if not frequencies:
        return None
    plain = word.casefold().translate(_AS_LISTED)
    found = frequencies.get(plain) or frequencies.get(plain.removesuffix("'s")) or frequencies.get(fold(word))
    return log10(found) + 9 if found else UNLISTED


def is_common(word: str, language: str | None = None) -> bool:
    """Tell whether the language has this word, so that it is not a misspelling of another."""
    found = zipf(word, language)
    return found is not None and found >= LIST_FLOOR


def common_words(language: str | None = None) -> Mapping[str, str]:
    """Return the words of a language that occur at least once in a million words, by how they are folded.

    Of several that fold alike it is the most common one; empty where the language has no list.
    """
    return _common_words(primary(language))


@once
def _common_words(language: str) -> dict[str, str]:
    words: dict[str, str] = {}
    for word in _frequencies(language):  # the most common first
        if word.isalpha():
            words.setdefault(fold(word), word)
    return words
