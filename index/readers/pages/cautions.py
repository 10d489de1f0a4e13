"""Cautions that a page gives outside its text, and its author in it: footers, boxes, folded parts, beside the cover.

Every extractor of main text drops them. An advert's, a commenter's and a cookie banner's are none of the author's.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from functools import cache

from index.marking.callouts import is_warning
from index.marking.cautious_headings import cautions_in_some_language
from index.marking.caveats import find_caveats
from index.model import Attribution, Block, Document
from index.readers.pages.blocks import PageBlock
from index.readers.pages.zones import OTHERS, Zone
from index.text.sentences import sentence_spans
from index.text.wordlists import load_data

_SHORTEST = 12  # characters of a caution; Japanese and Chinese say much in few
_FEWEST_BLANKS = 2  # in ASCII: "No warranty given"; a menu's words have fewer, and are many
_LONGEST_BLOCK = 6_000  # characters; what is longer is no caution at a page's rim
_LONGEST_LABEL = 80
_MOST = 12  # cautions of a page; terms of use are a text of their own
_EDGE = 3  # blocks at either end of the text, where authors speak of the whole
_LINKED = 0.7
_LONGEST_UNDER_LABEL, _FIRST = 1_000, 5  # characters under a label that are all kept; of more, so many sentences
_LABEL_REACH = 8  # blocks above one in which its label may stand


@dataclass(frozen=True, slots=True)
class Caution:
    """Words of caution on a page.

    Attributes:
        at: the number of its block among the page's.
        label: the words it stands under, where those say that it is a caution.
    """

    words: str
    at: int
    label: str | None = None


def cautions(blocks: Sequence[PageBlock], text: Sequence[PageBlock], language: str | None) -> tuple[Caution, ...]:
    """Return a page's cautions, in order: outside its text, and in it where it is set apart or at an edge.

    Args:
        blocks: all of the page's.
        text: those of them that are its text.
        language: of the page.
    """
    inside = {id(each): _Place.of(number, len(text), each) for number, each in enumerate(text)}
    ends = {id(each) for each in (*text[:_EDGE], *text[-_EDGE:])}
    found: dict[str, Caution] = {}
    for number, block in enumerate(blocks):
        if block.kind == "heading" or not _may_hold(block):
            continue
        place = inside.get(id(block), _Place.BESIDE)
        label = _label(blocks, number) if place is not _Place.WITHIN else None
        if label is None and id(block) in ends and number and _is_boxed(block, blocks[number - 1]):
            label = blocks[number - 1].words.strip()
        words = _cautious_words(block.words.strip(), label, language, place)
        if words:
            found.setdefault(words, Caution(words, number, label))
    return tuple(found.values())[:_MOST]


class _Place(Enum):
    """Where a block stands, which decides what counts as a caution in it."""

    BESIDE = auto()  # outside the text, or set apart by its author, or at its very ends: whatever reads as one
    EDGE = auto()  # near an end of the text: what pages say of themselves
    WITHIN = auto()

    @classmethod
    def of(cls, number: int, count: int, block: PageBlock) -> "_Place":
        """Return the place of a block of the text by its number."""
        if block.zone & Zone.BOX or number in (0, count - 1):
            return cls.BESIDE
        return cls.EDGE if number < _EDGE or number >= count - _EDGE else cls.WITHIN


def _is_boxed(block: PageBlock, above: PageBlock) -> bool:
    """Whether a block stands in a box below a label such as "Warning", as programs for documentation set it off."""
    label = above.words.strip(" \n:!").casefold()
    is_one = bool(block.zone & above.zone & Zone.BOX) and above.parent is block.parent
    return is_one and is_warning(label)


def _may_hold(block: PageBlock) -> bool:
    if block.zone & OTHERS or block.linked_share > _LINKED:
        return False
    words = block.words
    return _SHORTEST <= len(words) <= _LONGEST_BLOCK and (not words.isascii() or words.count(" ") >= _FEWEST_BLANKS)


def _label(blocks: Sequence[PageBlock], number: int) -> str | None:
    """Return the heading or the short line above a block that says that a caution follows."""
    for above in reversed(blocks[max(0, number - _LABEL_REACH) : number]):
        words = " ".join(above.words.split())
        if len(words) <= _LONGEST_LABEL and cautions_in_some_language(words):
            return words
        if above.kind == "heading" or above.zone != blocks[number].zone:
            return None
    return None


def _cautious_words(words: str, label: str | None, language: str | None, place: _Place) -> str | None:
    """Return the sentences of a block from the first to the last that cautions; all of it under a cautious label."""
    phrases = _phrases("anywhere") if place is _Place.WITHIN else _phrases("cautions", "anywhere")
    if place is _Place.WITHIN and not any(map(words.lower().__contains__, _hints())):
        return None
    if not label and place is not _Place.BESIDE and not phrases.search(words):
        return None
    spans = [(start, end) for start, end in sentence_spans(words, language) if words[start:end].strip()]
    if label and spans:
        return words if len(words) <= _LONGEST_UNDER_LABEL else words[: spans[min(_FIRST, len(spans)) - 1][1]]
    cautious = [span for span in spans if phrases.search(words, *span)]
    if not cautious and place is _Place.BESIDE:
        cautious = list(_marked(words, language))
    cautious = [span for span in cautious if not _phrases("never").search(words, *span)]
    if not cautious:
        return None
    return words[min(start for start, _ in cautious) : max(end for _, end in cautious)]


def _marked(words: str, language: str | None) -> Iterator[tuple[int, int]]:
    """Yield the spans that an author's text marks as a caution at its edge."""
    block = Block(0, len(words), "paragraph")
    document = Document("page", "page", words, Attribution(), (block,), language=language)
    for caveat in find_caveats(document):
        if caveat.start is not None and caveat.end is not None and caveat.kind != "status":
            yield caveat.start, caveat.end


@cache
def _phrases(*kinds: str) -> re.Pattern[str]:
    data = load_data("page_cautions.yaml")
    return re.compile("|".join(each for kind in kinds for each in data[kind]), re.IGNORECASE)


@cache
def _hints() -> tuple[str, ...]:
    """Return the words of which one stands in whatever counts anywhere, which is cheaper to see."""
    return tuple(load_data("page_cautions.yaml")["anywhere_hints"].split())
