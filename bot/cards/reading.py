"""A document's contents, from which it is read passage by passage; every page says whose it is, with the caveat."""

from collections.abc import Iterator, Sequence

from bot.cards.answers import FOOTER_CHARS, HEAD_CHARS, Page, part_footer
from bot.cards.discord_limits import TEXT_CHARS
from bot.cards.facts import attribution, cautions
from bot.cards.markdown import escape, fitted, size
from bot.wording import cards as wording
from bot.wording.accounts import BEGINNING_CHARS, beginning
from bot.wording.i18n import gettext as _
from index.answers.reading import may_be_read
from index.errors import UserError
from index.model import Passage

ON_A_PAGE = 20  # at most as many as a menu holds
LABEL_CHARS = 100  # of a choice in a menu
CONTENTS_CHARS = ON_A_PAGE * (2 * BEGINNING_CHARS + 20)


def contents_pages(passages: Sequence[Passage]) -> tuple[Page, ...]:
    """Lay out what a document holds.

    Raises:
        UserError: it may be shown in passages only.
    """
    first = passages[0]
    if not may_be_read(first.attribution):
        raise UserError(wording.PASSAGES_ONLY, seed=first.document)
    named = attribution(first, _(wording.PASSAGES).format(count=first.of))
    room = TEXT_CHARS - HEAD_CHARS - FOOTER_CHARS - size(named)
    caution, _further = cautions(first, room - CONTENTS_CHARS, room)
    bodies = [passages[start : start + ON_A_PAGE] for start in range(0, len(passages), ON_A_PAGE)]
    return tuple(
        Page(
            *(first.document, "", 1, part, len(bodies)),
            ((named, caution), ("\n".join(_lines(body)),)),
            part_footer(part, len(bodies)),
            "none",
            go_to=tuple((each.key, _label(each)) for each in body),
        )
        for part, body in enumerate(bodies, 1)
    )


def _lines(passages: Sequence[Passage]) -> Iterator[str]:
    for each in passages:
        yield wording.CONTENT.format(number=each.number, beginning=escape(beginning(each)))


def _label(passage: Passage) -> str:
    return fitted(f"{passage.number} · {beginning(passage)}", LABEL_CHARS).replace("\\", "")
