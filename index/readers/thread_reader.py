"""Exports of Thread Reader: posts, and the page's boilerplate around them, which is left out.

In these exports a single line break ends a post and a blank line stands inside one. The boilerplate names the
author and, at the top, the date. Several of its lines must come together: an essay that quotes one is no export.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from index.marking.phrases.hints import Hints
from index.messages import Sentence
from index.model import Block, LeftOut
from index.readers.left_out.cutting import cut
from index.readers.parsing.base import Format, ParsedDocument, reported
from index.readers.parsing.source_lines import find_citations, is_source_line
from index.readers.parsing.spans import lines, trim
from index.readers.reposts import leave_out
from index.readers.thread_reader_boilerplate import (
    DATE,
    HANDLE,
    HEAD,
    HINTS,
    KEEP_CURRENT,
    MARKS,
    MORE_FROM,
    PICTURE,
    TAIL,
)
from index.readers.thread_reader_quotes import quoted_posts
from index.text.characters import casefolded

ENOUGH_MARKS = 3
# In an export at least this share of the lines below the posts is known; below a quoted mark prose goes on.
_KNOWN_SHARE = 1 / 3
_HINTS = Hints(HINTS)
_HANDLE = re.compile(r"@(\w{1,30})")
_BULLET = re.compile(r"\s*[-*•‣◦]\s")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


@dataclass(frozen=True, slots=True)
class _Line:
    start: int
    end: int
    words: str


@dataclass(frozen=True, slots=True)
class _PageLayout:
    """An export's visible lines: the boilerplate above the posts and below them, and where the posts stand."""

    head: tuple[_Line, ...]
    tail: tuple[_Line, ...]
    start: int
    end: int


def recognises(text: str) -> bool:
    """Whether a text is an export, by several marks together."""
    return _HINTS.stand_in(casefolded(text)) and _layout(text) is not None


def read(text: str) -> tuple[ParsedDocument, ...]:
    """Read an export as one work whose blocks are its posts."""
    layout = _layout(text)
    if layout is None:
        raise ValueError("not a Thread Reader export")
    content, quoted = _own_posts(text[layout.start : layout.end], layout)
    posts, warnings = leave_out(content, _posts(content))
    draft = ParsedDocument(
        text=content,
        blocks=posts,
        citations=find_citations(content, posts),
        authors=authors_named(line.words for line in (*layout.tail, *layout.head)),
        published=day_stated(line.words for line in layout.head),
        warnings=warnings,
        left_out=_left_out(len(text.strip()) - (layout.end - layout.start)),
    )
    return (reported(draft, quoted),)


def _own_posts(content: str, layout: _PageLayout) -> tuple[str, tuple[LeftOut, ...]]:
    boilerplate = (*layout.head, *layout.tail)
    own = frozenset(handle.casefold() for line in boilerplate for handle in _HANDLE.findall(line.words))
    return cut(content, quoted_posts(content, tuple(_posts(content)), own))


def _left_out(chars: int) -> tuple[LeftOut, ...]:
    return (LeftOut(Sentence("The page's boilerplate around the posts."), chars),) if chars else ()


def _layout(text: str) -> _PageLayout | None:
    visible = [_Line(start, end, text[start:end].strip()) for start, end in lines(text) if text[start:end].strip()]
    head_size = _head_size(visible, _names(visible))
    head, rest = visible[:head_size], visible[head_size:]
    tail = rest[_tail_at(rest) :]
    marks = {mark for line in (*head, *tail) for mark in MARKS if mark.fullmatch(line.words)}
    if len(marks) < ENOUGH_MARKS:
        return None
    start, end = trim(text, head[-1].end if head else 0, tail[0].start if tail else len(text))
    return _PageLayout(tuple(head), tuple(tail), start, end)


def _matches(patterns: Sequence[re.Pattern[str]], line: _Line) -> bool:
    return any(pattern.fullmatch(line.words) for pattern in patterns)


def _tail_at(visible: Sequence[_Line]) -> int:
    """Find the line from which on nothing is content: the divider above the boilerplate, or the boilerplate itself."""
    known = [_matches((*MARKS, *TAIL), line) for line in visible]
    follows = _share_of_known_below(visible, known)
    for number, line in enumerate(visible):
        next_known = all(known[number + 1 : number + 2])
        if next_known and follows[number] >= _KNOWN_SHARE and _matches(MARKS, line):
            return number
    return len(visible)


def _share_of_known_below(visible: Sequence[_Line], known: Sequence[bool]) -> list[float]:
    """For each line the share of known ones from it on, down to where the author's other threads are listed."""
    shares: list[float] = []
    total = found = 0
    for line, is_known in zip(reversed(visible), reversed(known), strict=True):
        if MORE_FROM.fullmatch(line.words):
            total = found = 0
        total, found = total + 1, found + is_known
        shares.append(found / total)
    return shares[::-1]


def _head_size(visible: Sequence[_Line], names: frozenset[str]) -> int:
    """Count the lines of boilerplate above the posts: an unbroken run from the top, never one common word alone."""
    size = 0
    certain = False
    for line in visible:
        is_certain = line.words in names or _matches(MARKS, line)
        if not is_certain and not _matches(HEAD, line):
            break
        size += 1
        certain = certain or is_certain
    return size if certain or size > 1 else 0


def _names(visible: Iterable[_Line]) -> frozenset[str]:
    matches = (pattern.fullmatch(line.words) for line in visible for pattern in (KEEP_CURRENT, PICTURE))
    return frozenset(match["name"] for match in matches if match)


def authors_named(lines: Iterable[str]) -> tuple[str, ...]:
    """Return whom the lines of a page's boilerplate name as the author of its posts."""
    words = tuple(lines)
    found = (pattern.fullmatch(line) for pattern in (KEEP_CURRENT, PICTURE, HANDLE) for line in words)
    return next(((match["name"],) for match in found if match), ())


def day_stated(lines: Iterable[str]) -> str | None:
    """Return the day that the lines above the posts state, as ISO 8601."""
    for line in lines:
        match = DATE.search(line)
        if match and match["year"] and match["month"].lower() in _MONTHS:
            month = _MONTHS.index(match["month"].lower()) + 1
            return f"{match['year']}-{month:02}-{int(match['day']):02}"
    return None


def _posts(content: str) -> Iterator[Block]:
    """Yield the posts. A source line never begins one: it supports the post before it, and ends that post."""
    start = end = -1
    after_blank = ended = False
    for line_start, line_end in lines(content):
        line = content[line_start:line_end]
        if not line.strip():
            after_blank = True
            continue
        supports = start >= 0 and is_source_line(line)
        continues = supports or (not ended and (after_blank or _BULLET.match(line)))
        if start < 0 or not continues:
            if start >= 0:
                yield Block(start, end, "post")
            start = line_start
            ended = False
        ended = ended or (supports and not after_blank)
        end = line_end
        after_blank = False
    if start >= 0:
        yield Block(start, end, "post")


FORMAT = Format("Thread Reader export", read, recognises=recognises)
