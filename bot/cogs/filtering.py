"""Options that narrow a command down: how they are completed, and what they come to."""

from collections.abc import Iterable
from typing import Final

import discord
from discord import app_commands

from bot.access.permissions import guild_id_of
from bot.cards.markdown import size
from bot.replies.reply import Replies
from index.answers.completion import Suggestion
from index.answers.filters import FilterName
from index.showing.markup import one_line

CHOICE_CHARS: Final = 100  # a choice of an autocompletion has no more
FilterValue = app_commands.Range[str, 1, CHOICE_CHARS]
Choices = list[app_commands.Choice[str]]


class CompletesFilters:
    """A cog with options that narrow a command down; names what may be typed there, from memory."""

    _replies: Replies

    def suggested(self, guild_id: int | None, name: FilterName, typed: str) -> list[Suggestion]:
        """Return authors, seeds or tags that what was typed may mean; called in a thread."""
        raise NotImplementedError

    async def complete_author(self, interaction: discord.Interaction, typed: str) -> Choices:
        """Complete the name of an author."""
        return await self._complete_filter(interaction, "author", typed)

    async def complete_seed(self, interaction: discord.Interaction, typed: str) -> Choices:
        """Complete the name of a seed."""
        return await self._complete_filter(interaction, "seed", typed)

    async def complete_tag(self, interaction: discord.Interaction, typed: str) -> Choices:
        """Complete a tag."""
        return await self._complete_filter(interaction, "tag", typed)

    async def _complete_filter(self, interaction: discord.Interaction, name: FilterName, typed: str) -> Choices:
        guild_id = guild_id_of(interaction)
        return choices(await self._replies.to_thread(lambda: self.suggested(guild_id, name, typed)))


def choices(suggestions: Iterable[Suggestion]) -> Choices:
    """Show each with whose it is; what is chosen is the name alone."""
    return [
        app_commands.Choice(name=_shortened(each), value=each.name)
        for each in suggestions
        if len(each.name) <= CHOICE_CHARS
    ]


def _shortened(suggestion: Suggestion) -> str:
    about = one_line(suggestion.about)
    shown = f"{suggestion.name} · {about}" if about else suggestion.name
    if size(shown) <= CHOICE_CHARS:
        return shown
    kept = shown[: CHOICE_CHARS - 1]
    while size(kept) >= CHOICE_CHARS:  # a character may count as two
        kept = kept[:-1]
    return f"{kept}…"
