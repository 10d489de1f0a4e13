"""`/help`, `/about` and `/privacy`: short, private, true."""

import discord
from discord import app_commands
from discord.ext import commands

from bot import cards
from bot.actions import forget
from bot.reply import Replies
from bot.store.store import Store

HELP = """/ask, a mention or a direct message: an answer in passages, word for word
/search: all passages that match words, "phrases", author: and more
/passage, /seed, /sources, /caveat: look one up
/verify, or Apps › Check this quote: does a quote stand in the seeds?
/status: what is served
The buttons below an answer are for the person who asked: pages, context, why, cite, verdict, share, remove."""
ABOUT = """I answer with passages of the documents that a curator gave me, word for word, each with its author and \
the author's own caveat. I write no prose about the subject, so I cannot invent any. Underlined words are hedges: \
places where the text itself voices doubt. "Strong match" is about how well a passage fits your question, never \
about whether it is true."""
PRIVACY = """Your questions are neither stored nor logged. A card stands in Discord until it is deleted; its buttons \
carry your user number, so that only you can use them. If you press 👍 or 👎, I store that verdict with the passage, \
the server, the time and your user number; /forget-me removes all of yours."""


class Help(commands.Cog):
    """Explains the bot to who asks."""

    def __init__(self, replies: Replies, store: Store) -> None:
        self._replies = replies
        self._store = store

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

    @app_commands.command(name="forget-me", description="Remove all that is stored of you")
    async def forget_me(self, interaction: discord.Interaction) -> None:
        """Remove a person's verdicts."""
        await self._replies.answer(interaction, lambda: cards.note(forget(self._store, interaction.user)), private=True)
