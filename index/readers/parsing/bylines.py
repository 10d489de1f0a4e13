"""Lines beneath a title that state who wrote a text, when, and in what state it is: "*By Mira Holt, 3 May 2021*".

They stay in the text, where readers see them. Which words they begin with is data (`index/data/bylines.yaml`).
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache, reduce

from index.model import Block
from index.readers.parsing.base import HEADING_SEPARATOR, ParsedDocument
from index.readers.parsing.days import day_in
from index.readers.parsing.names import split_names
from index.text.wordlists import load_data

_AT_THE_HEAD = 3  # blocks
_LONGEST_LINE = 120
_LONGEST_BLOCK = 600
_MARKUP = re.compile(r"^[\s*•-]*(?=\S)|[*_`]+|\\$")
_LINK = re.compile(r"\[([^\]\n]*)\]\([^)\n]*\)")
_KEY = re.compile(r"(?P<key>[^\W\d_][\w ]{0,30}?)\s*[:：]\s*(?P<value>\S.*)")
_BETWEEN = re.compile(r"\s+[|·•–—/]+\s+|\s+-\s+")
_WITHIN = re.compile(
    r",?\s+(?:on|am|le|el|il)\s+(?=\d|\w+\.?\s+\d)|,?\s+(?=\d{1,2}\.?\s+\w|\d{4}-)|,\s+(?=[^\W\d]+\s+\d)"
    r"|\s+(?=(?:by|von|par|por)\s)"
)
_BY_WORDS = "by|von|par|por|di|от"
_BY = re.compile(rf"(?:(?:written|posted|published|words|text) by|{_BY_WORDS})\s+(?=[^\W\d_])", re.IGNORECASE)
_READING_TIME = re.compile(r"\d+[ -]min(?:ute)?s?(?: read)?", re.IGNORECASE)
_ON = re.compile(r"(?:on|am|le|el|il)\s+", re.IGNORECASE)
_MOST_WORDS_OF_A_NAME = 5
# Each line that states something has one of these, and hardly any paragraph but such a line is read further.
_SIGN = re.compile(rf"[\d:：]|(?<![^\W_])(?:{_BY_WORDS})(?![^\W_])", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Byline:
    """What such lines state.

    Attributes:
        states: words behind "Status:" and its like.
        is_cautioned: one of them cautions about what stands below.
    """

    authors: tuple[str, ...] = ()
    published: str | None = None
    updated: str | None = None
    states: tuple[str, ...] = ()
    is_cautioned: bool = False

    def __add__(self, other: "Byline") -> "Byline":
        """Put two together; the first counts where both state something."""
        return Byline(
            self.authors or other.authors,
            self.published or other.published,
            self.updated or other.updated,
            self.states + other.states,
            self.is_cautioned or other.is_cautioned,
        )


_NOTHING = Byline()


def with_byline(draft: ParsedDocument) -> ParsedDocument:
    """Add what lines beneath a text's title state of it; what it calls its own state, one of its sections may say."""
    found = byline_of(draft.text, draft.blocks)
    return replace(
        draft,
        authors=draft.authors or found.authors,
        published=draft.published or found.published or found.updated,
        caveats=(*draft.caveats, *_explained(draft, found.states)),
    )


def byline_of(text: str, blocks: Sequence[Block]) -> Byline:
    """Return what the first blocks of a text state of it, above its second heading, where each line of a block does."""
    head = (each for each in blocks[:_AT_THE_HEAD] if each.heading == blocks[0].heading)
    found = (_of_block(text[each.start : each.end]) for each in head if each.kind in ("paragraph", "list", "post"))
    return reduce(Byline.__add__, filter(None, found), _NOTHING)


def _explained(draft: ParsedDocument, states: Iterable[str]) -> Iterator[str]:
    """Yield the first words of the section that a state names: "State: Draft", and what a section "Draft" says."""
    wanted = {state.casefold() for state in states}
    seen: set[str] = set()
    for block in draft.blocks:
        name = (block.heading or "").rpartition(HEADING_SEPARATOR)[2].casefold()
        if name in wanted and name not in seen:
            seen.add(name)
            yield draft.text[block.start : block.end]


def _of_block(words: str) -> Byline | None:
    """Read a block all lines of which state something; None for any other."""
    if not _SIGN.search(words):
        return None
    opening = _KEY.match(_MARKUP.sub("", words[:_LONGEST_LINE]))
    if opening and _folded(opening["key"]) in _keys("cautions"):
        return Byline(is_cautioned=True)
    if len(words) > _LONGEST_BLOCK:
        return None
    lines = [_LINK.sub(r"\1", _MARKUP.sub("", line)).strip() for line in words.split("\n") if line.strip()]
    keyed = [_KEY.fullmatch(line) for line in lines]
    read = [
        _of_pair(match["key"], match["value"]) if match else _of_line(line)
        for line, match in zip(lines, keyed, strict=True)
    ]
    known = [each for each in read if each]
    if not known or any(each is None and match is None for each, match in zip(read, keyed, strict=True)):
        return None
    return reduce(Byline.__add__, known)


def _of_pair(key: str, value: str) -> Byline | None:
    """Read a line with a key; None where the key is none of those known, or the value not of its kind."""
    name, words = _folded(key), value.strip()
    if name in _keys("authors"):
        names = tuple(split_names(words))
        return Byline(names) if names and not words.endswith((".", "!", "?")) else None
    day = day_in(words)
    if day and name in _keys("published"):
        return Byline(published=day)
    if day and name in _keys("updated"):
        return Byline(updated=day)
    return Byline(states=(words,)) if name.rpartition("_")[2] in _keys("states") else None


def _of_line(line: str) -> Byline | None:
    """Read a line such as "By Mira Holt | 3 May 2021 | 5 min read"; None where a part of it is nothing of that kind."""
    whole = _NOTHING
    for part in filter(None, map(str.strip, _BETWEEN.split(line))):
        read = _of_part(part)
        if read is None:
            return None
        whole += read
    return whole if whole.authors or whole.updated else None


def _of_part(part: str) -> Byline | None:
    """Read names, a day, or both; a day alone without a word before it may be any."""
    if _READING_TIME.fullmatch(part):
        return _NOTHING
    begun = _begun().match(part)
    pieces = [_of_piece(piece) for piece in _WITHIN.split(part[begun.end() :] if begun else part) if piece]
    if None in pieces:
        return None
    found = reduce(Byline.__add__, filter(None, pieces), _NOTHING)
    return replace(found, published=None, updated=found.published) if begun else found


def _of_piece(piece: str) -> Byline | None:
    if by := _BY.match(piece):
        names = tuple(split_names(piece[by.end() :]))
        return Byline(names) if names and all(map(_looks_like_a_name, names)) else None
    day = day_in(_ON.sub("", piece.strip()))
    return Byline(published=day) if day else None


@cache
def _begun() -> re.Pattern[str]:
    """Compile what begins a line that states a day without a colon: "Posted on 3 May 2021"."""
    words = sorted(_keys("published") | _keys("updated"), key=len, reverse=True)
    return re.compile(rf"(?:{'|'.join(words).replace('_', ' ')})\s+", re.IGNORECASE)


def _looks_like_a_name(name: str) -> bool:
    words = name.split()
    are_names = all(word[:1].isupper() or word in _keys("particles") for word in words)
    return 1 < len(words) <= _MOST_WORDS_OF_A_NAME and are_names and not name.endswith((".", "!", "?"))


def _folded(key: str) -> str:
    return "_".join(key.casefold().split())


@cache
def _keys(kind: str) -> frozenset[str]:
    return frozenset(load_data("bylines.yaml")[kind].split())
