"""How common a word is in its language at large: what tells a name from a filler in a handful of passages."""

from functools import lru_cache
from math import log10

from index.analysis import fold, primary

LIST_FLOOR = 3.0  # the word lists end here: one in a million words
UNLISTED = 2.5  # taken for words below it


@lru_cache(maxsize=64)
def _frequencies(language: str) -> dict[str, float]:
    import wordfreq  # here, since only questions need it and it costs 0.1 s

    try:
        return wordfreq.get_frequency_dict(language, wordlist="small")
    except LookupError:
        return {}


def zipf(word: str, language: str | None = None) -> float | None:
    """Return a word's frequency on the Zipf scale, log10 of occurrences in a billion words (van Heuven 2014).

    2.5 stands for any word below one in a million; None for a language without a list.
    """
    frequencies = _frequencies(primary(language))
    if not frequencies:
        return None
    plain = word.casefold().replace("’", "'")
    found = frequencies.get(plain) or frequencies.get(plain.removesuffix("'s")) or frequencies.get(fold(word))
    return log10(found) + 9 if found else UNLISTED


def is_common(word: str, language: str | None = None) -> bool:
    """Tell whether the language has this word, so that it is not a misspelling of another."""
    found = zipf(word, language)
    return found is not None and found >= LIST_FLOOR


def common_words(language: str | None = None) -> list[str]:
    """Return the folded words of a language that occur at least once in a million words; empty where it has no list."""
    return [fold(word) for word in _frequencies(primary(language)) if word.isalpha()]
