"""Lookups: `/search`, `/passage`, `/seed`, `/sources`, `/caveat`, `/verify`, and "Check this quote" on a message."""

from collections.abc import Iterable

import discord
from discord import app_commands
from discord.ext import commands

from bot.access.permissions import guild_id_of
from bot.access.rules import Rules
from bot.answering.about_messages import AskedMessages, is_link, words_of
from bot.answering.actions import Acts
from bot.cards import answers as cards
from bot.cards import lists
from bot.cards.markdown import size
from bot.replies.reply import Interaction, Replies
from bot.replies.rows import quote_rows
from bot.serving.service import Service
from bot.wording import talk as wording_talk
from bot.wording.i18n import gettext as _
from index.answers.answer import MAX_QUESTION_CHARS
from index.answers.completion import Suggestion
from index.quoting.quotes import MAX_QUOTE_CHARS
from index.showing.markup import one_line

CHOICE_CHARS = 100  # a choice of an autocompletion has no more
Choices = list[app_commands.Choice[str]]


class Lookup(commands.Cog):
    """What can be looked up without asking a question.

    Args:
        bot: whose commands these are.
        service: looks up.
        acts: makes the cards.
        replies: the one door.
        rules: what servers allow where.
        messages: reads those that are asked about.
    """

    def __init__(  # noqa: PLR0913 what a cog of lookups is made of
        self,
        bot: commands.AutoShardedBot,
        service: Service,
        acts: Acts,
        replies: Replies,
        rules: Rules,
        *,
        messages: AskedMessages,
    ) -> None:
        self._service = service
        self._acts = acts
        self._replies = replies
        self._rules = rules
        self._messages = messages
        menu = app_commands.ContextMenu(name="Check this quote", callback=self._check_quote)
        menu.add_check(rules.admits)
        bot.tree.add_command(menu)

    async def interaction_check(self, interaction: Interaction, /) -> bool:
        """Let those look up who may, where they may."""
        return await self._rules.admits(interaction)

    @app_commands.command(name="search", description="List all passages that match")
    @app_commands.describe(
        query='Words, "phrases", -without, author:name, title:words, before:2023, after:2021-05',
        private="Only you see it",
    )
    async def search(
        self,
        interaction: discord.Interaction,
        query: app_commands.Range[str, 1, MAX_QUESTION_CHARS],
        private: bool | None = None,  # noqa: FBT001 options of a command are positional
    ) -> None:
        """List what matches a search."""
        await self._show(interaction, "search", query, private=private)

    @app_commands.command(name="passage", description="Show one passage by its name")
    @app_commands.describe(ref="As cards name it, for example about-caveat#4", private="Only you see it")
    async def passage(
        self,
        interaction: discord.Interaction,
        ref: app_commands.Range[str, 1, CHOICE_CHARS],
        private: bool | None = None,  # noqa: FBT001 options of a command are positional
    ) -> None:
        """Show one passage."""
        await self._show(interaction, "passage", ref, private=private)

    @app_commands.command(name="seed", description="Show what is known of one seed")
    @app_commands.describe(seed="Its name; /sources lists them", private="Only you see it")
    async def seed(
        self,
        interaction: discord.Interaction,
        seed: app_commands.Range[str, 1, CHOICE_CHARS],
        private: bool | None = None,  # noqa: FBT001 options of a command are positional
    ) -> None:
        """Sum one seed up."""
        await self._show(interaction, "seed", seed, private=private)

    @app_commands.command(name="read", description="Open a seed to read it on, passage by passage")
    @app_commands.describe(seed="Its name; /sources lists them", private="Only you see it")
    async def read(
        self,
        interaction: discord.Interaction,
        seed: app_commands.Range[str, 1, CHOICE_CHARS],
        private: bool | None = None,  # noqa: FBT001 options of a command are positional
    ) -> None:
        """Open a seed's contents."""
        await self._show(interaction, "read", seed, private=private)

    @app_commands.command(name="sources", description="List all seeds with author, date and caveat")
    @app_commands.describe(private="Only you see it")
    async def sources(
        self,
        interaction: discord.Interaction,
        private: bool | None = None,  # noqa: FBT001 options of a command are positional
    ) -> None:
        """List all seeds."""
        await self._show(interaction, "sources", "", private=private)

    @app_commands.command(name="caveat", description="Show the caveats of one seed in full")
    @app_commands.describe(seed="Its name; /sources lists them", private="Only you see it")
    async def caveat(
        self,
        interaction: discord.Interaction,
        seed: app_commands.Range[str, 1, CHOICE_CHARS],
        private: bool | None = None,  # noqa: FBT001 options of a command are positional
    ) -> None:
        """Show a seed's caveats."""
        await self._show(interaction, "caveat", seed, private=private)

    @app_commands.command(name="verify", description="Tell whether a quote stands in the seeds, word for word")
    @app_commands.describe(quote="The words", private="Only you see it")
    async def verify(
        self,
        interaction: discord.Interaction,
        quote: app_commands.Range[str, 1, MAX_QUOTE_CHARS],
        private: bool | None = None,  # noqa: FBT001 options of a command are positional
    ) -> None:
        """Check a quote."""
        if is_link(quote):
            await self._check_linked(interaction, quote)
            return
        hidden = await self._rules.privacy(interaction, chosen=private)
        await self._replies.answer(interaction, lambda: self._checked(interaction, quote), private=hidden)

    async def _check_linked(self, interaction: Interaction, link: str) -> None:
        """Check the words of a linked message; only who asked sees the answer."""

        async def make() -> discord.ui.LayoutView:
            words = (await self._messages.linked_words(interaction, link))[:MAX_QUOTE_CHARS]
            return await self._replies.to_thread(lambda: self._checked(interaction, words))

        await self._replies.answer(interaction, make, private=True)

    async def _check_quote(self, interaction: discord.Interaction, message: discord.Message) -> None:
        """Check a message's words; only who asked sees the answer."""
        words = words_of(message)[:MAX_QUOTE_CHARS]
        if not words:
            await self._replies.tell(interaction, _(wording_talk.NOTHING_TO_CHECK))
        elif await self._messages.admits(interaction, message):
            await self._replies.answer(interaction, lambda: self._checked(interaction, words), private=True)

    @passage.autocomplete("ref")
    async def _complete_ref(self, interaction: discord.Interaction, typed: str) -> Choices:
        return await self._complete(interaction, typed, passages=True)

    @seed.autocomplete("seed")
    @caveat.autocomplete("seed")
    @read.autocomplete("seed")
    async def _complete_seed(self, interaction: discord.Interaction, typed: str) -> Choices:
        return await self._complete(interaction, typed, passages=False)

    async def _complete(self, interaction: discord.Interaction, typed: str, *, passages: bool) -> Choices:
        guild_id = guild_id_of(interaction)
        return _choices(
            await self._replies.to_thread(lambda: self._service.scope(guild_id).complete(typed, passages=passages))
        )

    async def _show(self, interaction: Interaction, kind: str, text: str, *, private: bool | None) -> None:
        guild_id, asker = guild_id_of(interaction), interaction.user.id
        hidden = await self._rules.privacy(interaction, chosen=private)
        await self._replies.answer(
            interaction, lambda: self._acts.card(guild_id, kind, text, asker, private=hidden), private=hidden
        )

    def _checked(self, interaction: Interaction, quote: str) -> discord.ui.LayoutView:
        page = lists.quote_page(self._service.scope(guild_id_of(interaction)).verify(quote))
        return cards.render(page, quote_rows(page.key, interaction.user.id, is_whole=page.is_whole))


def _choices(suggestions: Iterable[Suggestion]) -> Choices:
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
