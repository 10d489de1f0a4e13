"""Lists and lookups as pages of cards: search hits, all seeds, one seed, one passage, a quote check, a citation.

Pure functions, like cards.py. Each document's caveats stand once on every page that shows it; what is quoted is
quoted from a hit, so nothing stands here without its author and its caveat.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import Final

from bot.cards.answers import (
    FOOTER_CHARS,
    HEAD_CHARS,
    QUESTION_CHARS,
    SEARCHED_FOR_CHARS,
    CardText,
    Page,
    hit_bodies,
    hit_pages,
    part_footer,
    sections_size,
)
from bot.cards.discord_limits import TEXT_CHARS
from bot.cards.facts import attribution, cautions
from bot.cards.markdown import escape, fitted, size
from bot.cards.shown import shown_seeds
from bot.wording import cards as wording
from bot.wording.accounts import citations, hedges_by_reason, why
from bot.wording.i18n import counted, number
from bot.wording.i18n import gettext as _
from index.answered import Answer, Confidence, DocumentSummary, Hit
from index.answers.explain import Explanation
from index.answers.filters import Filter, with_filters
from index.answers.search import SearchResults
from index.errors import UserError
from index.model import Passage
from index.quoting.model import Difference, QuoteCheck, Verdict, runs
from index.showing.markup import one_line, without_middle

VERDICTS: Final[dict[Verdict, Confidence]] = {  # by colour
    "verbatim": "strong", "stitched": "fair", "altered": "fair", "absent": "none",
}  # fmt: skip
CLOSING: Final = tuple(",.;:!?…)]»”’")  # what stands at once behind a word
SEARCH_HEAD_CHARS = QUESTION_CHARS + SEARCHED_FOR_CHARS + 100
SEEDS_ON_A_PAGE = 5
BOTH = 2
TWO_CHARS = 800  # of the quote of each of two authors
QUOTE_CHARS = 500  # of a checked quote that are shown back; beside it stands a passage with all its facts
AROUND_CHARS = 200  # of what stands beside a checked quote
KEPT_CHARS, LEFT_OUT_CHARS = 160, 100  # of each part of a stitched quote, and of each that it leaves out
WORD_CHARS = 60  # of each
TAGS_CHARS = 200  # of the tags of a document
CITED_CHARS = 1_200  # of a citation in one block; twice as many where each is escaped


def found_pages(text: str, found: SearchResults) -> tuple[Page, ...]:
    """Lay out the hits of a search, some on a page."""
    said = counted(wording.FOUND, found.total) if found.total else _(wording.NOT_FOUND)
    bodies = list(
        hit_bodies(found.hits, TEXT_CHARS - SEARCH_HEAD_CHARS - FOOTER_CHARS, wording.ENTRY, _(wording.ENTRY_CUT))
    )
    pages = _pages(text, (((f"**{said}**",), *body) for body in bodies or [()]), found.searched_for)
    return showing(pages, found.hits)


def related_pages(ref: str, said: str, hits: Sequence[Hit]) -> tuple[Page, ...]:
    """Lay out passages that are related to one, some on a page, each with its caveats.

    Raises:
        UserError: there are none.
    """
    if not hits:
        raise UserError(wording.NOTHING_RELATED)
    room = TEXT_CHARS - SEARCH_HEAD_CHARS - FOOTER_CHARS
    bodies = hit_bodies(hits, room, wording.ENTRY, _(wording.ENTRY_CUT))
    return showing(_pages(ref, (((f"**{said}**",), *body) for body in bodies)), hits)


def two_pages(question: str, hits: Sequence[Hit]) -> tuple[Page, ...]:
    """Lay out what two authors say on one question, one below the other, each with its caveats.

    Raises:
        UserError: not two of them answer it.
    """
    if len(hits) < BOTH:
        raise UserError(wording.NO_SECOND)
    said = f"**{_(wording.TWO)}**"
    room = TEXT_CHARS - QUESTION_CHARS - FOOTER_CHARS - size(said)
    bodies = hit_bodies(hits, room, wording.ENTRY, _(wording.ENTRY_CUT), TWO_CHARS)
    return showing(_pages(question, (((said,), *body) for body in bodies)), hits)


def seeds_pages(firsts: Sequence[Passage], filters: Sequence[Filter] = ()) -> tuple[Page, ...]:
    """Lay out all seeds that pass some filters, each by its first passage: title, author, date, link and caveats."""
    nothing = wording.NO_SEEDS_PASS if filters else wording.NO_SEEDS
    head = with_filters(_(wording.ALL_SEEDS), filters)
    return _pages(head, list(document_bodies(firsts)) or [((_(nothing),),)])


def document_bodies(firsts: Iterable[Passage]) -> Iterator[tuple[CardText, ...]]:
    """Fill pages with documents, each by its first passage; caveats too long for a list stand on pages after it."""
    room = TEXT_CHARS - HEAD_CHARS - FOOTER_CHARS
    body: list[CardText] = []
    for first in firsts:
        entry, further = _seed_entry(first, room)
        if body and (further or len(body) == SEEDS_ON_A_PAGE or sections_size((*body, (entry,))) > room):
            yield tuple(body)
            body = []
        body.append((entry,))
        if further:
            yield tuple(body)
            yield from (((entry,), (text,)) for text in further)
            body = []
    if body:
        yield tuple(body)


def _seed_entry(first: Passage, room: int) -> tuple[str, tuple[str, ...]]:
    passages = _(wording.PASSAGES).format(count=number(first.of))
    named = f"**{fitted(first.document, 80)}**\n{attribution(first, passages)}"
    named += f"\n{tags}" if (tags := _tags(first)) else ""
    caution, _further = cautions(first, room - size(named), room)
    entry = f"{named}\n{caution}"
    return entry, cautions(first, room - size(named), room - size(entry))[1]


def _tags(first: Passage) -> str:
    """Name the tags of a document; empty where it has none."""
    return f"-# {_(wording.TAGS).format(tags=fitted(', '.join(first.tags), TAGS_CHARS))}" if first.tags else ""


def seed_pages(summary: DocumentSummary) -> tuple[Page, ...]:
    """Lay out what is known of one seed, its first and its last passage."""
    ends = [summary.first] if summary.passages == 1 else [summary.first, summary.last]
    bodies = hit_bodies(
        [passage_hit(each) for each in ends], TEXT_CHARS - 2 * HEAD_CHARS, wording.ENTRY, _(wording.ENTRY_CUT)
    )
    passages = _(wording.PASSAGES).format(count=number(summary.passages))
    head = "\n".join(filter(None, (passages, hedges_by_reason(summary), _tags(summary.first))))
    return showing(_pages(summary.document, (((head,), *body) for body in bodies)), [passage_hit(summary.first)])


def passage_pages(passage: Passage, taken: int = 0, shown_as: str = wording.LOOKED_UP) -> tuple[Page, ...]:
    """Lay out one passage by itself.

    Args:
        passage: what is shown.
        taken: characters of a page that something else needs.
        shown_as: a template that says in the footer why it is shown.
    """
    answer = Answer(passage.ref, "none", (passage_hit(passage),), (), generation="")
    return tuple(hit_pages(answer, answer.hits[0], 1, _(shown_as), taken))


def quote_page(check: QuoteCheck) -> Page:
    """Lay out what became of a quote, with the passage it stands in or comes nearest to, or as much as fits of it."""
    said = (*_verdict(check), *_parts(check))
    if check.passage is None:
        return _pages(_(wording.QUOTE), [(said,)])[0]
    passage = passage_pages(check.passage, sum(map(size, said)))[0]
    page = _pages(_(wording.QUOTE), [(said, *passage.sections)])[0]
    named = replace(passage, question=page.question, sections=page.sections)
    return replace(named, confidence=VERDICTS[check.verdict])


def _verdict(check: QuoteCheck) -> CardText:
    quote = f"> {fitted(one_line(check.quote), QUOTE_CHARS)}"
    match check.verdict:
        case "absent":
            return _(wording.ABSENT_AS_A_WHOLE if check.standing else wording.ABSENT), quote
        case "verbatim":
            what = ", ".join(map(_, check.tolerances))
            forgiven = f" ({_(wording.FORGIVEN).format(what=what)})" if what else ""
            return f"{_(wording.VERBATIM)}{forgiven}", quote
        case "stitched":
            return _(wording.STITCHED), fitted_seams(check.differences)
        case "altered":
            return _(wording.ALTERED), fitted_differences(check.differences)


def _parts(check: QuoteCheck) -> Iterator[str]:
    """Name what of a text stands, where not all of it does, and what else it holds."""
    if check.standing:
        yield _(wording.PART_STANDS)
        yield f"> {fitted(one_line(check.standing), QUOTE_CHARS)}"
    if check.around:
        yield _(wording.NOT_CHECKED).format(words=fitted(one_line(" … ".join(check.around)), AROUND_CHARS))


def fitted_differences(differences: Iterable[Difference]) -> str:
    """Show a word-level difference: ~~words only in the quote~~, **words only in the source**."""
    marks = {"same": "", "added": "~~", "missing": "**", "turning": "**"}
    return _fitted(f"{(mark := marks[each.change])}{escape(one_line(each.words))}{mark}" for each in differences)


def fitted_seams(differences: Iterable[Difference]) -> str:
    """Show what a stitched quote leaves out [in brackets], **bold** what changes the sense."""
    return _fitted(map(_seam, runs(differences)))


def _seam(run: Sequence[Difference]) -> str:
    """Show a part of a stitched quote, or all that it leaves out in one place."""
    if run[0].change == "same":
        return escape(without_middle(one_line(run[0].words), KEPT_CHARS))
    words = (escape(without_middle(one_line(each.words), LEFT_OUT_CHARS)) for each in run)
    marked = (f"**{said}**" if each.change == "turning" else said for each, said in zip(run, words, strict=True))
    return escape("[") + " ".join(marked) + escape("]")


def _fitted(pieces: Iterable[str]) -> str:
    text = ""
    for piece in pieces:
        if size(text) + size(piece) > QUOTE_CHARS:
            return f"{text} …"
        text += piece if not text or piece.startswith(CLOSING) else f" {piece}"
    return text


def why_pages(question: str, explanation: Explanation) -> tuple[Page, ...]:
    """Lay out why a passage was found."""
    lines = why(explanation, lambda words: fitted(one_line(words), WORD_CHARS))
    return _pages(question, [((_(wording.WHY), "\n".join(lines)),)])


def context_pages(question: str, passage: Passage) -> tuple[Page, ...]:
    """Lay out a passage that stands beside one that was found, under the question that found it."""
    answer = Answer(question, "none", (passage_hit(passage),), (), generation="")
    return tuple(hit_pages(answer, answer.hits[0], 1, _(wording.CONTEXT)))


def cite_pages(passage: Passage, accessed: date, address: str | None = None) -> tuple[Page, ...]:
    """Lay out a passage's citation in every form, each text in full, to be copied; `address` is that of its page."""
    parts = [
        ((f"**{label}**", _code(text[start : start + CITED_CHARS])),)
        for label, text in citations(passage, accessed, address)
        for start in range(0, len(text), CITED_CHARS)
    ]
    return _pages(_(wording.CITE).format(ref=passage.ref), _in_pages(parts))


