"""`/help`, `/about` and `/privacy`: short, private, true."""

import discord
from discord import app_commands
from discord.ext import commands

from bot.answering.actions import forget
from bot.cards import answers as cards
from bot.config.values import PrivacyConfig
from bot.curating.wiring import KEPT
from bot.replies.reply import Replies
from bot.store.store import Store
from bot.wording import curators as wording_curators
from bot.wording import talk as wording_talk
from bot.wording.i18n import gettext as _


class Help(commands.Cog):
    """Explains the bot to who asks."""

    def __init__(self, replies: Replies, store: Store, privacy: PrivacyConfig) -> None:
        self._replies = replies
        self._store = store
        self._privacy = privacy

    @app_commands.command(name="help", description="How to ask, look up and check")
    async def help(self, interaction: discord.Interaction) -> None:
        """List what can be done."""
        await self._replies.answer(interaction, lambda: cards.note(_help_text()), private=True)

    @app_commands.command(name="about", description="What this bot is, and what it is not")
    async def about(self, interaction: discord.Interaction) -> None:
        """Say what the bot is."""
        await self._replies.answer(interaction, lambda: cards.note(_(wording_talk.ABOUT)), private=True)

    @app_commands.command(name="privacy", description="What is stored of you")
    async def privacy(self, interaction: discord.Interaction) -> None:
        """Say what is stored."""
        await self._replies.answer(interaction, lambda: cards.note(self._privacy_text()), private=True)

    def _privacy_text(self) -> str:
        days = {"gap_days": self._privacy.keep_gaps_days, "leaving_days": self._privacy.keep_days_after_leaving}
        of_curating = _(wording_curators.PRIVACY).format(days=KEPT.days)
        return f"{_(wording_talk.PRIVACY).format(**days)}\n{of_curating}"

    @app_commands.command(name="forget-me", description="Remove all that is stored of you")
    async def forget_me(self, interaction: discord.Interaction) -> None:
        """Remove a person's verdicts, and their number from all that must stay."""
        await self._replies.answer(interaction, lambda: cards.note(forget(self._store, interaction.user)), private=True)


def _help_text() -> str:
    return "\n".join(map(_, (wording_talk.HELP, wording_curators.HELP, wording_curators.HELP_CURATORS)))
