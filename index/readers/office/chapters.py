"""Books whose chapters are works of their own: essays of several people, or each with a caution of its own."""

import re
from collections.abc import Iterator, Mapping
from itertools import islice
from typing import TYPE_CHECKING

from index.readers.parsing.names import split_names
from index.readers.parsing.xml import words_of

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_AUTHORS_CLASS = re.compile(r"(?:^|[\s_-])(?:author|byline|contributor)s?(?:$|[\s_-])", re.IGNORECASE)
_BY = re.compile(r"(?:by|von|par|por|di|от)\s+(?=\S)(?P<names>[^.!?:]{3,80})", re.IGNORECASE)
_STATUS = re.compile(
    r"\W*(?:epistemic (?:status|effort|state)|confidence(?: level)?|disclaimer|caveat)\s*:", re.IGNORECASE
)
_AT_THE_HEAD = 6  # elements of a chapter
_BLOCKS = ("h1", "h2", "h3", "p", "div", "span", "address")
_LONGEST_LINE = 100


def chapter_works(chapters: Mapping[str, "HtmlElement"]) -> dict[str, tuple[str, ...]]:
    """Return the authors of each chapter by its path, where chapters are works of their own; else nothing."""
    authors = {path: _authors(chapter) for path, chapter in chapters.items()}
    are_peoples = len({each for each in authors.values() if each}) > 1
    are_cautioned = sum(map(_is_cautioned, chapters.values())) > 1
    return authors if are_peoples or are_cautioned else {}


def heading_of(chapter: "HtmlElement") -> str | None:
    """Return the first heading of a chapter."""
    return next((words_of(each) for each in chapter.iter("h1", "h2", "h3")), None)


def _head(chapter: "HtmlElement") -> Iterator["HtmlElement"]:
    """Yield the first elements of a chapter that hold a line."""
    body = chapter.find("body")
    lines = (each for each in (body.iter(*_BLOCKS) if body is not None else ()) if len(words_of(each)) > 0)
    yield from islice(lines, _AT_THE_HEAD)


def _authors(chapter: "HtmlElement") -> tuple[str, ...]:
    """Return whom a line at a chapter's head names as its author: by its class, or by beginning with "by"."""
    for each in _head(chapter):
        words = words_of(each)
        named = _BY.fullmatch(words)
        if len(words) <= _LONGEST_LINE and (named or _AUTHORS_CLASS.search(each.get("class") or "")):
            names = split_names(named["names"] if named else words)
            if names and all(" " in name and name[:1].isupper() for name in names):
                return tuple(names)
    return ()


def _is_cautioned(chapter: "HtmlElement") -> bool:
    return any(_STATUS.match(words_of(each)) for each in _head(chapter))
