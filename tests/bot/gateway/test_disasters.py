"""A bot whose disk, data folder, database or clock fails: it says so, goes on with what it can, and heals by itself."""

import asyncio
import shutil
import signal
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.store.database import migrate
from bot.store.store import Store
from tests.bot.gateway.disasters import SHORT_TERM, asked, filled, frost_before, kept, lose, small_disk, status
from tests.bot.process import is_whole, started
from tests.conftest import write_seeds
from tests.discord_double import BotProcess, DiscordDouble

pytestmark = pytest.mark.asyncio
SLATE = {"slate.md": "Slate splits well into thin plates.\n"}


async def answering(double: DiscordDouble, bot: BotProcess) -> None:
    """Wait until it is on, and its lease is held."""
    await double.ready()
    await bot.wrote("shard 0: answering")


async def test_a_data_folder_that_leads_nowhere_is_survived(double: DiscordDouble, home: Path) -> None:
    """The target of a link goes while a seed changes: questions are answered, /status tells, and it heals by itself."""
    (home / "volume").mkdir()
    (home / "data").symlink_to(home / "volume")
    async with started(double, home) as bot:
        await answering(double, bot)
        (home / "volume").rename(home / "away")
        write_seeds(home / "seeds", SLATE)
        await bot.wrote("is a link that leads nowhere")
        answer, told = await asked(double), await status(double)
        (home / "away").rename(home / "volume")
        await bot.wrote("2 passages" if "3 passages" not in bot.output() else "4 passages")
        code = await bot.send(signal.SIGTERM)

    assert is_whole(answer.text())
    assert "tried again" in told
    assert "database: its file is gone" in told
    assert code == 0


async def test_a_deleted_data_folder_confirms_nothing(double: DiscordDouble, home: Path) -> None:
    """Questions are answered from what is open, also beyond the lease's term; what must be written is refused."""
    async with started(double, home, CAVEAT_REINDEX__WATCH="false", **SHORT_TERM) as bot:
        await answering(double, bot)
        before = await kept(double)
        lose(home / "data")
        await bot.wrote("answering goes on")
        meanwhile, told = await kept(double), await status(double)
        await asyncio.sleep(2.5)  # the lease's own clock
        answer = await asked(double)
        errors = bot.output().count("is not there any more")
        code = await bot.send(signal.SIGTERM)

    assert (before, meanwhile) == (True, False)
    assert "database: its file is gone" in told
    assert is_whole(answer.text())
    assert errors <= 2  # the lease's, and that of what was refused
    assert code == 0


async def test_a_database_that_comes_back_is_used_again(double: DiscordDouble, home: Path) -> None:
    """The same file, or another one with tables: what is confirmed then stands in it."""
    async with started(double, home, CAVEAT_REINDEX__WATCH="false", **SHORT_TERM) as bot:
        await answering(double, bot)
        (home / "data").rename(home / "away")
        await bot.wrote("answering goes on")
        shutil.copytree(home / "away", home / "data")
        await bot.wrote("shard 0: answering", times=2)
        confirmed, answer = await kept(double), await asked(double)
        await bot.send(signal.SIGTERM)
    with Store.open(f"sqlite:///{home}/data/caveat.sqlite3") as store:
        leases, _ = store.workers.all_leases()

    assert confirmed
    assert is_whole(answer.text())
    assert leases == []  # given up at the end, in the file that is there


async def test_two_workers_with_a_lost_file_between_them_answer_once(double: DiscordDouble, home: Path) -> None:
    """The first goes on while no file is there; once the second has made another one, the lease in that one counts."""
    async with started(double, home, CAVEAT_REINDEX__WATCH="false") as first:
        await answering(double, first)
        lose(home / "data")
        async with started(double, home) as second:
            await double.ready()
            await second.wrote("shard 0: ")
            claims = [("another worker answers", 1), ("shard 0: answering", 2)]  # in the new file, either may hold it
            noticed = [asyncio.create_task(first.wrote(words, times)) for words, times in claims]
            await asyncio.wait(noticed, return_when=asyncio.FIRST_COMPLETED)
            answers = [await asked(double, name) for name in ("alice", "bob", "carol")]
            code = await first.send(signal.SIGTERM)
            await second.send(signal.SIGTERM)

    assert [1, 1, 1] == [len(answer.messages) for answer in answers]
    assert code == 0


