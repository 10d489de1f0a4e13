"""Word documents (DOCX): paragraphs, lists and tables in order, notes after the paragraph that calls them.

What was deleted, moved away or commented stays out, as do headers and footers, and a table of contents. Follows the
parts and names of ECMA-376 (Office Open XML), transitional and strict, by their local names.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from index.messages import Sentence
from index.model import LeftOut
from index.readers.archives.files import Files
from index.readers.archives.zipped import is_zip, open_zip
from index.readers.office.left_out import COMMENTS, DELETED, HIDDEN
from index.readers.office.parts import parts_of
from index.readers.parsing.base import Format, FormatError, ParsedDocument, reported
from index.readers.parsing.bylines import with_byline
from index.readers.parsing.sections import DocumentWriter
from index.readers.parsing.tool_metadata import stated_author, stated_authors, stated_day, stated_title
from index.readers.parsing.xml import attribute, below, local_name, parse_xml, words_of
from index.text.dates import find_date

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

NO_DOCUMENT = Sentence("is no Word document: the part with its text is missing; save it as .docx anew")
OLD_OR_LOCKED = Sentence("is locked with a password, or of Word before 2007; save it as .docx without a password")
_MAIN, _PROPERTIES = b"word/document", "docProps/core.xml"
_OLE = bytes.fromhex("d0cf11e0a1b11ae1")  # how Word's files began before 2007, and locked ones still do
_GONE = frozenset(("del", "moveFrom", "instrText", "delText", "pPr", "rPr", "tblPr", "sectPr", "sdtPr", "annotation"))
_NOTES = {"footnoteReference": "footnotes", "endnoteReference": "endnotes"}
_OFF = ("0", "false", "off", "none")
_PRIVATE = range(0xE000, 0xF900)  # characters that a font gives its own meaning
_STYLE_ID = re.compile(r"heading ?([1-9])", re.IGNORECASE)
_BODY_LEVEL = 9  # in the outline, of what is no heading
_CONTENTS = ("toc", "table of contents", "index")


def recognises(data: bytes) -> bool:
    """Whether a zip file names the part of a Word document, or a file is of Word's older, or locked, kind."""
    return data.startswith(_OLE) or (is_zip(data) and _MAIN in data)


def read(data: bytes) -> tuple[ParsedDocument, ...]:
    """Read a Word document as one work."""
    if data.startswith(_OLE):
        raise FormatError(OLD_OR_LOCKED)
    if not is_zip(data):
        raise FormatError(NO_DOCUMENT)
    files = open_zip(data)
    parts = parts_of(files)
    if parts is None:
        raise FormatError(NO_DOCUMENT)
    root = parse_xml(files[parts.main])
    beside = {kind: parse_xml(files[path]) for kind, path in parts.beside.items()}
    body = next(below(root, "body"), None)
    walker = _Body(DocumentWriter(), _headings(beside.get("styles")), _notes(beside), parts.links)
    if body is not None:
        walker.write(body)
    draft = replace(walker.writer.document(), published=walker.dated)
    left_out = tuple(_left_out(root, beside.get("comments")))
    return (reported(with_byline(_with_properties(draft, files)), left_out),)


