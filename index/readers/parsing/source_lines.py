"""Source lines and links in a running text, as citations; shared by all formats.

A source line says nothing but where the statement before it comes from: "Source: …", "Via: …", "Screenshot
from …", or a bare link. This module knows lines and addresses, no format.
"""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from urllib.parse import urlsplit

from index.model import Block, Citation
from index.readers.parsing.spans import lines
from index.text.sentences import sentence_spans

# Sources are short; behind this many characters of a line nobody looks for one.
_LONGEST_SOURCE_CHARS = 2_000
_WORDS_OF_A_NAME = 5
_PICTURE = r"(?:Screen ?shots?|Photos?|Images?|Pictures?|Videos?|Footage|Maps?) (?:from|by|via|courtesy of)\b"
# At the start of a line, behind the end of a sentence within one, or in brackets.
_LABEL = re.compile(
    rf"(?:^[ \t]*|(?<=[.!?…)\]\"”’»])[ \t]+|(?<=[(\[]))(?P<label>(?:Sources?|Via)[ \t]*:|{_PICTURE})[ \t]*(?=\S)"
)
# A line without any of these names no source, which is cheaper to see than why.
_NAMES = ("Source", "Via", "Screen", "Photo", "Image", "Picture", "Video", "Footage", "Map")
_SCHEME_ENDS = "://"
_HOST = r"(?:[^\W_][\w-]{0,62}\.){1,8}[^\W\d_]{2,24}(?::\d{1,5})?"
_LINK = re.compile(r"https?://[^\s<>\"“”«»`|\\^{}]{1,2000}", re.IGNORECASE)
# Without a scheme only where a source is expected: behind a label, or as a line of its own.
_LOOSE_LINK = re.compile(rf"(?<![\w@./-])(?:https?://\S+|{_HOST}(?:/\S*)?…?)", re.IGNORECASE)
_BARE_LINK = re.compile(
    rf"https?://\S+|www\.\S+|{_HOST}/\S*|(?:[\w-]+\.)+(?:com|org|net|info|gov|edu|int)|(?:[\w-]+\.){{2,8}}[a-z]{{2,24}}",
    re.IGNORECASE,
)
_VISIBLE = re.compile(r"\S+")
_PUNCTUATION = ".,;:!?'\"’”»*_"
_ELLIPSES = ("…", "...")
_OPENED_BY = {")": "(", "]": "["}


def is_source_line(line: str) -> bool:
    """Whether a line says nothing but where a statement comes from."""
    line = line.strip()
    if len(line) > _LONGEST_SOURCE_CHARS:
        return False
    if _BARE_LINK.fullmatch(line):
        return True
    label = _label(line)
    return label is not None and not line[:label].strip("([ \t") and len(sentence_spans(line)) == 1


def with_source_lines(text: str, blocks: Iterable[Block]) -> tuple[Block, ...]:
    """Join every block that holds source lines only to the block before it, whose statement it supports."""
    joined: list[Block] = []
    for block in blocks:
        if joined and _supports(text, joined[-1], block):
            joined[-1] = replace(joined[-1], end=block.end)
        else:
            joined.append(block)
    return tuple(joined)


def _supports(text: str, before: Block, block: Block) -> bool:
    if before.heading != block.heading or text[before.end : block.start].strip():
        return False
    return all(is_source_line(text[start:end]) for start, end in _lines_of(text, block))


def find_citations(text: str, blocks: Iterable[Block], known: Iterable[Citation] = ()) -> tuple[Citation, ...]:
    """Find the source lines and links within blocks, besides those a format knows already; in order."""
    ordered = sorted(known, key=_start)
    starts = [citation.start for citation in ordered]
    found: list[Citation] = []
    for block in blocks:
        for start, end in _lines_of(text, block):
            here = ordered[bisect_left(starts, start) : bisect_left(starts, end)]
            found.extend(_in_line(text, start, end, here))
    return tuple(found)


def _start(citation: Citation) -> int:
    return citation.start


def _lines_of(text: str, block: Block) -> Iterator[tuple[int, int]]:
    for start, end in lines(text[block.start : block.end]):
        if start < end:
            yield block.start + start, block.start + end


def _in_line(text: str, start: int, end: int, known: Sequence[Citation]) -> list[Citation]:
    line = text[start:end]
    label = _label(line)
    found = list(known)
    for match in _links(line, label):
        citation = _citation(text, start + match.start(), start + match.end())
        if citation and not _overlaps(known, citation):
            found.append(citation)
    found.sort(key=_start)
    return found if label is None else _labelled(text, start + label, end, found)


def _overlaps(known: Sequence[Citation], citation: Citation) -> bool:
    before = bisect_left(known, citation.end, key=_start)
    return before > 0 and known[before - 1].end > citation.start


def _links(line: str, label: int | None) -> Iterator[re.Match[str]]:
    if len(line) <= _LONGEST_SOURCE_CHARS and _BARE_LINK.fullmatch(line.strip()):
        yield from _VISIBLE.finditer(line)
        return
    if _SCHEME_ENDS in line:
        yield from _LINK.finditer(line, 0, len(line) if label is None else label)
    if label is not None:
        yield from _LOOSE_LINK.finditer(line, label, label + _LONGEST_SOURCE_CHARS)


def _label(line: str) -> int | None:
    """Find where a line begins to name its source.

    "Photos from the scene show …" is no source: a picture needs a colon or a link behind it, or must be all that
    the line says, in a few words.
    """
    match = _LABEL.search(line) if any(map(line.__contains__, _NAMES)) else None
    if match is None:
        return None
    rest = line[match.end() : match.end() + _LONGEST_SOURCE_CHARS]
    named = match["label"].endswith(":") or ":" in rest or _LOOSE_LINK.search(rest)
    short = not line[: match.start("label")].strip() and len(rest.split()) <= _WORDS_OF_A_NAME
    return match.start("label") if named or short else None


def _labelled(text: str, label: int, end: int, found: Sequence[Citation]) -> list[Citation]:
    """Let the first link behind a label begin at the label, or make a citation without a link."""
    before = [citation for citation in found if citation.start < label]
    behind = [citation for citation in found if citation.start >= label]
    if not behind:
        statement = _without_closing(text[label : min(end, label + _LONGEST_SOURCE_CHARS)].rstrip())
        return [*before, Citation(label, label + len(statement), statement)]
    first = replace(behind[0], start=label, text=text[label : behind[0].end])
    return [*before, first, *behind[1:]]


def _citation(text: str, start: int, end: int) -> Citation | None:
    visible = _without_closing(text[start:end])
    truncated = visible.endswith(_ELLIPSES)
    address = visible if visible.lower().startswith(("http://", "https://")) else f"https://{visible}"
    try:
        host = urlsplit(address).hostname
    except ValueError:  # brackets that are no IPv6 address
        return None
    if not host:
        return None
    return Citation(start, start + len(visible), visible, None if truncated else address, truncated)


def _without_closing(words: str) -> str:
    """Take off the punctuation of the sentence around a link, a bracket only where it was opened outside."""
    while words and not words.endswith(_ELLIPSES):
        last = words[-1]
        opener = _OPENED_BY.get(last)
        if last not in _PUNCTUATION and (opener is None or words.count(opener) >= words.count(last)):
            break
        words = words[:-1]
    return words
