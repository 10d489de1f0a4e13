"""Takes spans out of a text, with the white space and the empty lines that would be left. Knows no reasons."""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import zip_longest
from typing import NamedTuple

from index.model import LeftOut

# What is left of a line when all that it said was taken out: nothing, or the mark of a list or a quotation.
_EMPTY = re.compile(r"[ \t>]*(?:[-*+][ \t]*)?")
_CLOSES = frozenset(" \t\n.,;:!?)]")


_LINE = re.compile(r"^.*$", re.MULTILINE)


def lines(text: str) -> Iterator[tuple[int, int]]:
    """Yield the (start, end) of each line, without its line break."""
    return (found.span() for found in _LINE.finditer(text))


class Cut(NamedTuple):
    """A span of a text that is no content, and why: one sentence, shared by all cuts of one kind."""

    start: int
    end: int
    reason: str


def cut(text: str, cuts: Iterable[Cut]) -> tuple[str, tuple[LeftOut, ...]]:
    """Return the text without the spans, and what was left out for which reason; one entry a reason, in order."""
    kept: list[str] = []
    chars: dict[str, int] = {}
    position = 0
    for each in _tidied(text, sorted(cuts)):
        kept.append(text[position : each.start])
        chars[each.reason] = chars.get(each.reason, 0) + each.end - each.start
        position = each.end
    if not chars:
        return text, ()
    return "".join([*kept, text[position:]]), tuple(LeftOut(reason, count) for reason, count in chars.items())


def _tidied(text: str, cuts: Sequence[Cut]) -> Iterator[Cut]:
    """Widen each cut to the whole line where nothing else is left on it, else over the blank before it."""
    position = 0  # where the cut before ends: several may empty one line
    for each, following in zip_longest(cuts, cuts[1:]):
        line = max(text.rfind("\n", 0, each.start) + 1, position)
        start, end = max(each.start, position), max(each.end, position)
        after = _line_end(text, end)
        is_last = following is None or following.start > after
        if is_last and _EMPTY.fullmatch(text, line, start) and not text[end:after].strip():
            start, end = line, min(after + 1, len(text))
        elif end == len(text) or text[end] in _CLOSES:
            start = line + len(text[line:start].rstrip(" \t"))
        if start < end:
            yield Cut(start, end, each.reason)
            position = end


def _line_end(text: str, position: int) -> int:
    end = text.find("\n", position)
    return len(text) if end < 0 else end
