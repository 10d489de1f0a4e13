"""Web pages as saved from a browser: the text without menus and adverts, and the author's cautions around it."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby
from typing import TYPE_CHECKING

from index.messages import N_, Sentence
from index.model import LeftOut
from index.readers.pages.adverts import with_adverts
from index.readers.pages.blocks import PageBlock, page_blocks, web_links
from index.readers.pages.cautions import Caution, cautions
from index.readers.pages.decoding import decode_page, has_tags, looks_like_page
from index.readers.pages.entries import entry_blocks
from index.readers.pages.main_text import main_blocks
from index.readers.pages.stated import Stated, read_stated
from index.readers.pages.under_labels import without_sections_of_others
from index.readers.pages.zones import Zone, spine
from index.readers.parsing.base import Format, FormatError, ParsedDocument
from index.readers.parsing.html_tree import parse_html
from index.readers.parsing.sections import DocumentWriter
from index.readers.parsing.xml import DEEPEST, TOO_DEEP, depth_of
from index.text.languages import detect

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_LONGEST_ATTRIBUTE = 4_000
NO_TEXT = Sentence("is a page without paragraphs of its own; save the page that it leads to, or its text as Markdown")
LEFT_OUT = {
    Zone.COMMENTS: Sentence("Left out: readers' comments on the page."),
    Zone.ADVERTS: Sentence("Left out: adverts on the page."),
}
AROUND = Sentence("Left out: what stands around the text on the page, such as menus and lists of other pages.")
FOUND_BESIDE = N_("Words of caution stand on the page beside its text and are kept with it: {count}.")


def read(data: bytes) -> tuple[ParsedDocument, ...]:
    """Read a page as one work. Raises FormatError where it has no paragraphs."""
    page = decode_page(data)
    tree = _parsed(page.text)
    if depth_of(tree) > DEEPEST:  # the parser has dropped whatever stands twice as deep
        raise FormatError(TOO_DEEP)
    _shorten(tree)
    stated = read_stated(tree)
    around = spine(tree)
    blocks = with_adverts(without_sections_of_others(page_blocks(tree, around)), around)
    text = entry_blocks(blocks) or main_blocks(tree, blocks)
    if not any(character.isalnum() for each in text for character in each.words):
        raise FormatError(NO_TEXT)
    language = stated.language or detect("\n".join(each.words for each in text[:40]))
    found = cautions(blocks, text, language)
    draft = _written(blocks, text, found, stated)
    beside = _beside(found, text, blocks)
    warnings = (*page.warnings, *((Sentence(FOUND_BESIDE, count=len(beside)),) if beside else ()))
    return (replace(draft, warnings=warnings, left_out=_left_out(blocks, text)),)


def _parsed(text: str) -> "HtmlElement":
    """Parse a page; one in which there is nothing to parse has no paragraphs."""
    try:
        return parse_html(text.encode("utf-8", "replace"))
    except FormatError:
        raise FormatError(NO_TEXT) from None


def _shorten(tree: "HtmlElement") -> None:
    """Take away attributes that are longer than anything they could say, since each look at one costs its length."""
    for element in tree.iter("*"):
        for key, value in element.items():
            if len(value) > _LONGEST_ATTRIBUTE:
                del element.attrib[key]


def _beside(found: Sequence[Caution], text: Sequence[PageBlock], blocks: Sequence[PageBlock]) -> list[Caution]:
    inside = {id(each) for each in text}
    return [each for each in found if id(blocks[each.at]) not in inside]


def _written(
    blocks: Sequence[PageBlock], text: Sequence[PageBlock], found: Sequence[Caution], stated: Stated
) -> ParsedDocument:
    """Write the text, with each caution beside it where it stands on the page."""
    order = {id(each): number for number, each in enumerate(blocks)}
    beside = {each.at: each for each in _beside(found, text, blocks)}
    writer = DocumentWriter()
    own = iter(sorted(text, key=lambda each: order[id(each)]))
    pieces: list[PageBlock | Caution] = sorted(
        [*own, *beside.values()],
        key=lambda each: each.at if isinstance(each, Caution) else order[id(each)],
    )
    for is_caution, group in groupby(pieces, key=lambda each: isinstance(each, Caution)):
        if is_caution:
            _write_cautions(writer, [each for each in group if isinstance(each, Caution)])
        else:
            _write(writer, [each for each in group if isinstance(each, PageBlock)], stated.title)
    draft = writer.document()
    return replace(
        draft,
        title=stated.title,
        authors=stated.authors,
        published=stated.published,
        source=stated.source,
        language=stated.language,
        caveats=tuple(each.words for each in found),
    )


def _write_cautions(writer: DocumentWriter, found: Sequence[Caution]) -> None:
    """Write cautions under their own label, and go on under the heading that was above them."""
    path = writer.path
    for each in found:
        writer.path = ((1, each.label),) if each.label else ()
        writer.paragraph(each.words)
    writer.path = path


def _write(writer: DocumentWriter, blocks: Sequence[PageBlock], title: str | None) -> None:
    for (kind, _), group in groupby(blocks, key=_belonging):
        together = list(group)
        if kind == "cell":
            writer.table(
                [_line(each.words) for each in cells] for _, cells in groupby(together, key=lambda each: each.row)
            )
        elif kind == "quote":
            writer.quote("\n\n".join(each.words.strip() for each in together))
        else:
            for each in together:
                _write_one(writer, each, title)


def _belonging(block: PageBlock) -> tuple[str, int]:
    """Return what the blocks of one piece have in common: a table, or one quotation."""
    return block.kind, block.row if block.kind == "quote" else 0


def _write_one(writer: DocumentWriter, block: PageBlock, title: str | None) -> None:
    if block.kind == "heading":
        words = _line(block.words)
        if words != title and not (title and block.level <= 2 and words in title):  # noqa: PLR2004
            writer.heading(words, block.level)
    elif block.kind == "item":
        writer.item(block.words)
    elif block.kind == "code":
        writer.code(block.words)
    else:
        writer.paragraph(block.words, web_links(block))


def _line(words: str) -> str:
    return " ".join(words.split())


def _left_out(blocks: Sequence[PageBlock], text: Sequence[PageBlock]) -> tuple[LeftOut, ...]:
    return tuple(LeftOut(reason, chars) for reason, chars in _counted(blocks, text) if chars)


def _counted(blocks: Sequence[PageBlock], text: Sequence[PageBlock]) -> Iterator[tuple[Sentence, int]]:
    inside = {id(each) for each in text}
    outside = [each for each in blocks if id(each) not in inside]
    for zone, reason in LEFT_OUT.items():
        yield reason, sum(len(each.words) for each in outside if zone & each.zone)
    yield AROUND, sum(len(each.words) for each in outside if not each.zone & (Zone.COMMENTS | Zone.ADVERTS))


FORMAT = Format(
    "web page", read, suffixes=frozenset({".html", ".htm", ".xhtml"}), recognises=looks_like_page, fits=has_tags
)
