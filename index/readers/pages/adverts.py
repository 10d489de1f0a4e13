"""Adverts that only a label tells: "Sponsored" above a box, or a paragraph that speaks of a site's adverts."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from index.readers.pages.blocks import PageBlock
from index.readers.pages.zones import Zone
from index.text.wordlists import load_data

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_LONGEST_LABEL = 40
_LONGEST_OPENED = 600  # characters of a paragraph about adverts; what is longer is an essay about them


def with_adverts(blocks: Sequence[PageBlock], spine: frozenset["HtmlElement"]) -> list[PageBlock]:
    """Return the blocks of a page, with those that a label calls adverts in that part of it.

    Args:
        blocks: of the page.
        spine: the elements around most of its words, which no label makes an advert.
    """
    boxes = {box for block in blocks if _is_label(block) and (box := _box(block, blocks)) is not None} - spine
    return [
        replace(block, zone=block.zone | Zone.ADVERTS) if _is_opened(block) or _is_in(block, boxes) else block
        for block in blocks
    ]


def _is_label(block: PageBlock) -> bool:
    words = block.words.strip(" \n\t\r:–—-*•")
    return len(words) <= _LONGEST_LABEL and _pattern("advert_labels").fullmatch(words) is not None


def _is_opened(block: PageBlock) -> bool:
    words = block.words.lstrip()
    return len(words) <= _LONGEST_OPENED and _pattern("advert_openings").match(words) is not None


def _box(label: PageBlock, blocks: Sequence[PageBlock]) -> "HtmlElement | None":
    """Return the element that a label opens: its own where more stands in that, else the one around it."""
    own = label.anchor
    if own is None or any(block.parent is own for block in blocks):
        return own
    return label.parent


def _is_in(block: PageBlock, boxes: set["HtmlElement"]) -> bool:
    return bool(boxes) and any(element in boxes for element in _around(block))


def _around(block: PageBlock) -> Iterator["HtmlElement"]:
    if block.anchor is not None:
        yield block.anchor
        yield from block.anchor.iterancestors()


@cache
def _pattern(kind: str) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{each})" for each in load_data("page_parts.yaml")[kind]), re.IGNORECASE)
