"""What befalls a running bot: its disk fills, its data folder goes, its database freezes. For tests alone."""

import asyncio
import os
import shutil
import subprocess
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.bot.gateway.test_two_machines import Line
from tests.bot.pressing import acts
from tests.discord_double import DiscordDouble
from tests.discord_double.views import Answer

QUESTION = "How hard is granite?"
NOT_STORED = "database cannot be used at the moment"
SHORT_TERM = {"CAVEAT_DISCORD__LEASE_TTL_S": "2"}


class Frost(Line):
    """A connection to a server that can freeze: it is there, and says nothing."""

    def __init__(self, host: str, port: int) -> None:
        super().__init__(host, port)
        self.flows = asyncio.Event()
        self.flows.set()

    async def accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Carry one connection, while nothing is frozen."""
        far_reader, far_writer = await asyncio.open_connection(*self._to)
        for source, target in ((reader, far_writer), (far_reader, writer)):
            task = asyncio.create_task(self._warm(source, target))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    async def _warm(self, source: asyncio.StreamReader, target: asyncio.StreamWriter) -> None:
        try:
            while data := await source.read(1 << 16):
                await self.flows.wait()
                target.write(data)
        except ConnectionError:
            pass
        finally:
            target.close()


@asynccontextmanager
async def frost_before(url: str) -> AsyncIterator[tuple[Frost, str]]:
    """Give a line to a database, and the address of the database behind it."""
    parts = urlsplit(url)
    frost = Frost(str(parts.hostname), int(parts.port or 5432))
    server = await asyncio.start_server(frost.accept, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    try:
        yield frost, url.replace(f":{parts.port}/", f":{port}/")
    finally:
        frost.flows.set()
        server.close()


@contextmanager
def small_disk(folder: Path, size: str = "8m") -> Iterator[Path]:
    """Give a folder on a disk of its own; skips where that cannot be."""
    folder.mkdir(exist_ok=True)
    mount = ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(folder)]
    if os.geteuid() != 0 or subprocess.run(mount, check=False, capture_output=True).returncode:
        pytest.skip("a disk of its own is not tested: only root can mount one")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "--lazy", folder], check=True)


@contextmanager
def filled(disk: Path) -> Iterator[None]:
    """Leave no byte on a disk until the block ends."""
    ballast = disk / "ballast"
    with ballast.open("wb", buffering=0) as file:
        try:
            while True:
                file.write(bytes(1 << 12))
        except OSError:
            pass
    try:
        yield
    finally:
        ballast.unlink()


def lose(folder: Path) -> None:
    """Delete a folder under whoever uses it, as often as something is put into it meanwhile."""
    while folder.exists():
        shutil.rmtree(folder, ignore_errors=True)


async def asked(double: DiscordDouble, who: str = "alice") -> Answer:
    """Ask the question, and return its answer."""
    return await double.user(who).slash(double.channel, "ask", question=QUESTION)


async def kept(double: DiscordDouble, who: str = "alice") -> bool:
    """Tell whether something that must be written, a verdict, is confirmed and not refused."""
    card = (await asked(double, who)).message
    return NOT_STORED not in (await acts(double.user(who), card, "👍")).text()


async def status(double: DiscordDouble) -> str:
    """Return what /status tells."""
    return (await double.user("alice").slash(double.channel, "status")).text()
