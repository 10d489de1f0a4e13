"""`/reindex`: a server's own seeds for its curators, the operator's, in a direct message, for the bot's owner."""

from asyncio import Future
from datetime import UTC, datetime

import discord
from discord import app_commands, ui
from discord.ext import commands

from bot.access.permissions import guild_id_of, is_curator
from bot.access.rules import Rules
from bot.cards.reindex import Watched, failure_card, report_card
from bot.replies.reply import Interaction, Replies
from bot.serving.reindexing import Leaving
from bot.serving.service import Service
from bot.store.queries.audit import AuditAct
from bot.store.store import Store
from bot.wording import reindex as wording
from bot.wording.i18n import gettext as _
from index.building.report import BuildReport


class Reindex(commands.Cog):
    """Re-indexes, and shows how far it is; whoever asks while it runs watches the same one."""

    def __init__(
        self, bot: commands.AutoShardedBot, service: Service, replies: Replies, rules: Rules, store: Store
    ) -> None:
        self._bot = bot
        self._service = service
        self._replies = replies
        self._rules = rules
        self._store = store

    @app_commands.command(name="reindex", description="Index this server's own seeds again, and tell what changed")
    async def reindex(self, interaction: discord.Interaction) -> None:
        """Re-index the library of where this is asked."""
        if refusal := await self._refusal(interaction):
            await self._replies.tell(interaction, refusal)
            return
        watched = Watched()
        await self._replies.answer(interaction, lambda: self._begun(interaction, watched), private=True)
        running = self._service.start_reindex(guild_id_of(interaction), watched.tell)
        await self._replies.follow(interaction, running, watched.show, self._finished)

    async def _refusal(self, interaction: Interaction) -> str:
        """Return why who asks may not, or nothing."""
        guild_id = guild_id_of(interaction)
        if guild_id is None:
            return "" if await self._bot.is_owner(interaction.user) else _(wording.FOR_THE_OPERATOR)
        settings = await self._rules.settings(guild_id)
        return (
            self._rules.too_many_reindexes(guild_id) if is_curator(interaction, settings) else _(wording.FOR_CURATORS)
        )

    def _begun(self, interaction: Interaction, watched: Watched) -> ui.LayoutView:
        guild_id = guild_id_of(interaction)
        if guild_id is not None:
            self._store.record_act(guild_id, interaction.user.id, datetime.now(UTC), AuditAct("reindex"))
        return watched.show()

    def _finished(self, done: Future[BuildReport]) -> ui.LayoutView:
        err = done.exception()
        if err is None:
            return report_card(done.result())
        explained = self._replies.explain(err) if isinstance(err, Exception) and not isinstance(err, Leaving) else ""
        return failure_card(err, explained)