def _code(text: str) -> str:
    """Show a text as code, to be copied as it is; one that would end the code block is escaped instead."""
    return escape(text) if "```" in text else f"```\n{text}\n```"


def _in_pages(parts: Sequence[tuple[CardText, ...]]) -> list[tuple[CardText, ...]]:
    pages: list[tuple[CardText, ...]] = []
    for part in parts:
        if pages and sections_size(pages[-1]) + sections_size(part) <= TEXT_CHARS - HEAD_CHARS - FOOTER_CHARS:
            pages[-1] += part
        else:
            pages.append(part)
    return pages


def showing(pages: Iterable[Page], hits: Sequence[Hit]) -> tuple[Page, ...]:
    """Return pages that tell which seeds they show words of: those of some hits."""
    seeds = shown_seeds(hits)
    return tuple(replace(page, seeds=seeds) for page in pages)


def passage_hit(passage: Passage) -> Hit:
    """Return a passage as a hit, as if found by no word: none is marked in it."""
    return Hit(1, passage, 0.0, ())


def _pages(head: str, bodies: Iterable[Sequence[CardText]], searched_for: str | None = None) -> tuple[Page, ...]:
    every = [tuple(body) for body in bodies]
    return tuple(_page(head, body, number, len(every), searched_for) for number, body in enumerate(every, 1))


def _page(head: str, body: tuple[CardText, ...], number: int, of: int, searched_for: str | None) -> Page:
    searched = (
        _(wording.SEARCHED_FOR).format(words=fitted(one_line(searched_for), SEARCHED_FOR_CHARS)) if searched_for else ""
    )
    return Page(one_line(head), searched, 1, number, of, body, part_footer(number, of), "none")
