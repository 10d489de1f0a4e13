"""`/status`: what is served, how old it is, how the connection does."""

import math
from collections.abc import Iterable
from datetime import datetime

import discord
from discord import app_commands, ui
from discord.ext import commands

from bot.markdown import escape
from bot.permissions import server_of
from bot.reply import Replies
from bot.service import Service

INDEX_BUILT = "index built"  # the row of the service's status that holds moments


class Status(commands.Cog):
    """Tells anybody who asks, privately."""

    def __init__(self, bot: commands.AutoShardedBot, service: Service, replies: Replies) -> None:
        self._bot = bot
        self._service = service
        self._replies = replies

    @app_commands.command(name="status", description="What is served, how old it is, how the connection does")
    async def status(self, interaction: discord.Interaction) -> None:
        """Show the service's figures and this connection's."""
        home = server_of(interaction)
        await self._replies.answer(interaction, lambda: self._card(home), private=True)

    def _card(self, home: int | None) -> ui.LayoutView:
        served = ((name, _moments(value) if name == INDEX_BUILT else escape(value)) for name, value in self._rows(home))
        return _listed([*served, ("last error", self._last_error())])

    def _rows(self, home: int | None) -> list[tuple[str, str]]:
        return [
            *self._service.shelf(home).status(),
            ("latency", _latency(self._bot.latency)),
            ("replies not delivered", str(self._replies.undelivered)),
        ]

    def _last_error(self) -> str:
        last = self._replies.last_error
        return f"{last.code}, {discord.utils.format_dt(last.at, 'R')}" if last else "none"


def _listed(rows: Iterable[tuple[str, str]]) -> ui.LayoutView:
    text = "\n".join(f"{name}: {markdown}" for name, markdown in rows)
    container = ui.Container[ui.LayoutView](ui.TextDisplay(text))
    return ui.LayoutView(timeout=None).add_item(container)


def _moments(value: str) -> str:
    """Show ISO moments, one per library, as the time since then, which Discord keeps current."""
    moments = (datetime.fromisoformat(moment) for moment in value.split(", ") if moment)
    return ", ".join(discord.utils.format_dt(moment, "R") for moment in moments)


def _latency(seconds: float) -> str:
    return f"{seconds * 1000:.0f} ms" if math.isfinite(seconds) else "not measured yet"
