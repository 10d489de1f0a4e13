"""Workers that share a token's shards, come, go and are killed under questions, on SQLite and on PostgreSQL."""

import asyncio
import os
import signal
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from random import Random

import pytest

from bot.store.database import migrate
from tests.bot.gateway.fleet import ANSWERED_WITHIN_S, Fleet, answering
from tests.discord_double import DiscordDouble, limits

pytestmark = pytest.mark.asyncio

MOST_WORKERS = 5
TOO_LATE = ("no response within", "answered after")  # what a busy machine, or a shard on its way, makes of a command


@asynccontextmanager
async def fleet(home: Path, shards: int, url: str | None, seed: int = 0) -> AsyncIterator[Fleet]:
    """A double with a server on each shard, and no worker yet."""
    environ = {"DATABASE_URL": url} if url else {}
    if url:
        migrate.upgrade(url)
    async with DiscordDouble(shards=shards) as double, AsyncExitStack() as stack:
        double.hub.gateway.max_concurrency, double.hub.gateway.begun_every_s = shards, limits.IDENTIFY_EVERY_S
        for shard in range(1, shards):
            double.add_guild(f"Server {shard}", shard=(shard, shards))
        made = Fleet(double, home, environ, Random(seed), stack)
        watching = asyncio.create_task(made.watch())
        yield made
        watching.cancel()
        in_time = [each for each in double.violations if not any(words in each.detail for words in TOO_LATE)]
        assert in_time == []


async def one_more_second(asking: "asyncio.Task[None]") -> None:
    """Ask no more, and give the last answers the time they may take."""
    asking.cancel()
    await asyncio.sleep(ANSWERED_WITHIN_S)


async def test_of_two_workers_one_is_killed_and_the_other_takes_over(home: Path) -> None:
    """Four shards: two each, then all four; whoever asks while somebody is there is answered, once."""
    async with fleet(home, 4, None) as workers:
        first = await workers.add()
        await workers.even()
        asking = asyncio.create_task(workers.ask_on(0.1))
        second = await workers.add()
        await workers.even()
        shared = [sorted(answering(workers.workers[name])) for name in (first, second)]
        await workers.remove(first, signal.SIGKILL)
        await workers.even()
        await one_more_second(asking)
        heard, unheard = await workers.counts()

    assert [[0, 1], [2, 3]] == shared
    assert {1} == set(heard), "\n".join(workers.history)
    assert set(unheard) <= {0, 1}


@pytest.mark.soak
@pytest.mark.timeout(0)
@pytest.mark.parametrize("database", ["sqlite", "postgres"])
async def test_four_workers_share_sixteen_shards_whatever_becomes_of_them(
    home: Path, database: str, request: pytest.FixtureRequest
) -> None:
    """Killed, ended and added at random for as many seconds as SOAK_SECONDS says, ten minutes where it does not."""
    seconds = float(os.environ.get("SOAK_SECONDS", "600"))
    url = request.getfixturevalue("postgres_url") if database == "postgres" else None
    async with fleet(home, 16, url, seed=19) as workers:
        for _ in range(4):
            await workers.add()
        await workers.even()
        asking = asyncio.create_task(workers.ask_on(0.2))
        took, end = list[float](), asyncio.get_running_loop().time() + seconds
        while asyncio.get_running_loop().time() < end:
            await one_act(workers)
            took.append(await workers.even())
        await one_more_second(asking)
        heard, unheard = await workers.counts()
        late = sum("answered after" in each.detail for each in workers.double.violations)
    print(  # noqa: T201 for the record
        f"\n{database}: {dict(workers.acts)}, {len(heard)} heard, {len(unheard)} while nobody was there "
        f"({sum(unheard)} answered), {late} answered after Discord's three seconds; "
        f"even after {sum(took) / len(took):.1f} s on average, {max(took):.1f} s at most; "
        f"{sum(entry.startswith('RESUME ') for entry in workers.double.gateway_log)} sessions gone on with, "
        f"{sum(entry.startswith('IDENTIFY ') for entry in workers.double.gateway_log)} begun"
    )

    assert heard.count(0) <= late, "\n".join(workers.history)
    assert {*heard, *unheard} <= {0, 1}


async def one_act(workers: Fleet) -> None:
    """Add a worker, or end one, or kill one, at random; never the last, and never more than a few."""
    can_end = len(workers.workers) > 1
    can_add = len(workers.workers) < MOST_WORKERS
    if can_add and (not can_end or len(workers.workers) < workers.random.randint(2, MOST_WORKERS)):
        await workers.add()
        return
    name = workers.random.choice(list(workers.workers))
    await workers.remove(name, workers.random.choice([signal.SIGKILL, signal.SIGTERM]))
