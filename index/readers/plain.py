"""Plain text: paragraphs between blank lines, and lists. It knows no headings and finds no metadata."""

import re
from collections.abc import Iterator, Sequence

from index.model import Block
from index.readers.left_out.own_words import own_words
from index.readers.parsing.base import Format, ParsedDocument, reported
from index.readers.parsing.bylines import with_byline
from index.readers.parsing.source_lines import find_citations, with_source_lines
from index.readers.parsing.spans import runs, trim
from index.readers.reposts import leave_out

_ITEM = re.compile(r"\s*(?:[-*•‣◦]|\d{1,3}[.)])\s+\S")
_WORD = re.compile(r"[^\s\-=_*~•·.#+]")


def read(text: str) -> tuple[ParsedDocument, ...]:
    """Read a text as one work."""
    text, left_out = own_words(text)
    found = (block for run in runs(text) for block in _blocks(text, run))
    blocks, warnings = leave_out(text, found)
    blocks = with_source_lines(text, blocks)
    draft = ParsedDocument(text, blocks, find_citations(text, blocks), warnings=warnings)
    return (reported(with_byline(draft), left_out),)


def _blocks(text: str, run: Sequence[tuple[int, int]]) -> Iterator[Block]:
    """Yield the paragraph, the list, or both, that a run of lines is made of; a drawn line is neither."""
    if not _WORD.search(text, run[0][0], run[-1][1]):
        return
    first_item = _first_item(text, run)
    if first_item:
        yield Block(*trim(text, run[0][0], run[first_item - 1][1]), "paragraph")
    if first_item < len(run):
        yield Block(*trim(text, run[first_item][0], run[-1][1]), "list")


def _first_item(text: str, run: Sequence[tuple[int, int]]) -> int:
    """Find the line a list begins at; the number of lines where there is none.

    A dash or a number at the start of one wrapped line is no list yet: it takes a second item or a colon before.
    """
    items = [number for number, (start, end) in enumerate(run) if _ITEM.match(text, start, end)]
    if not items:
        return len(run)
    first = items[0]
    introduced = first == 0 or text[slice(*run[first - 1])].rstrip().endswith(":")
    return first if introduced or len(items) > 1 else len(run)


# A file that is named like a page and holds no tag is text.
FORMAT = Format("plain text", read, suffixes=frozenset({"", ".txt", ".text", ".html", ".htm", ".xhtml"}))
