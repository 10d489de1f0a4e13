"""The log: nothing of a question, a name or a token in it, also where something fails; lines, not storms."""

import asyncio
import json
import logging
import re
import signal
import sys
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from bot.config.log import OneLineForNetworks, WordlessFormatter, log_unseen, progress_in_log, set_up_logging
from tests.bot.process import environ_in
from tests.discord_double import DiscordDouble, running

SECRET = "zirconium sandwich"
# The bot with two bugs whose errors repeat what was asked: one in a search, one in a listener.
FAILING = """
import sys
import bot.cogs.ask, bot.serving.scope
from bot.__main__ import main

def ask(self, question, *args, **options):
    raise ValueError(f"cannot parse {question!r}")

def may_reply(message):
    raise KeyError(message.content + message.author.name)

bot.serving.scope.Scope.ask = ask
bot.cogs.ask.may_reply = may_reply
sys.argv = ["caveat", "run"]
main()
"""


@pytest.fixture
def root_restored() -> Iterator[None]:
    """Give the root logger back as it was."""
    root = logging.getLogger()
    before = root.level, list(root.handlers)
    yield
    root.setLevel(before[0])
    root.handlers[:] = before[1]


def raised() -> BaseException:
    """Return an error with a cause, both with words that must not be logged."""
    nothing: dict[str, str] = {}

    def fail() -> None:
        try:
            _ = nothing[SECRET]
        except KeyError as err:
            raise ValueError(f"about {SECRET}") from err

    with pytest.raises(ValueError, match="about") as caught:
        fail()
    return caught.value


def formatted(formatter: logging.Formatter, err: BaseException, name: str = "bot") -> str:
    """Format a record that brings an error along."""
    info = (type(err), err, err.__traceback__)
    record = logging.LogRecord(name, logging.ERROR, __file__, 1, "failed %s", ("so",), info)
    OneLineForNetworks().filter(record)
    return formatter.format(record)


def test_a_traceback_shows_places_and_kinds_but_no_words() -> None:
    """Every error of the chain, the cause first, without what it says."""
    text = formatted(WordlessFormatter("%(message)s"), raised())

    assert SECRET not in text
    assert re.findall(r"^(?:KeyError|ValueError|failed so|which led to:)$", text, re.MULTILINE) == [
        "failed so",
        "KeyError",
        "which led to:",
        "ValueError",
    ]
    assert "in fail" in text


def test_a_failed_connection_of_the_library_is_one_line() -> None:
    """Its kind is told, its traceback is not; a bug keeps it."""
    formatter = WordlessFormatter("%(message)s")

    network = formatted(formatter, ConnectionRefusedError("to somewhere"), "discord.shard")
    bug = formatted(formatter, raised(), "discord.shard")

    assert network == "failed so (ConnectionRefusedError)"
    assert "Traceback" in bug


@pytest.mark.usefixtures("root_restored")
@pytest.mark.parametrize(("level", "shown"), [("INFO", False), ("DEBUG", True)])
def test_json_is_an_object_a_line_by_the_same_rules(
    capsys: pytest.CaptureFixture[str], level: str, *, shown: bool
) -> None:
    """Line breaks and letters survive; what errors say stands there at DEBUG alone."""
    set_up_logging(level, as_json=True)

    logging.getLogger("bot.sample").warning("zwei\nZeilen, %s", "größer")
    logging.getLogger("bot.sample").error("failed", exc_info=raised())

    told, failed = (json.loads(line) for line in capsys.readouterr().err.splitlines())
    assert told.keys() == {"at", "level", "logger", "message"}
    assert (told["level"], told["logger"], told["message"]) == ("WARNING", "bot.sample", "zwei\nZeilen, größer")
    assert datetime.fromisoformat(told["at"]).tzinfo is not None
    assert "in fail" in failed["traceback"]
    assert shown == (SECRET in failed["traceback"])


@pytest.mark.usefixtures("root_restored")
@pytest.mark.parametrize(("level", "shown"), [("INFO", False), ("DEBUG", True)])
def test_only_debugging_shows_an_errors_words(capsys: pytest.CaptureFixture[str], level: str, *, shown: bool) -> None:
    """Who switches it on does so on purpose."""
    set_up_logging(level)

    logging.getLogger("bot").error("failed", exc_info=raised())

    assert shown == (SECRET in capsys.readouterr().err)


@pytest.mark.usefixtures("root_restored")
def test_a_task_that_nobody_waited_for_is_logged_without_words(capsys: pytest.CaptureFixture[str]) -> None:
    """The event loop itself would repeat the error's words in its own line."""
    set_up_logging("INFO")

    async def forget() -> None:
        asyncio.get_running_loop().set_exception_handler(log_unseen)
        task = asyncio.ensure_future(asyncio.sleep(0))
        await task
        asyncio.get_running_loop().call_exception_handler({"message": SECRET, "exception": raised()})

    asyncio.run(forget())

    shown = capsys.readouterr().err
    assert "a background task failed" in shown
    assert SECRET not in shown


def test_progress_is_logged_now_and_then(caplog: pytest.LogCaptureFixture) -> None:
    """Not each of thousands of steps, and nothing of a quick build."""
    caplog.set_level(logging.INFO)
    moments = iter([0.0, 0.5, 1.9, 2.0, 2.0, 3.0, 4.1, 4.1])
    tell = progress_in_log(lambda: next(moments))

    for done in range(5):
        tell("indexing", done, 5)

    assert ["indexing: 2 of 5", "indexing: 4 of 5"] == [record.getMessage() for record in caplog.records]


@pytest.mark.asyncio
async def test_a_bug_leaves_nothing_private_in_the_log(double: DiscordDouble, home: Path) -> None:
    """In a search and in a listener: a code and a traceback, but no question, no name, no token; it goes on."""
    alice = double.user("alice-of-the-log")
    async with running(double, sys.executable, "-c", FAILING, env=environ_in(home)) as bot:
        await double.ready()
        told = await alice.slash(double.channel, "ask", question=f"{SECRET}?")
        await alice.says(double.channel, f"<@{double.world.bot_id}> {SECRET} again?")
        await bot.wrote("internal error", 2)
        status = (await alice.slash(double.channel, "status")).text()
        await bot.send(signal.SIGTERM)
        log = bot.output()

    codes = re.findall(r"internal error ([0-9a-f]{8})\nTraceback", log)
    assert len(codes) == 2
    assert codes[0] in told.text()
    assert f"last error: {codes[1]}" in status.replace("**", "")
    assert all(word not in log for word in ("zirconium", "alice-of-the-log", double.env()["DISCORD_TOKEN"]))
