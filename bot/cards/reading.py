"""A document's contents, from which it is read passage by passage; every page says whose it is, with the caveat."""

from collections.abc import Iterator, Sequence

from bot.cards.answers import FOOTER_CHARS, HEAD_CHARS, Page, part_footer
from bot.cards.discord_limits import TEXT_CHARS
from bot.cards.facts import attribution, cautions
from bot.cards.markdown import escape, fitted, size
from bot.cards.shown import shown_seeds
from bot.wording import cards as wording
from bot.wording.accounts import beginning
from bot.wording.i18n import gettext as _
from index.answered import Hit
from index.answers.reading import may_be_read
from index.errors import UserError
from index.model import Passage

ON_A_PAGE = 12  # fewer than a menu holds, and lines enough for a phone
LABEL_CHARS = 100  # of a choice in a menu


def contents_pages(passages: Sequence[Passage]) -> tuple[Page, ...]:
    """Lay out what a document holds.

    Raises:
        UserError: it may be shown in passages only.
    """
    first = passages[0]
    if not may_be_read(first.attribution):
        raise UserError(wording.PASSAGES_ONLY, seed=first.document)
    bodies = [passages[start : start + ON_A_PAGE] for start in range(0, len(passages), ON_A_PAGE)]
    listed = ["\n".join(_lines(body)) for body in bodies]
    named = attribution(first, _(wording.PASSAGES).format(count=first.of))
    room = TEXT_CHARS - HEAD_CHARS - FOOTER_CHARS - size(named) - max(map(size, listed))
    caution = cautions(first, room, room)[0]
    in_full = cautions(first, room, TEXT_CHARS - HEAD_CHARS - FOOTER_CHARS - size(named) - size(caution))[1]
    texts = [(text, _choices(body)) for text, body in zip(listed, bodies, strict=True)]
    texts[1:1] = [(text, ()) for text in in_full]  # right after the first page, which points there
    return tuple(
        Page(
            *(first.document, "", 1, part, len(texts)),
            ((named, caution), (text,)),
            part_footer(part, len(texts)),
            "none",
            go_to=choices,
            seeds=shown_seeds([Hit(1, first, 0.0, ())]),
        )
        for part, (text, choices) in enumerate(texts, 1)
    )


def _choices(passages: Sequence[Passage]) -> tuple[tuple[str, str], ...]:
    return tuple((each.key, _label(each)) for each in passages)


def _lines(passages: Sequence[Passage]) -> Iterator[str]:
    for each in passages:
        yield wording.CONTENT.format(number=each.number, beginning=escape(beginning(each)))


def _label(passage: Passage) -> str:
    return fitted(f"{passage.number} · {beginning(passage)}", LABEL_CHARS).replace("\\", "")
