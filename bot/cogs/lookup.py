"""Lookups: `/search`, `/passage`, `/seed`, `/sources`, `/caveat`, `/verify`, and "Check this quote" on a message."""

import discord
from discord import app_commands
from discord.ext import commands

from bot.access.permissions import guild_id_of
from bot.access.rules import Rules
from bot.answering.about_messages import AskedMessages, is_link, words_of
from bot.answering.actions import Acts
from bot.cards import answers as cards
from bot.cards import lists
from bot.cogs.filtering import CHOICE_CHARS, Choices, CompletesFilters, FilterValue, choices
from bot.replies.reply import Interaction, Replies
from bot.replies.rows import quote_rows
from bot.serving.service import Service
from bot.wording import talk as wording_talk
from bot.wording.i18n import gettext as _
from index.answers.answer import MAX_QUESTION_CHARS
from index.answers.completion import Suggestion
from index.answers.filters import FilterName, filters_of, with_filters
from index.quoting.quotes import MAX_QUOTE_CHARS


class Lookup(CompletesFilters, commands.Cog):
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
        query='Words, "phrases", -without, author:name, title:words, tag:name, before:2023',
        private="Only you see it",
    )
    async def search(
        self,
        interaction: discord.Interaction,
        query: app_commands.Range[str, 1, MAX_QUESTION_CHARS],
        private: bool | None = None,  # noqa: FBT001 options of a command are positional
    ) -> None:
        """List what matches a search; in a channel that is bound to tags, what is of those, unless it names some."""
        bound = await self._rules.within(guild_id_of(interaction), interaction.channel)
        searched = " ".join((query, *map(str, bound))) if "tag:" not in query.lower() else query
        await self._show(interaction, "search", searched, private=private)

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
    @app_commands.describe(tag="Only those with this tag", private="Only you see it")
    async def sources(
        self,
        interaction: discord.Interaction,
        tag: FilterValue | None = None,
        private: bool | None = None,  # noqa: FBT001 options of a command are positional
    ) -> None:
        """List all seeds."""
        await self._show(interaction, "sources", with_filters("", filters_of(tag=tag)), private=private)

    @app_commands.command(name="random", description="Show a passage by chance")
    @app_commands.describe(
        seed="Only of this seed", author="Only by this author", tag="Only of seeds with this tag",
        private="Only you see it",
    )  # fmt: skip
    async def random(
        self,
        interaction: discord.Interaction,
        seed: FilterValue | None = None,
        author: FilterValue | None = None,
        tag: FilterValue | None = None,
        private: bool | None = None,  # noqa: FBT001 options of a command are positional
    ) -> None:
        """Show a passage by chance; in a channel that is bound to tags, one of those."""
        bound = await self._rules.within(guild_id_of(interaction), interaction.channel)
        asked = with_filters(with_filters("", filters_of(seed=seed, author=author, tag=tag)), bound)
        await self._show(interaction, "random", asked, private=private)

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
        guild_id = guild_id_of(interaction)
        return choices(
            await self._replies.to_thread(lambda: self._service.scope(guild_id).complete(typed, passages=True))
        )

    random.autocomplete("author")(CompletesFilters.complete_author)
    sources.autocomplete("tag")(CompletesFilters.complete_tag)
    random.autocomplete("tag")(CompletesFilters.complete_tag)
    random.autocomplete("seed")(CompletesFilters.complete_seed)
    seed.autocomplete("seed")(CompletesFilters.complete_seed)
    caveat.autocomplete("seed")(CompletesFilters.complete_seed)
    read.autocomplete("seed")(CompletesFilters.complete_seed)

    def suggested(self, guild_id: int | None, name: FilterName, typed: str) -> list[Suggestion]:
        """Return authors, seeds or tags that what was typed may mean."""
        return self._acts.asking.complete(guild_id, name, typed)

    async def _show(self, interaction: Interaction, kind: str, text: str, *, private: bool | None) -> None:
        guild_id, asker = guild_id_of(interaction), interaction.user.id
        hidden = await self._rules.privacy(interaction, chosen=private)
        await self._replies.answer(
            interaction, lambda: self._acts.card(guild_id, kind, text, asker, private=hidden), private=hidden
        )

    def _checked(self, interaction: Interaction, quote: str) -> discord.ui.LayoutView:
        page = lists.quote_page(self._service.scope(guild_id_of(interaction)).verify(quote))
        return cards.render(page, quote_rows(page.key, interaction.user.id, is_whole=page.is_whole))