async def test_a_full_disk_keeps_nobody_from_asking(double: DiscordDouble, home: Path) -> None:
    """One worker alone on its file answers on, though its lease cannot be renewed; a failed re-index is tried again."""
    with small_disk(home / "data"):
        async with started(double, home, **SHORT_TERM) as bot:
            await answering(double, bot)
            with filled(home / "data"):
                await bot.wrote("answering goes on")
                write_seeds(home / "seeds", SLATE)
                await bot.wrote("re-index failed")
                answer, confirmed, told = await asked(double), await kept(double), await status(double)
            served = bot.output().count("serving ")
            await bot.wrote("serving ", times=served + 1)
            await bot.wrote("shard 0: answering", times=2)
            after = await kept(double)
            code = await bot.send(signal.SIGTERM)

    assert is_whole(answer.text())
    assert (confirmed, after) == (False, True)
    assert "tried again" in told
    assert code == 0


async def test_a_frozen_database_does_not_hold_the_end(double: DiscordDouble, home: Path, postgres_url: str) -> None:
    """Questions hang in it, and the process ends all the same, within the time that it is given."""
    migrate.upgrade(postgres_url)
    async with (
        frost_before(postgres_url) as (frost, url),
        started(double, home, DATABASE_URL=url, CAVEAT_DISCORD__DRAIN_S="4") as bot,
    ):
        await answering(double, bot)
        frost.flows.clear()
        hanging = [asyncio.create_task(asked(double, name)) for name in ("alice", "bob")]
        await asyncio.sleep(1)  # long enough for both to hang
        began = time.monotonic()
        code = await bot.send(signal.SIGTERM)
        took_s = time.monotonic() - began
        for each in hanging:
            each.cancel()

    assert code == 0
    assert took_s < 4 + 3
    assert "Traceback" not in bot.output()


async def test_a_frozen_database_is_given_up_and_used_again(
    double: DiscordDouble, home: Path, postgres_url: str
) -> None:
    """A statement has its limit on this side too; once the server speaks again, the lease is claimed again."""
    migrate.upgrade(postgres_url)
    async with (
        frost_before(postgres_url) as (frost, url),
        started(double, home, DATABASE_URL=url, **SHORT_TERM) as bot,
    ):
        await answering(double, bot)
        frost.flows.clear()
        await bot.wrote("silent until the database answers", timeout_s=60)
        frost.flows.set()
        await bot.wrote("shard 0: answering", times=2, timeout_s=60)
        answer = await asked(double)

    assert is_whole(answer.text())


@pytest.mark.parametrize("database", ["sqlite", "postgres"])
async def test_a_lease_by_a_wrong_clock_silences_nobody(
    double: DiscordDouble, home: Path, database: str, request: pytest.FixtureRequest
) -> None:
    """It ends in a year, and nobody renews it: it is taken over after a term."""
    url = f"sqlite:///{home}/own.sqlite3" if database == "sqlite" else request.getfixturevalue("postgres_url")
    migrate.upgrade(url)
    async with started(double, home, DATABASE_URL=url, **SHORT_TERM) as bot:
        await answering(double, bot)
        await bot.send(signal.SIGTERM)
    application = double.world.bot_id
    with Store.open(url) as store:
        ahead = datetime.now(UTC) + timedelta(days=365)
        assert store.workers.acquire_lease(application, 0, 1, "a machine of next year", now=ahead, ttl_s=15)

    async with started(double, home, DATABASE_URL=url, **SHORT_TERM) as bot:
        await bot.wrote("by a wrong clock")
        await bot.wrote("shard 0: answering")
        await double.ready()
        answer = await asked(double)

    assert is_whole(answer.text())


async def test_the_log_is_not_flooded_while_the_database_is_away(double: DiscordDouble, home: Path) -> None:
    """One line for all that was refused within a minute, under one reference."""
    async with started(double, home, CAVEAT_REINDEX__WATCH="false") as bot:
        await answering(double, bot)
        lose(home / "data")
        confirmed = [await kept(double) for _ in range(5)]
        errors = bot.output().count("ERROR bot.replies")
        await bot.send(signal.SIGTERM)

    assert [False] * 5 == confirmed
    assert errors == 1
