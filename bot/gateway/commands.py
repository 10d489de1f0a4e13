"""Who answers a command, where commands may be used, and what is told where one fails before its work began."""

from typing import Any

import discord
from discord import app_commands

from bot.replies.reply import Interaction
from bot.wording import talk as wording_talk
from bot.wording.i18n import gettext as _


class Tree(app_commands.CommandTree[Any]):
    """Commands that only the holder of a shard's lease answers, with errors by the table.

    They may be used in servers, in direct messages, and anywhere by who installed the app for themselves.
    """

    def __init__(self, client: discord.Client) -> None:
        super().__init__(
            client,
            allowed_contexts=app_commands.AppCommandContext(guild=True, dm_channel=True, private_channel=True),
            allowed_installs=app_commands.AppInstallationType(guild=True, user=True),
        )

    async def interaction_check(self, interaction: Interaction) -> bool:
        """Leave an interaction to the worker that holds its shard, and answer it once, in the language of who acts."""
        if not self.client.gate.takes(interaction.id, interaction.guild):
            return False
        if interaction.type is not discord.InteractionType.autocomplete:  # which shows no words of ours
            await self.client.rules.speak_to(interaction)
        return True

    async def on_error(self, interaction: Interaction, error: app_commands.AppCommandError) -> None:
        """Tell the person who acted, privately; what ends here was raised outside `Replies`."""
        if isinstance(error, app_commands.CommandNotFound | app_commands.CommandSignatureMismatch):
            await self.client.replies.tell(interaction, _(wording_talk.STALE))
            return
        if isinstance(error, app_commands.CheckFailure):
            return  # who refused has told it
        original = error.original if isinstance(error, app_commands.CommandInvokeError) else error
        await self.client.replies.tell(interaction, self.client.replies.explain(original))
