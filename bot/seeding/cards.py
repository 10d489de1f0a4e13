"""Cards about a server's own seeds, for its curators: previews, outcomes, lists, findings. Pure values and buttons.

What comes from a seed or a file's name is escaped and in one line; caveats stand as on every other card. Knows no
store and no gateway.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

import discord

from bot.cards.answers import CardText, Page
from bot.cards.discord_limits import TEXT_CHARS
from bot.cards.excerpts import excerpts
from bot.cards.facts import beside
from bot.cards.lists import passage_hit
from bot.cards.markdown import escape, fitted, size
from bot.seeding.curation import Listed, Outcome
from bot.seeding.drafts.drafts import Draft, DraftFile
from bot.seeding.errors import ConflictError
from bot.seeding.intake.understanding import AttachmentReading
from bot.wording import cards as cards_wording
from bot.wording import seeds as wording
from bot.wording.i18n import gettext as _
from bot.wording.i18n import said
from index.showing.markup import one_line

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
    """A page of a preview, and the index of the file it is about."""

    entry: int
    page: Page


def draft_pages(draft: Draft) -> tuple[DraftPage, ...]:
    """Lay out a preview: each file on a page, long caveats on further ones; at least one page."""
    bodies = [(index, body) for index, entry in enumerate(draft.entries) for body in _bodies(draft, index, entry)]
    return tuple(DraftPage(index, _page(body, number, len(bodies))) for number, (index, body) in enumerate(bodies, 1))


def first_page(draft: Draft, index: int) -> int:
    """Return the 0-based page of a preview on which a file begins."""
    return next(number for number, page in enumerate(draft_pages(draft)) if page.entry == index)


def _bodies(draft: Draft, index: int, entry: DraftFile) -> Iterator[tuple[CardText, ...]]:
    understood = entry.understood
    head = _head(draft, index)
    if understood.problem is not None:
        problem = fitted(one_line(said(understood.problem)), PROBLEM_CHARS)
        yield (head,), (_(wording.UNREADABLE).format(problem=problem),)
        return
    first = understood.firsts[0]
    stands = beside(passage_hit(first), FACTS_CHARS, TEXT_CHARS - size(head) - FOOTER_CHARS)
    sample = next(excerpts(passage_hit(first), SAMPLE_CHARS)).texts
    lines = [*_others(understood), _counts(understood)]
    taken = sum(map(size, (head, stands.text, *sample, *lines)))
    lines += _warnings(understood, TEXT_CHARS - FOOTER_CHARS - taken)
    yield (head,), (stands.text,), sample, ("\n".join(lines),)
    yield from (((head,), (text,)) for text in stands.further)


def _head(draft: Draft, index: int) -> str:
    title = wording.PREVIEW if draft.target is None else wording.PREVIEW_OF_CHANGE
    name = fitted(one_line(draft.entries[index].file.name), NAME_CHARS)
    which = _(wording.FILE_OF).format(number=index + 1, of=len(draft.entries)) if len(draft.entries) > 1 else ""
    named = " · ".join(part for part in (f"**{_(title)}**", name, which) if part)
    return f"{named}\n-# {_(wording.NOTHING_STORED_YET)}"


def _others(understood: AttachmentReading) -> Iterator[str]:
    """Name the first of the further documents of a file that holds several."""
    further = understood.firsts[1:]
    if further:
        titles = [fitted(one_line(each.attribution.title or each.document), TITLE_CHARS) for each in further[:TITLES]]
        listed = " · ".join([*titles, *(["…"] if len(further) > TITLES else [])])
        yield _(wording.FURTHER_DOCUMENTS).format(count=len(further), titles=listed)


def _counts(understood: AttachmentReading) -> str:
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


def _warnings(understood: AttachmentReading, room: int) -> Iterator[str]:
    """List what a curator should look at, as many warnings as there is room for, and how many more there are."""
    for shown, warning in enumerate(understood.warnings):
        line = f"⚠ {fitted(one_line(said(warning)), WARNING_CHARS)}"
        room -= size(line) + 1
        if room < FOOTER_CHARS:
            yield _(wording.MORE_WARNINGS).format(count=len(understood.warnings) - shown)
            return
        yield line


def _page(body: Sequence[CardText], number: int, of: int) -> Page:
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


def list_pages(listed: Sequence[Listed]) -> tuple[Page, ...]:
    """Lay out a server's own seeds: what they are, how large, who changed them last and when."""
    if not listed:
        return in_pages(f"**{_(wording.OWN_SEEDS)}**", [_(wording.NO_OWN_SEEDS)])
    return in_pages(f"**{_(wording.OWN_SEEDS)}**", map(_entry, listed))


