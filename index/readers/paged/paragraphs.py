"""Lines of pages to paragraphs: told by gaps, indents and short last lines; words parted at a line's end are joined."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median

from index.readers.paged.lines import LINE_END_HYPHEN, PageLine

_ENDS = re.compile(r"[.!?…:;。！？][\"'”’»)\]]*$")
_BULLET = re.compile(r"(?:[•‣◦▪●○*–—-]|\(?\d{1,3}[.)]|\(?[a-z][.)])[ \t]")
_LONE_BULLET = re.compile(r"[•‣◦▪●○*–—-]|\(?\d{1,3}[.)]")
_HEADING_SIZE = 1.15  # times the text's
_NOTE_SIZE = 0.88
_LONGEST_HEADING_CHARS = 160
_GAP = 1.45  # between two paragraphs, in pitches of lines
_INDENT = 0.9  # of a first line, in sizes of the text
_SHORT = 0.82  # of the longest line, a line that ends a paragraph


@dataclass(slots=True)
class Paragraph:
    """Lines that belong together; `kind` tells a heading and a note at the foot of a page from the text."""

    kind: str
    lines: list[PageLine] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Joined:
    """A paragraph's words, and where in them each further page begins."""

    words: str
    pages: tuple[tuple[int, int], ...]


def paragraphs_of(pages: Sequence[Sequence[PageLine]]) -> Iterator[Paragraph]:
    """Yield the paragraphs of all pages in reading order; one that goes on on the next page is one, notes after it."""
    text_size = _usual(line.size for page in pages for line in page)
    open_paragraph: Paragraph | None = None
    for page in pages:
        parts, notes = list(_parts(page, text_size)), list[Paragraph]()
        for part in parts:
            if part.kind == "note":
                notes.append(part)
            elif open_paragraph and _goes_on(open_paragraph, part):
                open_paragraph.lines += part.lines
            else:
                yield from (each for each in (open_paragraph,) if each)
                open_paragraph = part
        if notes:
            yield from (each for each in (open_paragraph,) if each)
            yield from notes
            open_paragraph = None
    if open_paragraph:
        yield open_paragraph


def joined(paragraph: Paragraph, known: frozenset[str]) -> Joined:
    """Put a paragraph's lines on one line; a word parted by a hyphen is whole where the document has it so."""
    words, pages, page = "", list[tuple[int, int]](), paragraph.lines[0].page
    for line in paragraph.lines:
        before, after = _without_hyphen(words, line.text, known)
        words = before
        if line.page != page:
            page = line.page
            pages.append((len(words), page))
        words += after
    return Joined(words.replace(LINE_END_HYPHEN, "-"), tuple(pages))


def _without_hyphen(words: str, line: str, known: frozenset[str]) -> tuple[str, str]:
    """Return what stands before a line and the line, so that both on end read as they were meant."""
    if not words:
        return "", line
    is_soft = words.endswith(LINE_END_HYPHEN)
    if not is_soft and not re.search(r"\w[-\u2010]$", words):
        return f"{words} ", line
    stem, rest = re.search(r"(\w*).$", words), re.match(r"\w*", line)
    first, second = (stem[1] if stem else ""), (rest[0] if rest else "")
    is_compound = f"{first}-{second}".casefold() in known and f"{first}{second}".casefold() not in known
    joins = second[:1].islower() and first[-1:].isalpha() and not is_compound
    return (words[:-1] if joins else words[:-1] + "-"), line


def _parts(page: Sequence[PageLine], text_size: float) -> Iterator[Paragraph]:
    """Yield the paragraphs of one page."""
    pitch = _pitch(page)
    width = max((line.right for line in page), default=0.0)
    part: Paragraph | None = None
    for line in page:
        kind = _kind(line, page, text_size)
        if part and part.kind == kind and not _begins(part.lines[-1], line, pitch, text_size, width):
            part.lines.append(line)
            continue
        if part:
            yield part
        part = Paragraph(kind, [line])
    if part:
        yield part


def _kind(line: PageLine, page: Sequence[PageLine], text_size: float) -> str:
    if line.size >= _HEADING_SIZE * text_size and len(line.text) <= _LONGEST_HEADING_CHARS:
        return "heading"
    is_low = line.bottom < line.height * 0.35 and all(
        other.bottom <= line.top or other.size >= text_size * _NOTE_SIZE for other in page
    )
    return "note" if line.size <= _NOTE_SIZE * text_size and is_low and re.match(r"[\d*†‡§(\[]", line.text) else "text"


def _begins(last: PageLine, line: PageLine, pitch: float, size: float, width: float) -> bool:
    """Whether a line begins a paragraph."""
    down = last.bottom - line.bottom
    if down < -size:  # up again: another column
        return bool(_ENDS.search(last.text))
    if _LONE_BULLET.fullmatch(last.text):
        return False
    if down > _GAP * pitch or _BULLET.match(line.text) or _LONE_BULLET.fullmatch(line.text):
        return True
    is_same_row = abs(down) < size / 2
    if is_same_row:
        return False
    indented = line.left - last.left > _INDENT * size and not _BULLET.match(last.text)
    ended = bool(_ENDS.search(last.text))
    return (indented and ended) or (ended and last.right < _SHORT * width and line.left <= last.left + _INDENT * size)


def _goes_on(open_paragraph: Paragraph, part: Paragraph) -> bool:
    """Whether what a page begins with ends what the page before it left open."""
    last, first = open_paragraph.lines[-1], part.lines[0]
    if open_paragraph.kind != part.kind or part.kind != "text" or last.page == first.page:
        return False
    return not _ENDS.search(last.text) and not _BULLET.match(first.text)


def _pitch(page: Sequence[PageLine]) -> float:
    downs = [a.bottom - b.bottom for a, b in pairwise(page) if 0 < a.bottom - b.bottom < 60]  # noqa: PLR2004 points
    return _usual(downs, 0.5) or 12.0


def _usual(values: Iterable[float], step: float = 0.25) -> float:
    """Return the commonest of some values, rounded to steps; the middle one of those that are equally common."""
    counts: dict[float, int] = {}
    for value in values:
        rounded = round(value / step) * step
        counts[rounded] = counts.get(rounded, 0) + 1
    most = max(counts.values(), default=0)
    return float(median([value for value, count in counts.items() if count == most])) if counts else 0.0
