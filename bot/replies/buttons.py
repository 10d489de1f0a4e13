"""Buttons on cards. They keep nothing in memory: the custom id says what was pressed, the card shows the question.

So they work after a restart, and on whichever worker holds the shard. What a button does is in actions.py.
"""

import re
from collections.abc import Awaitable, Callable, Iterable, Iterator
from typing import Any, Self

import discord
from discord import ui

from bot.cards import answers as cards
from bot.replies.custom_ids import BUTTON_PATTERN, PICK_PATTERN, ButtonId, FollowUpId, PickId, numbered, read_numbered
from bot.wording import cards as wording
from bot.wording import talk as wording_talk
from bot.wording.i18n import gettext as _
from index.errors import UserError

NAMING_KIND_0_1 = ("turn", "share", "remove")  # the actions of version 0.1 that say what kind of card it is
FOLLOW_UP_CHARS = 200  # leaves room for the question before it
FORM_LIFE_S = 900.0  # seconds that the library remembers an opened form, which it need not

Interaction = discord.Interaction[Any]
Act = Callable[[Interaction, ButtonId], Awaitable[None]]


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


class Press(ToldFailures, ui.DynamicItem[ui.Button[Any]], template=BUTTON_PATTERN):
    """A button on a card: what it says of itself when it is pressed, and how it looks."""

    def __init__(
        self, says: ButtonId, label: str, *, style: discord.ButtonStyle = discord.ButtonStyle.secondary
    ) -> None:
        super().__init__(ui.Button(label=label, custom_id=str(says), style=style))
        self._says = says

    @classmethod
    async def from_custom_id(cls, _interaction: Interaction, _item: ui.Item[Any], match: re.Match[str], /) -> Self:
        """Make the button that was pressed from what its custom id says."""
        says = ButtonId.read(match[0])
        if says is None:
            raise ValueError(f"the pattern of buttons matches {match[0]!r}, which is no button's id")
        return cls(says, says.action)

    async def act(self, interaction: Interaction) -> None:
        """Do what the action says."""
        await interaction.client.acts.press(interaction, self._says)


class Pick(ToldFailures, ui.DynamicItem[ui.Select[Any]], template=PICK_PATTERN):
    """A menu of passages, of which the one that is chosen is shown in place of the card."""

    def __init__(self, says: PickId, choices: Iterable[tuple[str, str]]) -> None:
        options = [discord.SelectOption(label=label, value=key) for key, label in choices]
        super().__init__(ui.Select(custom_id=str(says), placeholder=_(wording.GO_TO), options=options))
        self._says = says

    @classmethod
    async def from_custom_id(cls, _interaction: Interaction, item: ui.Item[Any], match: re.Match[str], /) -> Self:
        """Make the menu that was used from what its custom id says."""
        says = PickId.read(match[0])
        if says is None:
            raise ValueError(f"the pattern of menus of passages matches {match[0]!r}, which is no such id")
        return cls(says, [(option.value, option.label) for option in getattr(item, "options", ())])

    async def act(self, interaction: Interaction) -> None:
        """Show the passage that was chosen."""
        data: Any = interaction.data or {}
        key = next(iter(data.get("values") or ()), "")
        shown = ButtonId("part", numbered(self._says.argument, 0), self._says.asker, key)
        await interaction.client.acts.press(interaction, shown)


def ask_more_form(asker: int, *, is_beside: bool = False) -> ui.Modal:
    """Make a form for a follow-up, which is searched with the question on its card as context.

    Like the buttons it keeps nothing in memory: the card comes along when it is sent.
    """
    form = ui.Modal(title=_(wording.ASK_MORE), custom_id=str(FollowUpId(asker, is_beside)), timeout=FORM_LIFE_S)
    words = ui.TextInput[Any](placeholder=_(wording.WHAT_ABOUT), max_length=FOLLOW_UP_CHARS, custom_id="words")
    return form.add_item(ui.Label(text=_(wording.YOUR_QUESTION), component=words))


def follow_up_sent(interaction: Interaction) -> tuple[FollowUpId, str] | None:
    """Read a follow-up that was sent: about which card it is, and its words; None for another form."""
    data: Any = interaction.data or {}
    form = FollowUpId.read(str(data.get("custom_id", "")))
    if form is None:
        return None
    inputs = (item.get("component") or {} for item in data.get("components") or ())
    return form, next((str(each.get("value") or "") for each in inputs), "")


def is_ours(interaction: Interaction, items: Iterable[type[ui.DynamicItem[Any]]]) -> bool:
    """Tell whether what was pressed is one of our items and stands on its card; the client drops others silently."""
    data: Any = interaction.data or {}
    custom_id = str(data.get("custom_id", ""))
    known = any(item.__discord_ui_compiled_template__.fullmatch(custom_id) for item in items)
    kind = data.get("component_type")
    return known and (custom_id, kind) in _ids_on(interaction.message)


def kind_on(interaction: Interaction, pressed: ButtonId) -> str | None:
    """Tell the kind of card that a button stands on; of a card of version 0.1 only some buttons say it."""
    saying = (pressed, *(each for each in _buttons_on(interaction.message) if each.action in NAMING_KIND_0_1))
    return next((read_numbered(each.argument)[0] for each in saying if each.argument), None)


def key_on(interaction: Interaction, pressed: ButtonId) -> str:
    """Tell which passage stands on the card whose button was pressed, by its key; empty on a list.

    The button says it itself. Those of version 0.1 that turn or share a card do not, but others beside them do.
    """
    return next((each.key for each in (pressed, *_buttons_on(interaction.message)) if each.key), "")


def shown_key(message: discord.Message | None) -> str:
    """Tell which passage a card of ours shows, by its key, of whichever version it is; empty where it shows none."""
    return next((each.key for each in _buttons_on(message) if each.key), "")


def _buttons_on(message: discord.Message | None) -> Iterator[ButtonId]:
    """Yield what the buttons of ours on a card say."""
    read = (ButtonId.read(custom_id) for custom_id, _kind in _ids_on(message))
    return (each for each in read if each is not None)


def _ids_on(message: discord.Message | None) -> list[tuple[str, int]]:
    """List the custom ids on a card, each with its kind of component."""
    if message is None:
        return []
    items = ui.LayoutView.from_message(message).walk_children()
    return [(getattr(item, "custom_id", None) or "", item.type.value) for item in items]


def question_on(interaction: Interaction) -> str:
    """Read the question back from the card whose button was pressed.

    Raises:
        UserError: it shows none.
    """
    shown = interaction.message and cards.question_on(ui.LayoutView.from_message(interaction.message))
    if not shown:
        raise UserError(wording_talk.NO_QUESTION)
    return shown
