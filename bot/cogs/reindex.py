"""`/reindex`: a server's own seeds for its curators, the operator's, in a direct message, for the bot's owner."""

from asyncio import Future
from collections.abc import Callable
from datetime import timedelta
from functools import partial

import discord
from discord import app_commands, ui
from discord.ext import commands

from bot.access.permissions import guild_id_of, is_curator
from bot.access.rules import Rules, to_wait
from bot.cards.reindex import Watched, failure_card, report_card
from bot.replies.reply import Interaction, Replies
from bot.serving.reindexing import Leaving
from bot.serving.service import Service
from bot.wording import reindex as wording
from bot.wording.i18n import gettext as _
from index.building.report import BuildReport


class Reindex(commands.Cog):
    """Re-indexes, and shows how far it is; whoever asks while it runs watches the same one.

    Args:
        bot: whose owner may re-index the operator's seeds.
        service: re-indexes.
        replies: shows it.
        rules: who is a curator.
        begin: counts a re-index of a server, which a user asks for; returns how long to wait where it is one too many.
    """

    def __init__(
        self,
        bot: commands.AutoShardedBot,
        service: Service,
        replies: Replies,
        rules: Rules,
        begin: Callable[[int, int], timedelta | None],
    ) -> None:
        self._bot = bot
        self._service = service
        self._replies = replies
        self._rules = rules
        self._begin = begin

    @app_commands.command(name="reindex", description="Index this server's own seeds again, and tell what changed")
    async def reindex(self, interaction: discord.Interaction) -> None:
        """Re-index the library of where this is asked."""
        if refusal := await self._refusal(interaction):
            await self._replies.tell(interaction, refusal)
            return
        watched = Watched()
        await self._replies.answer(interaction, watched.show, private=True)
        running = self._service.start_reindex(guild_id_of(interaction), watched.tell)
        await self._replies.follow(interaction, running, watched.show, self._finished)

    async def _refusal(self, interaction: Interaction) -> str:
        """Return why who asks may not, or nothing."""
        guild_id = guild_id_of(interaction)
        if guild_id is None:
            return "" if await self._bot.is_owner(interaction.user) else _(wording.FOR_THE_OPERATOR)
        if not is_curator(interaction, await self._rules.settings(guild_id)):
            return _(wording.FOR_CURATORS)
        wait = await self._replies.to_thread(partial(self._begin, guild_id, interaction.user.id))
        return to_wait(wait.total_seconds()) if wait is not None else ""

    def _finished(self, done: Future[BuildReport]) -> ui.LayoutView:
        err = done.exception()
        if err is None:
            return report_card(done.result())
        explained = self._replies.explain(err) if isinstance(err, Exception) and not isinstance(err, Leaving) else ""
        return failure_card(err, explained)
