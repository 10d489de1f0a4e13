"""What a page states of itself, in its meta tags, JSON-LD, microformats or a line that names its author.

Nothing is guessed: a date that only stands somewhere on the page, or a name that only looks like one, is not stated.
"""

import html
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from index.readers.pages.json_ld import read_json_ld
from index.readers.pages.zones import Zone, zone_of
from index.readers.parsing.tool_metadata import stated_author, stated_title
from index.readers.parsing.xml import words_of
from index.text.dates import find_date
from index.text.wordlists import load_data

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_AUTHOR_KEYS = (
    "citation_author", "author", "article:author", "dc.creator", "dcterms.creator", "dc.contributor.author",
    "parsely-author", "sailthru.author", "byl", "article.author", "og:article:author", "book:author", "wt.author",
)  # fmt: skip
_DATE_KEYS = (
    "article:published_time", "og:article:published_time", "citation_publication_date", "citation_date",
    "citation_online_date", "dc.date.issued", "dcterms.issued", "dcterms.created", "dc.date.created", "dc.date",
    "dcterms.date", "datepublished", "date", "pubdate", "publishdate", "publish-date", "publish_date", "pub_date",
    "article.published", "parsely-pub-date", "sailthru.date", "originalpublicationdate", "article_date_original", "rnews:datepublished",
)  # fmt: skip
_TITLE_KEYS = ("citation_title", "og:title", "dc.title", "dcterms.title", "twitter:title", "parsely-title")
_SITE_KEYS = ("og:site_name", "application-name", "citation_journal_title", "apple-mobile-web-app-title")
_DAY = re.compile(r"(\d{4})[-/.](\d{1,2})(?:[-/.](\d{1,2}))?(?![\d])")
_COMPACT_DAY = re.compile(r"(\d{4})(\d{2})(\d{2})(?:T|$|\d)")
_LANGUAGE = re.compile(r"[a-z]{2,3}(?:[-_][a-z0-9]{2,8})*", re.IGNORECASE)
_SEPARATORS = r"\s+[|\-–—·•:»«/]+\s+|\s*[|»«]\s*|\s*:\s+"
_LONGEST_NAME = 80
_LONGEST_MARK = 300  # characters of an attribute that are looked at
_NO_BYLINES = frozenset(("html", "body", "article", "section", "img", "aside", "main"))
_MOST_AUTHORS = 30
_BYLINE_CLASSES = re.compile(
    r"(?:^|[-_ ])(?:p-author|byline[-_]?(?:name|author)?s?|author[-_]?(?:name|link|url)?|(?:post|entry|article|meta|story|blog)(?:__|[-_])author(?:[-_]?name)?|fn|creator|writer)(?:$|[ _-](?:name|link)?)"
)
_NOT_A_NAME = re.compile(
    r"[@/{}<>|]|https?:|\d{3}|\b(?:read more|follow|profile|posts by|share|comments?)\b", re.IGNORECASE
)


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
    meta, marks = _meta(tree), _Marks.of(tree)
    source = _source(marks, meta)
    data = read_json_ld(tree, source)
    site = _first(meta, _SITE_KEYS) or data.site
    known = _without_tools(data.authors) or _without_tools(_meta_authors(meta))
    if not known or known == (site,):
        known = _without_tools(_shown_authors(marks)) or known
    return Stated(
        title=_title(tree, marks, meta, data.title, site),
        authors=known[:_MOST_AUTHORS],
        published=_day(data.published)
        or next(filter(None, map(_day, _values(meta, _DATE_KEYS))), None)
        or _shown_day(marks),
        source=source,
        language=_language(tree, meta),
    )


@dataclass(slots=True)
class _Marks:
    """The elements of a tree that say what they are, found in one pass."""

    classes: dict[str, list["HtmlElement"]]
    rels: dict[str, list["HtmlElement"]]
    props: dict[str, list["HtmlElement"]]
    bylines: list["HtmlElement"]
    times: list["HtmlElement"]

    @classmethod
    def of(cls, tree: "HtmlElement") -> "_Marks":
        marks = cls({}, {}, {}, [], [])
        for element in tree.iter("*"):
            marks._note(element)
        return marks

    def _note(self, element: "HtmlElement") -> None:
        for key, noted in (("class", self.classes), ("rel", self.rels), ("itemprop", self.props)):
            for name in (element.get(key) or "")[:_LONGEST_MARK].split():
                noted.setdefault(name, []).append(element)
        classes = (element.get("class") or "")[:_LONGEST_MARK].lower()
        if classes and element.tag not in _NO_BYLINES and _BYLINE_CLASSES.search(classes):
            self.bylines.append(element)
        if element.tag == "time":
            self.times.append(element)

    def of_class(self, name: str) -> list["HtmlElement"]:
        return self.classes.get(name, [])

    def rel(self, name: str) -> list["HtmlElement"]:
        return self.rels.get(name, [])

    def prop(self, name: str) -> list["HtmlElement"]:
        return self.props.get(name, [])


