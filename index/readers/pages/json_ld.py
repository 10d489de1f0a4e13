"""What a page states of itself in JSON-LD (schema.org): its article, that article's authors, day and title.

Of several articles it is the one at the page's own address, else the first; what a page lists or mentions is others'.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from index.readers.parsing.xml import words_of

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_LONGEST = 2_000_000  # characters of a script
_ARTICLES = (
    "article",
    "posting",
    "report",
    "review",
    "story",
    "medicalwebpage",
    "recipe",
    "howto",
    "chapter",
    "book",
    "creativework",
)
_PAGES = ("webpage", "faqpage", "qapage", "aboutpage")
_NO_ARTICLES = frozenset(("claimreview", "discussionforumposting"))  # a forum page is not one author's


@dataclass(frozen=True, slots=True)
class StatedInData:
    """What JSON-LD states; what it does not is None or empty."""

    title: str | None = None
    authors: tuple[str, ...] = ()
    published: str | None = None
    site: str | None = None


def read_json_ld(tree: "HtmlElement", address: str | None) -> StatedInData:
    """Read a page's JSON-LD; what is damaged in it is not stated."""
    things = [thing for script in _scripts(tree) for thing in _things(script)]
    named = {thing["@id"]: thing for thing in things if isinstance(thing.get("@id"), str) and len(thing) > 1}
    articles = [thing for thing in things if _is_a(thing, _ARTICLES)] or [t for t in things if _is_a(t, _PAGES)]
    if not articles:
        return StatedInData()
    own = next((thing for thing in articles if address and _address(thing) == address), articles[0])
    sites = [own.get("publisher"), *(thing for thing in things if _is_a(thing, ("website", "organization")))]
    return StatedInData(
        _title(own, tree),
        tuple(dict.fromkeys(_names(own.get("author") or own.get("creator"), named))),
        _text(own.get("datePublished")),
        next((name for site in sites for name in _names(site, named)), None),
    )


def _title(article: Mapping[str, Any], tree: "HtmlElement") -> str | None:
    """Return what an article is called: of a headline and a name, the one that stands in the window's title."""
    headline, name = _text(article.get("headline")), _text(article.get("name"))
    window = words_of(next(tree.iter("title"), None))
    return name if headline and name and name in window and headline not in window else headline or name


def _scripts(tree: "HtmlElement") -> Iterator[Any]:
    for script in tree.iter("script"):
        text = script.text or ""
        if "ld+json" in (script.get("type") or "").lower() and len(text) <= _LONGEST:
            try:
                yield json.loads(text.strip().removeprefix("<!--").removesuffix("-->"), strict=False)
            except (ValueError, RecursionError):
                continue


def _things(data: Any) -> Iterator[dict[str, Any]]:
    """Yield the things that a script is about: itself, each of a list, each of a graph."""
    for each in data if isinstance(data, list) else [data]:
        if isinstance(each, dict):
            yield each
            graph = each.get("@graph")
            yield from (inner for inner in (graph if isinstance(graph, list) else [graph]) if isinstance(inner, dict))
            main = each.get("mainEntity")
            if isinstance(main, dict) and _is_a(main, _ARTICLES):
                yield main


def _is_a(thing: Mapping[str, Any], kinds: tuple[str, ...]) -> bool:
    types = thing.get("@type")
    names = [str(each).lower() for each in (types if isinstance(types, list) else [types])]
    return any(name.endswith(kinds) and name not in _NO_ARTICLES for name in names)


def _address(thing: Mapping[str, Any]) -> str | None:
    of = thing.get("mainEntityOfPage")
    return _text(thing.get("url")) or _text(of.get("@id") if isinstance(of, dict) else of)


def _names(value: Any, named: Mapping[str, Mapping[str, Any]]) -> Iterator[str]:
    """Yield the names of whom a value means: texts, things, references to things, lists of these."""
    for each in value if isinstance(value, list) else [value]:
        thing = named.get(each["@id"], each) if isinstance(each, dict) and isinstance(each.get("@id"), str) else each
        name = thing.get("name") if isinstance(thing, dict) else thing
        for text in name if isinstance(name, list) else [name]:
            if words := _text(text):
                yield words


def _text(value: Any) -> str | None:
    return " ".join(value.split()) or None if isinstance(value, str) else None
