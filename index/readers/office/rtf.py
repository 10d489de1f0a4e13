"""Rich Text Format: its words in order, notes after the words that call them; author, title and date from its info."""

import re
from collections.abc import Iterator
from dataclasses import replace

from index.messages import Sentence
from index.readers.parsing.base import Format, FormatError, ParsedDocument
from index.readers.parsing.bylines import with_byline
from index.readers.parsing.sections import DocumentWriter
from index.readers.parsing.tool_metadata import stated_authors, stated_day, stated_title

DAMAGED = Sentence("is damaged: its RTF cannot be read; save it anew")
TOO_DEEP = Sentence("is nested too deeply to be read; save it anew")
_MARK = b"{\\rtf"
_DEEPEST = 500  # groups within groups
_NOTE = re.compile(r"\{(?:\\\*)?\\footnote\b(?:\\ftnalt\b)?")
_INFO = re.compile(r"\{\\info\b")
_CREATED = re.compile(r"\{\\creatim\\yr(\d{4})\\mo(\d{1,2})\\dy(\d{1,2})")


def recognises(data: bytes) -> bool:
    """Whether bytes begin as RTF does."""
    return data.lstrip().startswith(_MARK)


def read(data: bytes) -> tuple[ParsedDocument, ...]:
    """Read an RTF document as one work."""
    from striprtf.striprtf import rtf_to_text

    source = data.decode("latin-1")  # RTF is ASCII; other bytes are told by its own code page
    if not recognises(data):
        raise FormatError(DAMAGED)
    if _depth(source) > _DEEPEST:
        raise FormatError(TOO_DEEP)
    try:
        text = rtf_to_text(_NOTE.sub(r"{\\par ", source), encoding="cp1252", errors="replace")
    except (ValueError, LookupError, OverflowError, RecursionError) as err:
        raise FormatError(DAMAGED) from err
    writer = DocumentWriter()
    text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")  # characters that it writes as two
    for paragraph in text.split("\n"):
        writer.paragraph(paragraph.replace("|", " | ").strip(" |") if "|" in paragraph else paragraph)
    info = dict(_info(source))
    created = _CREATED.search(source)
    draft = replace(
        writer.document(),
        title=stated_title(info.get("title")),
        authors=stated_authors((info.get("author"),)),
        published=stated_day("{}-{:0>2}-{:0>2}".format(*created.groups())) if created else None,
    )
    return (with_byline(draft),)


def _info(source: str) -> Iterator[tuple[str, str]]:
    """Yield what the info group states, by the names of its fields."""
    from striprtf.striprtf import rtf_to_text

    found = _INFO.search(source)
    for name in ("title", "author") if found else ():
        field = re.compile(r"\{\\" + name + r"\b([^{}]*(?:\{[^{}]*\}[^{}]*)*)\}").search(
            source, found.start() if found else 0
        )
        if field:
            yield name, rtf_to_text(rf"{{\rtf1\ansi {field[1]}}}", errors="replace").strip()


def _depth(source: str) -> int:
    deepest = depth = 0
    for brace in re.finditer(r"(?<!\\)[{}]", source):
        depth += 1 if brace[0] == "{" else -1
        deepest = max(deepest, depth)
    return deepest


FORMAT = Format("RTF document", read, suffixes=frozenset({".rtf"}), recognises=recognises)
