"""What is shown of a passage and how: visible characters only, in segments that match or carry doubt.

Knows no Discord and no terminal; each face turns segments into its own emphasis.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from index.answered import Highlight
from index.model import Hedge, Passage
from index.text.characters import visible

ANSWERS = "➤"  # before the sentence that answers; a checked quote loses it at the beginning of a line
_QUOTE_MARKS = re.compile(r"^(?:[ \t]*>)+[ \t]?(?:\[![\w-]+\][+-]?[ \t]*)?", re.MULTILINE)
_MORE_THAN = re.compile(r"\s*>\s*\d")
_JOINABLE = re.compile(r"[\s\-\u2010\u2011]{0,3}")  # between two matches, small enough to mark through


@dataclass(frozen=True, slots=True)
class MarkedText:
    """A run of a passage's visible text; `hedge` is the span of doubt it lies in, if any."""

    text: str
    matched: bool
    hedge: Hedge | None


def one_line(text: str) -> str:
    """Fit a stated value, which may span lines in its seed, into one line of visible characters."""
    return " ".join(visible(text).split())


def without_quote_marks(text: str) -> str:
    """Take the marks of a block quotation or callout off the lines of words that are shown in another form.

    "> From memory." is shown as "From memory.", of "> [!WARNING]" nothing is left; where a line has no such mark, or
    the only one is a sign before a number ("> 90 % sure"), all stays.
    """
    lines = text.splitlines()
    is_quotation = all(_QUOTE_MARKS.match(line) for line in lines[1:]) if len(lines) > 1 else not _MORE_THAN.match(text)
    return (_QUOTE_MARKS.sub("", text).strip() or text) if is_quotation else text


def to_a_word(beginning: str) -> str:
    """Cut what begins a longer line back to its last whole word, and add an ellipsis."""
    return f"{beginning.rpartition(' ')[0] or beginning}…"


def without_middle(text: str, chars: int) -> str:
    """Leave out the middle of a text in one line that has more characters than so many, between words where it can."""
    if len(text) <= chars:
        return text
    half = (chars - 3) // 2
    start, end = text[:half], text[-half:]
    return f"{start.rpartition(' ')[0] or start} … {end.partition(' ')[2] or end}"


def segments(passage: Passage, highlights: Sequence[Highlight] = ()) -> Iterator[MarkedText]:
    """Cut a passage's text at every border of a match or a hedge; joined, the segments are its visible text."""
    marks = joined(passage.text, highlights)
    borders = {0, len(passage.text)}
    borders.update(border for mark in marks for border in (mark.start, mark.end))
    borders.update(border for hedge in passage.hedges for border in (hedge.start, hedge.end))
    cuts = sorted(borders)
    for start, end in pairwise(cuts):
        text = visible(passage.text[start:end])
        if text:
            matched = any(mark.start <= start < mark.end for mark in marks)
            hedge = next((each for each in passage.hedges if each.start <= start < each.end), None)
            yield MarkedText(text, matched, hedge)


def joined(text: str, highlights: Sequence[Highlight]) -> list[Highlight]:
    """Merge neighbouring matches, so that "Nagorno-Karabakh" is marked as one."""
    merged: list[Highlight] = []
    for mark in sorted(highlights, key=lambda each: (each.start, each.end)):
        if merged and _JOINABLE.fullmatch(text, merged[-1].end, max(mark.start, merged[-1].end)):
            merged[-1] = Highlight(merged[-1].start, max(mark.end, merged[-1].end))
        else:
            merged.append(mark)
    return merged
