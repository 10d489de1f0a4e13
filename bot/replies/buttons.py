"""Buttons on cards. They keep nothing in memory: the custom id has action, argument and asker, the card the question.

So they work after a restart, and on whichever worker holds the shard. What a button does is in actions.py.
"""

import re
from collections.abc import Awaitable, Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Self

import discord
from discord import ui

from bot.cards import answers as cards
from bot.wording import cards as wording
from bot.wording import talk as wording_talk
from bot.wording.i18n import gettext as _
from index.errors import QuestionError

# Actions. The order is the order on the card.
CONTEXT_BUTTONS = ("before", "after")
PASSAGE_BUTTONS = ("why", "cite", "more", "good", "bad")
LOOKED_UP_BUTTONS = ("cite",)
ASKED = ("ask", "literal")  # kinds of cards that answer a question

NAMING_PASSAGE = ("cite",)  # actions whose argument is the key of the passage on the card
NAMING_KIND = ("turn", "share", "remove")  # actions whose argument begins with the kind of the card
FOLLOW_UP_CHARS = 200  # leaves room for the question before it
FORM_LIFE_S = 900.0  # seconds that the library remembers an opened form, which it need not
_ASK_MORE = re.compile(r"m1:more:(?P<asker>\d{1,20})")

Interaction = discord.Interaction[Any]
Act = Callable[[Interaction, str, int], Awaitable[None]]


class ToldFailures:
    """A button or menu whose failure is told by the error table; the client would only log it."""

    async def act(self, interaction: Interaction) -> None:
        """Do what the item is for."""
        raise NotImplementedError

    async def callback(self, interaction: Interaction) -> None:
        """Act; where that fails, tell who pressed."""
        try:
            await self.act(interaction)
        except Exception as err:  # noqa: BLE001 the table tells mistakes from bugs
            replies = interaction.client.replies
            await replies.tell(interaction, replies.explain(err))


class Press(
    ToldFailures,
    ui.DynamicItem[ui.Button[Any]],
    template=r"c1:(?P<action>[a-z]+):(?P<argument>[a-z0-9.-]*):(?P<asker>\d{1,20})",
):
    """A button: an action, what it is about (a page or a passage's key), and who asked."""

    def __init__(
        self,
        action: str,
        argument: str,
        asker: int,
        label: str = "",
        *,
        style: discord.ButtonStyle = discord.ButtonStyle.secondary,
    ) -> None:
        super().__init__(ui.Button(label=label or action, custom_id=f"c1:{action}:{argument}:{asker}", style=style))
        self._action = action
        self._argument = argument
        self._asker = asker

    @classmethod
    async def from_custom_id(cls, _interaction: Interaction, _item: ui.Item[Any], match: re.Match[str], /) -> Self:
        """Make the button that was pressed from what its custom id says."""
        return cls(match["action"], match["argument"], int(match["asker"]))

    async def act(self, interaction: Interaction) -> None:
        """Do what the action says."""
        await interaction.client.acts.press(interaction, self._action, self._argument, self._asker)


def ask_more_form(asker: int) -> ui.Modal:
    """Make a form for a follow-up, which is searched with the question on its card as context.

    Like the buttons it keeps nothing in memory: the card comes along when it is sent.
    """
    form = ui.Modal(title=_(wording.ASK_MORE), custom_id=f"m1:more:{asker}", timeout=FORM_LIFE_S)
    words = ui.TextInput[Any](placeholder=_(wording.WHAT_ABOUT), max_length=FOLLOW_UP_CHARS, custom_id="words")
    return form.add_item(ui.Label(text=_(wording.YOUR_QUESTION), component=words))


def follow_up_sent(interaction: Interaction) -> tuple[int, str] | None:
    """Read a follow-up that was sent: whose card it is about, and its words; None for another form."""
    data: Any = interaction.data or {}
    match = _ASK_MORE.fullmatch(str(data.get("custom_id", "")))
    if match is None:
        return None
    inputs = (item.get("component") or {} for item in data.get("components") or ())
    return int(match["asker"]), next((str(each.get("value") or "") for each in inputs), "")


@dataclass(frozen=True, slots=True)
class CardState:
    """Where a page stands: the kind of card (as `Acts` knows it), its 0-based place, how many there are, for whom."""

    kind: str
    place: int
    of: int
    asker: int
    private: bool


