"""Buttons on cards. They keep nothing in memory: the custom id has action, argument and asker, the card the question.

So they work after a restart, and on whichever worker holds the shard. What a button does is in actions.py.
"""

from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Self

import discord
from discord import ui

from bot import cards, wording, wording_talk
from bot.i18n import gettext as _
from index.errors import QuestionError

if TYPE_CHECKING:
    import re

# Actions. The order is the order on the card.
CONTEXT_BUTTONS = ("before", "after")
PASSAGE_BUTTONS = ("why", "cite", "more", "good", "bad")
CARD_BUTTONS = ("share", "remove")

NAMING_KIND = ("turn", "share", "remove")  # actions whose argument begins with the kind of the card
FOLLOW_UP_CHARS = 200  # leaves room for the question before it

Interaction = discord.Interaction[Any]
Act = Callable[[Interaction, str, int], Awaitable[None]]


class Press(
    ui.DynamicItem[ui.Button[Any]], template=r"c1:(?P<action>[a-z]+):(?P<argument>[a-z0-9.-]*):(?P<asker>\d{1,20})"
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
    async def from_custom_id(cls, _interaction: Interaction, _item: ui.Item[Any], match: "re.Match[str]", /) -> Self:
        """Make the button that was pressed from what its custom id says."""
        return cls(match["action"], match["argument"], int(match["asker"]))

    async def callback(self, interaction: Interaction) -> None:
        """Do what the action says."""
        await interaction.client.acts.press(interaction, self._action, self._argument, self._asker)


class AskMore(ui.Modal):
    """A form for a follow-up, which is searched with the question before it as context."""

    def __init__(self, asked: Callable[[Interaction, str], Awaitable[None]]) -> None:
        super().__init__(title=_(wording.ASK_MORE))
        self._asked = asked
        self._words = ui.TextInput["AskMore"](
            placeholder=_(wording.WHAT_ABOUT), max_length=FOLLOW_UP_CHARS, custom_id="words"
        )
        self.add_item(ui.Label(text=_(wording.YOUR_QUESTION), component=self._words))

    async def on_submit(self, interaction: Interaction) -> None:
        """Pass on what was typed."""
        await self._asked(interaction, self._words.value)


@dataclass(frozen=True, slots=True)
class Stand:
    """Where a page stands: the kind of card (as `Acts` knows it), its 0-based place, how many there are, for whom."""

    kind: str
    place: int
    of: int
    asker: int
    private: bool


def rows(page: cards.Page, stand: Stand) -> list[ui.ActionRow[Any]]:
    """Return the rows of buttons below a page; one with a key shows a passage."""
    here = f"{stand.kind}.{stand.place}"
    literally = (
        [Press("literally", "", stand.asker, _(wording.LITERALLY))] if page.searched_for and stand.kind == "ask" else []
    )
    turns = [Press("turn", f"{stand.kind}.{stand.place - 1}", stand.asker, _(wording.TURN_BACK))] if stand.place else []
    turns += (
        [Press("turn", f"{stand.kind}.{stand.place + 1}", stand.asker, _(wording.TURN_ON))]
        if stand.place + 1 < stand.of
        else []
    )
    whole = CARD_BUTTONS if stand.private else CARD_BUTTONS[1:]
    card = [_button(action, here, stand.asker) for action in whole if page.key]
    return _rows(
        [*turns, *_presses(CONTEXT_BUTTONS, page, stand.asker)], _about(page, stand.asker), [*literally, *card]
    )


def context_rows(page: cards.Page, asker: int) -> list[ui.ActionRow[Any]]:
    """Return the rows below a passage that stands beside one that was found."""
    back = Press("turn", "ask.0", asker, _(wording.BACK))
    return _rows([*_presses(CONTEXT_BUTTONS, page, asker), back], _about(page, asker))


def _about(page: cards.Page, asker: int) -> list[Press]:
    return _presses(PASSAGE_BUTTONS, page, asker)


def _presses(actions: Iterable[str], page: cards.Page, asker: int) -> list[Press]:
    return [_button(action, page.key, asker) for action in actions if page.key]


def _button(action: str, argument: str, asker: int) -> Press:
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
    if interaction.message is None:
        return None
    ids = [getattr(item, "custom_id", "") for item in ui.LayoutView.from_message(interaction.message).walk_children()]
    found = map(Press.__discord_ui_compiled_template__.fullmatch, filter(None, ids))
    kinds = (match["argument"].partition(".")[0] for match in found if match and match["action"] in NAMING_KIND)
    return next(kinds, None)


def question_on(interaction: Interaction) -> str:
    """Read the question back from the card whose button was pressed.

    Raises:
        QuestionError: it shows none.
    """
    shown = interaction.message and cards.question_on(ui.LayoutView.from_message(interaction.message))
    if not shown:
        raise QuestionError(wording_talk.NO_QUESTION)
    return shown
