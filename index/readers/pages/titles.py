"""A page's title without its site's name: as it is stated, else its one heading, else the window's title."""

import re
from collections.abc import Iterable
from itertools import islice
from typing import TYPE_CHECKING

from index.readers.pages.marks import Marks, is_of_others, of_entry
from index.readers.parsing.html_tree import HEADINGS
from index.readers.parsing.tool_metadata import stated_title
from index.readers.parsing.xml import words_of

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_SEPARATORS = r"\s+[|\-–—·•:»«/]+\s+|\s*[|»«]\s*|\s*:\s+"
_TITLE_CLASSES = ("entry-title", "post-title", "article-title", "headline", "title")
_OF_SITE = re.compile(
    r"\b(?:site|blog)-?(?:title|name|logo|branding)|\blogo\b|\bbrand|masthead|menu-title", re.IGNORECASE
)
_AROUND = 3  # elements around a heading whose names are looked at
_NOT_WORDS = ("button", "script", "style", "svg")
_MARKS_OF_LINKS = "¶#§ "
_LEAST_SHARE = 1 / 3  # of a title that a heading in it makes up, to be the title itself


def page_title(tree: "HtmlElement", marks: Marks, stated: Iterable[str | None], site: str | None) -> str | None:
    """Return a page's title.

    Args:
        tree: of the page.
        marks: in it.
        stated: what it calls itself in its data, the likeliest first.
        site: the site's name, where it is stated.
    """
    window = words_of(next(tree.iter("title"), None))
    titled = (
        *tree.iter("h1"),
        *(each for name in _TITLE_CLASSES for each in marks.of_class(name) if each.tag in HEADINGS),
    )
    shown = (words for each in titled if not _is_the_sites(each) and (words := _shown(each)))
    headings = list(dict.fromkeys(shown))
    site = site or _at_the_end(headings, window)
    headings = [words for words in headings if words != site]
    named = next(filter(None, map(stated_title, stated)), None)
    entry = next(map(words_of, of_entry(marks, "p-name")), None)
    only = headings[0] if len(headings) == 1 else None
    found = named or entry or _first_in(headings, window) or only or window
    return _without_site(found, site, headings) if found else None


def _is_the_sites(heading: "HtmlElement") -> bool:
    """Whether a heading is of the site and not of the page: its logo, its way home, or another text's."""
    around = (heading, *islice(heading.iterancestors(), _AROUND))
    names = " ".join(f"{each.get('class')} {each.get('id')}" for each in around if each.tag not in ("html", "body"))
    links = {each.get("href") for each in heading.iter("a")}
    return bool(_OF_SITE.search(names)) or links == {"/"} or is_of_others(heading)


def _at_the_end(headings: list[str], window: str) -> str | None:
    """Return the heading that is the site's: the window's title ends with it, and the page has another."""
    named = (words for words in headings if window != words and window.endswith(words))
    return next(named, None) if len(headings) > 1 else None


def _first_in(headings: list[str], window: str) -> str | None:
    """Return the heading that the window's title holds first: behind it stands the site's name."""
    return min((words for words in headings if words in window), key=window.find, default=None)


def _without_site(title: str, site: str | None, headings: list[str]) -> str:
    """Take the site's name off a title: what stands beside a heading of the page, or what the site calls itself."""
    if not re.search(_SEPARATORS, title):
        return title
    heading = _first_in(headings, title)
    if heading and len(heading) > _LEAST_SHARE * len(title):
        return heading
    name = re.escape(site or "")
    shorter = re.sub(rf"(?:{_SEPARATORS}){name}\s*$|^{name}(?:{_SEPARATORS})", "", title, flags=re.IGNORECASE)
    return shorter.strip() or title if site else title


def _shown(heading: "HtmlElement") -> str:
    """Return a heading's words without its buttons and the marks of links to it."""
    skipped = {inner for each in heading.iter(*_NOT_WORDS) for inner in each.iter()}
    pieces = [heading.text or ""]
    for each in heading.iterdescendants():
        if isinstance(each.tag, str) and each not in skipped:
            pieces.append(each.text or "")
        if each.getparent() not in skipped:
            pieces.append(each.tail or "")
    return " ".join("".join(pieces).split()).strip(_MARKS_OF_LINKS)
