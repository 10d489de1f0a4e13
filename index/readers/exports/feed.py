"""Feeds of blogs (RSS, Atom), and WordPress exports, which are feeds with more in them: a document for each entry."""

import re
from datetime import date
from io import BytesIO
from typing import Any

from index.readers.exports import wordpress
from index.readers.exports.entries import Entry, documents_of, web_address
from index.readers.parsing.base import Format, FormatError, ParsedDocument
from index.readers.parsing.html_tree import parse_html
from index.readers.parsing.xml import DAMAGED, HAS_ENTITIES, TOO_DEEP, words_of

_ROOT = re.compile(
    rb"(?:\xef\xbb\xbf)?(?>\s+|<\?.*?\?>|<!--.*?-->|<!DOCTYPE[^\[>]*+(?:\[.*?\]\s*)?>)*+<(?:rss|feed|(?:\w+:)?RDF)[\s>]",
    re.DOTALL | re.IGNORECASE,
)
_DTD = re.compile(rb"<!DOCTYPE[^\[>]*>", re.IGNORECASE)
_DEFINES = re.compile(rb"<!ENTITY|<!DOCTYPE[^>\[]*\[", re.IGNORECASE)
_TAG = re.compile(rb"<(/?)[\w:]+[^<>]*?(/?)>|<!\[CDATA\[.*?\]\]>", re.DOTALL)
_HEAD_BYTES = 16_384
_DEEPEST = 500
_ADDRESS = re.compile(r"\S+@\S+")


def recognises(data: bytes) -> bool:
    """Whether the first element of a file is a feed's."""
    return bool(_ROOT.match(data[:_HEAD_BYTES]))


def read(data: bytes) -> tuple[ParsedDocument, ...]:
    """Read the entries. Raises FormatError where a DTD defines something, or no entry has words."""
    if _DEFINES.search(data[:_HEAD_BYTES]) or b"<!ENTITY" in data:
        raise FormatError(HAS_ENTITIES)
    if _is_too_deep(data):
        raise FormatError(TOO_DEEP)
    if wordpress.recognises(data[:_HEAD_BYTES]):
        return wordpress.read(data)
    import feedparser  # here, since a process that only answers parses nothing

    try:
        found = feedparser.parse(BytesIO(_DTD.sub(b"", data)), resolve_relative_uris=False)
    except (ValueError, LookupError, TypeError, AttributeError, AssertionError) as err:  # of damaged characters
        raise FormatError(DAMAGED) from err
    return documents_of(_entry(each, found.feed) for each in found.entries)


def _is_too_deep(data: bytes) -> bool:
    depth = 0
    for tag in _TAG.finditer(data):
        if tag[1] == b"/":
            depth -= 1
        elif tag[1] is not None and not tag[2]:
            depth += 1
        if depth > _DEEPEST:
            return True
    return False


def _entry(entry: Any, feed: Any) -> Entry:
    title, blog = _title(entry), _title(feed)
    content = next((each.value for each in entry.get("content") or () if each.get("value")), entry.get("summary") or "")
    return Entry(
        identity=str(entry.get("id") or entry.get("link") or title),
        content=content,
        title=f"{title} ({blog})" if title and blog else title or blog or None,
        above=title,
        source=_link(entry),
        author=_author(entry) or _author(feed),
        when=_day(dict.get(entry, "published_parsed") or dict.get(entry, "updated_parsed")),
        language=str(feed.get("language") or "") or None,
    )


def _title(thing: Any) -> str:
    """Return what an entry or a feed is called, in words where it is written in HTML."""
    title = " ".join(str(thing.get("title") or "").split())
    is_html = "html" in str((thing.get("title_detail") or {}).get("type") or "") and "<" in title
    return words_of(parse_html(title)) if is_html else title


def _link(entry: Any) -> str | None:
    """Return the entry's own address, first the one that its text stands at."""
    links = [
        str(each.get("href") or "") for each in entry.get("links") or () if each.get("rel") in ("alternate", "self")
    ]
    return next(filter(None, map(web_address, [str(entry.get("link") or ""), *links])), None)


def _author(stated: Any) -> str | None:
    """Return a name; an address of mail is none."""
    detail = stated.get("author_detail") or {}
    name = str(detail.get("name") or stated.get("author") or "")
    return _ADDRESS.sub("", name).strip(" ()<>") or None


def _day(parsed: Any) -> str:
    try:
        return date(*parsed[:3]).isoformat() if parsed else ""
    except ValueError:
        return ""


FORMAT = Format("feed", read, frozenset({".atom", ".rss"}), recognises, usual=frozenset({".xml", ".html"}))
