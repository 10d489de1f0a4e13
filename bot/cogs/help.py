"""`/help`, `/about` and `/privacy`: short, private, true."""

import discord
from discord import app_commands
from discord.ext import commands

from bot import cards
from bot.reply import Replies

HELP = """/ask, a mention or a direct message: an answer in passages, word for word
/search: all passages that match words, "phrases", author: and more
/passage, /seed, /sources, /caveat: look one up
/verify, or Apps › Check this quote: does a quote stand in the seeds?
/status: what is served
The buttons below an answer turn its pages, for the person who asked."""
ABOUT = """I answer with passages of the documents that a curator gave me, word for word, each with its author and \
the author's own caveat. I write no prose about the subject, so I cannot invent any. Underlined words are hedges: \
places where the text itself voices doubt. "Strong match" is about how well a passage fits your question, never \
about whether it is true."""
PRIVACY = """Your questions are neither stored nor logged. A card stands in Discord until it is deleted; its buttons \
carry your user number, so that only you can turn the pages. About you I store nothing."""


class Help(commands.Cog):
    """Explains the bot to who asks."""

    def __init__(self, replies: Replies) -> None:
        self._replies = replies

    @app_commands.command(name="help", description="How to ask, look up and check")
    async def help(self, interaction: discord.Interaction) -> None:
        """List what can be done."""
        await self._replies.answer(interaction, lambda: cards.note(HELP), private=True)

    @app_commands.command(name="about", description="What this bot is, and what it is not")
    async def about(self, interaction: discord.Interaction) -> None:
        """Say what the bot is."""
        await self._replies.answer(interaction, lambda: cards.note(ABOUT), private=True)

    @app_commands.command(name="privacy", description="What is stored of you")
    async def privacy(self, interaction: discord.Interaction) -> None:
        """Say what is stored."""
        await self._replies.answer(interaction, lambda: cards.note(PRIVACY), private=True)
