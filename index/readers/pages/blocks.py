"""A page's tree to its blocks in order: words as they are shown, links, headings above, and which part they stand in.

One pass in linear time that calls itself nowhere: pages of strangers are nested as deeply as a parser lets them be.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from index.readers.pages.zones import OTHERS, Zone, zone_of
from index.readers.parsing.html_tree import BLOCKS, HEADINGS, NO_WORDS, is_layout

if TYPE_CHECKING:
    from lxml.html import HtmlElement

BlockOf = Literal["heading", "paragraph", "item", "code", "quote", "cell"]
Link = tuple[int, int, str]

_WEB = ("http://", "https://")
_WHITE = re.compile(r"[ \t\r\n\f]+")
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")
_ITEMS = frozenset(("li", "dd"))
# In running words a link such as "edit" is left out as if it were not there; elsewhere it is a block.
_RUNNING = frozenset(("p", "li", "dd", "td", "th", "h1", "h2", "h3", "h4", "h5", "h6"))
_KINDS: dict[str, BlockOf] = {
    "li": "item", "dd": "item", "blockquote": "quote", "pre": "code", "td": "cell", "th": "cell",
}  # fmt: skip
# Names of what is folded below, in whatever element a template puts them.
_LABELS = frozenset(("summary", "legend", "dt", "caption"))
_LABEL_LEVEL = 6
_LOOKED_INTO = frozenset(
    ("form", "nav", "button")
)  # since whole pages stand in a form, and buttons name what they open
_LAYOUT = -1  # instead of a row: in a table that only lays a page out


@dataclass(frozen=True, slots=True)
class PageBlock:
    """What reads as one piece on a page.

    Attributes:
        level: of a heading.
        row: numbers the table's row of a cell, the quotation of what is quoted, else 0.
        anchor: the element it stands in.
        parent: the element around that.
    """

    words: str
    kind: BlockOf
    zone: int
    links: tuple[Link, ...] = ()
    level: int = 0
    row: int = 0
    parent: "HtmlElement | None" = None
    anchor: "HtmlElement | None" = None

    @property
    def key(self) -> str:
        """Its words without white space and what nobody sees, by which it is found in another text."""
        return squeezed(self.words)

    @property
    def linked_share(self) -> float:
        """How much of its words leads elsewhere, 0 to 1."""
        return sum(end - start for start, end, _ in self.links) / max(1, len(self.words))


def squeezed(text: str) -> str:
    """Return a text without white space and invisible characters."""
    return "".join(_INVISIBLE.sub("", text).split())


@dataclass(slots=True)
class _Open:
    """An element whose end has not come yet."""

    element: "HtmlElement"
    zone: int
    children: Iterator["HtmlElement"]
    kind: BlockOf
    level: int
    row: int
    is_block: bool
    is_code: bool
    link_at: int = -1


@dataclass(slots=True)
class _Walker:
    """Goes through a tree and collects blocks."""

    spine: frozenset["HtmlElement"]
    blocks: list[PageBlock] = field(default_factory=list)
    opened: list[_Open] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    length: int = 0
    rows: int = 0

    def walk(self, root: "HtmlElement") -> list[PageBlock]:
        """Return the blocks of a tree."""
        self._open(root)
        while self.opened:
            child = next(self.opened[-1].children, None)
            if child is None:
                self._close()
            elif not isinstance(child.tag, str) or (child.tag in NO_WORDS and child.tag not in _LOOKED_INTO):
                self._add(child.tail)
            elif child.tag == "br":
                self._break()
                self._add(child.tail)
            else:
                self._open(child)
        return self.blocks

    def _open(self, element: "HtmlElement") -> None:
        tag = element.tag
        around = self.opened[-1] if self.opened else None
        zone = around.zone if around else Zone.MAIN
        if element in self.spine:
            zone = Zone.MAIN
        elif around is None or not around.is_code:  # in code, "comment" is a colour
            zone = zone_of(element, zone)
        if zone & Zone.HIDDEN:
            self._add(element.tail)
            return
        if around and tag not in BLOCKS and tag not in _LABELS:
            others = (zone ^ around.zone) & OTHERS
            if others and around.element.tag in _RUNNING:
                self._add(element.tail)
                return
            zone = zone if others else around.zone  # an inline element is no part of its own but for others' words
        is_block = tag in BLOCKS or around is None or tag in _LABELS or zone != around.zone
        if is_block:
            self._end_block()
        kind, level, row = _kind_of(element, around)
        if (tag == "tr" and row != _LAYOUT) or tag == "blockquote":
            self.rows += 1
            row = self.rows
        is_code = tag == "pre" or (around is not None and around.is_code)
        opened = _Open(element, zone, iter(element), kind, level, row, is_block, is_code)
        if tag == "a" and (element.get("href") or ""):
            opened.link_at = self.length
        self.opened.append(opened)
        self._add(element.text)

    def _close(self) -> None:
        closed = self.opened[-1]
        if closed.link_at >= 0 and self.length > closed.link_at:
            self.links.append((closed.link_at, self.length, (closed.element.get("href") or "").strip()))
        if closed.is_block:
            self._end_block()
        self.opened.pop()
        if self.opened:
            self._add(closed.element.tail)

    def _add(self, text: str | None) -> None:
        if text:
            self._append(text if self.opened[-1].is_code else _WHITE.sub(" ", text))

    def _append(self, text: str) -> None:
        if not self.opened[-1].is_code and (not self.words or self.words[-1].endswith((" ", "\n"))):
            text = text.lstrip(" ")
        if text:
            self.words.append(text)
            self.length += len(text)

    def _break(self) -> None:
        """Begin a line; two breaks in a row are how old pages begin a paragraph."""
        if not self.opened[-1].is_code and self.words and self.words[-1].endswith("\n"):
            self._end_block()
        else:
            self._append("\n")

    def _end_block(self) -> None:
        if not self.words:
            return
        words, links = "".join(self.words), tuple(self.links)
        self.words.clear()
        self.links.clear()
        self.length = 0
        for each in self.opened:
            each.link_at = min(each.link_at, 0)  # what is left of a link begins the next block
        if not self.opened or not words.strip():
            return
        at = next((each for each in reversed(self.opened) if each.is_block), self.opened[0])
        parent = at.element.getparent()
        self.blocks.append(PageBlock(words, at.kind, at.zone, links, at.level, at.row, parent, at.element))


def _kind_of(element: "HtmlElement", around: _Open | None) -> tuple[BlockOf, int, int]:
    """Return how the words of an element are written, inside another: its kind, level and row."""
    tag = element.tag
    level = HEADINGS.get(tag, _LABEL_LEVEL if tag in _LABELS else 0)
    if level:
        return "heading", level, 0
    kind: BlockOf = around.kind if around and around.kind != "heading" else "paragraph"
    row = around.row if around else 0
    if tag == "table" and kind != "quote":
        return "paragraph", 0, _LAYOUT if is_layout(element) else 0
    if kind == "quote" or (tag in ("td", "th") and row <= 0):
        return kind, 0, row
    return _KINDS.get(tag, kind), 0, 0 if tag in _ITEMS else row


def page_blocks(root: "HtmlElement", spine: frozenset["HtmlElement"]) -> list[PageBlock]:
    """Return the blocks of a tree in order, each with the zones it stands in.

    Args:
        root: of the tree.
        spine: the elements around most of its words, which are the page whatever they are called.
    """
    return _Walker(spine).walk(root)


def web_links(block: PageBlock) -> tuple[Link, ...]:
    """Return the links of a block that lead to the web."""
    return tuple(link for link in block.links if link[2].startswith(_WEB))
