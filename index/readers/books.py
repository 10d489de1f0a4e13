"""Books of Project Gutenberg and of Standard Ebooks: the library's frame is left out, what it states is read.

The frame is the library's header, licence, imprint and colophon: nothing of it is the author's, least of all a caveat.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from index.messages import Sentence
from index.readers import markdown, plain
from index.readers.left_out.cutting import Cut, cut
from index.readers.parsing.base import Format, ParsedDocument, reported
from index.text.characters import casefolded

REASON = Sentence("Left out: the frame that a library puts around a book.")

_GUTENBERG = "gutenberg"
_START = re.compile(
    r"^[ \t]*\*{3}[ \t]*START OF (?:THE|THIS) PROJECT GUTENBERG.*?\*{3}[ \t]*$"
    r"|^.*\*END[ *]*THE SMALL PRINT!.*$",
    re.MULTILINE | re.IGNORECASE | re.DOTALL,
)
_END = re.compile(
    r"^[ \t]*\*{3}[ \t]*END OF (?:THE|THIS) PROJECT GUTENBERG"
    r"|^[ \t]*End of (?:The |This )?Project Gutenberg(?:['’]s)?\b",
    re.MULTILINE | re.IGNORECASE,
)
_LICENCE = re.compile(
    r"^.{0,20}\b(?:full |the )?project gutenberg(?:-tm|™)? licen[cs]e\b", re.MULTILINE | re.IGNORECASE
)
_OPENING = re.compile(
    r"\s*(?:\[?(?:This (?:e-?text|file|book) was )?(?:e-?text )?(?:produced|prepared|transcribed|scanned)"
    r"(?: and proofread)? (?:by|from)\b.*?(?:\n[ \t]*\n|\Z))+",
    re.IGNORECASE | re.DOTALL,
)
_FIELD = r"^{name}:[ \t]*(?P<value>\S.*(?:\n[ \t]+\S.*)*)"
_NAMED = re.compile(r"The Project Gutenberg E-?(?:Book|text) of (?P<title>.+?), by (?P<author>.+)", re.IGNORECASE)
_LONGEST_HEADER_CHARS = 30_000

_EBOOKS = "ebooks"  # looked for first, since the pattern takes many times as long
_STANDARD = re.compile(r"standard\s*ebooks", re.IGNORECASE)
_BOILERPLATE = re.compile(
    r"^(?:#{1,6}[ \t]+)?(?P<name>imprint|colophon|uncopyright|titlepage|copyright page)[ \t]*#*[ \t]*$",
    re.MULTILINE | re.IGNORECASE,
)
_HEADING = re.compile(r"^#{1,6}[ \t]+\S", re.MULTILINE)
_COLOPHON = re.compile(
    r"(?P<title>\S[^\n]{0,200}?)\s+was\s+(?:first\s+)?(?:published|completed|written|compiled|translated)\s+(?:in|between)\s+"
    r"[^.]{0,60}?\bby\s+(?P<author>[^.]+?(?:\b[A-Z]\.\s?[^.]+?)*)\.",
)
_MARKUP = "*_[]<>"


@dataclass(frozen=True, slots=True)
class _Frame:
    """What is to be left out of a file, and what that states."""

    cuts: tuple[Cut, ...]
    title: str | None
    author: str | None


def recognises(text: str) -> bool:
    """Whether a text is a book in a library's frame."""
    return _frame(text) is not None


def read(text: str) -> tuple[ParsedDocument, ...]:
    """Read what stands inside the frame, as Markdown where it has headings, else as plain text."""
    frame = _frame(text)
    if frame is None:
        raise ValueError("not a book of a library")
    book, left_out = cut(text, frame.cuts)
    form = markdown if _HEADING.search(book) else plain
    return tuple(
        reported(
            replace(
                draft, title=frame.title or draft.title, authors=(frame.author,) if frame.author else draft.authors
            ),
            left_out,
        )
        for draft in form.read(book)
    )


def _frame(text: str) -> _Frame | None:
    return _gutenberg(text) or _standard(text)


def _gutenberg(text: str) -> _Frame | None:
    """Find the frame of Project Gutenberg: both its lines, or one of them and its licence."""
    if _GUTENBERG not in text[:_LONGEST_HEADER_CHARS].casefold():
        return None
    start = _START.search(text, 0, _LONGEST_HEADER_CHARS)
    end = _END.search(text, start.end() if start else 0) or _LICENCE.search(text, start.end() if start else len(text))
    if start is None and (end is None or _field(text[:_LONGEST_HEADER_CHARS], "Title") is None):
        return None
    header = text[: start.end()] if start else ""
    first = start.end() if start else 0
    opening = _OPENING.match(text, first)
    first = opening.end() if opening else first
    cuts = [Cut(0, first, REASON)]
    if end:
        cuts.append(Cut(end.start(), len(text), REASON))
    named = _NAMED.search(header)
    title = _field(header, "Title") or (named["title"].strip() if named else None)
    author = _field(header, "Author") or (named["author"].strip() if named else None)
    return _Frame(tuple(cuts), title, author)


def _field(header: str, name: str) -> str | None:
    found = re.search(_FIELD.format(name=name), header, re.MULTILINE)
    return " ".join(found["value"].split()) if found else None


def _standard(text: str) -> _Frame | None:
    """Find the parts that Standard Ebooks adds: they name it, and stand under headings of their own."""
    if _EBOOKS not in casefolded(text) or not _STANDARD.search(text):
        return None
    parts = [part for part in _parts(text) if _STANDARD.search(text, *part) or "public domain" in text[slice(*part)]]
    if not parts:
        return None
    words = (" ".join(text[slice(*part)].translate(dict.fromkeys(map(ord, _MARKUP))).split()) for part in parts)
    stated = next((found for part in words if (found := _COLOPHON.search(part))), None)
    title = stated["title"].removeprefix("# ").removeprefix("Colophon ").strip(" #") if stated else None
    cuts = tuple(Cut(*part, REASON) for part in parts)
    return _Frame(cuts, title, stated["author"].strip() if stated else None)


def _parts(text: str) -> Iterator[tuple[int, int]]:
    """Yield the spans under the headings of a frame, each to the next heading, of any kind."""
    found = list(_BOILERPLATE.finditer(text))
    starts = sorted({*(each.start() for each in found), *(each.start() for each in _HEADING.finditer(text))})
    for each in found:
        yield each.start(), next((start for start in starts if start > each.start()), len(text))


FORMAT = Format("book of a library", read, recognises=recognises)
