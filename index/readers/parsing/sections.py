"""Writes the text of a document with headings: what follows a heading stands under it, items of a list together."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from index.model import Place, Position
from index.readers.parsing.base import HEADING_SEPARATOR, ParsedDocument
from index.readers.parsing.source_lines import find_citations
from index.readers.parsing.writing import TextWriter, Where

BETWEEN_CELLS = " | "


@dataclass(slots=True)
class DocumentWriter:
    """Writes paragraphs, items, tables and notes under the headings before them.

    Attributes:
        title: the words of the first heading of level 0.
        position: of what is written from now on.
        path: level and words of each heading above it.
    """

    title: str | None = None
    position: Position | None = None
    path: tuple[tuple[int, str], ...] = ()
    _writer: TextWriter = field(default_factory=TextWriter)
    _items: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """What was written."""
        self._end_list()
        return self._writer.text

    def document(self) -> ParsedDocument:
        """Return what was written as a work, with the links in it and its title; a format adds what it states."""
        text, blocks = self.text, self._writer.blocks
        citations = find_citations(text, blocks, self._writer.citations)
        return ParsedDocument(text=text, blocks=blocks, citations=citations, title=self.title)

    def heading(self, words: str, level: int) -> None:
        """Begin a section below the headings of smaller levels; level 0 is the title."""
        self._end_list()
        if level == 0 and self.title is None:
            self.title = words
            return
        self.path = (*(above for above in self.path if above[0] < level), (level, words))

    def close(self, path: tuple[tuple[int, str], ...]) -> None:
        """Go on under the headings that stood above before what is written apart, such as a box, was begun."""
        self._end_list()
        self.path = path

    def paragraph(
        self, words: str, links: tuple[tuple[int, int, str], ...] = (), places: tuple[Place, ...] = ()
    ) -> None:
        """Write a paragraph, with the links in it and where further places of the original begin in it."""
        self._end_list()
        self._writer.write(words, "paragraph", replace(self._where(), places=places), links)

    def quote(self, words: str) -> None:
        """Write a quotation that stands by itself."""
        self._end_list()
        self._writer.write(words, "quote", self._where())

    def code(self, words: str) -> None:
        """Write lines of code."""
        self._end_list()
        self._writer.write(words, "code", self._where())

    def item(self, words: str) -> None:
        """Write an item of a list; items in a row are one list, a line each."""
        if words.strip():
            self._items.append(words.strip())

    def note(self, words: str) -> None:
        """Write a note to what stands before it."""
        self.paragraph(words)

    def table(self, rows: Iterable[Iterable[str]]) -> None:
        """Write a table, a line for each row that has words."""
        self._end_list()
        lines = (BETWEEN_CELLS.join(filter(None, (cell.strip() for cell in row))) for row in rows)
        self._writer.write("\n".join(filter(None, lines)), "paragraph", self._where())

    def _where(self) -> Where:
        heading = HEADING_SEPARATOR.join(words for _, words in self.path) or None
        return Where(heading, position=self.position)

    def _end_list(self) -> None:
        items, self._items = self._items, []
        self._writer.write("\n".join(items), "list", self._where())
