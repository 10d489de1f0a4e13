"""Electronic books (EPUB): the chapters of the spine in order, each with its name as section and position.

Follows EPUB 3.3 and its older versions: META-INF/container.xml names the package document, whose spine orders the
chapters. What the spine does not name, and its table of contents, stay out.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import PurePosixPath
from posixpath import normpath
from typing import TYPE_CHECKING
from urllib.parse import unquote

from index.messages import N_, Sentence
from index.model import Position
from index.readers.archives.files import Files
from index.readers.archives.zipped import is_packed_as, is_zip, open_zip
from index.readers.office.chapters import chapter_works, heading_of
from index.readers.parsing.base import Format, FormatError, ParsedDocument
from index.readers.parsing.html_tree import parse_html, write_html
from index.readers.parsing.sections import DocumentWriter
from index.readers.parsing.tool_metadata import stated_authors, stated_day, stated_title
from index.readers.parsing.xml import attribute, below, local_name, parse_xml, words_of

if TYPE_CHECKING:
    from lxml.etree import _Element as Element
    from lxml.html import HtmlElement

NO_PACKAGE = Sentence("is no electronic book: nothing in it names its chapters; export it anew")
LOCKED = Sentence("is locked (DRM); a book without a lock can be read")
MISSING = N_("A chapter that the book names is not in it: {name}.")
_CONTAINER, _RIGHTS = "META-INF/container.xml", ("META-INF/rights.xml", "META-INF/sinf.xml")
_TYPE = "application/epub+zip"
_YEAR = 4  # digits


def recognises(data: bytes) -> bool:
    """Whether a zip file's first member says that it is a book."""
    return is_packed_as(data, _TYPE) or (is_zip(data) and _CONTAINER.encode() in data)


def read(data: bytes) -> tuple[ParsedDocument, ...]:
    """Read a book as one work, or one whose chapters state authors or cautions of their own as one work each."""
    if not is_zip(data):
        raise FormatError(NO_PACKAGE)
    files = open_zip(data)
    if any(path in files for path in _RIGHTS):
        raise FormatError(LOCKED)
    package = _Package.of(files)
    chapters = {path: parse_html(files[path]) for path in package.spine if path in files}
    missing = (path for path in package.spine if path not in files)
    warnings = tuple(Sentence(MISSING, name=PurePosixPath(path).name) for path in missing)
    collected = chapter_works(chapters)
    if not collected:
        writer = DocumentWriter()
        for path, chapter in chapters.items():
            _write_chapter(writer, chapter, package.labels.get(path))
        return (_with_metadata(replace(writer.document(), title=None, warnings=warnings), package.metadata),)
    works = (_work(path, chapters[path], stated, package) for path, stated in collected.items())
    first, *others = [each for each in works if each.text.strip()]
    return (replace(first, warnings=warnings), *others)


def _work(path: str, chapter: "HtmlElement", authors: tuple[str, ...], package: "_Package") -> ParsedDocument:
    """Read a chapter as a work of its own: by its author, where it names one, else by the book's."""
    writer = DocumentWriter()
    _write_chapter(writer, chapter, package.labels.get(path))
    title = package.labels.get(path) or heading_of(chapter)
    draft = _with_metadata(replace(writer.document(), title=None, identity=path), package.metadata)
    titled = f"{title} ({draft.title})" if title and draft.title else title or draft.title
    return replace(draft, title=titled, authors=authors or draft.authors)


@dataclass(frozen=True, slots=True)
class _Package:
    """What a package document says.

    Attributes:
        metadata: its statements about the book.
        spine: the paths of the chapters, each once.
        labels: the names of chapters in the table of contents, by path.
    """

    metadata: "Element"
    spine: tuple[str, ...]
    labels: dict[str, str]

    @classmethod
    def of(cls, files: Files) -> "_Package":
        """Find and read the package document of a book."""
        container = parse_xml(files[_CONTAINER]) if _CONTAINER in files else None
        path = (
            next((attribute(each, "full-path") for each in below(container, "rootfile")), None)
            if container is not None
            else None
        )
        if path is None or path not in files:
            raise FormatError(NO_PACKAGE)
        root, folder = parse_xml(files[path]), str(PurePosixPath(path).parent)
        items = {each.get("id"): each for each in below(root, "item")}
        paths = {key: _path(folder, each.get("href")) for key, each in items.items()}
        contents = {paths[key] for key, each in items.items() if "nav" in (each.get("properties") or "").split()}
        order = (paths.get(each.get("idref"), "") for each in below(root, "itemref"))
        spine = tuple(dict.fromkeys(path for path in order if path and path not in contents))
        listed = [
            *contents,
            *(paths[key] for key, each in items.items() if (each.get("media-type") or "").endswith("ncx+xml")),
        ]
        metadata = next(below(root, "metadata"), root)
        return cls(metadata, spine, dict(_labels(files, listed)))


def _path(folder: str, address: str | None) -> str:
    """Return the path that an address names, relative to a folder in the book; "" where it leads out of it."""
    path = normpath(f"{folder}/{unquote((address or '').partition('#')[0])}")
    return "" if path.startswith(("../", "/")) or not address else path.removeprefix("./")


def _labels(files: Files, listed: list[str]) -> Iterator[tuple[str, str]]:
    """Yield path and name of each chapter that a table of contents names; of several names the first counts."""
    seen: set[str] = set()
    for path in listed:
        if path not in files:
            continue
        folder = str(PurePosixPath(path).parent)
        for target, words in _entries(files[path]):
            chapter = _path(folder, target)
            if words and chapter not in seen:
                seen.add(chapter)
                yield chapter, words


def _entries(data: bytes) -> Iterator[tuple[str | None, str]]:
    root = parse_html(data)
    for point in root.iter("navpoint"):
        text = next(point.iter("text"), None)
        yield next((each.get("src") for each in point.iter("content")), None), words_of(text)
    for nav in root.iter("nav"):
        for link in nav.iter("a"):
            yield link.get("href"), words_of(link)


def _write_chapter(writer: DocumentWriter, chapter: "HtmlElement", label: str | None) -> None:
    """Write a chapter under its own headings, or under its name where it has none."""
    body = chapter.find("body")
    if body is None:
        return
    heading = heading_of(chapter)
    name = label or heading
    writer.path = ((0, name),) if name and not heading else ()
    writer.position = Position("chapter", name) if name else writer.position
    write_html(writer, body)


def _with_metadata(draft: ParsedDocument, metadata: "Element") -> ParsedDocument:
    """Add what the package states of the book, unless a program stated it."""
    stated = [(local_name(each), words_of(each), each) for each in metadata.iter()]
    roles = {
        attribute(each, "refines"): words
        for name, words, each in stated
        if name == "meta" and each.get("property") == "role"
    }
    creators = [
        words
        for name, words, each in stated
        if name == "creator" and (attribute(each, "role") or roles.get(f"#{each.get('id')}") or "aut") == "aut"
    ]
    first = {name: words for name, words, _ in reversed(stated)}
    date = first.get("date", "")
    return replace(
        draft,
        title=stated_title(first.get("title")),
        authors=stated_authors(creators),
        published=stated_day(date) or (date if len(date) == _YEAR and date.isdecimal() else None),
        language=first.get("language") or None,
    )


FORMAT = Format("electronic book", read, suffixes=frozenset({".epub"}), recognises=recognises)
