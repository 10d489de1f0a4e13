"""`/suggest`, and "Fix this seed" on a card: what members bring, and what curators correct at once."""

import discord
from discord import app_commands
from discord.ext import commands

from bot.access.rules import Rules
from bot.curating.fix_handlers import FixHandlers
from bot.curating.proposing import Proposals
from bot.replies.reply import Interaction

LINK_CHARS = 500
NOTE_CHARS = 500
IN_SERVERS = app_commands.AppCommandContext(guild=True, dm_channel=False, private_channel=False)
BY_SERVERS = app_commands.AppInstallationType(guild=True, user=False)


class Curators(commands.Cog):
    """Takes what is suggested, and opens the form of a card.

    Args:
        bot: whose commands these are.
        proposals: takes them.
        fixing: opens the form.
        rules: what servers allow where.
    """

    def __init__(self, bot: commands.AutoShardedBot, proposals: Proposals, fixing: FixHandlers, rules: Rules) -> None:
        self._proposals = proposals
        self._fixing = fixing
        self._rules = rules
        menu = app_commands.ContextMenu(
            name="Fix this seed", callback=self._fix, allowed_contexts=IN_SERVERS, allowed_installs=BY_SERVERS
        )
        bot.tree.add_command(menu)

    async def _fix(self, interaction: Interaction, message: discord.Message) -> None:
        """Open the form; who may is checked for the seed that the card shows."""
        await self._fixing.menu(interaction, message)

    @app_commands.command(name="suggest", description="Suggest a file or a link as a seed; curators decide")
    @app_commands.describe(
        file="A text, a Markdown file or a Thread Reader export", link="Its address", note="What it is, and why"
    )
    @app_commands.guild_only()
    @app_commands.allowed_installs(guilds=True, users=False)
    async def suggest(
        self,
        interaction: discord.Interaction,
        file: discord.Attachment | None = None,
        link: app_commands.Range[str, 1, LINK_CHARS] | None = None,
        note: app_commands.Range[str, 1, NOTE_CHARS] | None = None,
    ) -> None:
        """Bring it before the curators."""
        if await self._rules.admits(interaction):
            await self._proposals.suggest(interaction, file, (link or "").strip(), note or "")
