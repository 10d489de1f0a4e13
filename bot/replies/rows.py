"""Which buttons stand below a card, and which behind its "More…": pure functions of what the card shows.

The row that people see has at most five buttons, and none that leads nowhere. What does not fit stands on a private
card behind "More…". What the buttons do is in `bot/answering/`.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from discord import ui

from bot.cards import answers as cards
from bot.cards.markdown import fitted
from bot.replies.buttons import Pick, Press
from bot.replies.custom_ids import ButtonId, PickId, numbered
from bot.wording import cards as wording
from bot.wording.i18n import gettext as _
from index.model import Passage

MOST_VISIBLE: Final = 5
ROW: Final = 5  # buttons that Discord puts into one row
ASKED: Final = ("ask", "literal")  # kinds of cards that answer a question
UNSURE: Final = frozenset(
    ("like", "others", "two", "picture")
)  # lead somewhere only where there is such; that is looked up behind
NAMING_CARD: Final = frozenset(("remove", "report", "thread"))  # say on a card of acts which card they are about
BACK_CHARS: Final = 40  # of the name of where a button leads back to


@dataclass(frozen=True, slots=True)
class CardState:
    """Which page of which card stands in a message.

    Attributes:
        kind: of the card, as `Acts` knows it.
        page: 0-based.
        of: how many pages the card has.
        asker: the number of whoever it was made for.
        private: whether nobody else sees it.
        is_guest: whether the bot is a guest where it stands, so that the card can be removed by a button on it alone.
    """

    kind: str
    page: int
    of: int
    asker: int
    private: bool
    is_guest: bool = False

    def button(self, action: str, key: str) -> Press:
        """Return a button that names this page and, where it shows one, its passage."""
        return Press(self.id_of(action, key), _(wording.BUTTONS[action]))

    def id_of(self, action: str, key: str) -> ButtonId:
        """Return what such a button says of itself."""
        return ButtonId(action, numbered(self.kind, self.page), self.asker, key)

    def buttons(self, actions: Iterable[str], key: str) -> list[Press]:
        """Return several such buttons."""
        return [self.button(action, key) for action in actions]


@dataclass(frozen=True, slots=True)
class Parting:
    """The acts of a card by where they stand, each in the order on the card."""

    visible: tuple[str, ...]
    behind: tuple[str, ...]


def rows(page: cards.Page, state: CardState) -> list[ui.ActionRow[Any]]:
    """Return the row of buttons below a page."""
    what = ButtonId("turn", state.kind, state.asker, page.key)
    turns = _turns(what, state.page, state.of, page.leads_to or _(wording.TURN_ON))
    buttons = _rows([*turns, *_elsewhere(page, state), *state.buttons(parted(page, state).visible, page.key)])
    if not page.go_to:
        return buttons
    return [ui.ActionRow[Any](Pick(PickId(numbered(state.kind, state.page), state.asker), page.go_to)), *buttons]


def parted(page: cards.Page, state: CardState) -> Parting:
    """Part what can be done with a page into what its row shows and what stands behind "More…"."""
    needed = _needed(page, state)
    turns = (state.page > 0) + (state.page + 1 < state.of)
    acts, room = _acts(page, state), MOST_VISIBLE - turns - len(_elsewhere(page, state))
    if state.private and len(needed) + len(acts) < room:
        return Parting((*acts, *needed, "remove"), ())
    return _parted(needed, acts, room)


def _elsewhere(page: cards.Page, state: CardState) -> list[Press]:
    """Return the button to the same place in another language of the work, where there is one."""
    if page.shown is None or page.shown.elsewhere is None:
        return []
    is_original = page.shown.passage.attribution.translation_of is not None
    says = ButtonId("open", "", state.asker, page.shown.elsewhere.key)
    return [Press(says, _(wording.ELSEWHERE[is_original]))]


def _needed(page: cards.Page, state: CardState) -> list[str]:
    """List what must stand on the card itself."""
    return [
        *(() if page.is_whole else ("caveat",)),
        *(("share",) if state.private else ()),
        *(("remove",) if state.is_guest and not state.private else ()),
    ]


def _removal(state: CardState) -> tuple[str, ...]:
    """Discord itself can hide a private card, and a card of acts cannot remove one where the bot is a guest."""
    return () if state.private or state.is_guest else ("remove",)


def _acts(page: cards.Page, state: CardState) -> list[str]:
    """List what else can be done with a page, what is done often first."""
    literally = ("literally",) if page.searched_for and state.kind == "ask" else ()
    more = ("more",) if state.kind in ASKED else ()
    if page.shown is None:
        return [*more, *literally, "save", *_removal(state)]
    return [*_beside(page.shown.passage), *more, *literally, "cite", "save", *_rarely(state), *_removal(state)]


def _rarely(state: CardState) -> tuple[str, ...]:
    """List what is rarely done with a passage; only one that was found for a question can be judged and explained."""
    if state.kind not in ASKED:
        return ("like", "others", "picture")
    thread = () if state.private or state.is_guest else ("thread",)
    return ("good", "bad", "why", *thread, "like", "others", "two", "picture")


def _beside(passage: Passage) -> list[str]:
    """List the ways to the passages beside one, where there are such."""
    before = ["before"] if passage.number > 1 else []
    return [*before, *(["after"] if passage.number < passage.of else [])]


def _parted(needed: Sequence[str], acts: Sequence[str], room: int) -> Parting:
    if len(needed) + len(acts) <= room and UNSURE.isdisjoint(acts):
        return Parting((*acts, *needed), ())
    likely = [each for each in acts if each not in UNSURE][: max(0, room - len(needed) - 1)]
    return Parting((*likely, *needed, "rest"), tuple(each for each in acts if each not in likely))


def behind_rows(actions: Iterable[str], says: ButtonId, *, card: int | None) -> list[ui.ActionRow[Any]]:
    """Return the rows of the private card behind "More…".

    Args:
        actions: what who pressed may do.
        says: what the button to it said.
        card: the number of the public message from which it was opened; None where that was private.
    """
    presses = []
    for action in actions:
        argument = str(card or "") if action in NAMING_CARD else says.argument
        each = replace(says, action=action, argument=argument, is_beside=card is not None)
        presses.append(Press(each, _(wording.BUTTONS[action])))
    return _rows(presses)


def saved_rows(key: str, state: CardState, owner: int) -> list[ui.ActionRow[Any]]:
    """Return the row below a card that somebody saved; what else could be done needs the place it is from."""
    return _rows([replace(state, asker=owner).button("remove", key)])


def quote_rows(key: str, asker: int, *, is_whole: bool = True) -> list[ui.ActionRow[Any]]:
    """Return the row below a quote that was checked, with the passage it stands in or comes nearest to, if any."""
    state = CardState("verify", 0, 1, asker, private=False)
    return _rows(state.buttons([*(("open",) if key else ()), *(() if is_whole else ("caveat",)), "remove"], key))


def context_rows(page: cards.Page, part: int, parts: int, origin: CardState) -> list[ui.ActionRow[Any]]:
    """Return the row below a part (from 0) of a passage that stands beside one that was found.

    Args:
        page: what it shows.
        part: which page of the passage it is.
        parts: how many pages that has; they are read on before the next passage.
        origin: where the card came from; the way back leads there.
    """
    assert page.shown is not None, "a passage stands beside another"  # noqa: S101 the impossible
    passage, there = page.shown.passage, numbered(origin.kind, origin.page)
    turns = _turns(ButtonId("part", there, origin.asker, page.key), part, parts, _(wording.TURN_ON))
    on = [each for each in _beside(passage) if (part == 0 if each == "before" else part + 1 == parts)]
    back = Press(ButtonId("turn", there, origin.asker, page.key), _back(page.question, origin.kind))
    acts = parted_context(page, origin)
    return _rows([*turns, *origin.buttons(on, page.key), back, *origin.buttons(acts.visible, page.key)])


def parted_context(page: cards.Page, origin: CardState) -> Parting:
    """Part what can be done with a passage that stands beside one that was found."""
    more = ("more",) if origin.kind in ASKED else ()
    return _parted(
        _needed(page, replace(origin, private=False)),
        [*more, "cite", "save", *_rarely(origin), *_removal(origin)],
        MOST_VISIBLE - 3,
    )


def _back(question: str, kind: str) -> str:
    """Say where the way back leads: to the answer, or to a passage by its name."""
    if kind not in ASKED:
        return _(wording.BACK_TO).format(where=fitted(question, BACK_CHARS))
    return _(wording.BACK)


def _turns(what: ButtonId, page: int, of: int, on: str) -> list[Press]:
    """Return the buttons to the page before and, labelled `on`, the page after one, where there are such."""

    def to(other: int, label: str) -> Press:
        return Press(replace(what, argument=numbered(what.argument, other)), label)

    before = [to(page - 1, _(wording.TURN_BACK))] if page else []
    return [*before, *([to(page + 1, on)] if page + 1 < of else [])]


def _rows(presses: Sequence[Press]) -> list[ui.ActionRow[Any]]:
    return [ui.ActionRow[Any](*presses[start : start + ROW]) for start in range(0, len(presses), ROW)]
