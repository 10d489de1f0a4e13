"""`/gaps`: what people asked in vain, for those who look after a server's seeds; checked at each use."""

from typing import Literal

import discord
from discord import app_commands
from discord.ext import commands

from bot.records.gap_handlers import GapHandlers

DAYS = [
    app_commands.Choice(name="the last 7 days", value=7),
    app_commands.Choice(name="the last 30 days", value=30),
    app_commands.Choice(name="the last 90 days", value=90),
    app_commands.Choice(name="all that are kept", value=0),
]


@app_commands.default_permissions(manage_guild=True)
@app_commands.guild_only()
@app_commands.allowed_installs(guilds=True, users=False)
class Gaps(commands.GroupCog, group_name="gaps", group_description="Questions that the seeds did not answer"):
    """Shows unanswered questions, hands them out, removes them."""

    def __init__(self, handlers: GapHandlers) -> None:
        self._handlers = handlers

    @app_commands.command(name="show", description="Questions that found nothing or got 👎, by the words they share")
    @app_commands.describe(days="From when on; default: the last 30 days")
    @app_commands.choices(days=DAYS)
    async def show(self, interaction: discord.Interaction, days: int = 30) -> None:
        """Show them."""
        await self._handlers.show(interaction, days)

    @app_commands.command(name="export", description="The same as a file, only for you")
    @app_commands.describe(
        form="A table for spreadsheets, or a test collection to measure with", days="From when on; default: all"
    )
    @app_commands.choices(days=DAYS)
    async def export(
        self, interaction: discord.Interaction, form: Literal["csv", "collection"] = "csv", days: int = 0
    ) -> None:
        """Hand them out."""
        await self._handlers.export(interaction, days, form)

    @app_commands.command(name="clear", description="Remove all unanswered questions that are kept here")
    async def clear(self, interaction: discord.Interaction) -> None:
        """Remove them all."""
        await self._handlers.clear(interaction)
