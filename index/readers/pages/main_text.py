"""Which blocks of a page are its text: trafilatura tells, and only the page's own words are taken.

What trafilatura returns is rebuilt, so its words are looked up in the page's blocks, white space aside. Of a page in
which it finds nothing, whatever reads as prose is taken and stands in no part that is somebody else's.
"""

import logging
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from index.readers.pages.blocks import PageBlock, squeezed
from index.readers.pages.zones import OTHERS, Zone
from index.readers.parsing.xml import depth_of

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_SHORT = 25  # characters; a shorter block counts only as a piece of its own, since its words may stand anywhere
_ENDS = 40  # characters at a block's ends, of which one stands in trafilatura's text where it left something out
_PROSE = 60  # characters of a paragraph that reads as one without a look at its end
_SMALL_PAGE = 2_000  # characters of prose in all; of so little nothing is boilerplate
_FOUND_SHARE = 0.25  # of the prose; a text with less is not the page's text
_LINKED = 0.5
# Beyond these trafilatura takes more than linear time, and prose is taken as it is. Most pages have 3,000 elements.
_MOST_ELEMENTS, _DEEPEST = 30_000, 500
_SENTENCE_END = re.compile(r"[.!?…。！？:][\"'”’»)\]」』]*\s*$")


def main_blocks(tree: "HtmlElement", blocks: Sequence[PageBlock]) -> list[PageBlock]:
    """Return the blocks that are a page's text, in order; the tree is used up."""
    clean = [each for each in blocks if not each.zone & (OTHERS | Zone.SIDE | Zone.FOOT)]
    prose = [each for each in clean if is_prose(each)]
    found = _Found() if _is_heavy(tree) else _Found.of(tree)
    taken = {id(each) for each in blocks if found.holds(each) and not each.zone & (OTHERS | Zone.BYLINE)}
    chars = sum(len(each.words) for each in blocks if id(each) in taken)
    all_chars = sum(len(each.words) for each in prose)
    if all_chars < _SMALL_PAGE or chars < _FOUND_SHARE * all_chars:
        taken |= {id(each) for each in prose}
        if not taken and sum(len(each.words) for each in clean) < _SMALL_PAGE:
            taken = {id(each) for each in clean if each.kind != "heading" and each.linked_share <= _LINKED}
    else:
        taken |= {id(each) for each in _beside(prose, [each for each in blocks if id(each) in taken])}
    taken |= {id(each) for each in _items_of(clean, taken)}
    return _with_headings(blocks, taken)


def _items_of(clean: Sequence[PageBlock], taken: set[int]) -> list[PageBlock]:
    """Return the items of lists of which one is taken: short ones are no prose, and a list is whole or not there."""
    lists = {each.parent for each in clean if each.kind == "item" and id(each) in taken}
    return [each for each in clean if each.kind == "item" and each.parent in lists and each.linked_share <= _LINKED]


def _is_heavy(tree: "HtmlElement") -> bool:
    return sum(1 for _ in tree.iter()) > _MOST_ELEMENTS or depth_of(tree) > _DEEPEST


def is_prose(block: PageBlock) -> bool:
    """Whether a block reads as sentences of its own and not as a way to somewhere."""
    if block.kind == "heading" or block.linked_share > _LINKED:
        return False
    words = block.words.strip()
    return len(words) >= _PROSE or (bool(_SENTENCE_END.search(words)) and not words.endswith(":"))


@dataclass(frozen=True, slots=True)
class _Found:
    """What trafilatura found: its pieces, and all of it on end."""

    pieces: frozenset[str] = frozenset()
    text: str = ""

    @classmethod
    def of(cls, tree: "HtmlElement") -> "_Found":
        from trafilatura.core import bare_extraction  # here, since it takes half a second

        logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
        document = bare_extraction(tree, include_comments=False, include_tables=True, with_metadata=False)
        body = getattr(document, "body", None)
        if body is None:
            return cls()
        pieces = frozenset(squeezed("".join(each.itertext())) for each in body.iter())
        return cls(pieces, squeezed("".join(body.itertext())))

    def holds(self, block: PageBlock) -> bool:
        """Whether a block's words are among what was found, wholly or but for something within."""
        key = block.key
        if key in self.pieces:
            return True
        if len(key) < _SHORT:
            return False
        return key in self.text or (len(key) > 2 * _ENDS and (key[:_ENDS] in self.text or key[-_ENDS:] in self.text))


def _beside(prose: Sequence[PageBlock], taken: Sequence[PageBlock]) -> list[PageBlock]:
    """Return paragraphs that stand among those that were found, in the same element."""
    around = {each.parent for each in taken if is_prose(each)}
    return [
        each for each in prose if each.parent in around and len(each.words) >= _PROSE and not each.zone & Zone.BYLINE
    ]


def _with_headings(blocks: Sequence[PageBlock], taken: set[int]) -> list[PageBlock]:
    """Add the headings right above what is taken, and leave out those with nothing below them."""
    kept: list[PageBlock] = []
    waiting: list[PageBlock] = []
    for block in blocks:
        if block.kind == "heading":
            if not block.zone & (OTHERS | Zone.SIDE | Zone.BYLINE):
                waiting = [each for each in waiting if each.level < block.level]
                waiting.append(block)
        elif id(block) in taken:
            kept += [*waiting, block]
            waiting = []
        elif is_prose(block) or block.zone & OTHERS:
            waiting = []
    return kept
