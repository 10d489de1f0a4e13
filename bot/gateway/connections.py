"""This worker's connections to Discord, one for each shard that it holds: opened, handed over, dropped.

discord.py connects all shards of a process at its start and keeps them; here they come and go. What of its inner parts
that takes is used in this module alone, and tried against the real library by the tests.
"""

import asyncio
import logging
from collections import defaultdict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, Final

import discord
import yarl
from discord.gateway import DiscordWebSocket
from discord.shard import Shard

from bot.gateway.known_servers import packed, unpacked
from bot.store.queries.workers.sessions import HandedSession

log = logging.getLogger(__name__)

CONNECT_S: Final = 60.0
END_S: Final = 1.0
AGAIN_S: Final = 5.0  # between two attempts to connect
SETTLE_S: Final = 0.1  # until what was read last has come to whoever decides whether it is answered
WHOLE_AFTER_S: Final = 10.0  # from a session's going on until all servers are told that were not before
AT_ONCE: Final = 20  # servers taken over without a look at what else is to do
GOING_ON: Final = 4000  # a close code after which Discord keeps a session for whoever resumes it


@dataclass
class _Line:
    """What there is of a connection for one shard."""

    opening: "asyncio.Task[None] | None" = None
    shard: Shard | None = None
    is_open: bool = False  # events come
    is_whole: bool = False  # all of its servers are known
    resumes: bool = False  # it goes on with a session of another worker's
    handed: HandedSession | None = None  # it ended by this being handed over