def rows(page: cards.Page, state: CardState) -> list[ui.ActionRow[Any]]:
    """Return the rows of buttons below a page; one with a key shows a passage."""
    here, asker = f"{state.kind}.{state.place}", state.asker
    turns = _turns("turn", state.kind, state.place, state.of, asker)
    literally = [_press("literally", "", asker)] if page.searched_for and state.kind == "ask" else []
    share = [_press("share", here, asker)] if state.private else []
    remove = _press("remove", here, asker)
    if page.key:
        around = _buttons(CONTEXT_BUTTONS, f"{page.key}.{here}", asker)
        return _rows([*turns, *around, remove], _about(page.key, state.kind, asker), [*literally, *share])
    more = [_press("more", "", asker)] if state.kind in ASKED else []
    return _rows([*turns, *more, *share, remove], literally)


def quote_rows(key: str, asker: int) -> list[ui.ActionRow[Any]]:
    """Return the row below a quote that was checked, with the passage it stands in or comes nearest to, if any."""
    whole = [_press("open", key, asker)] if key else []
    return _rows([*whole, _press("remove", "verify.0", asker)])


def context_rows(key: str, part: int, parts: int, origin: CardState) -> list[ui.ActionRow[Any]]:
    """Return the rows below a part (from 0) of a passage that stands beside one that was found.

    Args:
        key: of the passage.
        part: which page of it.
        parts: how many pages it has.
        origin: where the card came from; the way back leads there.
    """
    there, asker = f"{origin.kind}.{origin.place}", origin.asker
    back = Press("turn", there, asker, _(wording.BACK))
    return _rows(
        [*_buttons(CONTEXT_BUTTONS, f"{key}.{there}", asker), back, _press("remove", there, asker)],
        _turns("part", f"{key}.{there}", part, parts, asker),
        _about(key, origin.kind, asker),
    )


def _turns(action: str, what: str, place: int, of: int, asker: int) -> list[Press]:
    before = [Press(action, f"{what}.{place - 1}", asker, _(wording.TURN_BACK))] if place else []
    after = [Press(action, f"{what}.{place + 1}", asker, _(wording.TURN_ON))] if place + 1 < of else []
    return [*before, *after]


def _about(key: str, kind: str, asker: int) -> list[Press]:
    """Return what can be done with a passage; only one that was found for a question can be explained and judged."""
    return _buttons(PASSAGE_BUTTONS if kind in ASKED else LOOKED_UP_BUTTONS, key, asker)


def _buttons(actions: Iterable[str], argument: str, asker: int) -> list[Press]:
    return [_press(action, argument, asker) for action in actions]


def _press(action: str, argument: str, asker: int) -> Press:
    return Press(action, argument, asker, _(wording.BUTTONS[action]))


def _rows(*rows: Sequence[Press]) -> list[ui.ActionRow[Any]]:
    return [ui.ActionRow[Any](*row) for row in rows if row]


def is_ours(interaction: Interaction, items: Iterable[type[ui.DynamicItem[Any]]]) -> bool:
    """Tell whether what was pressed is one of our items and stands on its card; the client drops others silently."""
    data: Any = interaction.data or {}
    custom_id = str(data.get("custom_id", ""))
    known = any(item.__discord_ui_compiled_template__.fullmatch(custom_id) for item in items)
    if interaction.message is None or not known:
        return False
    standing = ui.LayoutView.from_message(interaction.message).walk_children()
    kind = data.get("component_type")
    return any(getattr(item, "custom_id", None) == custom_id and item.type.value == kind for item in standing)


def kind_on(interaction: Interaction) -> str | None:
    """Tell the kind of card that a button stands on, by the buttons that name it; None where none does."""
    return next((argument.partition(".")[0] for argument in _arguments_on(interaction, NAMING_KIND)), None)


def key_on(interaction: Interaction) -> str:
    """Tell which passage stands on the card whose button was pressed, by its key; nothing on a list."""
    return next(_arguments_on(interaction, NAMING_PASSAGE), "")


def _arguments_on(interaction: Interaction, actions: Collection[str]) -> Iterator[str]:
    """Yield what the buttons for some actions on a card say."""
    if interaction.message is None:
        return
    for item in ui.LayoutView.from_message(interaction.message).walk_children():
        match = Press.__discord_ui_compiled_template__.fullmatch(getattr(item, "custom_id", None) or "")
        if match is not None and match["action"] in actions:
            yield match["argument"]


def question_on(interaction: Interaction) -> str:
    """Read the question back from the card whose button was pressed.

    Raises:
        QuestionError: it shows none.
    """
    shown = interaction.message and cards.question_on(ui.LayoutView.from_message(interaction.message))
    if not shown:
        raise QuestionError(wording_talk.NO_QUESTION)
    return shown
