"""OpenDocument texts (ODT): paragraphs, lists and tables in order, notes after the paragraph that calls them.

What was deleted, comments, headers, footers and tables of contents stay out. Follows OpenDocument 1.3, part 3.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from index.messages import Sentence
from index.model import LeftOut
from index.readers.archives.files import ENCRYPTED, Files
from index.readers.archives.zipped import is_packed_as, is_zip, open_zip
from index.readers.office.left_out import COMMENTS, DELETED
from index.readers.parsing.base import Format, FormatError, ParsedDocument, reported
from index.readers.parsing.bylines import with_byline
from index.readers.parsing.sections import DocumentWriter
from index.readers.parsing.tool_metadata import stated_author, stated_authors, stated_day, stated_title
from index.readers.parsing.xml import attribute, below, local_name, parse_xml, words_of
from index.text.dates import find_date

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

NO_DOCUMENT = Sentence("is no OpenDocument text: the part with its text is missing; save it as .odt anew")
_CONTENT, _META, _MANIFEST = "content.xml", "meta.xml", "META-INF/manifest.xml"
_TYPE = "application/vnd.oasis.opendocument.text"
_GONE = frozenset(
    (
        "tracked-changes",
        "annotation",
        "table-of-content",
        "alphabetical-index",
        "forms",
        "sequence-decls",
        "title",
        "desc",
    )
)
_MOST_BLANKS = 100


def recognises(data: bytes) -> bool:
    """Whether a zip file's first member says that it holds an OpenDocument text."""
    return is_packed_as(data, _TYPE)


def read(data: bytes) -> tuple[ParsedDocument, ...]:
    """Read an OpenDocument text as one work."""
    files = open_zip(data) if is_zip(data) else None
    if files is None or _CONTENT not in files:
        raise FormatError(NO_DOCUMENT)
    if _MANIFEST in files and b"encryption-data" in files[_MANIFEST]:
        raise FormatError(ENCRYPTED)
    root = parse_xml(files[_CONTENT])
    body = next(below(root, "text"), None)
    walker = _Body(DocumentWriter())
    if body is not None:
        walker.write(body)
    return (
        reported(
            with_byline(_with_properties(replace(walker.writer.document(), published=walker.dated), files)),
            tuple(_left_out(root)),
        ),
    )


@dataclass(slots=True)
class _Body:
    """Walks a text and writes what is to be read."""

    writer: DocumentWriter
    dated: str | None = None  # the day in a paragraph whose style says that it is the date
    _put_aside: list["Element"] = field(default_factory=list)  # notes and text boxes of a paragraph

    def write(self, container: "Element", *, in_list: bool = False) -> None:
        """Write the paragraphs, lists and tables of a container."""
        for element in container:
            name = local_name(element)
            if name in _GONE:
                continue
            if name == "h":
                self.writer.heading(" ".join(self._all_words(element).split()), _level(element))
            elif name == "p":
                if attribute(element, "style-name") == "Date" and self.dated is None:
                    self.dated = find_date(self._all_words(element))
                (self.writer.item if in_list else self.writer.paragraph)(self._all_words(element))
            elif name == "table":
                self.writer.table(self._rows(element))
            else:
                self.write(element, in_list=in_list or name == "list")
            self._give_what_was_put_aside()

    def _rows(self, table: "Element") -> Iterator[list[str]]:
        for row in below(table, "table-row"):
            cells = (cell for cell in row if local_name(cell) == "table-cell")
            yield [" ".join(self._all_words(cell).split()) for cell in cells]

    def _all_words(self, element: "Element") -> str:
        return "".join(self._words(element))

    def _words(self, element: "Element") -> Iterator[str]:
        yield element.text or ""
        for child in element:
            name = local_name(child)
            if name in ("note", "text-box"):
                self._put_aside.append(child)
            elif name == "s":
                yield " " * _blanks(child)
            elif name in ("tab", "line-break"):
                yield "\t" if name == "tab" else "\n"
            elif name and name not in _GONE:
                yield from self._words(child)
            yield child.tail or ""

    def _give_what_was_put_aside(self) -> None:
        aside, self._put_aside = self._put_aside, []
        for element in aside:
            bodies = (each for each in element if local_name(each) == "note-body")
            self.write(next(bodies, element))


def _level(heading: "Element") -> int:
    level = attribute(heading, "outline-level") or ""
    return int(level) if level.isdecimal() and len(level) == 1 else 1


def _blanks(element: "Element") -> int:
    count = attribute(element, "c") or "1"
    return min(int(count), _MOST_BLANKS) if count.isdecimal() and len(count) < 10 else _MOST_BLANKS  # noqa: PLR2004


def _with_properties(draft: ParsedDocument, files: Files) -> ParsedDocument:
    """Add what the document's properties state, unless a program stated it."""
    if _META not in files:
        return draft
    stated = {local_name(each): words_of(each) for each in parse_xml(files[_META]).iter()}
    return replace(
        draft,
        title=stated_title(stated.get("title")) or draft.title,
        authors=_names(stated.get("initial-creator")) or _names(stated.get("creator")),
        published=draft.published or stated_day(stated.get("creation-date")) or stated_day(stated.get("date")),
    )


def _names(stated: str | None) -> tuple[str, ...]:
    return stated_authors((stated_author(stated) or "").split(";"))


def _left_out(root: "Element") -> Iterator[LeftOut]:
    for name, reason in (("annotation", COMMENTS), ("tracked-changes", DELETED)):
        words = " ".join(filter(None, map(words_of, below(root, name))))
        if words:
            yield LeftOut(reason, len(words))


FORMAT = Format("OpenDocument text", read, suffixes=frozenset({".odt", ".ott"}), recognises=recognises)
