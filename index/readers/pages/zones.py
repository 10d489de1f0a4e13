"""Which part of a page an element is, by its tag, its role and the names of its classes and ids. It knows no words."""

import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Final

from index.readers.parsing.html_tree import NO_WORDS, is_hidden
from index.text.wordlists import load_data

if TYPE_CHECKING:
    from lxml.html import HtmlElement


class Zone:
    """What a part of a page is; an element is in its own zones and in those of all around it.

    Bits of a number: an enum's flags take most of the time in which a page is read.
    """

    MAIN: Final = 0
    HIDDEN: Final = 1
    FOLDED: Final = 2  # not shown until a reader opens it
    COMMENTS: Final = 4
    ADVERTS: Final = 8
    WAYS: Final = 16  # to other pages
    BYLINE: Final = 32
    BOX: Final = 64  # set apart by the author
    SIDE: Final = 128
    FOOT: Final = 256


OTHERS = Zone.COMMENTS | Zone.ADVERTS | Zone.HIDDEN | Zone.WAYS
_BY_TAG = {"nav": Zone.WAYS, "aside": Zone.SIDE, "footer": Zone.FOOT, "details": Zone.FOLDED, "ins": Zone.MAIN}
_BY_ROLE = {
    "navigation": Zone.WAYS, "search": Zone.WAYS, "menu": Zone.WAYS, "banner": Zone.MAIN, "complementary": Zone.SIDE,
    "contentinfo": Zone.FOOT, "note": Zone.BOX, "doc-notice": Zone.BOX, "alert": Zone.BOX, "tabpanel": Zone.FOLDED,
}  # fmt: skip
_BY_NAME = {
    "comments": Zone.COMMENTS, "adverts": Zone.ADVERTS, "ways": Zone.WAYS, "bylines": Zone.BYLINE, "boxes": Zone.BOX,
    "folded": Zone.FOLDED, "sides": Zone.SIDE, "feet": Zone.FOOT,
}  # fmt: skip
_OUTERMOST = frozenset(("html", "body", "main"))  # whose classes say what a page has, not what they are
_CAPITAL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_SAYS_WHETHER = re.compile(r"(?:and|with|has|no)-comments|comments-(?:open|closed|enabled|disabled|on|off)(?:-|$)")
_NO_LETTERS = re.compile(r"[\s_:./]+")
_NEVER_THE_PAGE = frozenset(("nav", "footer", "details"))
_MOST, _NEARLY_ALL = 0.5, 0.9  # of a page's words
_LONGEST_NAME = 300  # characters of classes that are looked at


def zone_of(element: "HtmlElement", around: int) -> int:
    """Return the zones of an element inside others."""
    tag, attributes = element.tag, element.attrib
    own = _BY_TAG.get(tag, Zone.MAIN)
    if attributes:
        own |= _BY_ROLE.get(attributes.get("role", ""), Zone.MAIN)
        if tag not in _OUTERMOST:
            own |= _by_names(attributes.get("class", "")[:_LONGEST_NAME], attributes.get("id", "")[:_LONGEST_NAME])
        if attributes.get("itemprop") == "comment" or "schema.org/Comment" in attributes.get("itemtype", ""):
            own |= Zone.COMMENTS
        if "dvert" in attributes.get("aria-label", ""):
            own |= Zone.ADVERTS
        # Folds and panels are shown on a click; what only says that it is hidden is nothing a reader ever sees.
        if not (around | own) & Zone.FOLDED and is_hidden(element):
            own |= Zone.HIDDEN
    return around | own


def spine(root: "HtmlElement") -> frozenset["HtmlElement"]:
    """Return the elements around most of a page's words: whatever their names say, they are the page.

    Readers' comments may be longer than what they are on; so they are the page only where there is little besides.
    """
    sizes: dict[HtmlElement, int] = {}
    for element in reversed(list(root.iter("*"))):
        own = 0 if element.tag in NO_WORDS and element.tag != "form" else len((element.text or "").strip())
        sizes[element] = own + sum(
            sizes[child] + len((child.tail or "").strip()) for child in element.iterchildren("*")
        )
    found, element = {root}, root
    while (inner := max(element.iterchildren("*"), key=sizes.__getitem__, default=None)) is not None:
        share = sizes[inner] / max(1, sizes[root])
        if inner.tag in _NEVER_THE_PAGE or share < (_NEARLY_ALL if zone_of(inner, Zone.MAIN) & OTHERS else _MOST):
            break
        found.add(inner)
        element = inner
    return frozenset(found)


@lru_cache(maxsize=4096)
def _by_names(classes: str, own_id: str) -> int:
    found, names = Zone.MAIN, f"{classes} {own_id}".replace("_", "-").replace("--", "-")
    for name in _NO_LETTERS.sub(" ", _CAPITAL.sub("-", names)).lower().split():
        for zone, pattern in _patterns():
            if pattern.search(name) and not (zone == Zone.COMMENTS and _SAYS_WHETHER.search(name)):
                found |= zone
    return found


@cache
def _patterns() -> tuple[tuple[int, re.Pattern[str]], ...]:
    parts = load_data("page_parts.yaml")
    return tuple((zone, re.compile(rf"(?:^|-)(?:{'|'.join(parts[key])})(?:-|$)")) for key, zone in _BY_NAME.items())
