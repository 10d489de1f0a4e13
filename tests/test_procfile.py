"""The Procfile's commands, started as a platform starts them: the release step first, then the worker."""

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from tests.bot.process import ROOT, SEED, environ_in, is_whole
from tests.conftest import write_seeds
from tests.discord_double import DiscordDouble, running

pytestmark = pytest.mark.asyncio


@pytest_asyncio.fixture
async def double() -> AsyncIterator[DiscordDouble]:
    """A running double; nothing that Discord forbids may have been done to it."""
    async with DiscordDouble() as discord:
        yield discord
        assert discord.violations == []


async def test_the_procfile_serves(double: DiscordDouble, tmp_path: Path) -> None:
    """An empty database is migrated by `release`, `worker` answers and ends at a signal, nothing else is needed."""
    write_seeds(tmp_path / "seeds", {"stones.md": SEED})
    folder = Path(sys.executable).parent
    environ = environ_in(tmp_path) | {
        "DATABASE_URL": f"sqlite:///{tmp_path}/platform.sqlite3",
        "PATH": f"{folder}{os.pathsep}{os.environ['PATH']}",
    }
    honcho = [str(folder / "honcho"), "--procfile", str(ROOT / "Procfile"), "--app-root", str(tmp_path)]
    release = await asyncio.create_subprocess_exec(*honcho, "run", "sh", "-c", command("release"), env=environ)
    released = await release.wait()

    async with running(double, *honcho, "start", "worker", env=environ) as platform:
        await double.ready()
        answer = await double.user("alice").slash(double.channel, "ask", question="How hard is granite?")
        await platform.send(signal.SIGTERM)

    assert released == 0
    assert is_whole(answer.text())
    assert "draining" in platform.output()


def command(name: str) -> str:
    """Return the command line of a process type."""
    lines = dict(line.split(": ", 1) for line in (ROOT / "Procfile").read_text("utf-8").splitlines())
    return lines[name]
