"""PDF files: paragraphs in order, each with its page; running heads and hidden text out; pictures of text told.

PDFium reads them (Chrome's library), which ends its process where memory does not suffice: only ever run apart.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from index.marking.running_cautions import is_running_caution
from index.messages import N_, Sentence
from index.model import LeftOut, Place, Position
from index.readers.archives.files import ENCRYPTED
from index.readers.paged.boilerplate import boilerplate_of, repeated_once
from index.readers.paged.lines import PageLine, is_rubbish, page_text
from index.readers.paged.mending import mended
from index.readers.paged.paragraphs import joined, paragraphs_of
from index.readers.parsing.base import Format, FormatError, ParsedDocument, reported
from index.readers.parsing.sections import DocumentWriter
from index.readers.parsing.tool_metadata import stated_author, stated_authors, stated_day, stated_title

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument

DAMAGED = Sentence("is a damaged PDF; save or print it to a new one")
CUT = Sentence("The file is cut off or damaged: only the pages that are whole in it are read.")
NO_TEXT = Sentence("holds no text: its pages are pictures; run a text recognition (OCR) over it first")
EMPTY = Sentence("holds no page with text that can be read; save or print it to a new PDF")
PICTURE = N_("Page {pages} is a picture without text and is not read; run a text recognition (OCR) over it.")
RUBBISH = N_(
    "The text of page {pages} cannot be told from its letters and is not read; run a text recognition over it."
)
RUNNING = Sentence("Left out: what stands at the edge of pages, such as running heads, page and line numbers.")
UNSEEN = Sentence("Left out: text that nobody sees on the page (white, outside of it, or without size).")
_MARK, _MARK_WITHIN = b"%PDF-", 1024
_LOCK = b"/Encrypt"
_DATE = re.compile(r"D:(\d{4})(\d{2})(\d{2})")
_LEAST_WORDS_OF_A_NAME = 2


def recognises(data: bytes) -> bool:
    """Whether bytes begin as PDF files do."""
    return _MARK in data[:_MARK_WITHIN]


def read(data: bytes) -> tuple[ParsedDocument, ...]:
    """Read a PDF file as one work."""
    document, warnings = _opened(data)
    try:
        draft = _read(document)
        return (replace(draft, warnings=(*warnings, *draft.warnings)),)
    finally:
        document.close()


def _opened(data: bytes) -> tuple["PdfDocument", tuple[str, ...]]:
    """Open a file, or the pages that are whole in one that was cut off, with a warning."""
    import pypdfium2

    try:
        return pypdfium2.PdfDocument(data), ()
    except pypdfium2.PdfiumError as err:
        if _LOCK in data and "password" in str(err):  # it may repeat what was wrong with the file before
            raise FormatError(ENCRYPTED) from err
    whole = None if _LOCK in data else mended(data)
    if whole is None:
        raise FormatError(DAMAGED)
    try:
        return pypdfium2.PdfDocument(whole), (CUT,)
    except pypdfium2.PdfiumError as err:
        raise FormatError(DAMAGED) from err


def _read(document: "PdfDocument") -> ParsedDocument:
    pages, unseen, pictures, rubbish = list[Sequence[PageLine]](), list[str](), list[str](), list[str]()
    labels = [_label(document, number) for number in range(len(document))]
    for number, label in enumerate(labels):
        found = _page(document, number)
        unseen += found[1]
        pictures += [label] if not found[0] and found[2] else []
        rubbish += [label] if is_rubbish(found[0]) else []
        pages.append(() if is_rubbish(found[0]) else found[0])
    if not any(pages):
        raise FormatError(_why_nothing(pictures, rubbish))
    running = boilerplate_of(pages)
    heads = repeated_once(sorted(running, key=lambda line: (line.page, -line.top)))
    caveats = tuple(words for words in heads if is_running_caution(words))
    draft = _written([[line for line in page if line not in running] for page in pages], labels, caveats)
    warnings = (*_told(PICTURE, pictures), *_told(RUBBISH, rubbish))
    left_out = tuple(_left_out(heads, unseen))
    whole = "\n".join(line.text for page in pages for line in page)
    stated = _with_properties(replace(draft, caveats=caveats, warnings=warnings), document, whole)
    return reported(stated, left_out)


def _why_nothing(pictures: Sequence[str], rubbish: Sequence[str]) -> Sentence:
    """Say why no page of a document can be read."""
    if pictures:
        return NO_TEXT
    return Sentence(RUBBISH, pages=", ".join(rubbish)) if rubbish else EMPTY


def _page(document: "PdfDocument", number: int) -> tuple[tuple[PageLine, ...], tuple[str, ...], bool]:
    """Return a page's lines, what nobody sees on it, and whether it holds pictures; a damaged page has nothing."""
    import pypdfium2
    from pypdfium2 import raw

    try:
        page = document[number]
    except pypdfium2.PdfiumError:
        return (), (), False
    try:
        found = page_text(page, number)
        has_pictures = not found.lines and any(True for _ in page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE]))
        return found.lines, found.unseen, has_pictures
    finally:
        page.close()


