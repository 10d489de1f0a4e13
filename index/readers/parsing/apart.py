"""A text whose sections are works of their own: essays of several people, or each with a caution of its own."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from index.model import Block
from index.readers.parsing.base import HEADING_SEPARATOR, ParsedDocument
from index.readers.parsing.bylines import Byline, byline_of


def sections_apart(draft: ParsedDocument) -> tuple[ParsedDocument, ...]:
    """Return each section of a text as a work where they are works of their own, else the text as it is.

    They are where lines beneath their headings name two authors, or where two caution and nothing above them does.
    """
    sections = [(name, list(blocks)) for name, blocks in groupby(draft.blocks, key=_section)]
    bylines = [byline_of(draft.text, blocks) if name else None for name, blocks in sections]
    above = (byline_of(draft.text, blocks) for name, blocks in sections if not name)
    if not _are_works([each for each in bylines if each], above):
        return (draft,)
    first, *others = (_work(draft, *each, byline) for each, byline in zip(sections, bylines, strict=True))
    return (replace(first, warnings=draft.warnings, left_out=draft.left_out), *others)


def _section(block: Block) -> str:
    return (block.heading or "").partition(HEADING_SEPARATOR)[0]


def _are_works(bylines: Sequence[Byline], above: Iterable[Byline]) -> bool:
    are_peoples = len({each.authors for each in bylines if each.authors}) > 1
    are_cautioned = sum(each.is_cautioned for each in bylines) > 1
    return are_peoples or (are_cautioned and not any(each.is_cautioned for each in above))


def _work(draft: ParsedDocument, name: str, blocks: Sequence[Block], byline: Byline | None) -> ParsedDocument:
    """Cut a section out of a text: by its own author where it names one, else by the text's."""
    start, end = blocks[0].start, blocks[-1].end
    found = byline or Byline()
    return ParsedDocument(
        text=draft.text[start:end],
        blocks=tuple(_moved(blocks, start)),
        citations=tuple(
            replace(each, start=each.start - start, end=each.end - start)
            for each in draft.citations
            if start <= each.start < end
        ),
        title=f"{name} ({draft.title})" if name and draft.title else name or draft.title,
        authors=found.authors or draft.authors,
        published=found.published or found.updated or draft.published,
        identity=name,
        source=draft.source,
        language=draft.language,
    )


def _moved(blocks: Sequence[Block], by: int) -> Iterator[Block]:
    for block in blocks:
        places = tuple(replace(place, start=place.start - by) for place in block.places)
        yield replace(block, start=block.start - by, end=block.end - by, places=places)
