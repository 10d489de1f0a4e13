"""Fixtures of the double's own tests."""

from collections.abc import AsyncIterator

import aiohttp
import pytest_asyncio

from tests.clock import Clock
from tests.discord_double.double import DiscordDouble
from tests.discord_double.raw import RawBot


@pytest_asyncio.fixture
async def clock() -> Clock:
    """The double's clock, for deadlines that nobody waits out."""
    return Clock()


@pytest_asyncio.fixture
async def double(clock: Clock) -> AsyncIterator[DiscordDouble]:
    """A running double without a client."""
    async with DiscordDouble(clock=clock) as running:
        yield running


@pytest_asyncio.fixture
async def raw(double: DiscordDouble) -> AsyncIterator[RawBot]:
    """A bot that sends what it is told."""
    async with aiohttp.ClientSession() as session:
        yield RawBot(double, session)
