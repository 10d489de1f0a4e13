"""Answers to cards: what each message shows, as pure values, and the Components V2 message that shows it.

One hit a page; a long passage or caveat continues on further parts, all of them before the next hit. The budget is
computed before anything is cut: question, attribution and caveat first, the quote gets the rest. Knows no gateway
and no store; rows of buttons are passed in.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from typing import Any, Final

from discord import ui

from bot.cards.discord_limits import TEXT_CHARS
from bot.cards.excerpts import excerpts
from bot.cards.facts import LONG_CAVEAT_CHARS, Told, beside, told_beside
from bot.cards.folding import texts_of
from bot.cards.markdown import fitted, size, unescape
from bot.cards.shown import ShownSeed, shown_seeds
from bot.cards.standing import Standing, in_brief, in_full
from bot.wording import cards as wording
from bot.wording.accounts import found_how, looked_through, nothing_answers, ways_on
from bot.wording.i18n import gettext as _
from index.answered import Answer, Confidence, Hit
from index.model import Caveat
from index.showing.markup import one_line

QUESTION_ID: Final = 1_001  # a component's id; those that Discord gives itself count from 1
COLOURS: Final[dict[Confidence, int]] = {"strong": 0x2E9E5B, "fair": 0xD9A520, "weak": 0xD9742B, "none": 0x80848E}

# Characters of Markdown. What is left of TEXT_CHARS is for attribution, caveats and remarks (see `facts.beside`).
QUESTION_CHARS = 600  # 300 characters of which each is escaped
SEARCHED_FOR_CHARS = 250
FOOTER_CHARS = 200
HEAD_CHARS = 700  # of the first lines of a card that is no answer
QUOTE_CHARS = 580  # at least; with all that is not needed beside it
MISS_CHARS = 400
REF_CHARS = 80
NAME_CHARS = 60  # of whom or what a question names, or a heading
MISSES_ON_A_PAGE = 5  # of five components each, which leaves room for buttons

CardText = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """What one message shows; texts are Markdown, but for the question.

    Attributes:
        question: as asked, in one line; empty where nothing was.
        searched_for: what was searched where that differs, else empty.
        rank: of the hit, from 1; misses are together one.
        part, parts: number of this page, from 1, among those of the hit, and their number.
        sections: groups of texts, with a line drawn between groups.
        footer: how well it matches, and where in the answer this page stands.
        confidence: of the hit; it gives the card its colour.
        shown: the hit whose passage is shown; None on lists.
        leads_to: what the button to the next page says, where that is something else than more of the same.
        go_to: passages to be chosen from, each by its key and a label.
        is_whole: whether the caveats are told in full on it, so that no button to them is needed.
        seeds: those whose words it shows.
        looked_through: whose words alone were looked through, where not everybody's.
    """

    question: str
    searched_for: str
    rank: int
    part: int
    parts: int
    sections: tuple[CardText, ...]
    footer: str
    confidence: Confidence
    shown: Hit | None = None
    leads_to: str = ""
    is_whole: bool = True
    go_to: tuple[tuple[str, str], ...] = ()
    seeds: tuple[ShownSeed, ...] = ()
    looked_through: str = ""

    @property
    def key(self) -> str:
        """The key of the passage that is shown; empty on lists."""
        return self.shown.passage.key if self.shown else ""


class Card(ui.LayoutView):
    """A message that shows a page; it never times out.

    Attributes:
        seeds: those whose words it shows.
    """

    def __init__(self, seeds: tuple[ShownSeed, ...] = ()) -> None:
        super().__init__(timeout=None)
        self.seeds = seeds


def pages(answer: Answer, *, is_noted: bool = False) -> tuple[Page, ...]:
    """Lay out an answer hit by hit, or that there is none (see `declined`); at least one page."""
    if not answer.answered:
        return declined(answer, is_noted=is_noted)
    return tuple(chain.from_iterable(_pages_of_hits(answer)))


def _pages_of_hits(answer: Answer) -> Iterator[Iterator[Page]]:
    """Yield the pages of each hit; a document's long caveats stand in full on the first one of it alone."""
    told = set[tuple[str, tuple[Caveat, ...]]]()
    for number, hit in enumerate(answer.hits, 1):
        document = (hit.passage.document, hit.passage.caveats)
        yield hit_pages(answer, hit, number, is_further=document in told)
        told.add(document)


def declined(answer: Answer, *, is_noted: bool = False) -> tuple[Page, ...]:
    """Lay out that nothing in the seeds answers, with ways on; the nearest misses, each with its caveat, come behind.

    Args:
        answer: that nothing was found for.
        is_noted: whether the question is kept for the curators, which whoever asked is told.
    """
    nothing = f"**{nothing_answers(answer, _named)}**"
    first = _page(answer, 1, (1, 1), (("\n".join((nothing, *ways_on(answer, _named, is_noted=is_noted))),),), "")
    if not answer.misses:
        return (first,)
    said = f"{nothing}\n{_(wording.NEAREST)}"
    bodies = list(hit_bodies(answer.misses, _room(answer) - size(said), _(wording.MISS), _(wording.MISS_CUT)))
    misses = (
        _page(answer, 1, (part, len(bodies)), ((said,), *body), part_footer(part, len(bodies)))
        for part, body in enumerate(bodies, 1)
    )
    return (replace(first, leads_to=_(wording.TO_MISSES)), *misses)


