"""Entries of blogs to documents: what feeds, Substack, Medium and WordPress have in common."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from index.messages import N_, Sentence
from index.model import LeftOut
from index.readers.parsing.base import FormatError, ParsedDocument, reported
from index.readers.parsing.days import day_of
from index.readers.parsing.html_tree import parse_html, write_html
from index.readers.parsing.sections import DocumentWriter

NO_ENTRIES = Sentence("holds no published entry with words")
UNPUBLISHED = N_("Left out: entries that are not published, or not for everybody ({count}).")
_WEB = ("http://", "https://")


@dataclass(frozen=True, slots=True)
class Entry:
    """A published entry.

    Attributes:
        content: its HTML; what stands in plain text instead is `text`.
        above: the author's line above it: a subtitle, or the title where that is all that some entries say.
        when: a moment in ISO 8601.
        unwanted: classes of the elements in its HTML that the author did not write.
    """

    identity: str
    content: str = ""
    text: str = ""
    title: str | None = None
    above: str = ""
    source: str | None = None
    author: str | None = None
    when: str = ""
    language: str | None = None
    unwanted: frozenset[str] = frozenset()


def documents_of(entries: Iterable[Entry], unpublished: int = 0) -> tuple[ParsedDocument, ...]:
    """Return a document for each entry with words. Raises FormatError where there is none."""
    drafts = [draft for draft in map(_document, entries) if draft.blocks]
    if not drafts:
        raise FormatError(NO_ENTRIES)
    if unpublished:
        drafts[0] = reported(drafts[0], (LeftOut(Sentence(UNPUBLISHED, count=unpublished), 0),))
    return tuple(drafts)


def web_address(address: str | None) -> str | None:
    """Return an address of the web; None for any other, which must not be shown as a link."""
    return address if address and address.startswith(_WEB) else None


def _document(entry: Entry) -> ParsedDocument:
    writer = DocumentWriter()
    writer.paragraph(entry.above)
    if entry.content.strip():
        _write(writer, entry)
    for paragraph in entry.text.split("\n\n"):
        writer.paragraph(paragraph)
    return replace(
        writer.document(),
        identity=entry.identity,
        title=entry.title,
        authors=(entry.author,) if entry.author else (),
        published=day_of(entry.when),
        source=web_address(entry.source),
        language=entry.language,
    )


def _write(writer: DocumentWriter, entry: Entry) -> None:
    tree = parse_html(entry.content)
    for element in list(tree.iter()):
        is_unwanted = not entry.unwanted.isdisjoint((element.get("class") or "").split())
        if is_unwanted and element.getparent() is not None:
            element.drop_tree()
    write_html(writer, tree)