def _meta(tree: "HtmlElement") -> dict[str, list[str]]:
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
    return around is None or bool(re.search(r"Article|Posting|WebPage|Report", around.get("itemtype") or ""))


def _values(meta: dict[str, list[str]], keys: Iterable[str]) -> Iterator[str]:
    return (value for key in keys for value in meta.get(key, ()))


def _first(meta: dict[str, list[str]], keys: Iterable[str]) -> str | None:
    return next(_values(meta, keys), None)


# ---- title


def _title(
    tree: "HtmlElement", marks: "_Marks", meta: dict[str, list[str]], in_data: str | None, site: str | None
) -> str | None:
    """Return the title without the site's name: as stated, else the page's one heading, else the window's title."""
    window = words_of(next(tree.iter("title"), None))
    named = stated_title(_first(meta, _TITLE_KEYS)) or stated_title(in_data)
    entry = next((words_of(each) for each in marks.of_class("p-name") if not _of_others(each)), None)
    headings = [words for each in tree.iter("h1") if (words := _shown(each)) and not _of_others(each)]
    own = [words for words in headings if words != site]
    found = named or entry or _alike(own, window) or (own[0] if len(own) == 1 else None) or window
    return _without_site(found, site, own) if found else None


def _shown(heading: "HtmlElement") -> str:
    """Return a heading's words without its buttons and marks for links."""
    skipped = {inner for each in heading.iter("button", "script", "style", "svg") for inner in each.iter()}
    pieces = [heading.text or ""]
    for each in heading.iterdescendants():
        if isinstance(each.tag, str) and each not in skipped:
            pieces.append(each.text or "")
        if each.getparent() not in skipped:
            pieces.append(each.tail or "")
    return " ".join("".join(pieces).split()).strip("¶#§ ")


def _alike(headings: list[str], window: str) -> str | None:
    """Return the heading that the window's title begins with, or holds first: behind it stands the site's name."""
    return min((words for words in headings if words in window), key=window.find, default=None)


def _without_site(title: str, site: str | None, headings: list[str]) -> str | None:
    """Take the site's name off a title: what stands beside a heading of the page, or what the site calls itself."""
    parts = re.split(_SEPARATORS, title)
    if len(parts) == 1:
        return title
    heading = next((words for words in headings if words in title), None)
    if heading and len(heading) * 3 > len(title):
        return heading
    if site:
        for pattern in (rf"(?:{_SEPARATORS}){re.escape(site)}\s*$", rf"^{re.escape(site)}(?:{_SEPARATORS})"):
            shorter = re.sub(pattern, "", title, flags=re.IGNORECASE)
            if shorter != title and shorter.strip():
                return shorter.strip()
    return title


# ---- authors


def _meta_authors(meta: dict[str, list[str]]) -> list[str]:
    """Return the names under the first key that states any; an address is none."""
    for key in _AUTHOR_KEYS:
        names = [name for value in meta.get(key, ()) for name in split_names(value)]
        if names:
            return names
    return []


def split_names(value: str) -> list[str]:
    """Return the names in a line that states an author: "By Ada Vik and Bo Lem" are two."""
    line = _by().sub("", " ".join(value.split())).strip(" ,;:|·•–—-")
    if not line or len(line) > 4 * _LONGEST_NAME:
        return []
    parts = [part for piece in re.split(r"\s*[;&]\s*", line) for part in _and().split(piece)]
    names = [name for part in parts for name in _by_comma(part)]
    return [name for each in names if (name := each.strip(" ,;:|·•–—-")) and _is_name(name)]


def _by_comma(part: str) -> list[str]:
    """Split at commas where each piece is a name of several words: "Vik, Ada" is one."""
    pieces = [piece.strip() for piece in part.split(",")]
    return pieces if len(pieces) > 1 and all(" " in piece for piece in pieces if piece) else [part]


def _is_name(name: str) -> bool:
    return len(name) <= _LONGEST_NAME and not _NOT_A_NAME.search(name)


def _without_tools(names: Iterable[str]) -> tuple[str, ...]:
    known = (stated_author(_by().sub("", name)) for name in names if _is_name(name))
    return tuple(dict.fromkeys(filter(None, known)))


