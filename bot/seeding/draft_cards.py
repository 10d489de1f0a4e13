"""Previews of drafts as cards: a table where there are many files, and each file on a page of its own.

What comes from a seed or a file's name is escaped and in one line; caveats stand as on every other card. Knows no
store and no gateway.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from bot.cards.answers import CardText, Page
from bot.cards.discord_limits import TEXT_CHARS
from bot.cards.excerpts import excerpts
from bot.cards.facts import beside
from bot.cards.lists import passage_hit
from bot.cards.markdown import escape, fitted, size
from bot.seeding.cards import NAME_CHARS, WARNING_CHARS, numbered_page
from bot.seeding.drafts.drafts import Draft
from bot.seeding.errors import BlockedError, CurationError
from bot.seeding.intake.understanding import AttachmentReading
from bot.seeding.rows import DraftChoices
from bot.seeding.values import NearCopy
from bot.wording import cards as cards_wording
from bot.wording import seeds as wording
from bot.wording.i18n import counted, number, said
from bot.wording.i18n import gettext as _
from index.showing.markup import one_line

# Characters of Markdown: together with headings they stay below TEXT_CHARS.
FACTS_CHARS: Final = 2_550  # with the heading
SAMPLE_CHARS: Final = 300
PROBLEM_CHARS: Final = 1_000
REFUSAL_CHARS: Final = 400
FOOTER_CHARS: Final = 100
TITLE_CHARS: Final = 50
CELL_CHARS: Final = 60
TITLES: Final = 3  # of the further documents of one file
ROWS_ON_A_PAGE: Final = 10


@dataclass(frozen=True, slots=True)
class DraftPage:
    """A page of a preview.

    Attributes:
        entry: the place of the file it is about; None where it is a table.
        places: of the files that the table shows.
    """

    entry: int | None
    page: Page
    places: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class SeenDraft:
    """A draft, and what is told of its files by their places.

    Attributes:
        refusals: why they would not be stored if it were confirmed now.
        near_copies: the seeds that have much in common with them.
    """

    draft: Draft
    refusals: Mapping[int, CurationError] = field(default_factory=dict)
    near_copies: Mapping[int, NearCopy] = field(default_factory=dict)

    @property
    def can_be_confirmed(self) -> bool:
        """Whether anything could be stored: what is refused for now may not be by then, what is blocked is for good."""
        blocked = {place for place, refusal in self.refusals.items() if isinstance(refusal, BlockedError)}
        return bool(self.draft.usable.keys() - blocked)

    def replaceable(self, place: int) -> str | None:
        """Return the seed whose place a file could take: one that stands in its way, or has much in common with it."""
        refusal, copy = self.refusals.get(place), self.near_copies.get(place)
        if self.draft.entries[place].target is not None or not self.draft.entries[place].is_readable:
            return None
        return refusal.replaceable if refusal is not None else copy.seed if copy is not None else None


def draft_pages(seen: SeenDraft, note: str = "") -> tuple[DraftPage, ...]:
    """Lay out a preview: a table where it is one, then each file on a page, long caveats on further ones.

    Args:
        seen: what is shown.
        note: a line of Markdown that stands above it on every page.
    """
    places = list(seen.draft.entries)
    starts = range(0, len(places), ROWS_ON_A_PAGE) if seen.draft.is_table else ()
    tables = [tuple(places[start : start + ROWS_ON_A_PAGE]) for start in starts]
    noted = ((note,),) if note else ()
    bodies: list[tuple[int | None, tuple[int, ...], tuple[CardText, ...]]] = [
        *((None, shown, _table(seen, shown)) for shown in tables),
        *((place, (), body) for place in places for body in _bodies(seen, place, size(note))),
    ]
    return tuple(
        DraftPage(place, numbered_page((*noted, *body), number, len(bodies)), shown)
        for number, (place, shown, body) in enumerate(bodies, 1)
    )


def first_page(seen: SeenDraft, place: int) -> int:
    """Return the 0-based page of a preview on which a file stands first: its row, or where its own pages begin."""
    pages = draft_pages(seen)
    return next((number for number, page in enumerate(pages) if place in (page.entry, *page.places)), 0)


def choices(token: str, seen: SeenDraft, page: DraftPage) -> DraftChoices:
    """Return what can be done with a draft on one of its pages."""
    draft = seen.draft
    marked = {place: place in draft.usable for place in page.places if draft.entries[place].is_readable}
    if page.entry is None:
        return DraftChoices(token, draft.version, seen.can_be_confirmed, marked=marked)
    entry = draft.entries[page.entry]
    return DraftChoices(
        token,
        draft.version,
        seen.can_be_confirmed,
        page.entry,
        entry.is_readable,
        seen.replaceable(page.entry),
        is_left_out=entry.is_left_out if draft.is_table and entry.is_readable else None,
    )


def _table(seen: SeenDraft, places: tuple[int, ...]) -> tuple[CardText, ...]:
    draft = seen.draft
    taken = len(draft.usable.keys() - seen.refusals.keys())
    left = sum(entry.is_left_out for entry in draft.entries.values())
    counts = {"taken": taken, "left": left, "problems": len(draft.entries) - taken - left}
    head = f"**{counted(wording.TABLE, len(draft.entries))}**\n-# {_(wording.TABLE_HEAD).format(**counts)}"
    rows = [_row(seen, place) for place in places]
    return (f"{head}\n-# {_(wording.NOTHING_STORED_YET)}",), ("\n".join(rows),)


def _row(seen: SeenDraft, place: int) -> str:
    entry, refusal, copy = seen.draft.entries[place], seen.refusals.get(place), seen.near_copies.get(place)
    name = fitted(one_line(entry.file.name), CELL_CHARS)
    problem = refusal if entry.is_readable else entry.understood.problem
    if problem is not None:
        told = str(problem) if isinstance(problem, CurationError) else said(problem)
        return f"❌ **{place + 1}** · {name}\n-# {fitted(one_line(told), WARNING_CHARS)}"
    first = entry.understood.firsts[0]
    facts = [
        fitted(one_line(first.attribution.author or ""), CELL_CHARS) or _(cards_wording.NO_AUTHOR),
        fitted(one_line(first.attribution.published or ""), CELL_CHARS) or _(wording.NO_DATE),
        _(wording.HAS_CAVEAT) if first.caveats else f"⚠ {_(wording.NO_CAVEAT)}",
    ]
    if copy is not None:
        facts.append(f"⚠ {_(wording.NEAR_COPY_SHORT).format(share=round(100 * copy.share), seed=escape(copy.seed))}")
    return f"{'➖' if entry.is_left_out else '✅'} **{place + 1}** · {name}\n-# {' · '.join(facts)}"


def _bodies(seen: SeenDraft, place: int, taken: int) -> Iterator[tuple[CardText, ...]]:
    entry = seen.draft.entries[place]
    understood, head = entry.understood, _head(seen, place)
    if understood.problem is not None:
        problem = fitted(one_line(said(understood.problem)), PROBLEM_CHARS)
        yield (head,), (_(wording.UNREADABLE).format(problem=problem),)
        return
    first = understood.firsts[0]
    taken += size(head)
    stands = beside(passage_hit(first), FACTS_CHARS - taken, TEXT_CHARS - taken - FOOTER_CHARS)
    sample = next(excerpts(passage_hit(first), SAMPLE_CHARS)).texts
    lines = [*_others(understood), _counts(understood)]
    taken += sum(map(size, (stands.text, *sample, *lines)))
    lines += _warnings(understood, TEXT_CHARS - FOOTER_CHARS - taken)
    yield (head,), (stands.text,), sample, ("\n".join(lines),)
    yield from (((head,), (text,)) for text in stands.further)


def _head(seen: SeenDraft, place: int) -> str:
    entry, of = seen.draft.entries[place], len(seen.draft.entries)
    title = wording.PREVIEW if entry.target is None else wording.PREVIEW_OF_CHANGE
    name = fitted(one_line(entry.file.name), NAME_CHARS)
    number = list(seen.draft.entries).index(place) + 1
    which = _(wording.FILE_OF).format(number=number, of=of) if of > 1 else ""
    named = " · ".join(part for part in (f"**{_(title)}**", name, which) if part)
    return "\n".join((named, f"-# {_(wording.NOTHING_STORED_YET)}", *_told(seen, place)))


def _told(seen: SeenDraft, place: int) -> Iterator[str]:
    """Say what stands in a file's way, before anything else of it."""
    entry, refusal, copy = seen.draft.entries[place], seen.refusals.get(place), seen.near_copies.get(place)
    if refusal is None and copy is not None:
        yield _(wording.NEAR_COPY).format(share=round(100 * copy.share), seed=escape(copy.seed))
    if refusal is not None and entry.is_readable:
        yield _(wording.WOULD_BE_REFUSED).format(reason=fitted(one_line(str(refusal)), REFUSAL_CHARS))
    if entry.is_left_out:
        yield _(wording.LEFT_OUT)


