"""Disasters one after the other, at random: nothing confirmed is lost, nobody is answered twice, nothing stays."""

import asyncio
import os
import shutil
import signal
import subprocess
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

import psutil
import pytest
from sqlalchemy import text

from bot.store.database import migrate
from bot.store.database.engine import open_engine, reading
from bot.store.store import Store
from tests.bot.gateway.disasters import QUESTION, SHORT_TERM, Frost, filled, frost_before, kept, small_disk
from tests.bot.process import started
from tests.discord_double import BotProcess, DiscordDouble
from tests.discord_double.errors import ClientError, NoAnswer
from tests.discord_double.views import Message

pytestmark = pytest.mark.asyncio
LASTS_S = 3.0  # a disaster: longer than a lease
MARK = "CAVEAT_DATA__DIR"  # in the environment of a bot and of whatever it starts
DISASTERS = ("kill", "stop", "freeze", "full", "gone", "remount", "clock", "frost")


@dataclass
class Campaign:
    """One folder and one database, with what people were told."""

    double: DiscordDouble
    home: Path
    url: str
    direct: str  # for the test itself, which would wait in vain for a line that it carries
    frost: Frost | None
    random: Random
    people: int = 0
    confirmed: set[int] = field(default_factory=set)
    mentions: list[Message] = field(default_factory=list)

    def person(self) -> str:
        """Name somebody new, whom no limit holds back."""
        self.people += 1
        return f"person-{self.people}"

    async def use(self) -> None:
        """Ask by a mention, and give a verdict; whoever is told that it is kept is remembered."""
        asker = self.double.user(self.person())
        self.mentions.append(await asker.says(self.double.channel, f"<@{self.double.world.bot_id}> {QUESTION}"))
        who = self.person()
        try:
            async with asyncio.timeout(4):
                if await kept(self.double, who):
                    self.confirmed.add(self.double.user(who).id)
        except (TimeoutError, ClientError, NoAnswer):
            pass  # nobody was there to confirm it

    async def strike(self, disaster: str, bot: BotProcess) -> None:
        """Let it happen under questions, and take it away again."""
        acts: dict[str, Callable[[BotProcess], AbstractAsyncContextManager[None]]] = {
            "freeze": self._frozen,
            "full": self._full,
            "gone": self._gone,
            "remount": self._mounted_over,
            "frost": self._frost,
        }
        if disaster in acts:
            async with acts[disaster](bot):
                await self.use()
                await asyncio.sleep(LASTS_S)

    @asynccontextmanager
    async def _frozen(self, bot: BotProcess) -> AsyncIterator[None]:
        os.kill(bot.pid, signal.SIGSTOP)
        try:
            yield
        finally:
            os.kill(bot.pid, signal.SIGCONT)

    @asynccontextmanager
    async def _full(self, _bot: BotProcess) -> AsyncIterator[None]:
        with filled(self.home / "disk"):
            yield

    @asynccontextmanager
    async def _gone(self, _bot: BotProcess) -> AsyncIterator[None]:
        (self.home / "disk" / "data").rename(self.home / "disk" / "away")
        try:
            yield
        finally:
            shutil.rmtree(self.home / "disk" / "data", ignore_errors=True)  # what the bot made meanwhile is a cache
            (self.home / "disk" / "away").rename(self.home / "disk" / "data")

    @asynccontextmanager
    async def _mounted_over(self, _bot: BotProcess) -> AsyncIterator[None]:
        seeds = str(self.home / "seeds")
        await asyncio.to_thread(subprocess.run, ["mount", "-t", "tmpfs", "tmpfs", seeds], check=True)
        try:
            yield
        finally:
            await asyncio.to_thread(subprocess.run, ["umount", "--lazy", seeds], check=True)

    @asynccontextmanager
    async def _frost(self, _bot: BotProcess) -> AsyncIterator[None]:
        if self.frost is not None:
            self.frost.flows.clear()
        try:
            yield
        finally:
            if self.frost is not None:
                self.frost.flows.set()

    def set_a_clock_wrong(self) -> None:
        """Leave a lease of a machine that lives in the next year."""
        with Store.open(self.direct) as store:
            ahead = datetime.now(UTC) + timedelta(days=365)
            store.workers.acquire_lease(self.double.world.bot_id, 0, 1, "next year", now=ahead, ttl_s=15)

    async def life(self, disaster: str) -> None:
        """Start a bot, use it, strike, use it again once it has recovered, and end it."""
        if disaster == "clock":
            self.set_a_clock_wrong()
        data = str(self.home / "disk" / "data")
        environ = SHORT_TERM | {"DATABASE_URL": self.url, "CAVEAT_DATA__DIR": data, "CAVEAT_DISCORD__DRAIN_S": "4"}
        async with started(self.double, self.home, **environ) as bot:
            try:
                await bot.wrote("shard 0: answering", timeout_s=60)
                await self.double.ready(timeout_s=60)
            except TimeoutError:
                pytest.fail(f"{disaster}: it does not come up\n{bot.output()[-3000:]}")
            await self.use()
            await self.strike(disaster, bot)
            for _ in range(self.random.randint(1, 3)):
                await self.use()
            code = await bot.send(signal.SIGKILL if disaster == "kill" else signal.SIGTERM)
            assert code == (-signal.SIGKILL if disaster == "kill" else 0), bot.output()[-2000:]
            assert "Traceback" not in bot.output(), bot.output()[-4000:]
        assert [
            each for each in psutil.process_iter(["environ"]) if (each.info["environ"] or {}).get(MARK) == data
        ] == []

    def stored(self) -> set[int]:
        """Return whose verdicts are stored."""
        engine = open_engine(self.direct)
        with reading(engine) as connection:
            found = {int(row[0]) for row in connection.execute(text("SELECT user_id FROM feedback"))}
        engine.dispose()
        return found

    def answers(self) -> list[int]:
        """Return how many answers each mention has."""
        replies = [message.replies_to for message in self.double.messages() if message.is_card]
        return [replies.count(message.id) for message in self.mentions]


@pytest.mark.soak
@pytest.mark.timeout(0)
@pytest.mark.parametrize("database", ["sqlite", "postgres"])
async def test_disasters_one_after_the_other(home: Path, database: str, request: pytest.FixtureRequest) -> None:
    """Each of them some times, on either database; how often is said by SOAK_ROUNDS."""
    rounds = int(os.environ.get("SOAK_ROUNDS", "3"))
    random = Random(21)
    async with AsyncExitStack() as stack:
        disk = stack.enter_context(small_disk(home / "disk", "16m"))
        (disk / "data").mkdir()
        frost, url = None, f"sqlite:///{disk}/data/caveat.sqlite3"
        direct = url if database == "sqlite" else request.getfixturevalue("postgres_url")
        if database == "postgres":
            frost, url = await stack.enter_async_context(frost_before(direct))
        migrate.upgrade(direct)
        double = await stack.enter_async_context(DiscordDouble())
        campaign = Campaign(double, home, url, direct, frost, random)
        for _ in range(rounds):
            for disaster in random.sample(DISASTERS, len(DISASTERS)):
                await campaign.life(disaster)
        lost = campaign.confirmed - campaign.stored()
        counts = campaign.answers()
        broken = [each for each in double.violations if "no response within" not in each.detail]
        print(  # noqa: T201 for the record
            f"\n{database}: {rounds * len(DISASTERS)} lives, {len(campaign.confirmed)} confirmed, {len(counts)} asked"
        )

    assert lost == set()
    assert set(counts) <= {0, 1}
    assert len(campaign.confirmed) >= rounds * len(DISASTERS)
    assert broken == []
