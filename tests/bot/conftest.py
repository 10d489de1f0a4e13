"""A folder to run in, a double, and the bot: in the test's process, or as one of its own."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from bot.gateway.client import CaveatBot
from tests.bot.connected import ObedientService, connected_at, connected_bot, service_in
from tests.bot.process import SEED, started
from tests.clock import Clock
from tests.conftest import write_seeds
from tests.discord_double import BotProcess, DiscordDouble
from tests.postgres import postgres_server, postgres_url

__all__ = ["connected_bot", "postgres_server", "postgres_url"]


@pytest.fixture
def clock() -> Clock:
    """A clock for limits and deadlines that nobody waits out."""
    return Clock()


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A folder to run in, with one seed."""
    write_seeds(tmp_path / "seeds", {"stones.md": SEED})
    return tmp_path


@pytest_asyncio.fixture
async def double() -> AsyncIterator[DiscordDouble]:
    """A running double; nothing that Discord forbids may have been done to it."""
    async with DiscordDouble() as discord:
        yield discord
        assert discord.violations == []


@pytest.fixture
def service(tmp_path: Path) -> ObedientService:
    """A service over a few seeds, for a bot in the test's own process."""
    return service_in(tmp_path, defer_after_s=2.5)


@pytest_asyncio.fixture
async def bot(double: DiscordDouble, home: Path) -> AsyncIterator[CaveatBot]:
    """The bot, ready, in the test's process: for what it says, which is the same in any."""
    async with connected_at(double, home) as client:
        yield client


@pytest_asyncio.fixture
async def bot_process(double: DiscordDouble, home: Path) -> AsyncIterator[BotProcess]:
    """The bot as a process of its own, ready: for signals, the log, and how it starts and ends."""
    async with started(double, home) as process:
        await double.ready()
        yield process
