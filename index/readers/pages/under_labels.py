"""Sections of a page that only their heading tells to be none of its text: "More from Ada Vik", "Recommended"."""

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

_LONGEST = 60  # characters of such a heading
_EARLIEST_SHARE = 0.4  # of a page's blocks, before which no such section begins


def without_sections_of_others(blocks: Sequence[PageBlock]) -> list[PageBlock]:
    """Return a page's blocks, those below such a heading as ways to other pages, or as beside the text."""
    return list(_marked(blocks))


def _marked(blocks: Sequence[PageBlock]) -> Iterator[PageBlock]:
    opened, zone = None, Zone.MAIN
    for number, block in enumerate(blocks):
        if opened and (_is_as_high(block, opened) or not _is_in(block, opened.parent)):
            opened = None
        if block.kind == "heading" and number >= _EARLIEST_SHARE * len(blocks) and (found := _zone_below(block.words)):
            opened, zone = block, found
        yield replace(block, zone=block.zone | zone) if opened else block


def _is_as_high(block: PageBlock, heading: PageBlock) -> bool:
    return block.kind == "heading" and block.level <= heading.level


def _is_in(block: PageBlock, section: "HtmlElement | None") -> bool:
    """Whether a block stands in the element around a heading, and in no footer, which is the page's."""
    if block.zone & Zone.FOOT or block.anchor is None or section is None:
        return False
    return block.anchor is section or any(each is section for each in block.anchor.iterancestors())


def _zone_below(heading: str) -> int:
    words = " ".join(heading.split()).strip(" :…")
    if len(words) > _LONGEST:
        return Zone.MAIN
    if _pattern("ways_headings").fullmatch(words):
        return Zone.WAYS
    return Zone.SIDE if _pattern("side_headings").fullmatch(words) else Zone.MAIN


@cache
def _pattern(kind: str) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{each})" for each in load_data("page_parts.yaml")[kind]), re.IGNORECASE)
