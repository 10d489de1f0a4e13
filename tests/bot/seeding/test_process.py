"""A server's own seeds with the whole bot as a process: what it starts to read a file ends with it."""

import signal
from pathlib import Path

import pytest
import pytest_asyncio

from tests.bot.connected import until
from tests.bot.process import started
from tests.discord_double import DiscordDouble, NoAnswer, Permission, Upload
from tests.discord_double.people import User

pytestmark = pytest.mark.asyncio

RAIN = Upload("rain.txt", b"Drizzle falls on Tuesdays in the valley of Oz.")
HEAVY = Upload("heavy.txt", b"Granite is hard, I think, and so it goes on and on, as some say. " * 110_000)


@pytest_asyncio.fixture
async def anna(double: DiscordDouble) -> User:
    """Somebody who may manage the server."""
    user = double.user("anna", may=Permission.MANAGE_GUILD)
    user.timeout_s = 30.0
    return user


def children_of(pid: int) -> set[int]:
    """Return the processes that a process has started and that still run."""
    lists = (path.read_text("ascii").split() for path in Path(f"/proc/{pid}/task").glob("*/children"))
    return {int(child) for children in lists for child in children}


def is_reader(pid: int) -> bool:
    """Tell whether a process was started to read a file; another one keeps count of shared resources."""
    return b"spawn_main" in Path(f"/proc/{pid}/cmdline").read_bytes()


def is_running(pid: int) -> bool:
    """Tell whether a process is there and no zombie."""
    try:
        return Path(f"/proc/{pid}/stat").read_text("ascii").rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False


async def test_a_file_is_added_by_the_whole_bot(double: DiscordDouble, anna: User, home: Path) -> None:
    """As the operator starts it; the reader of the file is gone afterwards."""
    async with started(double, home) as process:
        await double.ready()
        preview = await anna.slash(double.channel, "seeds add", file=RAIN)
        await anna.press(preview.message, "Confirm")
        await double.journal.until(lambda: "Re-indexed in" in preview.message.text(), "the index", 30)
        answer = await anna.slash(double.channel, "ask", question="Where does drizzle fall on Tuesdays?")
        left = children_of(process.pid)

    assert "valley of Oz" in answer.text().replace("**", "")
    assert [] == [child for child in left if is_reader(child)]


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGKILL])
async def test_a_reader_does_not_outlive_the_bot(
    double: DiscordDouble, anna: User, home: Path, how: signal.Signals
) -> None:
    """Whatever ends the bot while a file is being read."""
    anna.timeout_s = 1.0
    async with started(double, home, CAVEAT_DISCORD__DRAIN_S="1", CAVEAT_SEEDS__PARSE_SECONDS="20") as process:
        await double.ready()
        with pytest.raises(NoAnswer):
            await anna.slash(double.channel, "seeds add", file=HEAVY)
        readers = children_of(process.pid)

        await process.send(how)

    await until(lambda: not any(map(is_running, readers)))
    assert readers