@dataclass(slots=True)
class _Body:
    """Walks a body and writes what is to be read.

    Attributes:
        headings: the level of each style that is a heading's, 0 for the title's.
        notes: the words of each note, by the name of what calls it and its id.
        addresses: where the links lead, by their ids.
        dated: the day in a paragraph whose style says that it is the date.
    """

    writer: DocumentWriter
    headings: Mapping[str, int]
    notes: Mapping[tuple[str, str], str]
    addresses: Mapping[str, str] = field(default_factory=dict)
    dated: str | None = None
    _called: list[str] = field(default_factory=list)
    _linked: list[tuple[str, str]] = field(default_factory=list)  # the words of each link of a paragraph, its address
    _fields: list[bool] = field(default_factory=list)  # of each field that is open, whether its result is left out

    def write(self, container: "Element") -> None:
        """Write the paragraphs and tables of a body, a text box or a frame for content."""
        for element in _shown(container):
            match local_name(element):
                case "p":
                    self._paragraph(element)
                case "tbl":
                    self.writer.table(self._rows(element))
                    self._give_notes()
                case "sdt" if gallery := _gallery(element):
                    self._building_block(element, gallery)
                case _:
                    self.write(element)

    def _building_block(self, frame: "Element", gallery: str) -> None:
        """Write what Word's own building block holds; its headings end with it, and a table of contents is left out."""
        if gallery not in _CONTENTS:
            path = self.writer.path
            self.write(frame)
            self.writer.path = path

    def _paragraph(self, paragraph: "Element") -> None:
        boxes: list[Element] = []
        self._linked.clear()
        words = "".join(self._words(paragraph, boxes))
        style = _style(paragraph)
        level = self.headings.get(style, _level_by_name(style, _outline(paragraph)))
        if style.casefold() == "date" and self.dated is None:
            self.dated = find_date(words)
        if style.casefold().startswith(_CONTENTS):
            self._called.clear()
        elif level is not None and words.strip():
            self.writer.heading(" ".join(words.split()), level)
        elif _property(paragraph, "numPr") is not None:
            self.writer.item(words)
        else:
            self.writer.paragraph(words, tuple(_found_in(words, self._linked)))
        self._give_notes()
        for box in boxes:
            self.write(box)

    def _rows(self, table: "Element") -> Iterator[list[str]]:
        for row in (each for each in _shown(table) if local_name(each) == "tr"):
            yield [self._cell(cell) for cell in _shown(row) if local_name(cell) in ("tc", "sdt")]

    def _cell(self, cell: "Element") -> str:
        boxes: list[Element] = []
        paragraphs = ("".join(self._words(each, boxes)) for each in below(cell, "p"))
        return " ".join(" ".join(paragraphs).split())

    def _words(self, element: "Element", boxes: list["Element"]) -> Iterator[str]:
        """Yield the words in a paragraph; text boxes in it are put aside, notes that it calls are noted."""
        for child in _shown(element):
            name = local_name(child)
            if name == "fldChar":
                self._field(child, element)
            elif name in _NOTES:
                self._called.append(self.notes.get((name, attribute(child, "id") or ""), ""))
            elif name == "txbxContent":
                boxes.append(child)
            elif name == "hyperlink":
                linked = "".join(self._words(child, boxes))
                self._linked.append((linked, self.addresses.get(attribute(child, "id") or "", "")))
                yield linked
            elif name == "r" and _is_hidden(child):
                continue
            elif name in _WORDS:
                yield "" if any(self._fields) else _WORDS[name](child)
            else:
                yield from self._words(child, boxes)

    def _field(self, mark: "Element", run: "Element") -> None:
        """Open or close a field; the result of one that makes a table of contents is left out."""
        kind = attribute(mark, "fldCharType")
        if kind == "begin":
            self._fields.append(_instruction(run).casefold().split(" ")[0] in _CONTENTS)
        elif kind == "end" and self._fields:
            self._fields.pop()

    def _give_notes(self) -> None:
        for note in self._called:
            self.writer.note(note)
        self._called.clear()


def _found_in(words: str, linked: Iterable[tuple[str, str]]) -> Iterator[tuple[int, int, str]]:
    """Yield the spans of links in a paragraph, which come in order."""
    end = 0
    for each, address in linked:
        start = words.find(each, end)
        end = start + len(each) if start >= 0 else end
        if start >= 0 and each.strip() and address:
            yield start, end, address


def _is_hidden(run: "Element") -> bool:
    """Whether a run is formatted as hidden, which no reader sees."""
    marks = (mark for part in run if local_name(part) == "rPr" for mark in part if local_name(mark) == "vanish")
    return any(attribute(mark, "val") not in _OFF for mark in marks)


def _shown(element: "Element") -> Iterator["Element"]:
    """Yield what is shown of an element's children: of two versions of the same the first, nothing that is gone."""
    for child in element:
        name = local_name(child)
        if name == "AlternateContent":
            yield from list(child)[:1]
        elif name and name not in _GONE and name != "Fallback":
            yield child


