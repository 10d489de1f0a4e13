"""Several workers on one token and one database, under questions on every shard, with what came of these."""

import asyncio
import re
import signal
from collections import Counter
from collections.abc import Iterable
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from tests.bot.load import UNLIMITED
from tests.bot.process import started
from tests.discord_double import BotProcess, DiscordDouble
from tests.discord_double.errors import NoAnswer
from tests.discord_double.views import Message
from tests.discord_double.world import Channel

QUESTION = "How hard is granite?"
TTL_S = 5.0
ANSWERED_WITHIN_S = 3.0  # by a worker that lives so long after the question, on a busy machine
EVEN_WITHIN_S = 90.0
LOOK_EVERY_S = 0.02
_STATE = re.compile(r"shard (\d+): (.*)")


@dataclass
class Asked:
    """A question, and when and on which shard it was asked."""

    shard: int
    at: float
    message: Message | None = None
    slash: "asyncio.Task[bool] | None" = None


@dataclass
class Fleet:
    """The workers, and all that was asked of them.

    Attributes:
        lost: for each shard, spans of time in which nobody was there to hear, since a worker was killed.
    """

    double: DiscordDouble
    home: Path
    environ: dict[str, str]
    random: Random
    stack: AsyncExitStack
    workers: dict[str, BotProcess] = field(default_factory=dict)
    asked: list[Asked] = field(default_factory=list)
    lost: list[tuple[int, float, float]] = field(default_factory=list)
    orphans: dict[int, float] = field(default_factory=dict)
    acts: Counter[str] = field(default_factory=Counter)
    history: list[str] = field(default_factory=list)

    @property
    def shards(self) -> int:
        """How many shards there are."""
        return self.double.hub.gateway.shards

    def channels(self) -> list[Channel]:
        """Return a channel on each shard, in order."""
        guilds = sorted(self.double.world.guilds.values(), key=lambda guild: (guild.id >> 22) % self.shards)
        return [self.double.channel_of(guild) for guild in guilds]

    async def add(self) -> str:
        """Start one worker more, and wait until it shares."""
        self.acts["started"] += 1
        name = f"worker {self.acts['started']}"
        self.note(f"{name} starts")
        environ = UNLIMITED | self.environ | {"CAVEAT_DISCORD__LEASE_TTL_S": str(TTL_S)}
        self.workers[name] = await self.stack.enter_async_context(started(self.double, self.home, **environ))
        await self.workers[name].wrote("shard 0: ", timeout_s=90)
        return name

    async def remove(self, name: str, number: signal.Signals) -> None:
        """End a worker; what nobody hears after a kill is nobody's fault."""
        self.acts[number.name] += 1
        worker = self.workers.pop(name)
        self.note(f"{name} of {sorted(held(worker))} gets {number.name}")
        if number is signal.SIGKILL:
            self._orphan(held(worker))
        await worker.send(number)

    def _orphan(self, shards: Iterable[int]) -> None:
        now = asyncio.get_running_loop().time()
        live = {session.shard for session in self.double.hub.gateway.live()}
        for shard in {*shards, *(set(range(self.shards)) - live)}:
            self.orphans.setdefault(shard, now - ANSWERED_WITHIN_S)

    async def watch(self) -> None:
        """Note until when each shard of a killed worker was without a connection."""
        loop, gone = asyncio.get_running_loop(), set[int]()
        while True:
            await asyncio.sleep(LOOK_EVERY_S)
            live = {session.shard for session in self.double.hub.gateway.live()}
            gone |= set(self.orphans) - live
            for shard in list(gone & live):
                gone.discard(shard)
                self.lost.append((shard, self.orphans.pop(shard), loop.time()))
                self.note(f"shard {shard} has a connection again")

    def note(self, what: str, at: float | None = None) -> None:
        """Write down what happened, for who reads of a failure."""
        self.history.append(f"{at or asyncio.get_running_loop().time():.2f} {what}")

    async def ask_on(self, pause_s: float) -> None:
        """Ask on all shards at random, by mention and by command, for as long as nobody cancels it."""
        channels = self.channels()
        while True:
            shard = self.random.randrange(self.shards)
            await self.ask(shard, channels[shard])
            await asyncio.sleep(self.random.uniform(0, 2 * pause_s))

    async def ask(self, shard: int, channel: Channel) -> None:
        """Ask once, and wait for no answer."""
        guild = self.double.world.guilds[channel.guild_id or 0]
        user = self.double.user(f"person {self.random.randrange(20)} of {shard}", guild)
        asked = Asked(shard, asyncio.get_running_loop().time())
        self.asked.append(asked)
        if self.random.random() < 0.5:
            asked.slash = asyncio.create_task(self._slash(user.name, channel))
        else:
            asked.message = await user.says(channel, f"<@{self.double.world.bot_id}> {QUESTION}")

    async def _slash(self, name: str, channel: Channel) -> bool:
        guild = self.double.world.guilds[channel.guild_id or 0]
        try:
            answer = await self.double.user(name, guild).slash(channel, "ask", question=QUESTION)
        except NoAnswer:
            return False
        return len(answer.messages) == 1

    async def even(self) -> float:
        """Wait until no worker has two shards more than another, and all are had; return how long that took."""
        loop = asyncio.get_running_loop()
        began = loop.time()
        async with asyncio.timeout(EVEN_WITHIN_S):
            while not self.is_even():  # noqa: ASYNC110 nobody tells of what a log says
                await asyncio.sleep(0.1)
        return loop.time() - began

    def is_even(self) -> bool:
        """Tell whether the shards are shared evenly, as the workers' own logs tell it, and all are connected."""
        loads = [len(answering(worker)) for worker in self.workers.values()]
        is_shared = sum(loads) == self.shards and max(loads) - min(loads) <= 1
        return is_shared and len({session.shard for session in self.double.hub.gateway.live()}) == self.shards

    async def counts(self) -> tuple[list[int], list[int]]:
        """Return how many answers each question has: those that somebody was there to hear, and the others."""
        slashes = [asked.slash for asked in self.asked if asked.slash is not None]
        await asyncio.gather(*slashes, return_exceptions=True)
        replies = Counter(
            message.replies_to
            for channel in self.channels()
            for message in self.double.messages(channel)
            if message.is_card
        )
        heard: list[int] = []
        unheard: list[int] = []
        for asked in self.asked:
            if asked.message is not None:
                count = replies[asked.message.id]
            else:
                count = int(asked.slash is not None and not asked.slash.cancelled() and asked.slash.result())
            (unheard if self._is_lost(asked) else heard).append(count)
            if count != 1 and not self._is_lost(asked):
                self.note(
                    f"{count} answers to a {'mention' if asked.message else 'command'} on {asked.shard}", asked.at
                )
        self.history.sort()
        return heard, unheard

    def _is_lost(self, asked: Asked) -> bool:
        return any(shard == asked.shard and since <= asked.at <= until for shard, since, until in self.lost)


def held(worker: BotProcess) -> set[int]:
    """Return the shards that a worker has, connected or not, by its log."""
    return {shard for shard, state in _states(worker) if state.startswith(("answering", "this worker's"))}


def answering(worker: BotProcess) -> set[int]:
    """Return the shards that a worker answers for, by its log."""
    return {shard for shard, state in _states(worker) if state.startswith("answering")}


def _states(worker: BotProcess) -> Iterable[tuple[int, str]]:
    last = {int(shard): state for shard, state in _STATE.findall(worker.output())}
    return last.items()
