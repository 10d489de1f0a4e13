"""A WordPress export (WXR): published posts and pages without a password; comments, drafts and media are not read."""

import re
from collections.abc import Mapping
from datetime import UTC
from email.utils import parsedate_to_datetime

from index.readers.exports.entries import Entry, documents_of
from index.readers.parsing.base import ParsedDocument
from index.readers.parsing.xml import below, local_name, parse_xml

_MARK = b"wordpress.org/export/"
_KINDS = frozenset(("post", "page"))
_SHORTCODE = re.compile(
    r"\[/?(?:caption|gallery|embed|audio|video|playlist|contact-form(?:-\w+)*|contact-field|sourcecode|code|youtube|"
    r"vimeo|more|wp_caption|polldaddy|tweet|googlemaps|slideshow|soundcloud)\b[^\]\n]*\]"
)
_BLOCK = re.compile(
    r"\s*</?(?:p|div|h[1-6]|ul|ol|li|blockquote|table|pre|figure|section|hr|dl|form|address|article|iframe)\b",
    re.IGNORECASE,
)
_NEVER = "0000-00-00"  # what WordPress writes for no date
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)


def recognises(head: bytes) -> bool:
    """Whether the beginning of a feed names WordPress's own elements."""
    return _MARK in head


def read(data: bytes) -> tuple[ParsedDocument, ...]:
    """Read the published posts and pages. Raises FormatError where there is none with words."""
    root = parse_xml(data)
    people = {
        fields.get("author_login", ""): fields.get("author_display_name", "")
        for fields in (_fields(each) for each in below(root, "author"))
    }
    items = [_fields(item) for item in below(root, "item")]
    texts = [fields for fields in items if fields.get("post_type", "post") in _KINDS]
    public = [fields for fields in texts if fields.get("status") == "publish" and not fields.get("post_password")]
    return documents_of((_entry(fields, people) for fields in public), unpublished=len(texts) - len(public))


def _fields(element: object) -> dict[str, str]:
    """Return the texts below an element by their names; of content and excerpt, both "encoded", the content."""
    fields: dict[str, str] = {}
    for child in element:  # type: ignore[attr-defined]  # the element of a tree
        name = local_name(child)
        if name and not (name == "encoded" and "excerpt" in str(child.tag)):
            fields.setdefault(name, (child.text or "").strip())
    return fields


def _entry(fields: Mapping[str, str], people: Mapping[str, str]) -> Entry:
    login = fields.get("creator", "")
    return Entry(
        identity=fields.get("post_id") or fields.get("guid") or fields.get("link", ""),
        content=_paragraphs(_SHORTCODE.sub("", fields.get("encoded", ""))),
        title=fields.get("title") or None,
        source=fields.get("link"),
        author=people.get(login) or login or None,
        when=_when(fields),
    )


def _when(fields: Mapping[str, str]) -> str:
    for name in ("post_date", "post_date_gmt"):
        if fields.get(name, _NEVER)[:4] != _NEVER[:4]:
            return fields[name]
    try:
        return parsedate_to_datetime(fields.get("pubDate", "")).astimezone(UTC).isoformat()
    except (ValueError, TypeError):
        return ""


def _paragraphs(content: str) -> str:
    """Return content as WordPress shows it: text between empty lines is a paragraph."""
    if not content:
        return ""
    pieces = re.split(r"\n\s*\n", _COMMENT.sub("\n\n", content.replace("\r\n", "\n")))
    return "".join(
        piece if _BLOCK.match(piece) else f"<p>{piece.strip().replace(chr(10), '<br>')}</p>" for piece in pieces
    )
