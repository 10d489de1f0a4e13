"""What a page states of itself, in its meta tags, JSON-LD, microformats or a line that names its author.

Nothing is guessed: a date that only stands somewhere on the page, or a name that only looks like one, is not stated.
"""

import html
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from index.readers.pages.json_ld import read_json_ld
from index.readers.pages.marks import Marks, is_of_others, of_entry
from index.readers.pages.titles import page_title
from index.readers.parsing.names import LONGEST_NAME, peoples_own, split_names
from index.readers.parsing.xml import words_of
from index.text.dates import find_date

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_AUTHOR_KEYS = (
    "author", "article:author", "dc.creator", "dcterms.creator", "dc.contributor.author",
    "books:author",
    "parsely-author", "sailthru.author", "byl", "article.author", "og:article:author", "book:author", "wt.author",
)  # fmt: skip
_DATE_KEYS = (
    "article:published_time", "og:article:published_time", "citation_publication_date", "citation_date",
    "citation_online_date", "dc.date.issued", "dcterms.issued", "dcterms.created", "dc.date.created", "dc.date",
    "dcterms.date", "datepublished", "date", "pubdate", "publishdate", "publish-date", "publish_date", "pub_date",
    "article.published", "parsely-pub-date", "sailthru.date", "originalpublicationdate", "article_date_original",
    "rnews:datepublished", "govuk:first-published-at", "article:published", "og:published_time",
    "cxenseparse:recs:publishtime", "bt:pubdate", "vr:published", "dc.date.published", "eprints.date", "citation_year",
)  # fmt: skip
_TITLE_KEYS = ("citation_title", "og:title", "dc.title", "dcterms.title", "twitter:title", "parsely-title")
_SITE_KEYS = ("og:site_name", "application-name", "citation_journal_title", "apple-mobile-web-app-title")
_ADDRESS_KEYS = ("og:url", "citation_public_url", "dc.identifier")
_LANGUAGE_KEYS = ("content-language", "dc.language", "dcterms.language")
_WEB = ("http://", "https://")
_DAY = re.compile(r"(\d{4})[-/.](\d{1,2})(?:[-/.](\d{1,2}))?(?!\d)")
_COMPACT_DAY = re.compile(r"(\d{4})(\d{2})(\d{2})(?:T|$|\d)")
_NAMED_MONTH = re.compile(r"[^\W\d]{3}")
_LANGUAGE = re.compile(r"[a-z]{2,3}(?:[-_][a-z0-9]{2,8})*", re.IGNORECASE)
_XML_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
_MOST_AUTHORS = 30
_ABOUT_PAGE = re.compile(r"Article|Posting|WebPage|Report")

Meta = Mapping[str, list[str]]


@dataclass(frozen=True, slots=True)
class Stated:
    """What a page states; what it does not is None or empty."""

    title: str | None = None
    authors: tuple[str, ...] = ()
    published: str | None = None
    source: str | None = None
    language: str | None = None


def read_stated(tree: "HtmlElement") -> Stated:
    """Read what a page states of itself."""
    meta, marks = _meta(tree), Marks.of(tree)
    source = _source(marks, meta)
    data = read_json_ld(tree, source)
    site = next(_values(meta, _SITE_KEYS), None) or data.site
    authors = peoples_own(data.authors, site) or peoples_own(_meta_authors(meta), site)
    if not authors or authors == (site,):  # a site's name is nobody's where the page names somebody
        authors = peoples_own(_shown_authors(marks), site) or authors
    in_meta = next(filter(None, map(stated_date, _values(meta, _DATE_KEYS))), None)
    return Stated(
        title=page_title(tree, marks, (*_values(meta, _TITLE_KEYS), data.title), site),
        authors=authors[:_MOST_AUTHORS],
        published=stated_date(data.published) or in_meta or _shown_day(marks),
        source=source,
        language=_language(tree, meta),
    )


def stated_date(value: str | None) -> str | None:
    """Return the day of a stated moment as ISO 8601 has it; one of no calendar is not stated."""
    stated = (value or "").strip()
    found = _DAY.match(stated) or _COMPACT_DAY.match(stated)
    if found:
        return find_date("-".join(f"{int(part):02}" for part in found.groups() if part))
    return find_date(stated) if len(stated) <= LONGEST_NAME and _NAMED_MONTH.search(stated) else None


