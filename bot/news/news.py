"""Tells a server's channels what changed in its seeds: a digest a day at most, a correction by an author at once.

What is about to be posted is stored first, by the one worker whose write takes the version that it read. So nothing is
posted twice and nothing is lost where a worker ends in between: whoever comes next goes on, under the same nonce.
"""

import logging
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from typing import Any, Final

import discord
from discord import ui

from bot.access.rules import Rules
from bot.answering.gaps import today
from bot.cards import answers as cards
from bot.news.changes import ToldSeeds
from bot.news.pages import correction_page, digest_page
from bot.replies.reply import Replies
from bot.serving.scope import Scope
from bot.serving.service import Service
from bot.store.queries.news import NewsState
from bot.store.store import Store
from index.snapshots.snapshot import StoredDocument

log = logging.getLogger(__name__)

SETTING: Final = "news_channels"
DAY: Final = timedelta(days=1)
NONCES: Final = 10_000  # of a channel, by which its posts are told apart


class NewsDesk:
    """Looks at the seeds of the servers that want news, and posts what there is to tell.

    Args:
        service: has the seeds.
        store: keeps what was told.
        replies: posts.
        rules: in which language.
        guild: returns a server that this worker answers for; None for any other.
        day: the day it is, in UTC.
    """

    def __init__(  # noqa: PLR0913 what news are made of
        self,
        service: Service,
        store: Store,
        replies: Replies,
        rules: Rules,
        *,
        guild: Callable[[int], discord.Guild | None],
        day: Callable[[], date] = today,
    ) -> None:
        self._service = service
        self._store = store
        self._replies = replies
        self._rules = rules
        self._guild = guild
        self._day = day
        self._wanting: set[int] = set()
        self._quiet: dict[int, tuple[str, date]] = {}  # where nothing was to be told of a generation on a day
        self._unsettled: dict[int, dict[str, list[str]]] = {}

    async def look(self) -> None:
        """Tell each server what there is to tell; a digest waits until nothing has changed between two looks."""
        wanted = await self._replies.aside(partial(self._store.guilds_wanting, SETTING))
        if set(wanted) != self._wanting:
            await self._replies.aside(partial(self._store.forget_news, set(wanted)))
            self._wanting = set(wanted)
        for guild_id, channels in wanted.items():
            guild = self._guild(guild_id)
            if guild is not None:
                await self._rules.speak_in(guild)
                await self._tell(guild, channels)

    async def _tell(self, guild: discord.Guild, channels: Sequence[int]) -> None:
        while True:
            state = await self._replies.aside(partial(self._store.news_state, guild.id))
            if state is None or not state.waiting:
                state = await self._replies.aside(partial(self._claimed, guild.id, state, channels))
            if state is None:
                return
            await self._post(guild, state)

    def _claimed(self, guild_id: int, state: NewsState | None, channels: Sequence[int]) -> NewsState | None:
        """Store what is to be posted next, and return it; None where there is nothing, or another worker does it."""
        scope = self._service.scope(guild_id)
        looked_at = (scope.generation, self._day())
        if state is not None and self._quiet.get(guild_id) == looked_at:
            return None
        documents = scope.documents()
        if state is None:  # the first look tells nothing: all that is there is old
            everything = ToldSeeds.of(documents).stored()
            self._store.put_news_state(guild_id, NewsState(0, everything, self._day() - DAY, {}))
            return None
        told = ToldSeeds.read(state.told)
        if (corrected := told.corrected(documents)) is not None:
            after = told.with_corrections_of(corrected)
            return self._claim(guild_id, replace(state, told=after.stored()), channels, corrected=corrected.id)
        digest = told.digest(documents)
        settled, self._unsettled[guild_id] = self._unsettled.get(guild_id), digest
        if not digest:
            self._quiet[guild_id] = looked_at
        if not digest or digest != settled or state.day >= self._day():
            return None
        after = ToldSeeds.of(documents)
        return self._claim(guild_id, replace(state, told=after.stored(), day=self._day()), channels, **digest)

    def _claim(
        self, guild_id: int, state: NewsState, channels: Sequence[int], **what: str | list[str]
    ) -> NewsState | None:
        claimed = replace(state, waiting={**what, "channels": list(channels), "number": state.version % NONCES})
        is_ours = self._store.put_news_state(guild_id, claimed)
        return replace(claimed, version=state.version + 1) if is_ours else None

    async def _post(self, guild: discord.Guild, state: NewsState) -> None:
        """Post what is waiting to each channel, and note after each that it was done."""
        waiting = dict(state.waiting)
        for channel_id in state.waiting["channels"]:
            channel = guild.get_channel_or_thread(channel_id)
            if isinstance(channel, discord.abc.Messageable) and may_post(channel, guild.me):
                nonce = f"{channel_id}{waiting['number']:04d}"
                await self._replies.post(channel, partial(self._card, guild.id, waiting), nonce)
            else:
                log.warning("server %d: channel %d of news is gone, or takes no messages of ours", guild.id, channel_id)
            rest = [each for each in waiting["channels"] if each != channel_id]
            waiting = {**waiting, "channels": rest} if rest else {}
            await self._replies.aside(partial(self._store.put_news_state, guild.id, replace(state, waiting=waiting)))
            state = replace(state, version=state.version + 1)

    def _card(self, guild_id: int, waiting: dict[str, Any]) -> ui.LayoutView:
        scope = self._service.scope(guild_id)
        documents = {each.id: each for each in scope.documents()}
        if "corrected" in waiting:
            return cards.render(_corrected(scope, documents, waiting["corrected"]))
        added = [scope.passage(f"{each}#1") for each in waiting["added"] if each in documents]
        return cards.render(digest_page(added, waiting["removed"]))


def may_post(channel: discord.abc.Messageable, me: discord.Member) -> bool:
    """Tell whether a channel of a server takes messages of ours."""
    if not isinstance(channel, discord.Thread | discord.abc.GuildChannel):
        return False
    try:
        may = channel.permissions_for(me)
    except discord.ClientException:  # a thread whose channel is not known here
        return False
    return may.view_channel and (
        may.send_messages_in_threads if isinstance(channel, discord.Thread) else may.send_messages
    )


def _corrected(scope: Scope, documents: dict[str, StoredDocument], name: str) -> cards.Page:
    if name not in documents:  # removed since
        return digest_page([], [name])
    passages = [scope.passage(f"{name}#{number}") for number in range(1, documents[name].passages + 1)]
    return correction_page(passages[0], [each.ref for each in passages if each.corrected])
