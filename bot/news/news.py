"""Tells a server's channels what changed in its seeds: a digest a day at most, a correction by an author at once.

What is about to be posted is stored first, by the one worker whose write takes the version that it read. So nothing is
posted twice and nothing is lost where a worker ends in between: whoever comes next goes on, under the same nonce.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import partial
from typing import Any, Final

import discord
from discord import ui

from bot.answering.gaps import today
from bot.cards import answers as cards
from bot.news.changes import ToldSeeds
from bot.news.pages import correction_page, digest_page
from bot.news.poster import Poster
from bot.serving.scope import Scope
from bot.store.queries.news import NewsState
from index.snapshots.holdings import StoredDocument

DAY: Final = timedelta(days=1)


@dataclass
class NewsPoster(Poster[Sequence[int]]):
    """Posts what there is to tell of seeds; a digest waits until nothing has changed between two looks.

    Attributes:
        day: the day it is, in UTC.
    """

    setting = "news_channels"
    kind = "news"
    day: Callable[[], date] = field(default=today, kw_only=True)
    # Of servers: the generation and the day of which nothing was to be told; the digest that the last look saw.
    _quiet: dict[int, tuple[str, date]] = field(default_factory=dict, init=False)
    _unsettled: dict[int, dict[str, list[str]]] = field(default_factory=dict, init=False)

    def _wanted(self, stored: Mapping[int, Any]) -> Mapping[int, Sequence[int]]:
        return stored

    async def _tell(self, guild: discord.Guild, wanted: Sequence[int]) -> None:
        while state := await self._waiting(guild, partial(self._claimed, guild.id, channels=wanted)):
            await self._post_all(guild, state)

    def _claimed(self, guild_id: int, state: NewsState | None, *, channels: Sequence[int]) -> NewsState | None:
        """Store what is to be posted next, and return it; None where there is nothing, or another worker does it."""
        scope = self.service.scope(guild_id)
        looked_at = (scope.generation, self.day())
        if state is not None and self._quiet.get(guild_id) == looked_at:
            return None
        documents = scope.documents()
        if state is None:  # the first look tells nothing: all that is there is old
            everything = ToldSeeds.of(documents).stored()
            self._put(guild_id, NewsState(0, everything, self.day() - DAY, {}))
            return None
        told, to = ToldSeeds.read(state.told), {"channels": list(channels)}
        if (corrected := told.corrected(documents)) is not None:
            after = told.with_corrections_of(corrected)
            return self._claim(guild_id, replace(state, told=after.stored()), {"corrected": corrected.id, **to})
        digest = told.digest(documents)
        settled, self._unsettled[guild_id] = self._unsettled.get(guild_id), digest
        if not digest:
            self._quiet[guild_id] = looked_at
        if not digest or digest != settled or state.day >= self.day():
            return None
        after = ToldSeeds.of(documents)
        return self._claim(guild_id, replace(state, told=after.stored(), day=self.day()), {**digest, **to})

    async def _post_all(self, guild: discord.Guild, state: NewsState) -> None:
        """Post what is waiting to each channel, and note after each that it was done."""
        waiting = dict(state.waiting)
        for channel_id in state.waiting["channels"]:
            await self._post(guild, channel_id, waiting["number"], partial(self._card, guild.id, waiting))
            rest = [each for each in waiting["channels"] if each != channel_id]
            waiting = {**waiting, "channels": rest} if rest else {}
            await self.replies.aside(partial(self._put, guild.id, replace(state, waiting=waiting)))
            state = replace(state, version=state.version + 1)

    def _card(self, guild_id: int, waiting: dict[str, Any]) -> ui.LayoutView:
        scope = self.service.scope(guild_id)
        documents = {each.id: each for each in scope.documents()}
        if "corrected" in waiting:
            return cards.render(_corrected(scope, documents, waiting["corrected"]))
        added = [scope.passage(f"{each}#1") for each in waiting["added"] if each in documents]
        return cards.render(digest_page(added, waiting["removed"]))


def _corrected(scope: Scope, documents: dict[str, StoredDocument], name: str) -> cards.Page:
    if name not in documents:  # removed since
        return digest_page([], [name])
    passages = [scope.passage(f"{name}#{number}") for number in range(1, documents[name].passages + 1)]
    return correction_page(passages[0], [each.ref for each in passages if each.corrected])