def _shown_authors(marks: "_Marks") -> list[str]:
    """Return whom the page itself names as its author: a microformat, a link or a line that says so.

    Several lines with different names are of several texts, so none of them is the page's.
    """
    for elements in (marks.of_class("p-author"), marks.rel("author"), marks.prop("author"), marks.bylines):
        lines = [names for each in elements if not _of_others(each) and (names := tuple(_named(each)))]
        distinct = list(dict.fromkeys(lines))
        if distinct:
            shortest = min(distinct, key=lambda names: sum(map(len, names)))
            same = all(
                set(shortest) & set(names) or any(shortest[0] in name for name in names)
                for name in [0]
                for names in distinct
            )
            return list(shortest) if same else []
    return []


def _named(element: "HtmlElement") -> list[str]:
    within = _Marks.of(element)
    inner = next(iter((*within.of_class("p-name"), *within.of_class("fn"), *within.prop("name"))), element)
    if inner.tag == "meta":
        return split_names(inner.get("content") or "")
    return split_names(words_of(inner) or inner.get("content") or "")


def _of_others(element: "HtmlElement") -> bool:
    """Whether an element stands in readers' comments, adverts or a list of other texts."""
    around = (each for each in (element, *element.iterancestors()))
    return any(zone_of(each, Zone.FOLDED) & (Zone.COMMENTS | Zone.ADVERTS) for each in around) or any(
        re.search(
            r"related|recommend|popular|trending|more-from|read-next|sidebar",
            f"{each.get('class')} {each.get('id')}".lower(),
        )
        for each in element.iterancestors()
        if each.tag not in ("html", "body", "main")
    )


@cache
def _by() -> re.Pattern[str]:
    words = "|".join(
        each.replace("_", " ") for each in sorted(load_data("page_parts.yaml")["by"].split(), key=len, reverse=True)
    )
    return re.compile(rf"^\W*(?:(?:{words})(?:\s*[:：]\s*|\s+))+", re.IGNORECASE)


@cache
def _and() -> re.Pattern[str]:
    return re.compile(rf",?\s+(?:{'|'.join(load_data('page_parts.yaml')['between_names'].split())})\s+", re.IGNORECASE)


# ---- date, address, language


def _day(value: str | None) -> str | None:
    """Return a stated moment's day as ISO 8601 has it; one of no calendar is not stated."""
    found = _DAY.match((value or "").strip()) or _COMPACT_DAY.match((value or "").strip())
    if found is None:
        return find_date(value) if value and len(value) <= _LONGEST_NAME and re.search(r"[^\W\d]{3}", value) else None
    return find_date("-".join(f"{int(part):02}" for part in found.groups() if part))


def _shown_day(marks: "_Marks") -> str | None:
    """Return the day that a microformat or a time element calls the day of publication."""
    marked = [
        *marks.prop("datePublished"),
        *marks.of_class("dt-published"),
        *marks.of_class("published"),
        *(each for each in marks.times if each.get("pubdate") is not None),
        *marks.of_class("entry-date"),
    ]
    own = [each for each in marked if not _of_others(each)]
    days = [day for each in own if (day := _day(_moment(each)))]
    return (
        days[0]
        if len(set(days)) == 1 or any(each.tag == "time" or each.get("itemprop") for each in own[:1]) and days
        else None
    )


def _moment(element: "HtmlElement") -> str:
    return next(filter(None, (element.get(key) for key in ("datetime", "content", "title"))), None) or words_of(element)


def _source(marks: "_Marks", meta: dict[str, list[str]]) -> str | None:
    links = [each.get("href") for each in marks.rel("canonical")]
    links += [
        each.get("href") for name in ("p-canonical", "u-url") for each in marks.of_class(name) if not _of_others(each)
    ]
    candidates = [*links[:1], *_values(meta, ("og:url", "citation_public_url", "dc.identifier")), *links[1:]]
    return next(
        (each.strip() for each in candidates if each and each.strip().startswith(("http://", "https://"))), None
    )


def _language(tree: "HtmlElement", meta: dict[str, list[str]]) -> str | None:
    xml = "{http://www.w3.org/XML/1998/namespace}lang"
    stated = (
        tree.get("lang"),
        tree.get(xml),
        tree.get("xml:lang"),
        _first(meta, ("content-language", "dc.language", "dcterms.language")),
    )
    return next((each.strip().replace("_", "-") for each in stated if each and _LANGUAGE.fullmatch(each.strip())), None)
