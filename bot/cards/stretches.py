"""Cuts a text that is too long for one message: between sentences, else words, else characters. Knows no Markdown."""

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence

import regex

from index.text.sentences import sentence_spans

Measure = Callable[[int, int], int]

_WORD = re.compile(r"\S+\s*|\s+")
_SEEN_AS_ONE = regex.compile(r"\X")


def stretches(text: str, room: int, measure: Measure, language: str | None = None) -> Iterator[tuple[int, int]]:
    """Cut a text into spans, each as long as it can be: at sentence borders, else between words, else characters.

    Args:
        text: any text; white space between spans belongs to the one before.
        room: the most that a span may measure.
        measure: says what the span (start, end) takes once it is shown, never less than its length.
        language: BCP 47 tag, or None.
    """
    sentences = [start for start, _ in sentence_spans(text, language)][1:] if text else []
    start = 0
    while start < len(text):
        end = _furthest(text, start, sentences, room, measure)
        yield start, end
        start = end


def _furthest(text: str, start: int, sentences: Sequence[int], room: int, measure: Measure) -> int:
    for borders in _borders(text, start, sentences, room):
        fitting = bisect_right(borders, room, key=lambda border: measure(start, border))
        if fitting:
            return borders[fitting - 1]
    return start + 1  # not even one character fits; whoever asks gave too little room


def _borders(text: str, start: int, sentences: Sequence[int], room: int) -> Iterator[list[int]]:
    """Yield the borders within reach of `start`, best kind first."""
    window = text[start : start + room]
    end = start + len(window)
    within = [border for border in sentences if start < border < end]
    yield [*within, end] if end == len(text) or end in sentences else within
    yield [start + match.end() for match in _WORD.finditer(window)]
    yield [start + match.end() for match in _SEEN_AS_ONE.finditer(window)]
    yield list(range(start + 1, end + 1))
