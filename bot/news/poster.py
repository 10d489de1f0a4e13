"""Posts into channels by itself: what is due is claimed in the store first, so that it is posted once."""

import logging
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any, ClassVar, Final, Generic, TypeVar

import discord
from discord import ui

from bot.access.rules import Rules
from bot.replies.reply import Replies
from bot.serving.service import Service
from bot.store.queries.news import NewsKind, NewsState
from bot.store.store import Store

log = logging.getLogger(__name__)

NONCES: Final = 10_000  # of a channel, by which its posts are told apart

Wanted = TypeVar("Wanted")


@dataclass
class Poster(ABC, Generic[Wanted]):
    """Looks at the servers that want posts of one kind, and posts what is due.

    Attributes:
        setting: by which a server wants them.
        kind: under which the store keeps what was told.
        service: has the seeds.
        store: keeps what was told.
        replies: posts.
        rules: in which language.
        guild: returns a server that this worker answers for; None for any other.
    """

    setting: ClassVar[str]
    kind: ClassVar[NewsKind]
    service: Service
    store: Store
    replies: Replies
    rules: Rules
    guild: Callable[[int], discord.Guild | None] = field(kw_only=True)
    _wanting: set[int] = field(default_factory=set, init=False)

    async def look(self) -> None:
        """Tell each server what is due there; what is no longer wanted anywhere is forgotten."""
        wanted = self._wanted(await self.replies.aside(partial(self.store.guilds_wanting, self.setting)))
        if set(wanted) != self._wanting:
            await self.replies.aside(partial(self.store.forget_news, set(wanted), self.kind))
            self._wanting = set(wanted)
        for guild_id, each in wanted.items():
            guild = self.guild(guild_id)
            if guild is not None:
                await self.rules.speak_in(guild)
                await self._tell(guild, each)

    @abstractmethod
    def _wanted(self, stored: Mapping[int, Any]) -> Mapping[int, Wanted]:
        """Read what servers have set."""

    @abstractmethod
    async def _tell(self, guild: discord.Guild, wanted: Wanted) -> None:
        """Post what is due in a server."""

    async def _waiting(
        self, guild: discord.Guild, claimed: Callable[[NewsState | None], NewsState | None]
    ) -> NewsState | None:
        """Return what is to be posted: what waits already, else what is claimed now; None where nothing is."""
        state = await self.replies.aside(partial(self.store.news_state, guild.id, self.kind))
        if state is not None and state.waiting:
            return state
        return await self.replies.aside(partial(claimed, state))

    def _claim(self, guild_id: int, state: NewsState, waiting: Mapping[str, Any]) -> NewsState | None:
        """Store what is to be posted, and return it as it stands then; None where another worker was first."""
        claimed = replace(state, waiting={**waiting, "number": state.version % NONCES})
        return replace(claimed, version=state.version + 1) if self._put(guild_id, claimed) else None

    def _put(self, guild_id: int, state: NewsState) -> bool:
        return self.store.put_news_state(guild_id, state, self.kind)

    async def _post(
        self, guild: discord.Guild, channel_id: int, number: int, make: Callable[[], ui.LayoutView]
    ) -> None:
        """Post a card into a channel; a second post of the same number is none."""
        channel = guild.get_channel_or_thread(channel_id)
        if isinstance(channel, discord.abc.Messageable) and may_post(channel, guild.me):
            await self.replies.post(channel, make, f"{channel_id}{number:04d}")
        else:
            log.warning(
                "server %d: channel %d for its %s is gone, or takes no messages of ours",
                guild.id,
                channel_id,
                self.kind,
            )


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