def _named(words: str) -> str:
    return fitted(one_line(words), NAME_CHARS)


def render(page: Page, rows: Iterable[ui.ActionRow[Any]] = ()) -> ui.LayoutView:
    """Build the message that shows a page, with rows of buttons at its foot; it never times out.

    Raises:
        ValueError: the rows make it more than 40 components.
    """
    card = ui.Container[ui.LayoutView](accent_colour=COLOURS[page.confidence])
    if page.question:
        card.add_item(ui.TextDisplay(_head(page.question, page.searched_for, page.looked_through), id=QUESTION_ID))
    for number, section in enumerate(page.sections):
        if number:
            card.add_item(ui.Separator())
        for text in section:
            card.add_item(ui.TextDisplay(text))
    if page.footer:
        card.add_item(ui.TextDisplay(page.footer))
    for row in rows:
        card.add_item(row)
    return Card(page.seeds).add_item(card)


def with_files(text: str, names: Iterable[str]) -> ui.LayoutView:
    """Build a small card of a plain sentence or two, below which the files of these names stand."""
    words = ui.TextDisplay[ui.LayoutView](fitted(text, TEXT_CHARS))
    files = (ui.File[ui.LayoutView](f"attachment://{name}") for name in names)
    return ui.LayoutView(timeout=None).add_item(ui.Container(words, *files, accent_colour=COLOURS["none"]))


def note(text: str) -> ui.LayoutView:
    """Build a small card of a plain sentence or two: an error, a status. It is escaped, and cut if it must be."""
    words = ui.TextDisplay[ui.LayoutView](fitted(text, TEXT_CHARS))
    return ui.LayoutView(timeout=None).add_item(ui.Container(words, accent_colour=COLOURS["none"]))


def question_on(card: ui.LayoutView) -> str | None:
    """Read the question back from a card, as `LayoutView.from_message` gives it; None where it shows none."""
    display = card.find_item(QUESTION_ID)
    if not isinstance(display, ui.TextDisplay):
        return None
    question = display.content.split("\n")[0]
    return unescape(question.removeprefix("**").removesuffix("**"))


def _head(question: str, searched_for: str, looked_through: str = "") -> str:
    return "\n".join(filter(None, (f"**{fitted(question, QUESTION_CHARS)}**", looked_through, searched_for)))


def _searched_for(answer: Answer) -> str:
    words = fitted(one_line(answer.searched_for or ""), SEARCHED_FOR_CHARS)
    return _(wording.SEARCHED_FOR).format(words=words) if words else ""


def _looked_through(answer: Answer) -> str:
    told = looked_through(answer, _named)
    return f"-# {told}" if told else ""


def _room(answer: Answer) -> int:
    """Return the characters left for sections."""
    return (
        TEXT_CHARS
        - size(_head(one_line(answer.question), _searched_for(answer), _looked_through(answer)))
        - FOOTER_CHARS
    )


def _page(answer: Answer, rank: int, place: tuple[int, int], sections: tuple[CardText, ...], footer: str) -> Page:
    question = one_line(answer.question)
    part, parts = place
    shown = answer.hits[rank - 1] if answer.hits else None
    confidence = _confidence(answer, rank)
    seeds = shown_seeds(answer.hits[rank - 1 : rank] or answer.misses)
    page = Page(question, _searched_for(answer), rank, part, parts, sections, footer, confidence, shown)
    return replace(page, seeds=seeds, looked_through=_looked_through(answer))


def _confidence(answer: Answer, rank: int) -> Confidence:
    return answer.hits[rank - 1].confidence if answer.hits else answer.confidence


def hit_pages(  # noqa: PLR0913 each says another thing of the pages
    answer: Answer, hit: Hit, rank: int, label: str | None = None, taken: int = 0, *, is_further: bool = False
) -> Iterator[Page]:
    """Lay out one hit of an answer.

    Args:
        answer: whose question stands on the pages.
        hit: what is shown.
        rank: its rank in the answer, from 1.
        label: says in the footer why it is shown; by default how well it matches.
        taken: characters of a page that something else needs, at most 700.
        is_further: an earlier page told the document's caveats in full.
    """
    place = _(wording.PLACE).format(number=rank, of=len(answer.hits))
    lacking = [_(wording.NONE_HERE[hit.lacks])] if hit.lacks else []
    why_shown = (label,) if label else (_(wording.MATCHES[hit.confidence]), *lacking, *found_how(hit), place)
    room = _room(answer) - taken
    first, others = _standing(hit, room, is_further=is_further)
    quotes = [each.texts for each in excerpts(hit, room - others.size, max(0, first.size - others.size))]
    corrections = texts_of(others.cut, room - others.size, hit.passage.language)
    sections: list[CardText] = [*quotes, *((text,) for text in corrections)]
    for part, section in enumerate(sections, 1):
        of_hit, beside = (part, len(sections)), others if part > 1 else first
        page = _page(answer, rank, of_hit, (section, beside.texts), _hit_footer(hit, of_hit, why_shown))
        yield replace(page, is_whole=beside.is_whole)


