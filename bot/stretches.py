"""Cuts a text that is too long for one message at the best borders there are. Knows neither passage nor Markdown."""

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence

import regex

from bot.discord_limits import TEXT_CHARS
from index.sentences import sentence_spans

Fits = Callable[[int, int], bool]

_WORD = re.compile(r"\S+\s*|\s+")
_SEEN_AS_ONE = regex.compile(r"\X")


def stretches(text: str, fits: Fits, language: str | None = None) -> Iterator[tuple[int, int]]:
    """Cut a text into spans, each as long as it can be: at sentence borders, else between words, else characters.

    Args:
        text: any text; white space between spans belongs to the one before.
        fits: whether the span (start, end) can be shown at once; asked for many spans.
        language: BCP 47 tag, or None.
    """
    sentences = [start for start, _ in sentence_spans(text, language)][1:] if text else []
    start = 0
    while start < len(text):
        end = _furthest(text, start, sentences, fits)
        yield start, end
        start = end


def _furthest(text: str, start: int, sentences: Sequence[int], fits: Fits) -> int:
    for borders in _borders(text, start, sentences):
        fitting = bisect_left(borders, True, key=lambda border: not fits(start, border))  # noqa: FBT003 - a value
        if fitting:
            return borders[fitting - 1]
    return start + 1  # not even one character fits; whoever asks gave too little room


def _borders(text: str, start: int, sentences: Sequence[int]) -> Iterator[list[int]]:
    """Yield the borders after `start` within a message's reach, best kind first."""
    window = text[start : start + TEXT_CHARS]
    end = start + len(window)
    if end == len(text):
        yield [*_between(sentences, start, end), end]
    else:
        yield _between(sentences, start, end)
    yield [start + match.end() for match in _WORD.finditer(window)]
    yield [start + match.end() for match in _SEEN_AS_ONE.finditer(window)]
    yield list(range(start + 1, end + 1))


def _between(borders: Iterable[int], start: int, end: int) -> list[int]:
    return [border for border in borders if start < border < end]