def _written(pages: Sequence[Sequence[PageLine]], labels: Sequence[str], cautions: Sequence[str]) -> ParsedDocument:
    """Write the paragraphs of pages, each at its page, under the headings above them; last what all of them warn of."""
    known = frozenset(
        word.casefold() for page in pages for line in page for word in re.findall(r"\w+(?:-\w+)*", line.text)
    )
    writer = DocumentWriter()
    for paragraph in paragraphs_of(pages):
        found = joined(paragraph, known)
        writer.position = Position("page", labels[paragraph.lines[0].page])
        if paragraph.kind == "heading":
            writer.heading(found.words, 1)
            writer.paragraph(found.words)  # words of the page, quoted like any others
        else:
            places = tuple(Place(start, Position("page", labels[page])) for start, page in found.pages)
            writer.paragraph(found.words, places=places)
    writer.path, writer.position = (), Position("page", labels[0])
    for words in cautions:
        writer.paragraph(words)
    return replace(writer.document(), title=None)


def _label(document: "PdfDocument", number: int) -> str:
    label: str = document.get_page_label(number)
    return label or str(number + 1)


def _told(template: str, pages: Sequence[str]) -> Iterator[str]:
    if pages:
        yield Sentence(template, pages=", ".join(pages))


def _left_out(heads: Sequence[str], unseen: Sequence[str]) -> Iterator[LeftOut]:
    for reason, words in ((RUNNING, heads), (UNSEEN, unseen)):
        if words:
            yield LeftOut(reason, sum(map(len, words)))


def _with_properties(draft: ParsedDocument, document: "PdfDocument", text: str) -> ParsedDocument:
    """Add what the file's properties state: a name of two words or more, and a day that the text names too.

    Programs write names of accounts and the day of a conversion there as well.
    """
    stated: dict[str, str] = document.get_metadata_dict()
    author = stated_author(stated.get("Author"))
    names = stated_authors(re.split(r"\s*[;&]\s*|\s+and\s+", author)) if author else ()
    created = _DATE.match(stated.get("CreationDate", ""))
    day = stated_day("-".join(created.groups())) if created else None
    return replace(
        draft,
        title=stated_title(stated.get("Title")),
        authors=tuple(name for name in names if len(name.split()) >= _LEAST_WORDS_OF_A_NAME),
        published=day if day and _names_day(text, day) else None,
    )


def _names_day(text: str, day: str) -> bool:
    """Whether a text names a day, in figures of any order or with the month's name."""
    year, month, number = (int(part) for part in day.split("-"))
    orders = ((number, month, year), (month, number, year), (year, month, number))
    figures = "|".join(r"[./-]\s?".join(f"0?{part}" for part in order) for order in orders)
    worded = rf"[^\W\d_]{{3,}}\.?\s+{number}(?:st|nd|rd|th)?,?\s+{year}|\b{number}\.?\s+[^\W\d_]{{3,}}\.?\s+{year}"
    return bool(re.search(rf"(?<!\d)(?:{figures}|{worded})(?!\d)", text))


FORMAT = Format("PDF", read, suffixes=frozenset({".pdf"}), recognises=recognises)