def _standing(hit: Hit, room: int, *, is_further: bool) -> tuple[Standing, Standing]:
    """Return what stands beside the quote on the first page of a hit, and on its further ones.

    All of it stands on the first one where it fits there beside the whole quote, or where it is not too long for that.
    """
    told = told_beside(hit)
    brief, full = in_brief(told, room - QUOTE_CHARS, hit.passage.language), in_full(told)
    if is_further or brief.is_whole or full.size > room - QUOTE_CHARS:
        return brief, brief
    quote = next(excerpts(hit, room))
    fits = (quote.complete and quote.size + full.size <= room) or _words(told) <= LONG_CAVEAT_CHARS
    return (full if fits else brief), brief


def _words(told: Told) -> int:
    return sum(len(each.words) for each in (*told.cautions, *told.cited, *told.notes))


def whole(page: Page) -> tuple[Page, ...]:
    """Return a page as it may leave for elsewhere: with the caveats in full, on further pages where they are long."""
    if page.is_whole or page.shown is None:
        return (page,)
    full = in_full(told_beside(page.shown))
    quote = page.sections[0]
    head = size(_head(page.question, page.searched_for, page.looked_through))
    if head + sum(map(size, quote)) + full.size + FOOTER_CHARS <= TEXT_CHARS:
        return (replace(page, sections=(quote, full.texts), is_whole=True),)
    return (page, *caveat_pages(page.shown))


def caveat_pages(hit: Hit) -> tuple[Page, ...]:
    """Lay out all that stands beside a quote, in full: whose it is, the caveats, the remarks."""
    stands = beside(hit, TEXT_CHARS - HEAD_CHARS, TEXT_CHARS - HEAD_CHARS - FOOTER_CHARS)
    bodies = [stands.text, *stands.further]
    return tuple(
        Page(
            *(one_line(hit.passage.document), "", 1, part, len(bodies)),
            *(((body,),), part_footer(part, len(bodies)), "none"),
            seeds=shown_seeds([hit]),
        )
        for part, body in enumerate(bodies, 1)
    )


def _hit_footer(hit: Hit, page: tuple[int, int], why_shown: Iterable[str]) -> str:
    part, parts = page
    words = [*why_shown, fitted(one_line(hit.passage.ref), REF_CHARS)]
    if parts > 1:
        words.append(_(wording.PART).format(part=part, parts=parts))
    if part < parts:
        words.append(_(wording.CONTINUES))
    return f"-# {' · '.join(words)}"


def part_footer(part: int, parts: int) -> str:
    """Say which page of a list this is; nothing where it has one page."""
    return f"-# {_(wording.PART_OF_LIST).format(part=part, parts=parts)}" if parts > 1 else ""


def hit_bodies(
    hits: Sequence[Hit], room: int, label: str, label_cut: str, quote_chars: int = MISS_CHARS
) -> Iterator[tuple[CardText, ...]]:
    """Fill pages with entries of a list; a document's caveats stand once on each, long ones on pages right after it.

    Args:
        hits: what is listed.
        room: characters of Markdown on a page.
        label: a template for the line above an entry, with {number} and {ref}.
        label_cut: the same for a passage of which only the beginning is shown.
        quote_chars: of each quote with its hedges, at most.
    """
    body: list[CardText] = []
    cautioned: set[tuple[str, str]] = set()
    for number, hit in enumerate(hits, 1):
        facts = beside(hit, room - QUOTE_CHARS, room)
        caution = (hit.passage.document, facts.caveats)
        section = _entry(
            hit, number, facts.repeated if caution in cautioned else facts.text, (label, label_cut), quote_chars
        )
        if body and (facts.further or len(body) == MISSES_ON_A_PAGE or sections_size((*body, section)) > room):
            yield tuple(body)
            body, cautioned = [], set()
            section = _entry(hit, number, facts.text, (label, label_cut), quote_chars)
        body.append(section)
        cautioned.add(caution)
        if facts.further:
            yield tuple(body)
            yield from (((text, facts.text),) for text in facts.further)
            body, cautioned = [], set()
    if body:
        yield tuple(body)


def _entry(hit: Hit, number: int, facts: str, labels: tuple[str, str], quote_chars: int) -> CardText:
    excerpt = next(excerpts(hit, quote_chars))
    label = labels[0] if excerpt.complete else labels[1]
    ref = fitted(one_line(hit.passage.ref), REF_CHARS)
    return (label.format(number=number, ref=ref), *excerpt.texts, facts)


def sections_size(sections: Iterable[CardText]) -> int:
    """Count the characters of Markdown in the texts of some sections."""
    return sum(size(text) for section in sections for text in section)