class ShardConnections:
    """The connections of one client.

    Args:
        bot: the client; it opens none by itself.
        next_turn: waits until a session may be begun for a shard.
        opened: is told of each shard of which events begin to come.
    """

    def __init__(
        self,
        bot: discord.AutoShardedClient,
        next_turn: Callable[[int], Awaitable[None]],
        opened: Callable[[int], None],
    ) -> None:
        self._bot = bot
        self._state = bot._connection  # noqa: SLF001
        self._next_turn = next_turn
        self._opened = opened
        self._lines: dict[int, _Line] = {}
        self._beginning = defaultdict[int, asyncio.Lock](asyncio.Lock)  # by bucket
        self._connecting = set[asyncio.Task[DiscordWebSocket]]()
        self._closing = set[asyncio.Task[None]]()
        self.may_identify = set[int]()  # shards whose turn has been waited for
        self.buckets = 1

    def open(self, shard_id: int, handed: HandedSession | None) -> None:
        """Begin to connect for a shard, going on with a session if one was handed over."""
        line = self._lines[shard_id] = _Line()
        line.opening = asyncio.create_task(self._open(shard_id, line, handed), name="connecting")

    def is_open(self, shard_id: int) -> bool:
        """Tell whether events of a shard come."""
        return shard_id in self._lines and self._lines[shard_id].is_open

    def is_beginning(self, shard_id: int) -> bool:
        """Tell whether a session has begun, and not all that it tells of servers has come."""
        line = self._lines.get(shard_id)
        return line is not None and line.shard is not None and not line.is_open

    def is_whole(self, shard_id: int) -> bool:
        """Tell whether all servers of a shard are known."""
        return shard_id in self._lines and self._lines[shard_id].is_whole

    def are_whole(self) -> bool:
        """Tell whether all servers of all shards that are connected for are known."""
        return all(line.is_whole and line.is_open for line in self._lines.values())

    def begun(self, shard_id: int) -> None:
        """Note that a session began, or goes on again: its events come."""
        if (line := self._lines.get(shard_id)) is not None:
            line.is_open = True
            if line.resumes and not line.is_whole:  # what the one before had not heard yet comes now
                asyncio.get_running_loop().call_later(WHOLE_AFTER_S, self.completed, shard_id)
            self._opened(shard_id)

    def completed(self, shard_id: int) -> None:
        """Note that all servers of a shard are known."""
        if (line := self._lines.get(shard_id)) is not None:
            line.is_whole = True

    async def hand_over(self, shard_id: int) -> HandedSession | None:
        """Let no further event of a shard come; return what goes on elsewhere, None where nothing can."""
        line = self._lines.get(shard_id)
        if line is None or line.shard is None or line.handed is not None:
            return line.handed if line is not None else None
        ws = line.shard.ws
        await self._end(line.shard, going_on=line.is_open)
        await asyncio.sleep(SETTLE_S)
        if not line.is_open or ws.session_id is None or ws.sequence is None:
            return None
        line.handed = HandedSession(
            application_id=self._bot.application_id or 0,
            shard_id=shard_id,
            shard_count=self._bot.shard_count or 1,
            session_id=ws.session_id,
            resume_url=str(ws.gateway),
            sequence=ws.sequence,
            known=await asyncio.to_thread(packed, self._guilds(shard_id), self._state.intents.value),
        )
        return line.handed

    def drop(self, shard_id: int) -> None:
        """End what there is of a connection for a shard, and forget its servers: whoever has it now knows them."""
        line = self._lines.pop(shard_id, None)
        if line is None:
            return
        if line.opening is not None:
            line.opening.cancel()
        if line.shard is not None and line.handed is None:
            task = asyncio.create_task(self._end(line.shard, going_on=False))
            self._closing.add(task)
            task.add_done_callback(self._closing.discard)
        if (readying := self._state._ready_tasks.pop(shard_id, None)) is not None:  # noqa: SLF001
            readying.cancel()
        self._state._ready_states.pop(shard_id, None)  # noqa: SLF001
        for guild in self._guilds(shard_id):
            self._state._remove_guild(guild)  # noqa: SLF001 no event: the bot has not left it

    async def end(self) -> None:
        """Begin no connection any more, and wait a little for those that are about to close."""
        opening = {line.opening for line in self._lines.values() if line.opening is not None}
        for task in opening:
            task.cancel()
        for tasks in (opening, self._connecting, self._closing):
            if tasks:
                await asyncio.wait(set(tasks), timeout=END_S)

    async def _open(self, shard_id: int, line: _Line, handed: HandedSession | None) -> None:
        """Connect, however often it takes; a session that cannot be gone on with is begun anew."""
        guilds = None
        if handed is not None:
            guilds = await asyncio.to_thread(unpacked, handed.known, self._state.intents.value)
        if handed is not None and guilds is not None:
            for number, guild in enumerate(guilds):
                self._state._add_guild_from_data(guild)  # type: ignore[arg-type]  # noqa: SLF001
                if number % AT_ONCE == 0:
                    await asyncio.sleep(0)  # questions on other shards wait for nothing
            line.resumes, line.is_whole = True, not any(guild["unavailable"] for guild in guilds)
            resuming = {"session": handed.session_id, "sequence": handed.sequence, "resume": True}
            if await self._connected(shard_id, line, yarl.URL(handed.resume_url), resuming):
                return
        while True:
            async with self._beginning[shard_id % self.buckets]:
                await self._next_turn(shard_id)
                self.may_identify.add(shard_id)
                if await self._connected(shard_id, line, DiscordWebSocket.DEFAULT_GATEWAY, {}):
                    return
            await asyncio.sleep(AGAIN_S)

    async def _connected(self, shard_id: int, line: _Line, gateway: yarl.URL, how: dict[str, Any]) -> bool:
        """Connect once, and tell whether that succeeded; what is given up meanwhile is closed once it stands."""
        connecting = asyncio.create_task(
            asyncio.wait_for(
                DiscordWebSocket.from_client(self._bot, gateway=gateway, shard_id=shard_id, **how), CONNECT_S
            )
        )
        self._connecting.add(connecting)
        connecting.add_done_callback(self._connecting.discard)
        try:
            ws = await asyncio.shield(connecting)
        except asyncio.CancelledError:
            connecting.add_done_callback(self._close_when_done)
            raise
        except Exception as err:  # noqa: BLE001 whatever it was, the next attempt may succeed
            log.warning("no connection for shard %d (%s); it is tried again", shard_id, type(err).__name__)
            return False
        line.shard = Shard(ws, self._bot, self._queue_put)
        self._shards[shard_id] = line.shard
        line.shard.launch()
        return True

    def _close_when_done(self, connecting: "asyncio.Task[DiscordWebSocket]") -> None:
        if not connecting.cancelled() and connecting.exception() is None:
            task = asyncio.create_task(_close(connecting.result(), 1000))
            self._closing.add(task)
            task.add_done_callback(self._closing.discard)

    async def _end(self, shard: Shard, *, going_on: bool) -> None:
        """Read nothing more of a connection, close it, and keep the library from connecting it again."""
        if self._shards.get(shard.id) is shard:
            del self._shards[shard.id]
        ended = _Ended(shard)
        for act in ("launch", "reidentify", "reconnect"):
            setattr(shard, act, ended.close if act == "launch" else ended.ignore)
        shard._cancel_task()  # noqa: SLF001
        if shard._task is not None:  # noqa: SLF001
            await asyncio.wait({shard._task})  # noqa: SLF001 what it was reading is acted on
        await _close(shard.ws, GOING_ON if going_on else 1000)

    def _guilds(self, shard_id: int) -> list[discord.Guild]:
        return [guild for guild in self._bot.guilds if guild.shard_id == shard_id]

    @property
    def _shards(self) -> dict[int, Shard]:
        found: dict[int, Shard] = self._bot._AutoShardedClient__shards  # type: ignore[attr-defined]  # noqa: SLF001
        return found

    def _queue_put(self, item: Any) -> None:
        self._bot._AutoShardedClient__queue.put_nowait(item)  # type: ignore[attr-defined]  # noqa: SLF001


class _Ended:
    """Stands in for the acts of a connection that is over, which the library may have begun or queued."""

    def __init__(self, shard: Shard) -> None:
        self._shard = shard
        self._closing: asyncio.Task[None] | None = None

    def close(self) -> None:
        """Close what was connected again meanwhile."""
        self._closing = asyncio.create_task(_close(self._shard.ws, GOING_ON))

    async def ignore(self, *_what: object) -> None:
        """Connect nothing."""


async def _close(ws: DiscordWebSocket, code: int) -> None:
    try:
        async with asyncio.timeout(AGAIN_S):
            await ws.close(code=code)
    except (TimeoutError, OSError, RuntimeError) as err:
        log.debug("a connection did not close by itself: %s", err)
