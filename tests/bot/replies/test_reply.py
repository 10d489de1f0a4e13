"""The one door for replies: deadlines, privacy and failures, by the real client against the double."""

import asyncio
import logging
import re
from collections.abc import AsyncIterator
from pathlib import Path

import discord
import pytest
import pytest_asyncio

from bot.cards import answers as cards
from bot.gateway import client
from bot.gateway.client import CaveatBot
from index.errors import SnapshotError
from tests.bot.connected import ObedientService, connected, service_in, until
from tests.clock import Clock
from tests.discord_double import DiscordDouble
from tests.discord_double.kinds import Callback
from tests.discord_double.views import Answer, Message

pytestmark = pytest.mark.asyncio

SOON_S = 0.02  # what defer_after_s is set to: a search that waits for its test is always slower
QUESTION = "How hard is granite?"
CODE = re.compile(r"reference ([0-9a-f]{8})")
CALLBACK = "/callback"


@pytest.fixture
def service(tmp_path: Path) -> ObedientService:
    """A service that answers when it is told."""
    return service_in(tmp_path, defer_after_s=SOON_S)


@pytest_asyncio.fixture
async def double(clock: Clock) -> AsyncIterator[DiscordDouble]:
    """A running double."""
    async with DiscordDouble(clock=clock) as discord_double:
        yield discord_double


@pytest_asyncio.fixture
async def bot(double: DiscordDouble, service: ObedientService) -> AsyncIterator[CaveatBot]:
    """The bot, connected."""
    async with connected(double, service) as connection:
        yield connection


