"""Cards about a server's own seeds, for its curators: previews, outcomes, lists, findings. Pure values and buttons.

What comes from a seed or a file's name is escaped and in one line; caveats stand as on every other card. Knows no
store and no gateway.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from bot import wording_seeds as wording
from bot.cards import Page, Section
from bot.discord_limits import TEXT_CHARS
from bot.drafts import Draft, Entry
from bot.excerpts import excerpts
from bot.facts import beside, one_line
from bot.i18n import gettext as _
from bot.i18n import said
from bot.lists import passage_hit
from bot.markdown import escape, fitted, size
from bot.understanding import Understood

# Characters of Markdown: together with headings they stay below TEXT_CHARS.
NAME_CHARS: Final = 150
FACTS_CHARS: Final = 2_250
SAMPLE_CHARS: Final = 300
PROBLEM_CHARS: Final = 1_000
WARNING_CHARS: Final = 220
FOOTER_CHARS: Final = 100
TITLE_CHARS: Final = 50
TITLES: Final = 3  # of the further documents of one file
ON_A_PAGE: Final = 10


@dataclass(frozen=True, slots=True)
class DraftPage:
    """A page of a preview, and the place (0-based) of the file it is about."""

    entry: int
    page: Page


def draft_pages(draft: Draft) -> tuple[DraftPage, ...]:
    """Lay out a preview: each file on a page, long caveats on further ones; at least one page."""
    bodies = [(place, body) for place, entry in enumerate(draft.entries) for body in _bodies(draft, place, entry)]
    return tuple(DraftPage(place, _page(body, number, len(bodies))) for number, (place, body) in enumerate(bodies, 1))


def _bodies(draft: Draft, place: int, entry: Entry) -> Iterator[tuple[Section, ...]]:
    understood = entry.understood
    head = _head(draft, place)
    if understood.problem is not None:
        problem = fitted(one_line(said(understood.problem)), PROBLEM_CHARS)
        yield (head,), (_(wording.UNREADABLE).format(problem=problem),)
        return
    first = understood.firsts[0]
    stands = beside(first, FACTS_CHARS, TEXT_CHARS - size(head) - FOOTER_CHARS)
    sample = next(excerpts(passage_hit(first), SAMPLE_CHARS)).texts
    lines = [*_others(understood), _counts(understood)]
    taken = sum(map(size, (head, stands.text, *sample, *lines)))
    lines += _warnings(understood, TEXT_CHARS - FOOTER_CHARS - taken)
    yield (head,), (stands.text,), sample, ("\n".join(lines),)
    yield from (((head,), (text,)) for text in stands.further)


def _head(draft: Draft, place: int) -> str:
    title = wording.PREVIEW if draft.target is None else wording.PREVIEW_OF_CHANGE
    name = fitted(one_line(draft.entries[place].file.name), NAME_CHARS)
    which = _(wording.FILE_OF).format(number=place + 1, of=len(draft.entries)) if len(draft.entries) > 1 else ""
    named = " · ".join(part for part in (f"**{_(title)}**", name, which) if part)
    return f"{named}\n-# {_(wording.NOTHING_STORED_YET)}"


def _others(understood: Understood) -> Iterator[str]:
    """Name the first of the further documents of a file that holds several."""
    further = understood.firsts[1:]
    if further:
        titles = [fitted(one_line(each.attribution.title or each.document), TITLE_CHARS) for each in further[:TITLES]]
        listed = " · ".join([*titles, *(["…"] if len(further) > TITLES else [])])
        yield _(wording.FURTHER_DOCUMENTS).format(count=len(further), titles=listed)


def _counts(understood: Understood) -> str:
    found = understood.documents
    languages = ", ".join(sorted({each.language or "?" for each in found}))
    parts = [
        _(wording.COUNT_PASSAGES).format(count=understood.passages),
        _(wording.COUNT_HEDGES).format(count=sum(each.hedges for each in found)),
        _(wording.COUNT_CITATIONS).format(count=sum(each.citations for each in found)),
        _(wording.COUNT_REMOVED).format(count=sum(each.removed_chars for each in found)),
        _(wording.IN_LANGUAGE).format(language=escape(languages)),
    ]
    return f"-# {' · '.join(parts)}"


def _warnings(understood: Understood, room: int) -> Iterator[str]:
    """List what a curator should look at, as many warnings as there is room for, and how many more there are."""
    for place, warning in enumerate(understood.warnings):
        line = f"⚠ {fitted(one_line(said(warning)), WARNING_CHARS)}"
        room -= size(line) + 1
        if room < FOOTER_CHARS:
            yield _(wording.MORE_WARNINGS).format(count=len(understood.warnings) - place)
            return
        yield line


def _page(body: Sequence[Section], number: int, of: int) -> Page:
    footer = f"-# {_(wording.PAGE).format(number=number, of=of)}" if of > 1 else ""
    return Page("", "", 1, number, of, tuple(body), footer, "none")


def in_pages(head: str, lines: Iterable[str]) -> tuple[Page, ...]:
    """Lay lines of Markdown out under a heading, some on a page; at least one page."""
    groups: list[list[str]] = [[]]
    for line in lines:
        room = TEXT_CHARS - size(head) - 200
        if len(groups[-1]) == ON_A_PAGE or sum(size(each) + 1 for each in groups[-1]) + size(line) > room:
            groups.append([])
        groups[-1].append(line)
    return tuple(
        _page([(head,), *([("\n".join(group),)] if group else [])], number, len(groups))
        for number, group in enumerate(groups, 1)
    )
