"""What a server's records look like: gaps and audit as pages of cards, entry after entry. Pure."""

from collections.abc import Iterable, Iterator, Sequence

from bot import wording_admin as wording
from bot.cards import FOOTER_CHARS, Page
from bot.discord_limits import TEXT_CHARS
from bot.facts import one_line
from bot.gap_groups import Asked, Group
from bot.i18n import gettext as _
from bot.markdown import fitted, size
from bot.wording import PART_OF_LIST

HEAD_CHARS = 700
ENTRIES_ON_A_PAGE = 6  # a page that one can take in
QUESTIONS_SHOWN = 5  # of a group
QUESTION_CHARS = 200
WORD_CHARS = 60


def gap_pages(days: int | None, groups: Sequence[Group], *, kept: bool) -> list[Page]:
    """Lay out unanswered questions by group; at least one page.

    Args:
        days: of the last how many days they are; None for all.
        groups: the questions.
        kept: whether the server keeps them.
    """
    head = _(wording.GAPS).format(days=days) if days else _(wording.ALL_GAPS)
    if not groups:
        return roll_pages(head, [_(wording.NO_GAPS) if kept else _(wording.NO_GAPS_KEPT)])
    summary = _(wording.GAPS_SUMMARY).format(
        count=sum(group.count for group in groups), questions=sum(len(group.questions) for group in groups)
    )
    return roll_pages(head, [summary, *map(_group, groups)])


def _group(group: Group) -> str:
    word = fitted(one_line(group.word), WORD_CHARS)
    head = _(wording.GROUP).format(word=word, count=group.count) if word else _(wording.GROUP_OF_ONE)
    lines = [head, *map(_question, group.questions[:QUESTIONS_SHOWN])]
    if len(group.questions) > QUESTIONS_SHOWN:
        lines.append(_(wording.MORE_QUESTIONS).format(count=len(group.questions) - QUESTIONS_SHOWN))
    return "\n".join(lines)


def _question(asked: Asked) -> str:
    counts = {"nothing": asked.nothing, "thumbs_down": asked.thumbs_down}
    reasons = [_(words).format(count=counts[reason]) for reason, words in wording.REASONS.items() if counts[reason]]
    question = fitted(one_line(asked.question), QUESTION_CHARS)
    return _(wording.QUESTION).format(question=question, reasons=", ".join(reasons))


def roll_pages(head: str, entries: Sequence[str]) -> list[Page]:
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
