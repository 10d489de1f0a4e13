"""`/pinned`: questions with the passage that is to answer them, for curators; checked at each use."""

import discord
from discord import app_commands
from discord.ext import commands

from bot.access.rules import Rules
from bot.curating.pinning import PinnedQuestions
from bot.replies.reply import Interaction
from index.answers.answer import MAX_QUESTION_CHARS

REF_CHARS = 100
CHOICES, CHOICE_CHARS = 25, 100
Question = app_commands.Range[str, 1, MAX_QUESTION_CHARS]


@app_commands.guild_only()
@app_commands.allowed_installs(guilds=True, users=False)
class Pinned(commands.GroupCog, group_name="pinned", group_description="Questions that are asked after each re-index"):
    """Pins questions, lists them, lets them go."""

    def __init__(self, pinned: PinnedQuestions, rules: Rules) -> None:
        self._pinned = pinned
        self._rules = rules

    async def interaction_check(self, interaction: Interaction, /) -> bool:
        """Let curators in."""
        return await self._rules.admits_curator(interaction)

    @app_commands.command(name="add", description="Pin a question with the passage that is to answer it")
    @app_commands.describe(question="As people ask it", ref="The passage, as cards name it, for example tides#4")
    async def add(
        self, interaction: discord.Interaction, question: Question, ref: app_commands.Range[str, 1, REF_CHARS]
    ) -> None:
        """Pin it."""
        await self._pinned.add(interaction, question, ref)

    @app_commands.command(name="list", description="List the pinned questions, and what answers each")
    async def show(self, interaction: discord.Interaction) -> None:
        """List them."""
        await self._pinned.show(interaction)

    @app_commands.command(name="remove", description="Pin a question no longer")
    @app_commands.describe(question="As it was pinned")
    async def remove(self, interaction: discord.Interaction, question: Question) -> None:
        """Let it go."""
        await self._pinned.remove(interaction, question)

    @remove.autocomplete("question")
    async def _complete(self, interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
        found = await self._pinned.complete(interaction, typed)
        return [
            app_commands.Choice(name=each[:CHOICE_CHARS], value=each) for each in found if len(each) <= CHOICE_CHARS
        ][:CHOICES]
