"""What the menus of `/settings` do. Who acts is checked at every act; each setting is stored by itself.

Two admins at once: the later choice of one setting wins, and neither undoes what the other set elsewhere.
"""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from functools import partial
from typing import Any

import discord
from discord import ui

from bot.access.gate import Gate
from bot.access.rules import Rules
from bot.config.values import Config
from bot.replies.reply import Replies
from bot.settings.card import Operator, render
from bot.settings.fields import FIELDS, SECTION_OF, SECTIONS
from bot.wording import settings as wording
from bot.wording.i18n import gettext as _
from index.errors import UserError

Interaction = discord.Interaction[Any]
FIRST = next(iter(SECTIONS))


class Panel:
    """Shows and changes a server's settings.

    Args:
        config: what the operator set.
        replies: the one door.
        gate: which acts this worker answers.
        rules: the settings in force.
        steps_due: tells what a server's admins should do next (Markdown); empty where nothing is due.
    """

    def __init__(
        self, config: Config, replies: Replies, gate: Gate, rules: Rules, steps_due: Callable[[int], str]
    ) -> None:
        self._steps_due = steps_due
        self._config = config
        self._replies = replies
        self._gate = gate
        self._rules = rules

    async def open(self, interaction: Interaction) -> None:
        """Show the first section to an admin, privately."""
        guild = interaction.guild
        if guild is None or not await self._rules.admits_admin(interaction):
            return
        await self._replies.answer(interaction, lambda: self._card(guild, FIRST), private=True)

    async def use(self, interaction: Interaction, act: str, name: str, chosen: Sequence[str]) -> None:
        """Open a section, or set a setting to what was chosen, if who acts may."""
        guild, by = interaction.guild, interaction.user.id
        if not self._gate.takes(interaction.id, guild):
            return
        await self._rules.speak_to(interaction)
        if guild is None or not await self._rules.admits_admin(interaction):
            return

        def work() -> ui.LayoutView:
            return self._changed(guild, name, chosen, by) if act == "set" else self._card(guild, name)

        await self._replies.update(interaction, work)

    def _changed(self, guild: discord.Guild, name: str, chosen: Sequence[str], by: int) -> ui.LayoutView:
        try:
            field = FIELDS[name]
            self._rules.book.change(guild.id, {name: field.value_of(chosen)}, by, datetime.now(UTC))
        except (LookupError, ValueError) as err:  # what no menu offers; pydantic's error is a ValueError too
            raise UserError(_(wording.NOT_A_CHOICE)) from err
        return self._card(guild, SECTION_OF[name], field.label)

    def _card(self, guild: discord.Guild, section: str, saved: str = "") -> ui.LayoutView:
        if section not in SECTIONS:
            raise UserError(_(wording.NOT_A_CHOICE))
        settings = self._rules.book.load(guild.id)
        steps = self._steps_due(guild.id)
        return render(settings, section, self._operator(guild), partial(_knows, guild), saved, steps=steps)

    def _operator(self, guild: discord.Guild) -> Operator:
        limits = self._config.limits
        return Operator(
            bot=guild.me.display_name,
            reads_messages=self._config.discord.message_content,
            questions={"user_questions": limits.user_questions, "channel_questions": limits.channel_questions},
        )


def _knows(guild: discord.Guild, number: int) -> bool:
    """Tell whether a server still has a channel or role."""
    return guild.get_channel(number) is not None or guild.get_role(number) is not None