def _others(understood: AttachmentReading) -> Iterator[str]:
    """Name the first of the further documents of a file that holds several."""
    further = understood.firsts[1:]
    if further:
        titles = [fitted(one_line(each.attribution.title or each.document), TITLE_CHARS) for each in further[:TITLES]]
        listed = " · ".join([*titles, *(["…"] if len(further) > TITLES else [])])
        yield counted(wording.FURTHER_DOCUMENTS, len(further), titles=listed)


def _counts(understood: AttachmentReading) -> str:
    found = understood.documents
    languages = ", ".join(sorted({each.language or "?" for each in found}))
    removed = sum(each.removed_chars for each in found)
    parts = [
        _(wording.COUNT_PASSAGES).format(count=number(understood.passages)),
        _(wording.COUNT_HEDGES).format(count=number(sum(each.hedges for each in found))),
        _(wording.COUNT_CITATIONS).format(count=number(sum(each.citations for each in found))),
        *([_(wording.COUNT_REMOVED).format(count=number(removed))] if removed else []),
        _(wording.IN_LANGUAGE).format(language=escape(languages)),
    ]
    return f"-# {' · '.join(parts)}"


def _warnings(understood: AttachmentReading, room: int) -> Iterator[str]:
    """List what a curator should look at, as many warnings as there is room for, and how many more there are."""
    for place, warning in enumerate(understood.warnings):
        line = f"⚠ {fitted(one_line(said(warning)), WARNING_CHARS)}"
        room -= size(line) + 1
        if room < FOOTER_CHARS:
            yield counted(wording.MORE_WARNINGS, len(understood.warnings) - place)
            return
        yield line