def _instruction(run: "Element") -> str:
    """Return the instruction of the field that a run begins, which stands in the runs after it."""
    words, following = list[str](), run.itersiblings()
    for each in (run, *following):
        words += [part.text or "" for part in below(each, "instrText")]
        if any(attribute(mark, "fldCharType") == "separate" for mark in below(each, "fldChar")):
            break
    return "".join(words).strip()


def _property(paragraph: "Element", name: str) -> "Element | None":
    """Return one of a paragraph's or a style's own properties, not of what stands inside."""
    own = (each for each in paragraph if local_name(each) == "pPr")
    return next((each for properties in own for each in below(properties, name)), None)


def _style(paragraph: "Element") -> str:
    style = _property(paragraph, "pStyle")
    return (attribute(style, "val") or "") if style is not None else ""


def _outline(paragraph: "Element") -> int | None:
    outline = _property(paragraph, "outlineLvl")
    level = attribute(outline, "val") if outline is not None else None
    return int(level) + 1 if level and level.isdecimal() and int(level) < _BODY_LEVEL else None


def _symbol(element: "Element") -> str:
    """Return a sign; one by its place in a font of signs means nothing without the font."""
    try:
        number = int(attribute(element, "char") or "", 16)
        return "" if number in _PRIVATE else chr(number)
    except (ValueError, OverflowError):
        return ""


def _gallery(frame: "Element") -> str:
    """Return what kind of building block a frame for content is: "cover pages", "bibliographies"; "" for none."""
    own = (each for each in frame if local_name(each) == "sdtPr")
    galleries = (attribute(each, "val") or "" for properties in own for each in below(properties, "docPartGallery"))
    return next(galleries, "").casefold()


def _headings(styles: "Element | None") -> dict[str, int]:
    """Return the level of each style for headings, by its id: it is named so, or has a level in the outline."""
    levels: dict[str, int] = {}
    for style in below(styles, "style") if styles is not None else ():
        name = next((attribute(each, "val") or "" for each in style if local_name(each) == "name"), "")
        level = _level_by_name(name, _outline(style))
        if level is not None:
            levels[attribute(style, "styleId") or ""] = level
    return levels


def _level_by_name(name: str, otherwise: int | None) -> int | None:
    numbered = _STYLE_ID.fullmatch(name)
    return int(numbered[1]) if numbered else 0 if name.casefold() == "title" else otherwise


def _notes(beside: Mapping[str, "Element"]) -> dict[tuple[str, str], str]:
    notes: dict[tuple[str, str], str] = {}
    for call, kind in _NOTES.items():
        for note in beside.get(kind, ()):
            writer = DocumentWriter()
            _Body(writer, {}, {}).write(note)
            notes[call, attribute(note, "id") or ""] = writer.text
    return notes


def _with_properties(draft: ParsedDocument, files: Files) -> ParsedDocument:
    """Add what the document's properties state, unless a program stated it."""
    if _PROPERTIES not in files:
        return draft
    stated = {local_name(each): words_of(each) for each in parse_xml(files[_PROPERTIES])}
    return replace(
        draft,
        title=stated_title(stated.get("title")) or draft.title,
        authors=stated_authors((stated_author(stated.get("creator")) or "").split(";")),
        published=draft.published or stated_day(stated.get("created")),
    )


def _left_out(root: "Element", remarks: "Element | None") -> Iterator[LeftOut]:
    comments = words_of(remarks)
    if comments:
        yield LeftOut(COMMENTS, len(comments))
    deleted = "".join(each.text or "" for each in below(root, "delText"))
    if deleted.strip():
        yield LeftOut(DELETED, len(deleted))
    hidden = "".join(words_of(each) for each in below(root, "r") if _is_hidden(each))
    if hidden:
        yield LeftOut(HIDDEN, len(hidden))


# What each element of a run that has words of its own is read as.
_WORDS: Mapping[str, Callable[["Element"], str]] = {
    "t": lambda element: str(element.text or ""),
    "sym": _symbol,
    "tab": lambda _element: "\t",
    "ptab": lambda _element: "\t",
    "br": lambda _element: "\n",
    "cr": lambda _element: "\n",
    "noBreakHyphen": lambda _element: "-",
}

FORMAT = Format("Word document", read, suffixes=frozenset({".docx", ".docm", ".dotx"}), recognises=recognises)
