"""What a server's records look like: gaps and audit as pages of cards, entry after entry. Pure."""

from collections.abc import Iterable, Iterator, Sequence

from bot.cards.answers import FOOTER_CHARS, Page
from bot.cards.discord_limits import TEXT_CHARS
from bot.cards.markdown import fitted, size
from bot.records.gap_groups import AskedQuestion, Group
from bot.store.queries.audit import AuditAct, AuditEntry
from bot.wording import records as wording
from bot.wording.cards import PART_OF_LIST
from bot.wording.i18n import counted, number
from bot.wording.i18n import gettext as _
from index.showing.markup import one_line

HEAD_CHARS = 700
ENTRIES_ON_A_PAGE = 6  # a page that one can take in
QUESTIONS_SHOWN = 5  # of a group
QUESTION_CHARS = 200
WORD_CHARS = 60
CHECKSUM_CHARS = 12


def gap_pages(days: int | None, groups: Sequence[Group], *, kept: bool, further: Sequence[str] = ()) -> list[Page]:
    """Lay out unanswered questions by group; at least one page.

    Args:
        days: of the last how many days they are; None for all.
        groups: the questions.
        kept: whether the server keeps them.
        further: what else is told, after them.
    """
    head = counted(wording.GAPS, days) if days else _(wording.ALL_GAPS)
    if not groups:
        return record_pages(head, [_(wording.NO_GAPS) if kept else _(wording.NO_GAPS_KEPT), *further])
    different = number(sum(len(group.questions) for group in groups))
    summary = counted(wording.GAPS_SUMMARY, sum(group.count for group in groups), questions=different)
    return record_pages(head, [summary, *map(_group, groups), *further])


def _group(group: Group) -> str:
    word = fitted(one_line(group.word), WORD_CHARS)
    head = _(wording.GROUP).format(word=word, count=number(group.count)) if word else _(wording.GROUP_OF_ONE)
    lines = [head, *map(_question, group.questions[:QUESTIONS_SHOWN])]
    if len(group.questions) > QUESTIONS_SHOWN:
        lines.append(counted(wording.MORE_QUESTIONS, len(group.questions) - QUESTIONS_SHOWN))
    return "\n".join(lines)


def _question(asked: AskedQuestion) -> str:
    counts = {"nothing": asked.nothing, "thumbs_down": asked.thumbs_down}
    answered = [_(wording.ANSWERED_NOW).format(ref=fitted(asked.answered_by, WORD_CHARS))] if asked.answered_by else []
    given = ((words, counts[reason]) for reason, words in wording.REASONS.items() if counts[reason])
    reasons = [_(words).format(count=number(count)) for words, count in given]
    question = fitted(one_line(asked.question), QUESTION_CHARS)
    return _(wording.QUESTION).format(question=question, reasons=", ".join([*reasons, *answered]))


def audit_page(entries: Sequence[AuditEntry]) -> Page:
    """Lay out some administrative acts."""
    return _page(_(wording.AUDIT), list(map(_audited, entries)) or [_(wording.NO_ENTRIES)], 1, 1)


def _audited(entry: AuditEntry) -> str:
    act = entry.act
    template = wording.ENTRY_OF_SEED if act.seed else wording.ENTRY
    head = _(template).format(
        act=_(wording.ACTS[act.action]) if act.action in wording.ACTS else fitted(one_line(act.action), WORD_CHARS),
        seed=fitted(act.seed or "", WORD_CHARS),
        who=_actor(entry),
        when=f"<t:{int(entry.at.timestamp())}:f>",
    )
    return "\n".join([head, *_particulars(act)])


def _actor(entry: AuditEntry) -> str:
    if entry.actor is not None:
        return f"<@{entry.actor}>"
    return _(wording.FORGOTTEN_ACTOR).format(pseudonym=fitted(entry.pseudonym or "?", WORD_CHARS))


def _particulars(act: AuditAct) -> Iterator[str]:
    if act.before or act.after:
        yield _(wording.CHECKSUMS).format(before=_shortened(act.before), after=_shortened(act.after))
    if reason := act.details.get("reason"):
        yield _(wording.ACT_REASON).format(reason=fitted(one_line(str(reason)), QUESTION_CHARS))
    changed = act.details.get("changed")
    if isinstance(changed, list):
        keys = fitted(", ".join(map(str, changed)), QUESTION_CHARS)
        yield _(wording.SETTINGS_CHANGED).format(keys=keys)


def _shortened(checksums: str | None) -> str:
    """Show the beginnings of a file's checksum and its side-car's; the export has them in full."""
    if checksums is None:
        return _(wording.NO_CHECKSUM)
    return "+".join(f"`{checksum[:CHECKSUM_CHARS]}`" for checksum in checksums.split("+"))


def record_pages(head: str, entries: Sequence[str]) -> list[Page]:
    """Lay out entries, none of them longer than a page, under one head."""
    bodies = list(_filled(entries))
    return [_page(head, body, number, len(bodies)) for number, body in enumerate(bodies, 1)]


def _filled(entries: Iterable[str]) -> Iterator[tuple[str, ...]]:
    body: list[str] = []
    for entry in entries:
        room = TEXT_CHARS - HEAD_CHARS - FOOTER_CHARS - sum(map(size, body))
        if body and (len(body) == ENTRIES_ON_A_PAGE or size(entry) > room):
            yield tuple(body)
            body = []
        body.append(entry)
    yield tuple(body)


def _page(head: str, body: Sequence[str], number: int, of: int) -> Page:
    footer = f"-# {_(PART_OF_LIST).format(part=number, parts=of)}" if of > 1 else ""
    return Page(head, "", 1, number, of, tuple((entry,) for entry in body), footer, "none")
