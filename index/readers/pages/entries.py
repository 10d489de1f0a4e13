"""Pages that mark their own text: an entry of microformats (h-entry), as Medium exports and many blogs write it."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from index.readers.pages.blocks import PageBlock
from index.readers.pages.zones import OTHERS

if TYPE_CHECKING:
    from lxml.html import HtmlElement


def entry_blocks(blocks: Sequence[PageBlock]) -> list[PageBlock]:
    """Return the blocks of the content that a page marks as its one entry's; nothing where it marks none or several."""
    inside: dict[HtmlElement, list[PageBlock]] = {}
    for block in blocks:
        content = _content(block.anchor) if block.anchor is not None and not block.zone & OTHERS else None
        if content is not None:
            inside.setdefault(content, []).append(block)
    return next(iter(inside.values())) if len(inside) == 1 else []


def _content(element: "HtmlElement | None") -> "HtmlElement | None":
    """Return the outermost content of an entry around an element."""
    found = None
    while element is not None:
        if "e-content" in (element.get("class") or "").split():
            found = element
        element = element.getparent()
    return found
