"""The bot as a process: how it starts, what keeps it from running, how it ends, and that each has one sentence."""

import asyncio
import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.store.database import migrate
from bot.store.database.engine import open_engine, writing
from tests.bot.process import environ_in, is_whole, started
from tests.conftest import write_seeds
from tests.discord_double import BotProcess, DiscordDouble

pytestmark = pytest.mark.asyncio

QUESTION = "How hard is granite?"
STOPPING = [signal.SIGTERM, signal.SIGINT]
MANY = 20_000  # paragraphs: long enough to build that a signal comes before the end


def sentences(output: str) -> list[str]:
    """Return the lines in which the command line says why it ends."""
    return [line for line in output.splitlines() if line.startswith("caveat: ")]


def unused_port() -> int:
    """Return a port on loopback that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.mark.parametrize("number", STOPPING)
async def test_an_answer_under_way_is_finished_before_it_ends(
    double: DiscordDouble, home: Path, number: signal.Signals
) -> None:
    """A question that was sent just before the signal is answered, a second signal breaks nothing, exit code 0."""
    async with started(double, home) as bot:
        await double.ready()
        answers = [
            asyncio.create_task(double.user(name).slash(double.channel, "ask", question=QUESTION))
            for name in ("alice", "bob", "carol")
        ]
        mention = await double.user("dan").says(double.channel, f"<@{double.world.bot_id}> {QUESTION}")
        await asyncio.sleep(0)  # the questions leave; nothing waits until they are read
        os.kill(bot.pid, number)
        os.kill(bot.pid, number)

        code = await bot.send(number)

        assert all(is_whole(answer.text()) for answer in await asyncio.gather(*answers))
        assert is_whole((await double.user("dan").answer_to(mention)).text())
        assert code == 0
        assert "Traceback" not in bot.output()


@pytest.mark.parametrize("number", STOPPING)
async def test_a_signal_while_it_connects_ends_it_cleanly(
    double: DiscordDouble, home: Path, number: signal.Signals
) -> None:
    """While Discord does not answer: no question was taken, no lease is left, exit code 0."""
    double.fail_next("rate limit", "/users/@me", retry_after_s=20.0)
    async with started(double, home) as bot:
        await bot.wrote("rate limited")

        code = await bot.send(number)

    assert code == 0
    assert "Traceback" not in bot.output()


@pytest.mark.parametrize("number", STOPPING)
async def test_a_signal_while_it_builds_ends_it_cleanly(
    double: DiscordDouble, home: Path, number: signal.Signals
) -> None:
    """The next start builds again."""
    paragraphs = (f"Stone number {count} is harder than stone {count - 1}." for count in range(MANY))
    write_seeds(home / "seeds", {"many.txt": "\n\n".join(paragraphs)})
    async with started(double, home) as bot:
        await bot.wrote("opening")

        code = await bot.send(number)

    assert code == 0
    assert "Traceback" not in bot.output()
    assert double.requests == []


async def test_it_is_ready_soon_though_it_must_build_first(double: DiscordDouble, home: Path) -> None:
    """Ten seconds from nothing to the first answer, with a line in the log before the build and one after it."""
    async with started(double, home) as bot:
        await double.ready(timeout_s=30.0)

        answer = await double.user("alice").slash(double.channel, "ask", question=QUESTION)

        assert is_whole(answer.text())
        assert bot.output().index("opening") < bot.output().index("serving")


@pytest.mark.parametrize(
    ("close_code", "words"),
    [(4014, "message content intent"), (4004, "refuses this token"), (4013, "closed the connection (4013)")],
)
async def test_a_connection_that_discord_ends_for_good_is_one_sentence(
    double: DiscordDouble, home: Path, close_code: int, words: str
) -> None:
    """An intent switched off or a token reset while it runs: no retry, exit code 3."""
    async with started(double, home) as bot:
        await double.ready()
        bot.expect_end()
        await double.hub.gateway.close_all(close_code)

        code = await bot.wait()

    assert code == 3
    assert [words in line for line in sentences(bot.output())] == [True]
    assert "Traceback" not in bot.output()


async def test_a_successor_need_not_wait_for_a_worker_that_failed(double: DiscordDouble, home: Path) -> None:
    """Whatever ends a process, its leases are given up, also for workers on other folders."""
    database = f"sqlite:///{home}/shared.sqlite3"
    migrate.upgrade(database)
    async with started(double, home, DATABASE_URL=database) as first:
        await double.ready()
        first.expect_end()
        await double.hub.gateway.close_all(4013)
        await first.wait()

    async with started(double, home, DATABASE_URL=database, CAVEAT_DATA__DIR=str(home / "elsewhere")) as second:
        await second.wrote("shard 0: answering")


async def test_discord_out_of_reach_at_start_is_one_sentence(double: DiscordDouble, home: Path) -> None:
    """A refused connection is not tried for ever without a word."""
    async with started(double, home, DISCORD_API_URL=f"http://127.0.0.1:{unused_port()}/api/v10") as bot:
        code = await bot.wait()

    assert code == 3
    assert ["cannot be reached" in line for line in sentences(bot.output())] == [True]
    assert "Traceback" not in bot.output()


async def test_a_gateway_out_of_reach_is_tried_again_with_a_line_each_time(
    double: DiscordDouble, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Discord's REST side answers and its gateway does not: the log says so in lines, and a signal still ends it."""
    monkeypatch.setattr(type(double.hub), "gateway_url", property(lambda _: f"ws://127.0.0.1:{unused_port()}/gateway"))
    async with started(double, home) as bot:
        await bot.wrote("no connection for shard 0")

        code = await bot.send(signal.SIGTERM)

    assert code == 0
    assert "Traceback" not in bot.output()


