"""A bot as a process of its own: led to the double by its environment, killed, started again."""

import signal
import sys

import pytest

from tests.discord_double.double import DiscordDouble
from tests.discord_double.errors import NoAnswer
from tests.discord_double.process import running

pytestmark = pytest.mark.asyncio

COMMAND = (sys.executable, "-W", "ignore", "-m", "tests.discord_double.sample_bot")


async def test_serves_and_ends(double: DiscordDouble) -> None:
    """A process is led to the double by its environment, answers, and ends by a signal."""
    async with running(double, *COMMAND) as process:
        await double.ready()

        answer = await double.user("alice").slash(double.channel, "ping", text="x")
        code = await process.send(signal.SIGKILL)

        assert (answer.text(), code) == ("pong x", -signal.SIGKILL)
        assert double.violations == []


async def test_killed_and_started_again(double: DiscordDouble) -> None:
    """A second process takes over, and waiting for it is not fooled by the first one's connection."""
    alice = double.user("alice")
    answers = []
    for _ in range(2):
        async with running(double, *COMMAND) as process:
            await double.ready()
            answers.append((await alice.slash(double.channel, "ping", text="x")).text())
            await process.send(signal.SIGKILL)

    assert answers == ["pong x", "pong x"]


async def test_a_wrong_token_ends_it(double: DiscordDouble) -> None:
    """Login is refused, and the wait for READY tells what the process said."""
    async with running(double, *COMMAND, env={"DISCORD_TOKEN": "wrong"}):
        with pytest.raises(NoAnswer, match="Improper token"):
            await double.ready()
