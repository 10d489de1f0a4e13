"""Cards about a server's own seeds, for its curators: outcomes, lists, findings. Pure values and buttons.

What comes from a seed or a file's name is escaped and in one line; caveats stand as on every other card. Knows no
store and no gateway.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Final

import discord

from bot.cards.answers import CardText, Page
from bot.cards.discord_limits import TEXT_CHARS
from bot.cards.markdown import escape, fitted, size
from bot.seeding.errors import ConflictError
from bot.seeding.values import Listed, Outcome
from bot.wording import cards as cards_wording
from bot.wording import seeds as wording
from bot.wording.i18n import gettext as _
from bot.wording.i18n import said
from index.showing.markup import one_line

# Characters of Markdown: together with headings they stay below TEXT_CHARS.
NAME_CHARS: Final = 150
OUTCOMES_CHARS: Final = 1_700  # beside what is told of the index
WARNING_CHARS: Final = 220
ON_A_PAGE: Final = 10


def numbered_page(body: Sequence[CardText], number: int, of: int) -> Page:
    """Return a page of a card of several."""
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
        numbered_page([(head,), *([("\n".join(group),)] if group else [])], number, len(groups))
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
        _(wording.VERSION).format(number=seed.revision),
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
    return numbered_page([(_(wording.REALLY_REMOVE),), (_entry(listed),), (_(meaning),)], 1, 1)


def said_page(template: str, seed: str) -> Page:
    """Say in a line what was done to a seed."""
    return numbered_page([(_(template).format(seed=escape(seed)),)], 1, 1)


def blocked_page(gone: Sequence[str]) -> Page:
    """Say which seeds a blocked document was, the one that was chosen first."""
    lines = [_(wording.BLOCKED_NOW).format(seed=escape(gone[0]))]
    if gone[1:]:
        lines.append(_(wording.COPIES_GONE).format(names=", ".join(map(escape, gone[1:ON_A_PAGE]))))
    return numbered_page([("\n".join(lines),)], 1, 1)


def stored_page(outcomes: Sequence[Outcome]) -> Page:
    """Say what became of each file of a confirmed draft, of as many as there is room for."""
    lines, room = [], OUTCOMES_CHARS
    for place, line in enumerate(map(_outcome, outcomes)):
        room -= size(line) + 1
        if room < 0:
            lines.append(_(wording.MORE_OUTCOMES).format(count=len(outcomes) - place))
            break
        lines.append(line)
    if any(outcome.is_kept for outcome in outcomes):
        lines.append(f"-# {_(wording.STILL_HERE)}")
    return numbered_page([("\n".join(lines),)], 1, 1)


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
    return numbered_page([("\n".join(said),)], 1, 1)


def with_line(page: Page, line: str) -> Page:
    """Return a page with one more line of Markdown below it."""
    return replace(page, sections=(*page.sections, (line,)))