@pytest.mark.parametrize("state", ["empty", "newer", "away"])
async def test_a_database_that_does_not_fit_is_one_sentence(double: DiscordDouble, home: Path, state: str) -> None:
    """A database of one's own is not upgraded by `run`; each case names its way out, before anything is built."""
    database = f"sqlite:///{home}/own.sqlite3"
    if state == "newer":
        migrate.upgrade(database)
        engine = open_engine(database)
        with writing(engine) as connection:
            connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999_from_the_future'")
        engine.dispose()
    if state == "away":
        database = f"postgresql://caveat:hush@127.0.0.1:{unused_port()}/caveat"
    words = {"empty": "db upgrade", "newer": "deploy that one", "away": "check that it is there and running"}[state]

    async with started(double, home, DATABASE_URL=database) as bot:
        code = await bot.wait()

    assert code == 3
    assert [words in line for line in sentences(bot.output())] == [True]
    assert "Traceback" not in bot.output()
    assert "hush" not in bot.output()
    assert double.requests == []


@pytest.fixture
def tiny_disk(tmp_path: Path) -> Iterator[Path]:
    """A folder on a disk of its own, of which only a few pages are free."""
    folder = tmp_path / "tiny"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", str(folder)]
    if os.geteuid() != 0 or subprocess.run(mount, check=False, capture_output=True).returncode:
        pytest.skip("a full disk is not tested: only root can mount a small one")
    yield folder
    subprocess.run(["umount", "--lazy", folder], check=True)


async def test_a_full_disk_is_one_sentence(double: DiscordDouble, home: Path, tiny_disk: Path) -> None:
    """The data folder has no room for the index: a sentence that says so, exit code 3."""
    async with started(double, home, CAVEAT_DATA__DIR=str(tiny_disk)) as bot:
        code = await bot.wait()

    assert code == 3
    assert [bool(re.search(r"[Nn]o space left", line)) for line in sentences(bot.output())] == [True]
    assert "Traceback" not in bot.output()


async def test_a_failing_re_index_keeps_what_is_served(
    double: DiscordDouble, home: Path, bot_process: BotProcess
) -> None:
    """The folder is gone: questions are answered as before, and /status shows the code that the log explains."""
    (home / "seeds").rename(home / "away")
    os.kill(bot_process.pid, signal.SIGHUP)
    await bot_process.wrote("re-index failed")

    answer = await double.user("alice").slash(double.channel, "ask", question=QUESTION)
    status = (await double.user("alice").slash(double.channel, "status")).text()

    assert is_whole(answer.text())
    found = re.search(r"error ([0-9a-f]{8}): .*seeds", bot_process.output())
    assert found
    assert f"last error: {found[1]}, <t:" in status
    assert str(home) not in status


async def test_answers_go_on_while_it_re_indexes(double: DiscordDouble, home: Path) -> None:
    """With one search thread, and a re-index that is still running when it is told to stop: exit code 0."""
    async with started(double, home, CAVEAT_DISCORD__THREADS="1", CAVEAT_LOG__LEVEL="INFO") as bot:
        await double.ready()
        paragraphs = (f"Stone number {count} is harder than stone {count - 1}." for count in range(MANY))
        write_seeds(home / "seeds", {"many.txt": "\n\n".join(paragraphs)})
        before = bot.output().count("serving")
        os.kill(bot.pid, signal.SIGHUP)

        answers = [await double.user("alice").slash(double.channel, "ask", question=QUESTION) for _ in range(3)]
        was_running = bot.output().count("serving") == before
        code = await bot.send(signal.SIGTERM)

    assert was_running
    assert all(is_whole(answer.text()) for answer in answers)
    assert code == 0
    assert "Traceback" not in bot.output()


async def test_a_release_step_and_a_run_share_a_database(double: DiscordDouble, home: Path) -> None:
    """`db upgrade` makes a named database fit for `run`."""
    environ = environ_in(home) | {"DATABASE_URL": f"sqlite:///{home}/own.sqlite3"}
    upgrade = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", "db", "upgrade", env=os.environ | environ, stdout=asyncio.subprocess.DEVNULL
    )
    assert await upgrade.wait() == 0

    async with started(double, home, DATABASE_URL=environ["DATABASE_URL"]):
        await double.ready()
        answer = await double.user("alice").slash(double.channel, "ask", question=QUESTION)

    assert is_whole(answer.text())
