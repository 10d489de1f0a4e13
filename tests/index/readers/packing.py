# ruff: noqa: E501 (the markup of a case is one line)
"""Makes small files of binary formats for tests: zip files with XML in them, and PDF files with words at places."""

import io
import zipfile
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from index.readers.parsing.base import Format, ParsedDocument

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def zipped(files: Mapping[str, str | bytes], *, stored: tuple[str, ...] = ("mimetype",)) -> bytes:
    """Pack files, some of them without compression."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, contents in files.items():
            how = zipfile.ZIP_STORED if path in stored else zipfile.ZIP_DEFLATED
            archive.writestr(path, contents, how)
    return packed.getvalue()


def one(form: Format[bytes], data: bytes) -> ParsedDocument:
    """Read a file that must be recognised and hold one work."""
    assert form.recognises(data)
    (document,) = form.read(data)
    return document


def texts(document: ParsedDocument) -> list[str]:
    """Return the words of each block."""
    return [document.text[block.start : block.end] for block in document.blocks]


class At(NamedTuple):
    """Words on a page, the place of their lower left corner in points, their size and their colour (0 black)."""

    words: str
    x: float
    y: float
    size: float = 11
    white: bool = False


def pdf(pages: Iterable[Iterable[At]], info: Mapping[str, str] | None = None) -> bytes:
    """Make a PDF file of pages of 612 by 792 points."""
    objects: list[bytes] = [b"<</Type/Catalog/Pages 2 0 R>>", b"", b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"]
    kids = []
    for page in pages:
        drawn = "".join(_drawn(each) for each in page).encode("cp1252")
        objects.append(b"<</Length %d>>stream\n%s\nendstream" % (len(drawn), drawn))
        content = len(objects)
        objects.append(
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Resources<</Font<</F 3 0 R>>>>/Contents %d 0 R>>"
            % content
        )
        kids.append(f"{len(objects)} 0 R")
    objects[1] = f"<</Type/Pages/Kids[{' '.join(kids)}]/Count {len(kids)}>>".encode()
    stated = "".join(f"/{key}({value})" for key, value in (info or {}).items())
    objects.append(f"<<{stated}>>".encode())
    return _with_table(objects)


def _drawn(at: At) -> str:
    words = at.words.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
    grey = 1 if at.white else 0
    return f"BT {grey} g /F {at.size} Tf {at.x} {at.y} Td ({words}) Tj ET\n"


def _with_table(objects: list[bytes]) -> bytes:
    out, places = bytearray(b"%PDF-1.4\n"), []
    for number, each in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, each)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer<</Size %d/Root 1 0 R/Info %d 0 R>>\nstartxref\n%d\n%%%%EOF" % (
        len(objects) + 1,
        len(objects),
        start,
    )
    return bytes(out)


def docx(body: str, **parts: str) -> bytes:
    """Make a Word document: the XML in its body, and further parts ("footnotes", "styles", "comments", "core")."""
    files = {"word/document.xml": f'<w:document xmlns:w="{WORD}"><w:body>{body}</w:body></w:document>'}
    for name, xml in parts.items():
        path = "docProps/core.xml" if name == "core" else f"word/{name}.xml"
        files[path] = f'<w:{name} xmlns:w="{WORD}" xmlns:dc="dc" xmlns:dcterms="dcterms">{xml}</w:{name}>'
    return zipped(files)


def paragraph(*runs: str, style: str = "") -> str:
    """Make a paragraph of Word."""
    properties = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    return f"<w:p>{properties}{''.join(f'<w:r><w:t>{run}</w:t></w:r>' for run in runs)}</w:p>"


def odt(body: str, meta: str = "", manifest: str = "") -> bytes:
    """Make an OpenDocument text."""
    spaces = 'xmlns:office="o" xmlns:text="t" xmlns:table="tb" xmlns:dc="dc" xmlns:meta="m" xmlns:draw="d"'
    return zipped(
        {
            "mimetype": "application/vnd.oasis.opendocument.text",
            "content.xml": f"<office:document {spaces}><office:body><office:text>{body}</office:text></office:body></office:document>",
            "meta.xml": f"<office:meta {spaces}>{meta}</office:meta>",
            "META-INF/manifest.xml": f"<manifest>{manifest}</manifest>",
        }
    )


def epub(chapters: Mapping[str, str], metadata: str = "", spine: Iterable[str] | None = None) -> bytes:
    """Make a book of chapters (the HTML in each body), by their file names, in the order of the spine."""
    items = "".join(f'<item id="{name}" href="{name}" media-type="application/xhtml+xml"/>' for name in chapters)
    order = "".join(f'<itemref idref="{name}"/>' for name in (chapters if spine is None else spine))
    return zipped(
        {
            "mimetype": "application/epub+zip",
            "META-INF/container.xml": '<container><rootfiles><rootfile full-path="in/book.opf"/></rootfiles></container>',
            "in/book.opf": f'<package xmlns:dc="dc"><metadata>{metadata}</metadata><manifest>{items}</manifest>'
            f"<spine>{order}</spine></package>",
            **{f"in/{name}": f"<html><body>{body}</body></html>" for name, body in chapters.items()},
        }
    )