@pytest.fixture
def patient(service: ObedientService, bot: CaveatBot, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let nothing be deferred, however busy this machine is."""
    monkeypatch.setattr(bot.replies, "_defer_after_s", 60.0)


def asking(double: DiscordDouble, *, private: bool = False) -> "asyncio.Task[Answer]":
    """Let alice ask by slash command, and go on without waiting."""
    return asyncio.create_task(double.user("alice").slash(double.channel, "ask", question=QUESTION, private=private))


async def acknowledged(double: DiscordDouble, callback: Callback) -> None:
    """Wait until the only unfinished interaction has had this first response."""

    def look() -> bool:
        return any(interaction.callback is callback for interaction in double.hub.interactions.unfinished())

    await double.journal.until(look, callback.name, 30.0)


async def card(double: DiscordDouble) -> Message:
    """Ask, and return the card, which has a button to turn it."""
    return (await double.user("alice").slash(double.channel, "ask", question="What about granite?")).message


def callbacks(double: DiscordDouble) -> list[int | None]:
    """Return how each first response ended."""
    return [request.status for request in double.requests if request.path.endswith(CALLBACK)]


@pytest.mark.parametrize("private", [False, True])
async def test_a_slow_answer_is_deferred_first(
    double: DiscordDouble, service: ObedientService, bot: CaveatBot, *, private: bool
) -> None:
    """The person is told to wait while the search still runs, and gets the whole card after it."""
    service.may_answer.clear()
    answer = asking(double, private=private)
    await acknowledged(double, Callback.DEFER)

    service.may_answer.set()
    told = await answer

    assert (told.deferred, told.ephemeral, len(told.messages)) == (True, private, 1)
    assert "hard" in told.text()
    assert "grain of salt" in told.text()


async def test_the_configured_patience_leaves_time_for_the_network(bot: CaveatBot) -> None:
    """1.5 s is the default, of Discord's three."""
    assert type(bot.config.discord)().defer_after_s == 1.5


@pytest.mark.usefixtures("patient")
async def test_a_bug_is_one_private_sentence_with_the_code_of_the_log(
    double: DiscordDouble, service: ObedientService, bot: CaveatBot, caplog: pytest.LogCaptureFixture
) -> None:
    """The reply says nothing of the inside; log and status have the same code, and the log the traceback."""
    service.error = ValueError("granite secrets")

    told = await asking(double)

    found = CODE.search(told.text())
    assert found
    assert (told.deferred, told.ephemeral) == (False, True)
    assert "granite secrets" not in told.text()
    assert [found[1]] == [record.getMessage().split()[-1] for record in caplog.records if record.exc_info]
    assert bot.replies.last_error
    assert found[1] == bot.replies.last_error.code


async def test_after_a_public_deferral_an_error_becomes_private(
    double: DiscordDouble, service: ObedientService, bot: CaveatBot
) -> None:
    """The placeholder everybody sees goes away, and the sentence is for who asked."""
    service.may_answer.clear()
    service.error = ValueError("granite secrets")
    answer = asking(double)
    await acknowledged(double, Callback.DEFER)

    service.may_answer.set()
    told = await answer

    assert (told.deferred, len(told.messages), told.ephemeral) == (True, 1, True)
    assert CODE.search(told.text())
    assert double.messages() == told.messages or all(message.ephemeral for message in double.messages())


async def test_after_a_private_deferral_the_placeholder_becomes_the_sentence(
    double: DiscordDouble, service: ObedientService, bot: CaveatBot
) -> None:
    """No second message is needed where the first was private already."""
    service.may_answer.clear()
    service.error = ValueError("granite secrets")
    answer = asking(double, private=True)
    await acknowledged(double, Callback.DEFER)

    service.may_answer.set()
    told = await answer

    assert (len(told.messages), told.ephemeral) == (1, True)
    assert CODE.search(told.text())


@pytest.mark.usefixtures("patient")
@pytest.mark.parametrize(("question", "words"), [("x" * 301, "301 characters"), (" \n ", "Ask me a question")])
async def test_an_askers_mistake_is_a_private_sentence(
    double: DiscordDouble, bot: CaveatBot, question: str, words: str
) -> None:
    """The library does not check what the app lets through: we do, and it is no error of ours."""
    alice = double.user("alice")
    alice.checked = False

    told = await alice.slash(double.channel, "ask", question=question)

    assert told.ephemeral
    assert words in told.text()
    assert bot.replies.last_error is None


@pytest.mark.usefixtures("patient")
async def test_an_operators_problem_is_not_spelled_out_to_askers(
    double: DiscordDouble, service: ObedientService, bot: CaveatBot, caplog: pytest.LogCaptureFixture
) -> None:
    """Folders and addresses are for the log; a code leads there, and no traceback is needed."""
    service.error = SnapshotError("/srv/caveat/data is damaged")

    told = await asking(double)

    assert CODE.search(told.text())
    assert "/srv" not in told.text()
    assert "/srv/caveat/data is damaged" in caplog.text
    assert not any(record.exc_info for record in caplog.records)


async def test_a_buttons_error_goes_the_same_way(
    double: DiscordDouble, service: ObedientService, bot: CaveatBot, caplog: pytest.LogCaptureFixture
) -> None:
    """A private code, the card as it was, and no complaint of the library's own."""
    shown = await card(double)
    before = shown.text()
    service.error = ValueError("granite secrets")

    told = await double.user("alice").press(shown, "Next ▶")

    assert told.messages[-1].ephemeral
    assert CODE.search(told.messages[-1].text())
    assert before == shown.text()
    assert not any(record.name.startswith("discord.ui") for record in caplog.records)


async def test_a_slow_button_is_acknowledged_first(
    double: DiscordDouble, service: ObedientService, bot: CaveatBot
) -> None:
    """Then the card turns."""
    shown = await card(double)
    service.may_answer.clear()
    press = asyncio.create_task(double.user("alice").press(shown, "Next ▶"))
    deferrals = len(callbacks(double))
    await double.journal.until(lambda: len(callbacks(double)) > deferrals, "an acknowledgement", 30.0)

    service.may_answer.set()
    told = await press

    assert told.outcome == "acknowledged"
    assert "Marble is soft" in shown.text()


async def test_an_acknowledgement_that_comes_too_late_is_one_line(
    double: DiscordDouble, service: ObedientService, bot: CaveatBot, clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    """Nobody is left to be told, so there is one warning, no traceback, and the next question is answered."""
    service.may_answer.clear()
    double.fail_next("rate limit", CALLBACK, retry_after_s=0.01)
    late = asking(double)
    await double.journal.until(lambda: double.hub.interactions.unanswered() or None, "the question", 30.0)
    clock.now_s += 4
    await until(lambda: bot.replies.undelivered)
    late.cancel()

    service.may_answer.set()
    told = await asking(double)

    assert "hard" in told.text()
    assert ["a reply was not delivered: NotFound, status 404, code 10062"] == [
        record.getMessage() for record in caplog.records if record.name == "bot.replies.reply"
    ]
    assert not any(record.exc_info for record in caplog.records)


async def test_a_deferral_whose_response_is_lost_is_finished(
    double: DiscordDouble, service: ObedientService, bot: CaveatBot
) -> None:
    """Discord took it, the client asked again and was refused (40060): the card comes all the same."""
    service.may_answer.clear()
    double.fail_next("error", CALLBACK, after=True)
    answer = asking(double)
    await double.journal.until(lambda: len(callbacks(double)) > 1 or None, "the second attempt", 30.0)

    service.may_answer.set()
    told = await answer

    assert (told.deferred, len(told.messages)) == (True, 1)
    assert "hard" in told.text()
    assert bot.replies.undelivered == 0


@pytest.mark.usefixtures("patient")
async def test_an_answer_whose_response_is_lost_stands_once(double: DiscordDouble, bot: CaveatBot) -> None:
    """The second attempt is refused, and nothing more is said."""
    double.fail_next("error", CALLBACK, after=True)

    told = await asking(double)
    await until(lambda: bot.replies.undelivered)

    assert len(told.messages) == 1
    assert "hard" in told.text()


@pytest.mark.parametrize("after", [False, True])
async def test_a_server_error_does_not_make_two_answers_of_one(
    double: DiscordDouble, bot: CaveatBot, *, after: bool
) -> None:
    """Whether or not the message was posted before the error; another process would use the same nonce."""
    double.fail_next("error", "/messages$", after=after)

    question = await double.user("alice").says(double.channel, f"<@{double.world.bot_id}> {QUESTION}")
    await double.journal.until(lambda: posts(double) == [500, 200] or None, "both attempts", 30.0)

    cards_posted = [message for message in double.messages() if message.is_card]
    assert [str(question.id)] == [message.payload["nonce"] for message in cards_posted]


@pytest.mark.parametrize("path", ["/messages$", CALLBACK])
async def test_a_rate_limited_reply_comes_a_little_later(
    double: DiscordDouble, bot: CaveatBot, path: str, caplog: pytest.LogCaptureFixture
) -> None:
    """The client waits as long as it is told; the log names no token."""
    double.fail_next("rate limit", path)
    alice = double.user("alice")

    texts = [
        (await alice.asks(double.channel, f"<@{double.world.bot_id}> {QUESTION}")).text(),
        (await asking(double)).text(),
    ]

    assert all("hard" in text for text in texts)
    assert not any(record.exc_info for record in caplog.records)


@pytest.mark.parametrize("status", [403, 404])
async def test_a_refused_reply_is_one_line(
    double: DiscordDouble, bot: CaveatBot, status: int, caplog: pytest.LogCaptureFixture
) -> None:
    """A channel that was closed or deleted meanwhile is counted, not retried and not a traceback."""
    double.fail_next("error", "/messages$", status=status)

    await double.user("alice").says(double.channel, f"<@{double.world.bot_id}> {QUESTION}")
    await until(lambda: bot.replies.undelivered)

    assert [status] == posts(double)
    assert not any(record.exc_info for record in caplog.records)


async def test_an_answer_to_a_deleted_question_is_one_line(
    double: DiscordDouble, service: ObedientService, bot: CaveatBot, caplog: pytest.LogCaptureFixture
) -> None:
    """Who takes the question back gets no answer, and it is no bug."""
    service.may_answer.clear()
    alice = double.user("alice")
    message = await alice.says(double.channel, f"<@{double.world.bot_id}> {QUESTION}")
    await asyncio.to_thread(service.asked.wait, 10)
    await alice.deletes(message)

    service.may_answer.set()
    await until(lambda: bot.replies.undelivered)

    assert bot.replies.last_error is None
    assert double.messages() == []


@pytest.mark.usefixtures("patient")
@pytest.mark.parametrize("by_mention", [False, True])
async def test_a_malformed_card_is_a_bug_that_is_told(
    double: DiscordDouble, bot: CaveatBot, monkeypatch: pytest.MonkeyPatch, *, by_mention: bool
) -> None:
    """Discord refuses more than 4,000 characters; who asked gets the code instead of nothing."""

    def too_long(*_: object) -> discord.ui.LayoutView:
        return discord.ui.LayoutView(timeout=None).add_item(discord.ui.TextDisplay("x" * 4001))

    monkeypatch.setattr(cards, "render", too_long)

    if by_mention:
        told = (await double.user("alice").asks(double.channel, f"<@{double.world.bot_id}> {QUESTION}")).text()
    else:
        told = (await asking(double)).text()

    assert CODE.search(told)


async def test_draining_waits_for_answers_under_way(
    double: DiscordDouble, service: ObedientService, bot: CaveatBot
) -> None:
    """What was taken is finished; what comes after is not taken."""
    service.may_answer.clear()
    answer = asking(double)
    await acknowledged(double, Callback.DEFER)

    drained = asyncio.create_task(bot.drain())
    await until(lambda: not bot.leases.holds(0))
    await double.user("bob").says(double.channel, f"<@{double.world.bot_id}> {QUESTION}")
    await double.settled()
    waiting = not drained.done()
    service.may_answer.set()
    await drained

    assert waiting
    assert "hard" in (await answer).text()
    assert posts(double) == []


async def test_a_question_that_was_on_its_way_at_the_signal_is_answered(
    double: DiscordDouble, bot: CaveatBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """For a moment after the signal questions are still taken, since they were sent before it."""
    monkeypatch.setattr(client, "LINGER_S", 1.0)
    drained = asyncio.create_task(bot.drain())
    await asyncio.sleep(0)

    told = await asking(double)

    assert "hard" in told.text()
    await drained
    assert not bot.leases.holds(0)


async def test_draining_does_not_wait_for_ever(
    double: DiscordDouble, service: ObedientService, bot: CaveatBot, caplog: pytest.LogCaptureFixture
) -> None:
    """A search that hangs does not keep the process."""
    service.may_answer.clear()
    answer = asking(double)
    await acknowledged(double, Callback.DEFER)

    await bot.replies.drain(0.01)

    assert not answer.done()
    service.may_answer.set()
    await answer
    assert not any(record.levelno >= logging.ERROR for record in caplog.records)


def posts(double: DiscordDouble) -> list[int | None]:
    """Return how each attempt to post a message ended."""
    return [request.status for request in double.requests if request.path.endswith("/messages")]
