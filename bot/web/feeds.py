"""What programs read of a site: a feed of what was added or changed, a map for search engines, what they may fetch."""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Final
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from bot.web.addresses import Addresses
from bot.web.drawing import paths
from bot.web.drawing.public_scope import PublicScope, title_of
from bot.web.drawing.views import document_facts
from bot.wording.i18n import gettext as _
from bot.wording.web import pages as wording
from index.showing.attribution import Labels, in_words
from index.showing.markup import one_line

if TYPE_CHECKING:
    from index.snapshots.holdings import StoredDocument

ENTRIES: Final = 50  # of the feed
MOST_ADDRESSES: Final = 50_000  # in one map: https://www.sitemaps.org/protocol.html
ATOM: Final = "http://www.w3.org/2005/Atom"
_NOT_XML: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
MAP: Final = "http://www.sitemaps.org/schemas/sitemap/0.9"


def feed(public: PublicScope, known: Addresses, base: str, title: str, labels: Labels) -> bytes:
    """Write an Atom feed of the documents that were added or changed last, each with what it cautions."""
    changed = [(known.documents[each.id], each) for each in public.documents if each.id in known.documents]
    changed.sort(key=lambda each: (each[0].changed, each[0].added, each[1].id), reverse=True)
    root = Element("feed", xmlns=ATOM)
    _texts(
        root, id=base, title=title, updated=_moment(max((each.changed for each, _ in changed), default="1970-01-01"))
    )
    SubElement(root, "link", rel="self", href=f"{base}{paths.FEED}")
    _texts(SubElement(root, "author"), name=title)
    for state, stored in changed[:ENTRIES]:
        entry = SubElement(root, "entry")
        said = wording.ADDED if state.changed == state.added else wording.CHANGED
        address = f"{base}{paths.link(paths.document_path(stored.id))}"
        _texts(entry, id=address, title=_(said).format(title=title_of(stored)), updated=_moment(state.changed))
        SubElement(entry, "link", href=address)
        for author in stored.attribution.authors:
            _texts(SubElement(entry, "author"), name=one_line(author))
        _texts(entry, summary=" ".join(_cautions(stored, labels)))
    return _written(root)


def _cautions(stored: "StoredDocument", labels: Labels) -> Iterator[str]:
    return (in_words(each, labels) for each in document_facts(stored))


def _texts(parent: Element, **texts: str) -> None:
    for name, text in texts.items():
        SubElement(parent, name).text = _NOT_XML.sub("", text)


def _moment(day: str) -> str:
    return f"{day}T00:00:00Z"


def sitemaps(addresses: Sequence[str], base: str) -> dict[str, bytes]:
    """Write the map of a site, by file names: in several files with an index where one may not hold all."""
    parts = [addresses[start : start + MOST_ADDRESSES] for start in range(0, len(addresses), MOST_ADDRESSES)]
    if len(parts) <= 1:
        return {"sitemap.xml": _map("urlset", "url", addresses)}
    files = {f"sitemap-{number}.xml": _map("urlset", "url", part) for number, part in enumerate(parts, 1)}
    return {"sitemap.xml": _map("sitemapindex", "sitemap", [f"{base}{name}" for name in files]), **files}


def _map(kind: str, item: str, addresses: Iterable[str]) -> bytes:
    root = Element(kind, xmlns=MAP)
    for each in addresses:
        SubElement(SubElement(root, item), "loc").text = each
    return _written(root)


def _written(root: Element) -> bytes:
    indent(root)
    return b'<?xml version="1.0" encoding="utf-8"?>\n' + tostring(root, "unicode").encode() + b"\n"


def robots(base: str, *, index: bool) -> str:
    """Tell crawlers what they may fetch.

    Where search engines may not list the pages, each page says so; a crawler that may not fetch it would not read that.
    """
    site_map = f"Sitemap: {base}sitemap.xml\n" if base and index else ""
    return f"User-agent: *\nAllow: /\n{site_map}"
