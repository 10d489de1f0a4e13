"""Answers about a document itself as pages of cards, and the question which document is meant.

Every page that shows a word of a document shows whose it is and what its author cautions.
"""

from collections.abc import Iterable, Iterator

from bot.cards.answers import FOOTER_CHARS, QUESTION_CHARS, CardText, Page, pages, part_footer
from bot.cards.discord_limits import TEXT_CHARS
from bot.cards.excerpts import excerpts
from bot.cards.facts import attribution, cautions
from bot.cards.lists import document_bodies, passage_hit, showing
from bot.cards.markdown import fitted, size
from bot.wording import cards as wording
from bot.wording import documents as wording_documents
from bot.wording.accounts import hedges_by_reason
from bot.wording.i18n import gettext as _
from bot.wording.i18n import number
from index.answered import Answer, DocumentSummary, Hit
from index.showing.markup import one_line

ROOM = TEXT_CHARS - QUESTION_CHARS - FOOTER_CHARS
SOURCE_CHARS = 200  # of one source
HEADINGS_CHARS = 500
BEGINNING_CHARS = 500  # of the first passage
SECTION_CHARS = 900  # at least left on a page below the caveats
MOST_PLACES = 3  # of caveats
REF_CHARS = 80


def answer_pages(answer: Answer, *, is_noted: bool = False) -> tuple[Page, ...]:
    """Lay out an answer: passages, then what is known of the document that was asked about; at least one page.

    Where nothing answers and the question `is_noted` for curators, that is said.
    """
    if answer.choices:
        bodies = (((f"**{_(wording_documents.WHICH)}**",), *body) for body in document_bodies(answer.choices))
        return showing(_numbered(answer, list(bodies)), list(map(passage_hit, answer.choices)))
    if not answer.documents:
        return pages(answer, is_noted=is_noted)
    of_documents = [body for summary in answer.documents for body in _bodies(summary)]
    firsts = [passage_hit(summary.first) for summary in answer.documents]
    return (*(pages(answer) if answer.hits else ()), *showing(_numbered(answer, of_documents), firsts))


def _bodies(summary: DocumentSummary) -> Iterator[tuple[CardText, ...]]:
    """Yield the pages of a document: below whose it is and its caveats, as much on each of what else is known."""
    first = summary.first
    passages = _(wording.PASSAGES).format(count=number(summary.passages))
    named = f"**{_(wording_documents.ABOUT)}**\n{attribution(first, passages)}"
    refs = "\n".join(_caveat_refs(summary))
    taken = size(named) + size(refs)
    caution, _further = cautions(first, ROOM - taken - SECTION_CHARS, ROOM)
    head = (named, *filter(None, (caution, refs)))
    room = ROOM - taken - size(caution)
    further = cautions(first, ROOM - taken - SECTION_CHARS, room)[1]
    body: list[CardText] = []
    for section in (_facts(summary), _beginning(summary), *((text,) for text in (*further, *_sources(summary, room)))):
        if body and sum(size(text) for each in (*body, section) for text in each) > room:
            yield (head, *body)
            body = []
        body.append(section)
    yield (head, *body)


def _caveat_refs(summary: DocumentSummary) -> Iterator[str]:
    """Yield in which passages the caveats stand, each passage once."""
    for ref in list(dict.fromkeys(filter(None, summary.caveat_refs)))[:MOST_PLACES]:
        yield f"-# {_(wording_documents.STANDS_IN).format(ref=fitted(ref, REF_CHARS))}"


def _facts(summary: DocumentSummary) -> CardText:
    lines = [hedges_by_reason(summary)]
    if summary.headings:
        headings = fitted(" · ".join(map(one_line, summary.headings)), HEADINGS_CHARS)
        lines.append(_(wording_documents.HEADINGS).format(headings=headings))
    if not summary.sources:
        lines.append(_(wording_documents.NO_SOURCES))
    return ("\n".join(lines),)


def _beginning(summary: DocumentSummary) -> CardText:
    excerpt = next(excerpts(Hit(1, summary.first, 0.0, ()), BEGINNING_CHARS))
    return (_(wording_documents.BEGINS), *excerpt.texts)


def _sources(summary: DocumentSummary, room: int) -> Iterator[str]:
    """Yield the sources in texts that fit on a page, each with the passage that cites it."""
    text = head = _(wording_documents.SOURCES)
    for ref, citation in summary.sources:
        line = wording_documents.SOURCE_IN.format(
            ref=fitted(ref, REF_CHARS), source=fitted(one_line(citation.text), SOURCE_CHARS)
        )
        if text != head and size(text) + size(line) + 1 > room:
            yield text
            text = head
        text = f"{text}\n{line}"
    if summary.sources:
        yield text


def _numbered(answer: Answer, bodies: Iterable[tuple[CardText, ...]]) -> Iterator[Page]:
    every = list(bodies)
    for part, sections in enumerate(every, 1):
        footer = part_footer(part, len(every))
        yield Page(one_line(answer.question), "", 1, part, len(every), sections, footer, "none")
