"""A client of Discord that connects for the shards whose leases it holds, and keeps to what a token may do at all."""

import asyncio
import logging
import time
from functools import partial
from typing import Any, Final

import discord
import yarl
from discord.ext import commands
from discord.gateway import DiscordWebSocket

from bot.cogs.status import ShownShares
from bot.config.shard_range import written
from bot.config.values import DiscordConfig
from bot.gateway.connections import ShardConnections
from bot.gateway.pace import Pace
from bot.gateway.shards import LeaseKeeper, Sharing
from bot.gateway.shares import shares_of
from bot.gateway.worker import Worker
from bot.store.database.errors import StoreError
from bot.store.store import Store

log = logging.getLogger(__name__)

# https://discord.com/developers/docs/topics/gateway#sharding-max-concurrency
IDENTIFY_EVERY_S: Final = 5.0
BUCKET: Final = "identify-{}"
LEFT_FOR_TROUBLE: Final = 100  # sessions that may still be begun today, below which shards stay where they are
ASK_AGAIN_S: Final = 10.0  # after which Discord is asked again how many are left


class SharingBot(commands.AutoShardedBot):
    """One of several workers on one token.

    Args:
        store: by which the workers share.
        worker: this one.
        config: how it shares.
        options: the library's own.

    Attributes:
        leases: knows for which shards this worker answers.
        connections: has events come for these.
    """

    def __init__(self, store: Store, worker: Worker, config: DiscordConfig, **options: Any) -> None:
        super().__init__(**options)
        self.connections = ShardConnections(self, self._next_session, self._opened)
        sharing = Sharing(worker.name, config.lease_ttl_s, config.shards, self._may_move)
        self.leases = LeaseKeeper(store, sharing, self.connections, is_alone=worker.is_alone)
        self._turns = store.workers
        self._left: tuple[float, int] | None = None
        self._pace = Pace()
        self._request = self.http.request
        self.http.request = self._paced  # type: ignore[method-assign]

    @property
    def app_id(self) -> int:
        """The application's id, known from login on."""
        if self.application_id is None:
            raise RuntimeError("the application is asked for before login")
        return self.application_id

    async def find_gateway(self) -> None:
        """Ask Discord where to connect, for how many shards, and how many sessions may be begun at once."""
        # Set here, the client does not ask again: it connects the number of shards that the leases are for.
        self.shard_count, gateway, starts = await self.http.get_bot_gateway()
        DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(gateway)
        self.connections.buckets = max(1, starts["max_concurrency"])
        self._left = (time.monotonic(), starts["remaining"])

    async def launch_shards(self) -> None:
        """Begin to share: whatever is held is connected, now and later."""
        self._connection.shard_count = self.shard_count
        self._connection.shard_ids = []  # the library would wait for so many before it called itself ready
        await self.leases.start(self.app_id, self.shard_count or 1)
        self._note_ready()

    async def before_identify_hook(self, shard_id: int | None, *, initial: bool = False) -> None:  # noqa: ARG002 the base class's
        """Wait until a session may be begun, where that was not waited for already."""
        if shard_id in self.connections.may_identify:
            self.connections.may_identify.discard(shard_id)
        else:
            await self._next_session(shard_id or 0)

    async def on_shard_connect(self, shard_id: int) -> None:
        """Note that a session began."""
        self.connections.begun(shard_id)
        self._note_ready()

    async def on_shard_resumed(self, shard_id: int) -> None:
        """Note that a session goes on."""
        self.connections.begun(shard_id)
        self._note_ready()

    async def on_shard_ready(self, shard_id: int) -> None:
        """Note that all servers of a shard are known."""
        self.connections.completed(shard_id)
        self._note_ready()

    def shares(self) -> ShownShares | None:
        """Return who answers for which shards, as people are shown it; None where there is one of both."""
        roster, me = self.leases.roster, self.leases.me
        if roster is None:
            return None
        found = shares_of(roster, me)
        if found.count == len(found.held) == 1:
            return None
        others = [written(held) for owner, held in found.held.items() if owner != me.owner]
        return ShownShares([written(self.leases.held()), *others], written(found.free))

    def _opened(self, shard_id: int) -> None:
        self.leases.told(shard_id)

    def _note_ready(self) -> None:
        """Call the client ready once all that it holds is connected, be that nothing."""
        if not self.is_ready() and self.leases.roster is not None and self.connections.are_whole():
            self._connection.call_handlers("ready")
            self._connection.dispatch("ready")

    async def _next_session(self, shard_id: int) -> None:
        """Wait until a session may be begun for a shard, after those of all other workers."""
        bucket = BUCKET.format(shard_id % self.connections.buckets)
        try:
            take = partial(self._turns.wait_for_turn, self.app_id, bucket, IDENTIFY_EVERY_S)
            wait_s = await asyncio.to_thread(take)
        except StoreError:
            wait_s = IDENTIFY_EVERY_S
        await asyncio.sleep(wait_s)

    async def _may_move(self) -> bool:
        """Tell whether shards may move: a session that cannot be gone on with is begun anew, and these are counted."""
        if self._left is None or time.monotonic() - self._left[0] > ASK_AGAIN_S:
            try:
                limits = await self.fetch_session_start_limits()
            except (discord.DiscordException, OSError):
                return False
            self._left = (time.monotonic(), limits.remaining)
        enough = self._left[1] >= LEFT_FOR_TROUBLE
        if not enough:
            log.warning("shards stay where they are: Discord lets only %d more sessions begin today", self._left[1])
        return enough

    async def _paced(self, *words: Any, **options: Any) -> Any:
        await asyncio.sleep(self._pace.wait_s(time.monotonic(), self.leases.workers()))
        return await self._request(*words, **options)
