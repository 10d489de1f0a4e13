"""Medium: the published posts of an export, or one of them, by the classes of its pages; drafts are not read."""

import re
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from index.messages import Sentence
from index.readers.archives.files import Files
from index.readers.exports.entries import Entry, documents_of
from index.readers.parsing.base import Format, FormatError, ParsedDocument
from index.readers.parsing.html_tree import parse_html

if TYPE_CHECKING:
    from lxml.html import HtmlElement

DRAFT = Sentence("is a draft, or a page of an export that is no post, so it is not read")

_MARKS = (b"Exported from ", b"edium", b'class="h-entry"', b'data-field="body"')
_NAMES = re.compile(r"(?:\d{4}-\d{2}-\d{2}|draft)_.+\.html")
_HEAD_BYTES = 100
_LOOKED_AT = 20  # pages; some of an export's posts are pictures without words
_TITLES = frozenset(("graf--title",))


def recognises_page(data: bytes) -> bool:
    """Whether a page is a post of an export."""
    return data[:_HEAD_BYTES].lstrip()[:1] == b"<" and all(mark in data for mark in _MARKS)


def read_page(data: bytes) -> tuple[ParsedDocument, ...]:
    """Read a post. Raises FormatError where it is a draft."""
    entry = _entry(data)
    if entry is None:
        raise FormatError(DRAFT)
    return documents_of([entry])


def recognises(files: Files) -> bool:
    """Whether an archive holds posts of an export."""
    pages = _pages(files)
    return any(map(_is_named_like_a_post, pages)) and any(recognises_page(files[each]) for each in pages[:_LOOKED_AT])


def _is_named_like_a_post(path: str) -> bool:
    return _NAMES.fullmatch(PurePosixPath(path).name) is not None


def read(files: Files) -> tuple[ParsedDocument, ...]:
    """Read the published posts. Raises FormatError where there is none with words."""
    pages = _pages(files)
    entries = [None if PurePosixPath(path).name.startswith("draft_") else _entry(files[path]) for path in pages]
    published = [entry for entry in entries if entry]
    return documents_of(published, unpublished=len(entries) - len(published))


def _pages(files: Files) -> list[str]:
    """Return the pages of an archive, those among its posts alone where they have a folder of their own."""
    pages = sorted(path for path in files if path.endswith(".html"))
    posts = [path for path in pages if PurePosixPath(path).parent.name == "posts"]
    return posts or pages


def _entry(data: bytes) -> Entry | None:
    """Read a page to an entry; None where it does not say when it was published."""
    from lxml import html  # here, since a process that only answers parses nothing

    page = parse_html(data)
    body, published = _first(page, "e-content"), _first(page, "dt-published")
    if body is None or published is None:
        return None
    link = published.getparent()
    canonical = _first(page, "p-canonical")
    source = (canonical.get("href") if canonical is not None else None) or (
        link.get("href") if link is not None else None
    )
    return Entry(
        identity=(source or "").rpartition("-")[2] or _words(page, "p-name"),
        content=html.tostring(body, encoding="unicode"),
        title=_words(page, "p-name") or None,
        above=_words(page, "p-summary"),
        source=source,
        author=_words(page, "p-author") or None,
        when=published.get("datetime") or "",
        unwanted=_TITLES,
    )


def _first(page: "HtmlElement", name: str) -> "HtmlElement | None":
    return next((each for each in page.iter() if name in (each.get("class") or "").split()), None)


def _words(page: "HtmlElement", name: str) -> str:
    element = _first(page, name)
    return " ".join(element.text_content().split()) if element is not None else ""


FORMAT = Format("Medium export", read, recognises=recognises)
PAGE = Format("Medium post", read_page, recognises=recognises_page, usual=frozenset({".html", ".htm"}))
