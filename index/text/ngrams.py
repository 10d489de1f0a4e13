"""Runs of scripts that are written without spaces to overlapping ngrams of characters. Knows no language."""

from collections.abc import Iterable, Iterator

import regex

# How many characters an ngram has: the sizes that found most on judged questions; for the last group, alphabets,
# on questions in other languages whose spaces had been taken out.
_SIZES = {"ideographs": (1, 2), "syllables": (2,), "letters": (3, 4)}
_RUN = regex.compile(
    r"(?P<ideographs>[\p{Han}\p{Hiragana}\p{Katakana}ーｰ]+)"
    r"|(?P<syllables>\p{Hangul}+)"  # Korean has spaces, but glues particles to its words
    r"|(?P<letters>[\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}]+)"
)


def has_runs(word: str) -> bool:
    """Tell whether a word holds anything of such a script."""
    return not word.isascii() and _RUN.search(word) is not None


def any_of(words: Iterable[str]) -> regex.Pattern[str]:
    """Return a pattern of those of the words that are written in such a script, the longest first."""
    unspaced = sorted((word for word in words if _RUN.fullmatch(word)), key=len, reverse=True)
    return regex.compile("|".join(map(regex.escape, unspaced)) or r"(?!)")


def parts(word: str, stop: regex.Pattern[str]) -> Iterator[tuple[int, int, str]]:
    """Part a word that has runs into spans of three kinds, in order: "word", "ngram" and "stop".

    Grams overlap, and stand only between the stop words in a run; a "word" is what lies around the runs.
    """
    position = 0
    for run in _RUN.finditer(word):
        if position < run.start():
            yield position, run.start(), "word"
        yield from _between(word, run.start(), run.end(), stop, _SIZES[run.lastgroup or ""])
        position = run.end()
    if position < len(word):
        yield position, len(word), "word"


def _between(
    word: str, start: int, end: int, stop: regex.Pattern[str], sizes: tuple[int, ...]
) -> Iterator[tuple[int, int, str]]:
    for match in stop.finditer(word, start, end):
        yield from _grams(start, match.start(), sizes)
        yield match.start(), match.end(), "stop"
        start = match.end()
    yield from _grams(start, end, sizes)


def _grams(start: int, end: int, sizes: tuple[int, ...]) -> Iterator[tuple[int, int, str]]:
    """Yield the ngrams of a span by their start; what is shorter than all sizes is one itself."""
    if 0 < end - start < sizes[0]:
        yield start, end, "ngram"
    for first in range(start, end - sizes[0] + 1):
        for size in sizes:
            if first + size <= end:
                yield first, first + size, "ngram"
