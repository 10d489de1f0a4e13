"""The card of `/settings`: one section of a server's settings, with menus that show what is set now.

Pure functions of settings. The menus keep nothing in memory, so they work after a restart; what they do is in panel.py.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Final, Self

import discord
from discord import ui

from bot.cards.discord_limits import BUTTONS_IN_A_ROW, SELECT_VALUES
from bot.cards.markdown import escape
from bot.replies.buttons import ToldFailures
from bot.replies.custom_ids import MENU_PATTERN, MenuId
from bot.settings.fields import SECTIONS, Option, SettingField
from bot.store.guild_settings import GuildSettings
from bot.wording import settings as wording
from bot.wording import talk as wording_talk
from bot.wording.i18n import gettext as _
from bot.wording.i18n import number

ACCENT: Final = 0x5865F2
CHANNEL_TYPES: Final = [
    discord.ChannelType.text,
    discord.ChannelType.news,
    discord.ChannelType.forum,
    discord.ChannelType.voice,
    discord.ChannelType.stage_voice,
    discord.ChannelType.category,
]
WRITABLE_TYPES: Final = [discord.ChannelType.text, discord.ChannelType.news]

Interaction = discord.Interaction[Any]
Select = ui.Select[Any] | ui.ChannelSelect[Any] | ui.RoleSelect[Any]


@dataclass(frozen=True, slots=True)
class Operator:
    """What a server's admins should know of the operator's side.

    Attributes:
        bot: the bot's name.
        reads_messages: whether questions that mention nobody can be answered at all.
        questions: a minute, at most, by the name of the setting that makes it stricter.
    """

    bot: str
    reads_messages: bool
    questions: dict[str, int]


class Menu(ToldFailures, ui.DynamicItem[ui.Item[Any]], template=MENU_PATTERN):
    """A menu or a button of the panel: opens a section, or sets the setting of that name to what was chosen."""

    def __init__(self, item: ui.Item[Any], says: MenuId) -> None:
        super().__init__(item)
        self._says = says

    @classmethod
    async def from_custom_id(cls, _interaction: Interaction, item: ui.Item[Any], match: re.Match[str], /) -> Self:
        """Make the item that was used from what its custom id says."""
        return cls(item, MenuId(*match.groups()))

    async def act(self, interaction: Interaction) -> None:
        """Do what the custom id says."""
        data: Any = interaction.data or {}
        await interaction.client.panel.use(interaction, self._says.act, self._says.name, data.get("values") or [])


def render(  # noqa: PLR0913 what the panel shows
    settings: GuildSettings,
    section: str,
    operator: Operator,
    known: Callable[[int], object],
    saved: str = "",
    *,
    steps: str = "",
) -> ui.LayoutView:
    """Build the panel.

    Args:
        settings: what is set now.
        section: which part is shown.
        operator: what else the admins should know.
        known: whether the server has a channel or role of this number; what is gone is not shown as chosen.
        saved: the label of a setting that was just changed.
        steps: what should be done next in the server; empty where nothing is due.
    """
    shown = SECTIONS[section]
    card = ui.Container[ui.LayoutView](accent_colour=ACCENT)
    card.add_item(ui.TextDisplay(_(wording.TITLE).format(section=_(shown.label))))
    for field in shown.fields:
        card.add_item(ui.TextDisplay(_described(field, operator)))
        select = _select(field, getattr(settings, field.name), known)
        card.add_item(ui.ActionRow[Any](Menu(select, MenuId("set", field.name))))
    card.add_item(ui.Separator())
    card.add_item(ui.TextDisplay("\n".join(_foot(section, operator, saved))))
    if steps:
        card.add_item(ui.TextDisplay(f"{steps}\n{_(wording_talk.NO_OWN_SEED)}"))
    tabs = [_tab(name, section) for name in SECTIONS]
    for first in range(0, len(tabs), BUTTONS_IN_A_ROW):
        card.add_item(ui.ActionRow[Any](*tabs[first : first + BUTTONS_IN_A_ROW]))
    return ui.LayoutView(timeout=None).add_item(card)


def _described(field: SettingField, operator: Operator) -> str:
    hint = _(field.hint).format(count=number(operator.questions.get(field.name, 0)))
    return f"**{_(field.label)}**\n-# {hint}"


def _foot(section: str, operator: Operator, saved: str) -> Iterable[str]:
    if saved:
        yield _(wording.SAVED).format(setting=_(saved))
    if section == "places" and not operator.reads_messages:
        yield _(wording.UNREAD)
    if section == "people":
        yield _(wording.INTEGRATIONS).format(bot=escape(operator.bot))
    yield _(wording.EFFECT)


def _select(field: SettingField, value: Any, known: Callable[[int], object]) -> Select:
    custom_id = str(MenuId("set", field.name))
    if not isinstance(field.menu, str):
        return ui.Select[Any](custom_id=custom_id, options=[_option(option, value) for option in field.menu])
    if field.menu == "channel":
        return ui.ChannelSelect[Any](
            custom_id=custom_id,
            placeholder=_(wording.CHOOSE_CHANNEL),
            default_values=[discord.Object(value)] if value is not None and known(value) else [],
            channel_types=WRITABLE_TYPES,
            min_values=0,
        )
    chosen = [discord.Object(number) for number in sorted(value) if known(number)][:SELECT_VALUES]
    if field.menu == "roles":
        return ui.RoleSelect[Any](
            custom_id=custom_id,
            placeholder=_(wording.CHOOSE_ROLES),
            default_values=chosen,
            min_values=0,
            max_values=SELECT_VALUES,
        )
    return ui.ChannelSelect[Any](
        custom_id=custom_id,
        placeholder=_(wording.CHOOSE_CHANNELS),
        default_values=chosen,
        channel_types=CHANNEL_TYPES,
        min_values=0,
        max_values=SELECT_VALUES,
    )


def _option(option: Option, value: object) -> discord.SelectOption:
    label = _(option.label).format(count=number(option.count))
    return discord.SelectOption(label=label, value=option.code, default=option.value == value)


def _tab(name: str, shown: str) -> Menu:
    style = discord.ButtonStyle.primary if name == shown else discord.ButtonStyle.secondary
    says = MenuId("open", name)
    button = ui.Button[Any](label=_(SECTIONS[name].label), style=style, custom_id=str(says), disabled=name == shown)
    return Menu(button, says)
