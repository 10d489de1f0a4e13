"""What curators read of how their server uses the bot: counts alone. Who acts is checked at every act."""

from datetime import UTC, datetime, timedelta
from typing import Any

import discord
from discord import ui

from bot.access.permissions import required_guild_id
from bot.access.rules import Rules
from bot.answering.counting import UsageKeeper
from bot.cards import answers as cards
from bot.records.stats import Judged, stats_page
from bot.replies.reply import Replies
from bot.serving.service import Service
from bot.store.store import Store


class StatsHandlers:
    """Shows what was counted.

    Args:
        service: knows which passages there are.
        replies: the one door.
        store: where counts and verdicts are kept.
        rules: who may see them.
        usage: what this worker has not stored yet.
    """

    def __init__(self, service: Service, replies: Replies, store: Store, rules: Rules, usage: UsageKeeper) -> None:
        self._service = service
        self._replies = replies
        self._store = store
        self._rules = rules
        self._usage = usage

    async def show(self, interaction: discord.Interaction[Any], days: int) -> None:
        """Show the counts of some days, to a curator."""
        if await self._rules.admits_curator(interaction):
            guild_id = required_guild_id(interaction)
            await self._replies.answer(interaction, lambda: self._card(guild_id, days), private=True)

    def _card(self, guild_id: int, days: int) -> ui.LayoutView:
        self._usage.store()
        first = datetime.now(UTC) - timedelta(days=days)
        counts = self._store.usage(guild_id, first.date())
        return cards.render(stats_page(days, counts, judged(self._service, self._store, guild_id, first)))


def judged(service: Service, store: Store, guild_id: int, first: datetime) -> list[Judged]:
    """Return the passages that people judged in a server since a moment, as far as they are still there."""
    scope = service.scope(guild_id)
    found = ((scope.find(each.passage_key), each) for each in store.verdicts(guild_id, first))
    return [Judged(passage.ref, each.good, each.bad) for passage, each in found if passage is not None]
