"""`/help`, `/about` and `/privacy`: short, private, true."""

import discord
from discord import app_commands
from discord.ext import commands

from bot.access.permissions import guild_id_of
from bot.access.rules import Rules
from bot.answering.actions import forget
from bot.answering.examples import example_questions
from bot.cards import answers as cards
from bot.cards.guide import how_to_ask
from bot.curating.wiring import KEPT, Curating
from bot.replies.reply import Replies
from bot.serving.service import Service
from bot.store.queries.curating.proposals import Proposal
from bot.wording import curators as wording_curators
from bot.wording import talk as wording_talk
from bot.wording.commands import CommandMentions
from bot.wording.i18n import gettext as _


class Help(commands.Cog):
    """Explains the bot to who asks."""

    def __init__(  # noqa: PLR0913 what explanations are made of
        self,
        bot: commands.AutoShardedBot,
        service: Service,
        replies: Replies,
        rules: Rules,
        curating: Curating,
        *,
        mentions: CommandMentions,
    ) -> None:
        self._bot = bot
        self._service = service
        self._replies = replies
        self._store = curating.services.store
        self._rules = rules
        self._proposals = curating.proposals
        self._mentions = mentions

    @app_commands.command(name="help", description="How to ask, look up and check")
    @app_commands.describe(pin="For curators: post a card on how to ask, to be pinned")
    async def help(self, interaction: discord.Interaction, pin: bool = False) -> None:  # noqa: FBT001, FBT002 options of a command are positional
        """List what can be done, or post how to ask."""
        if not pin:
            await self._replies.answer(interaction, lambda: cards.note(_help_text()), private=True)
        elif await self._rules.admits_curator(interaction):
            guild_id = guild_id_of(interaction)
            await self._replies.answer(interaction, lambda: self._how_to_ask(guild_id), private=False)

    def _how_to_ask(self, guild_id: int | None) -> discord.ui.LayoutView:
        me = self._bot.user.mention if self._bot.user else ""
        return how_to_ask(me, self._mentions, example_questions(self._service.scope(guild_id)))

    @app_commands.command(name="about", description="What this bot is, and what it is not")
    async def about(self, interaction: discord.Interaction) -> None:
        """Say what the bot is."""
        await self._replies.answer(interaction, lambda: cards.note(_(wording_talk.ABOUT)), private=True)

    @app_commands.command(name="privacy", description="What is stored of you")
    async def privacy(self, interaction: discord.Interaction) -> None:
        """Say what is stored."""
        await self._replies.answer(interaction, lambda: cards.note(self._privacy_text()), private=True)

    def _privacy_text(self) -> str:
        kept = self._service.config.privacy
        return _(wording_talk.PRIVACY).format(
            gap_days=kept.keep_gaps_days, kept_days=KEPT.days, leaving_days=kept.keep_days_after_leaving
        )

    @app_commands.command(name="forget-me", description="Remove all that is stored of you")
    async def forget_me(self, interaction: discord.Interaction) -> None:
        """Remove a person's verdicts, and their number from all that must stay."""
        open_before = list[Proposal]()

        def make() -> discord.ui.LayoutView:
            found = self._store.curators.proposals_of(interaction.user.id)
            said = forget(self._store, self._service, interaction.user)
            open_before.extend(found)
            return cards.note(said)

        await self._replies.answer(interaction, make, private=True)
        await self._proposals.taken_back(open_before)


def _help_text() -> str:
    return "\n".join(map(_, (wording_talk.HELP, wording_curators.HELP, wording_curators.HELP_CURATORS)))