def _entry(listed: Listed) -> str:
    seed = listed.seed
    facts = [
        fitted(one_line(seed.file_name), NAME_CHARS),
        *([_(wording.COUNT_PASSAGES).format(count=listed.indexed.passages)] if listed.indexed else []),
        _(wording.KILOBYTES).format(count=f"{max(seed.size_bytes / 1024, 0.1):,.1f}"),
        _(wording.VERSION).format(number=seed.version),
        _(wording.CHANGED).format(when=discord.utils.format_dt(seed.changed_at, "R"), who=_who(seed.changed_by)),
    ]
    return f"**{escape(seed.seed)}** · {_whose(listed)}\n-# {' · '.join(facts)}"


def _whose(listed: Listed) -> str:
    known = listed.indexed
    if known is None:
        return _(wording.NOT_INDEXED)
    if known.problem is not None:
        return f"❌ {fitted(one_line(said(known.problem)), WARNING_CHARS)}"
    title = fitted(one_line(known.title or ""), NAME_CHARS) or _(cards_wording.NO_TITLE)
    author = fitted(one_line(known.author or ""), NAME_CHARS) or _(cards_wording.NO_AUTHOR)
    return f"{title} — {author}"


def _who(user_id: int | None) -> str:
    return f"<@{user_id}>" if user_id else _(wording.SOMEBODY)


def findings_pages(listed: Sequence[Listed]) -> tuple[Page, ...]:
    """Lay out what the linter says of each of a server's own seeds."""
    head = f"**{_(wording.FINDINGS)}**"
    if not listed:
        return in_pages(head, [_(wording.NO_OWN_SEEDS)])
    return in_pages(head, (line for each in listed for line in _findings(each)))


def _findings(listed: Listed) -> Iterator[str]:
    known, name = listed.indexed, f"**{escape(listed.seed.seed)}**"
    if known is None or known.problem is not None:
        yield f"{name} · {_whose(listed)}"
        return
    yield name if known.remarks else f"{name} · {_(wording.NO_FINDINGS)}"
    yield from (f"⚠ {fitted(one_line(said(remark)), WARNING_CHARS)}" for remark in known.remarks)


def removal_page(listed: Listed, *, block: bool) -> Page:
    """Ask whether a seed is to go, and say what that means."""
    meaning = wording.WHAT_BLOCK_MEANS if block else wording.WHAT_REMOVE_MEANS
    return _page([(_(wording.REALLY_REMOVE),), (_entry(listed),), (_(meaning),)], 1, 1)


def said_page(template: str, seed: str) -> Page:
    """Say in a line what was done to a seed."""
    return _page([(_(template).format(seed=escape(seed)),)], 1, 1)


def blocked_page(gone: Sequence[str]) -> Page:
    """Say which seeds a blocked document was, the one that was chosen first."""
    lines = [_(wording.BLOCKED_NOW).format(seed=escape(gone[0]))]
    if gone[1:]:
        lines.append(_(wording.COPIES_GONE).format(names=", ".join(map(escape, gone[1:ON_A_PAGE]))))
    return _page([("\n".join(lines),)], 1, 1)


def stored_page(outcomes: Sequence[Outcome]) -> Page:
    """Say what became of each file of a confirmed draft."""
    return _page([("\n".join(map(_outcome, outcomes)),)], 1, 1)


def _outcome(outcome: Outcome) -> str:
    name = fitted(one_line(outcome.name), NAME_CHARS)
    if outcome.seed is not None:
        return _(wording.STORED).format(name=name, seed=escape(outcome.seed.seed))
    return _(wording.NOT_STORED).format(name=name, reason=fitted(str(outcome.refusal), WARNING_CHARS))


def conflict_page(err: ConflictError) -> Page:
    """Say that somebody else was faster, and who."""
    said = [escape(str(err))]
    if err.by:
        said.append(_(wording.BY).format(who=_who(err.by)))
    return _page([("\n".join(said),)], 1, 1)


def with_line(page: Page, line: str) -> Page:
    """Return a page with one more line of Markdown below it."""
    return replace(page, sections=(*page.sections, (line,)))
