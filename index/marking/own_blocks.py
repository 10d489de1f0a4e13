"""The blocks of a document that are its author's own words, each as it is looked through for caveats.

Code and quotations are left out; a callout, which looks like a quotation, is not. Knows no wordings.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from index.marking.bare_words import bare
from index.marking.callouts import LINES_ABOVE, Callout, callout, closes_box, is_fenced, is_open_box, opened
from index.model import Block, Document

# A paragraph that is set off as a whole, by emphasis, brackets or a sign before it.
_STRESSED = re.compile(
    r"""\s*(?:[⚠❗‼🚨🚧ℹ📝📌🛑⛔✏]
      | (?P<mark>\*\*\*|\*\*|\*|__|_)(?=\S)(?:(?!(?P=mark)).)+(?P=mark)[.!]?\s*\Z
      | \((?=\S)[^()]*(?:\([^()]*\)[^()]*)*\)\s*\Z
      | <(?:em|i|strong|b|small)>)
    """,
    re.VERBOSE | re.DOTALL,
)
_SET_OFF = frozenset(">:!?{")  # what a callout begins with
_MOST_AT_THE_EDGE = 5  # blocks: title, author, place, date, and what comes then
GREETING_CHARS = 60  # a first or last line no longer than this that ends like no sentence


@dataclass(frozen=True, slots=True)
class OwnBlock:
    """A block, with its words without markup (as long as they stand in the text), and where it stands.

    Attributes:
        is_next: nothing stands between it and the block before.
        stressed: it is set off as a whole, as authors do who address the reader.
        struck: it begins with words struck out.
    """

    block: Block
    words: str
    callout: Callout | None
    is_next: bool
    head: bool = False
    tail: bool = False
    stressed: bool = False
    struck: bool = False

    @property
    def start(self) -> int:
        """Where it begins in the document's text."""
        return self.block.start

    @property
    def end(self) -> int:
        """Where it ends in the document's text."""
        return self.block.end


def own_blocks(document: Document) -> tuple[OwnBlock, ...]:
    """Return the author's own blocks, in order."""
    found = list(_own(document))
    heads, tails = _edge(found), _edge(found[::-1])
    for number in {*range(heads), *range(len(found) - tails, len(found))}:
        each = found[number]
        head, tail = number < heads, number >= len(found) - tails
        found[number] = replace(each, head=head, tail=tail)
    return tuple(found)


def _own(document: Document) -> Iterator[OwnBlock]:
    text, before = document.text, 0
    box: Callout | None = None  # one that began above
    for block in document.blocks:
        raw = text[block.start : block.end]
        set_off = box
        is_code = block.kind == "code" and not is_fenced(raw)
        if not box and not is_code and (block.kind in {"quote", "code"} or raw.lstrip()[:1] in _SET_OFF):
            set_off = callout(raw, text[max(0, block.start - LINES_ABOVE) : block.start])
            box = set_off if is_open_box(raw) else None
        elif closes_box(raw):
            box = None
        is_quoted = block.kind == "quote" or raw.lstrip().startswith(">")  # plain text has no block quotes
        if not is_code and (not is_quoted or set_off):
            words = bare(opened(raw) if set_off else raw)
            is_next = not text[before : block.start].strip()
            is_stressed = bool(_STRESSED.match(raw))
            yield OwnBlock(block, words, set_off, is_next, stressed=is_stressed, struck=raw.startswith("~~"))
        before = block.end


def _edge(blocks: list[OwnBlock]) -> int:
    """Count the blocks of an edge, up to the first that says something: titles, greetings, names and dates do not."""
    for number, each in enumerate(blocks[:_MOST_AT_THE_EDGE], start=1):
        words = each.words.strip()
        if len(words) > GREETING_CHARS or words.endswith((".", "?", "…", "。", "？", "！")):
            return number
    return min(2, len(blocks))
