"""`/status`: what is served, how old it is, how the connection does."""

import discord
from discord import app_commands
from discord.ext import commands

from bot import cards
from bot.reply import Replies
from bot.service import Service


class Status(commands.Cog):
    """Tells anybody who asks, privately."""

    def __init__(self, bot: commands.AutoShardedBot, service: Service, replies: Replies) -> None:
        self._bot = bot
        self._service = service
        self._replies = replies

    @app_commands.command(name="status", description="What is served, how old it is, how the connection does")
    async def status(self, interaction: discord.Interaction) -> None:
        """Show the service's figures and this connection's."""
        rows = [
            *self._service.status(),
            ("latency", f"{self._bot.latency * 1000:.0f} ms"),
            ("last error", self._replies.last_error or "none"),
        ]
        text = "\n".join(f"{name}: {value}" for name, value in rows)
        await self._replies.answer(interaction, lambda: cards.note(text), private=True)
