"""Writes the text of a document from pieces: each becomes a block, with what is known of where it stands."""

import re
from dataclasses import dataclass, field

from index.model import Block, BlockKind, Citation, Place, Position

_NO_CHARACTERS = re.compile("[\x00\ud800-\udfff]")  # which no text may hold; what a damaged file has instead of one
_BETWEEN_BLOCKS, _ON_A_LINE = "\n\n", " "


@dataclass(frozen=True, slots=True)
class Where:
    """What is known of a piece beside its words.

    Attributes:
        heading: under which it stands.
        speaker: whose words these are, where they are not the document's author's.
        position: where it begins in the original.
        source: the address of this piece alone, where it has one.
        places: in its words, where further positions begin.
    """

    heading: str | None = None
    speaker: str | None = None
    position: Position | None = None
    source: str | None = None
    places: tuple[Place, ...] = ()


NOWHERE = Where()


@dataclass(slots=True)
class TextWriter:
    """Puts the pieces of a document on end, a blank line between two, and notes the span of each.

    For formats whose files are no text of one kind: a reader hands over what it finds in reading order, and takes
    `text`, `blocks` and `citations` for its `ParsedDocument`. Headings are given with the blocks below them.

    >>> writer = TextWriter()
    >>> writer.write("It froze.", where=Where(position=Position("page", "3")))
    >>> writer.text, writer.blocks[0].end
    ('It froze.', 9)
    """

    _pieces: list[str] = field(default_factory=list)
    _blocks: list[Block] = field(default_factory=list)
    _citations: list[Citation] = field(default_factory=list)
    _length: int = 0

    @property
    def text(self) -> str:
        """What was written."""
        return "".join(self._pieces)

    @property
    def blocks(self) -> tuple[Block, ...]:
        """A block for each piece, in order."""
        return tuple(self._blocks)

    @property
    def citations(self) -> tuple[Citation, ...]:
        """The links in the pieces, in order."""
        return tuple(self._citations)

    def write(
        self,
        words: str,
        kind: BlockKind = "paragraph",
        where: Where = NOWHERE,
        links: tuple[tuple[int, int, str], ...] = (),
        *,
        runs_on: bool = False,
    ) -> None:
        """Write a piece; one without visible words is left out.

        Args:
            words: as they are to be quoted, white space around them aside.
            kind: of the block.
            where: what is known of the piece beside its words.
            links: spans of `words` that are links, with where they lead.
            runs_on: whether it goes on in the line of the piece before it.
        """
        words = _NO_CHARACTERS.sub("\ufffd", words)
        shown = words.strip()
        if not shown:
            return
        start = self._append(shown, _ON_A_LINE if runs_on else _BETWEEN_BLOCKS)
        offset = start - (len(words) - len(words.lstrip()))
        moved = tuple(Place(each.start + offset, each.position) for each in where.places)
        about = {"heading": where.heading, "speaker": where.speaker, "source": where.source}
        self._blocks.append(Block(start, self._length, kind, position=where.position, places=moved, **about))
        for first, last, url in links:
            span = max(start, first + offset), min(self._length, last + offset)
            if span[0] < span[1]:
                self._citations.append(Citation(*span, text=words[first:last].strip(), url=url))

    def _append(self, shown: str, between: str) -> int:
        """Put words behind what was written; return where they begin."""
        if self._pieces:
            self._pieces.append(between)
            self._length += len(between)
        self._pieces.append(shown)
        start = self._length
        self._length += len(shown)
        return start