def _meta(tree: "HtmlElement") -> Meta:
    """Return what the meta tags say, by their keys in lower case."""
    found: dict[str, list[str]] = {}
    for element in tree.iter("meta"):
        key = element.get("property") or element.get("name") or element.get("itemprop") or element.get("http-equiv")
        content = " ".join((element.get("content") or "").split())
        if key and content and not (element.get("itemprop") and not _is_about_page(element)):
            found.setdefault(key.strip().lower().replace("dc:", "dc."), []).append(html.unescape(content))
    return found


def _is_about_page(element: "HtmlElement") -> bool:
    """Whether a property is of the page or its article, and not of a thing inside such as a picture."""
    around = next((each for each in element.iterancestors() if each.get("itemscope") is not None), None)
    return around is None or _ABOUT_PAGE.search(around.get("itemtype") or "") is not None


def _values(meta: Meta, keys: Iterable[str]) -> Iterator[str]:
    return (value for key in keys for value in meta.get(key, ()))


def _meta_authors(meta: Meta) -> list[str]:
    """Return the names under the first key that states any; an address is none."""
    named = ([name for value in meta.get(key, ()) for name in split_names(value)] for key in _AUTHOR_KEYS)
    cited = [_in_order(name) for value in meta.get("citation_author", ()) for name in split_names(value)]
    return cited or next(filter(None, named), [])


def _in_order(name: str) -> str:
    """Put a name that is stated for reference managers, "Vik, Ada", as people are called."""
    family, comma, given = name.partition(", ")
    return f"{given} {family}" if comma and "," not in given else name


def _shown_authors(marks: Marks) -> list[str]:
    """Return whom the page itself names as its author: a microformat, a link or a line that says so."""
    for elements in (marks.of_class("p-author"), marks.of_rel("author"), marks.of_prop("author"), marks.bylines):
        lines = [names for each in elements if not is_of_others(each) and (names := _named(each))]
        if lines:
            return _of_one_text(lines)
    return []


def _of_one_text(lines: list[list[str]]) -> list[str]:
    """Return the shortest of lines that all name the same; lines that do not are of several texts."""
    shortest = min(lines, key=lambda names: sum(map(len, names)))
    return shortest if all(any(shortest[0] in name for name in names) for names in lines) else []


def _named(element: "HtmlElement") -> list[str]:
    """Return the names in an element: in the part of it that is marked as a name, where one is."""
    within = Marks.of(element)
    inner = next(iter((*within.of_class("p-name"), *within.of_class("fn"), *within.of_prop("name"))), element)
    return split_names(inner.get("content") or words_of(inner))


def _shown_day(marks: Marks) -> str | None:
    """Return the day that a microformat or a time element calls the day of publication, if all say the same."""
    kinds = (
        marks.of_prop("datePublished"),
        marks.of_class("dt-published"),
        [each for each in marks.times if each.get("pubdate") is not None],
        marks.of_class("entry-date"),
        marks.of_class("published"),
    )
    for marked in kinds:
        days = {day for each in marked if not is_of_others(each) and (day := stated_date(_moment(each)))}
        if days:
            return days.pop() if len(days) == 1 else None
    return None


def _moment(element: "HtmlElement") -> str:
    stated = (element.get(key) for key in ("datetime", "content", "title"))
    return next(filter(None, stated), None) or words_of(element)


def _source(marks: Marks, meta: Meta) -> str | None:
    """Return the page's own address, if it leads to the web."""
    marked = (*of_entry(marks, "p-canonical"), *of_entry(marks, "u-url"))
    candidates = (
        *(each.get("href") for each in marks.of_rel("canonical")),
        *_values(meta, _ADDRESS_KEYS),
        *(each.get("href") for each in marked),
    )
    return next((each.strip() for each in candidates if each and each.strip().startswith(_WEB)), None)


def _language(tree: "HtmlElement", meta: Meta) -> str | None:
    stated = (tree.get("lang"), tree.get(_XML_LANGUAGE), tree.get("xml:lang"), *_values(meta, _LANGUAGE_KEYS))
    found = (each.strip() for each in stated if each)
    return next((each.replace("_", "-") for each in found if _LANGUAGE.fullmatch(each)), None)
