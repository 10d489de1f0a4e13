"""`/stats`: how often what is asked and how it was judged, for those who look after a server's seeds."""

import discord
from discord import app_commands
from discord.ext import commands

from bot.cogs.gaps import DAYS
from bot.records.stats_handlers import StatsHandlers


class Stats(commands.Cog):
    """Shows counts, of nobody in particular."""

    def __init__(self, handlers: StatsHandlers) -> None:
        self._handlers = handlers

    @app_commands.command(name="stats", description="Counts of questions, seeds and verdicts here, without names")
    @app_commands.describe(days="From when on; default: the last 30 days")
    @app_commands.choices(days=[each for each in DAYS if each.value])
    @app_commands.default_permissions(manage_guild=True)
    @app_commands.guild_only()
    @app_commands.allowed_installs(guilds=True, users=False)
    async def stats(self, interaction: discord.Interaction, days: int = 30) -> None:
        """Show them."""
        await self._handlers.show(interaction, days)
