"""Two workers on one PostgreSQL, with a data folder each, as on two machines; and a server that goes away."""

import asyncio
import signal
from collections.abc import AsyncIterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import pytest_asyncio

from bot.store.database import migrate
from tests.bot.process import is_whole, started
from tests.discord_double import DiscordDouble

pytestmark = pytest.mark.asyncio

QUESTION = "How hard is granite?"
TTL_S = 2


class Line:
    """A connection to a server that can be cut: new ones are then closed at once."""

    def __init__(self, host: str, port: int) -> None:
        self._to = (host, port)
        self._open: set[asyncio.StreamWriter] = set()
        self._tasks: set[asyncio.Task[None]] = set()
        self.is_cut = False

    async def accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Carry one connection."""
        if self.is_cut:
            writer.close()
            return
        far_reader, far_writer = await asyncio.open_connection(*self._to)
        for source, target in ((reader, far_writer), (far_reader, writer)):
            self._open.add(target)
            task = asyncio.create_task(self._carry(source, target))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    def cut(self) -> None:
        """End all connections, and let none through."""
        self.is_cut = True
        for writer in self._open:
            writer.close()
        self._open.clear()

    @staticmethod
    async def _carry(source: asyncio.StreamReader, target: asyncio.StreamWriter) -> None:
        try:
            while data := await source.read(1 << 16):
                target.write(data)
        except ConnectionError:
            pass
        finally:
            target.close()


@pytest_asyncio.fixture
async def line(postgres_url: str) -> AsyncIterator[Line]:
    """A way to the database, to be cut."""
    address = urlsplit(postgres_url)
    yield Line(address.hostname or "", address.port or 0)


def tables(postgres_url: str) -> str:
    """Bring a database to this version, and return its address."""
    migrate.upgrade(postgres_url)
    return postgres_url


async def test_of_two_machines_one_answers_and_the_other_takes_over(
    double: DiscordDouble, home: Path, postgres_url: str
) -> None:
    """Exactly one answer to each question; the holder is killed, and after the lease's end the other one answers."""
    environ = {"DATABASE_URL": tables(postgres_url), "CAVEAT_DISCORD__LEASE_TTL_S": str(TTL_S)}
    alice = double.user("alice")
    async with started(double, home, **environ) as first:
        await first.wrote("shard 0: answering")
        async with started(double, home, **environ, CAVEAT_DATA__DIR=str(home / "other")) as second:
            await second.wrote("another worker answers")
            await double.ready()
            mention = await alice.asks(double.channel, f"<@{double.world.bot_id}> {QUESTION}")
            slash = await alice.slash(double.channel, "ask", question=QUESTION)
            await double.no_answer(within_s=0.3)
            answers = [message for message in double.messages() if message.is_card]
            await first.send(signal.SIGKILL)
            await second.wrote("shard 0: answering", timeout_s=TTL_S + 10)

            later = await alice.slash(double.channel, "ask", question=QUESTION)

    assert [is_whole(mention.text()), is_whole(slash.text()), is_whole(later.text())] == [True] * 3
    assert len(answers) == 2


async def test_a_worker_cut_off_from_its_database_is_silent_until_it_is_back(
    double: DiscordDouble, home: Path, postgres_url: str, line: Line
) -> None:
    """Silent before its lease ends for others, in two lines of the log; then it answers again."""
    tables(postgres_url)
    address = urlsplit(postgres_url)
    server = await asyncio.start_server(line.accept, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    url = postgres_url.replace(f":{address.port}/", f":{port}/")
    alice = double.user("alice")
    async with started(double, home, DATABASE_URL=url, CAVEAT_DISCORD__LEASE_TTL_S=str(TTL_S)) as bot:
        await double.ready()
        before = await alice.asks(double.channel, f"<@{double.world.bot_id}> {QUESTION}")
        line.cut()
        await bot.wrote("silent until the database answers")
        await alice.says(double.channel, f"<@{double.world.bot_id}> {QUESTION}")
        await double.no_answer(within_s=0.5)
        warnings = bot.output().count("WARNING")
        line.is_cut = False
        await bot.wrote("shard 0: answering", 2)

        after = await alice.asks(double.channel, f"<@{double.world.bot_id}> {QUESTION}")

        assert [is_whole(before.text()), is_whole(after.text())] == [True, True]
        assert warnings <= 2
        assert "Traceback" not in bot.output()
        await bot.send(signal.SIGTERM)
    server.close()
