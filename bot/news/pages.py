"""News of seeds as cards: each document with its author and all that is cautioned about it. Pure."""

from collections.abc import Sequence

from bot.cards.answers import Page
from bot.cards.lists import document_bodies
from bot.cards.markdown import fitted
from bot.wording import news as wording
from bot.wording.i18n import gettext as _
from index.model import Passage

NAMES_SHOWN, NAMES_CHARS = 10, 500
ADDED_SHOWN = 3


def digest_page(added: Sequence[Passage], removed: Sequence[str]) -> Page:
    """Lay out documents that came, each by its first passage, and the names of those that went."""
    body = next(document_bodies(added[:ADDED_SHOWN]), ())
    more = len(added) - min(len(added), ADDED_SHOWN)
    further = [_(wording.MORE_ADDED).format(count=more)] if more else []
    gone = [_(wording.REMOVED).format(names=_names(removed))] if removed else []
    head = [(_(wording.ADDED).format(count=len(added)),)] if added else []
    return _page(wording.DIGEST, (*head, *body, *((text,) for text in (*further, *gone))))


def correction_page(first: Passage, touched: Sequence[str]) -> Page:
    """Lay out a document with a correction by its author, and which passages that touches."""
    said = _(wording.TOUCHED).format(names=_names(touched)) if touched else _(wording.TOUCHED_ALL)
    return _page(wording.CORRECTED, (*next(document_bodies([first])), (said,)))


def _names(names: Sequence[str]) -> str:
    more = len(names) - NAMES_SHOWN
    listed = ", ".join(names[:NAMES_SHOWN])
    return fitted(f"{listed} (+{more})" if more > 0 else listed, NAMES_CHARS)


def _page(head: str, sections: tuple[tuple[str, ...], ...]) -> Page:
    return Page(_(head), "", 1, 1, 1, sections, "", "none")
