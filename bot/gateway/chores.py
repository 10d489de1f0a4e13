"""What a worker does now and then unasked: news, housekeeping. What is due once, one of all workers does."""

import asyncio
import threading
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from typing import Final

import discord

from bot.answering.counting import UsageKeeper
from bot.curating.wiring import Curating
from bot.gateway.sharded import SharingBot
from bot.news.daily import DailyPoster
from bot.news.news import NewsPoster
from bot.replies.reply import Replies
from bot.serving.housekeeping import Housekeeper
from bot.store.guild_settings import SettingsBook
from bot.store.store import Store

NEWS_EVERY_S: Final = 60.0  # seconds between two looks at what there is to tell
SWEEP_EVERY_S: Final = 600.0  # seconds between two looks at what has had its time
SWEEP_DRAFTS_EVERY_S: Final = 30.0  # the same for drafts, which live for minutes
EARLY: Final = 0.9  # of a time between two looks, so that no look is missed for coming a moment early


@dataclass
class Chores:
    """All of it, for as long as it is begun and not ended."""

    bot: SharingBot
    store: Store
    replies: Replies
    book: SettingsBook
    usage: UsageKeeper
    house: Housekeeper
    curating: Curating
    news: NewsPoster
    daily: DailyPoster
    answers_for: Callable[[discord.Object], bool]

    def __post_init__(self) -> None:
        self._tasks: list[asyncio.Task[None]] = []
        self._ended = threading.Event()

    def begin(self) -> None:
        """Begin; on the event loop."""
        self._tasks = [
            asyncio.create_task(self._keep_house(), name="housekeeping"),
            asyncio.create_task(self._tell_news(), name="news"),
        ]
        hear = partial(self.store.workers.hear_settings, self.book.outdate, self._ended)
        threading.Thread(target=hear, name="settings", daemon=True).start()

    def end(self) -> None:
        """Begin nothing more."""
        self._ended.set()
        for task in self._tasks:
            task.cancel()

    async def sweep(self) -> None:
        """Have deleted what has had its time; what fails is tried again next time."""
        present = frozenset(guild.id for guild in self.bot.guilds)
        now = datetime.now(UTC)
        self.replies.later(self.usage.store)
        self.replies.later(partial(self.house.sweep_own, now, present, self._knows))
        await self._once("housekeeping", SWEEP_EVERY_S, self._sweep_all)
        await self.curating.sweep()

    def _sweep_all(self) -> None:
        self.house.sweep(datetime.now(UTC))
        self.curating.forget_old()

    def _knows(self, guild_id: int) -> bool:
        """Tell whether this worker would know if the bot is in a server: it knows all servers of its shard."""
        shard_id = (guild_id >> 22) % (self.bot.shard_count or 1)
        return self.answers_for(discord.Object(guild_id)) and self.bot.connections.is_whole(shard_id)

    async def _keep_house(self) -> None:
        """Delete what has had its time, again and again."""
        await self.bot.wait_until_ready()  # before, nobody knows which servers the bot is in
        while True:
            await self.sweep()
            for _round in range(int(SWEEP_EVERY_S / SWEEP_DRAFTS_EVERY_S)):
                sweep_drafts = partial(self.house.sweep_drafts, datetime.now(UTC))
                await self._once("drafts", SWEEP_DRAFTS_EVERY_S, sweep_drafts)
                await asyncio.sleep(SWEEP_DRAFTS_EVERY_S)

    async def _tell_news(self) -> None:
        """Tell servers what changed and what is due, again and again; what fails is tried again next time."""
        await self.bot.wait_until_ready()
        while True:
            await self._try(self.news.look)
            await self._try(self.daily.look)
            await self._try(self.curating.sources.look)
            await asyncio.sleep(NEWS_EVERY_S)

    async def _once(self, name: str, every_s: float, work: Callable[[], None]) -> None:
        """Do something that is due, unless another worker does it."""
        claim = partial(self.store.workers.claim_turn, self.bot.app_id, name, every_s * EARLY)

        async def do() -> None:
            if await self.replies.aside(claim):
                await self.replies.aside(work)

        await self._try(do)

    async def _try(self, work: Callable[[], Awaitable[None]]) -> None:
        try:
            await work()
        except Exception as err:  # noqa: BLE001 nobody is there to be told; the log is
            self.replies.explain(err)
