"""Unanswered questions are kept where a server's admins asked for it, and nowhere else."""

import logging
from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest
import pytest_asyncio

from bot.answering.gaps import today
from bot.gateway.client import CaveatBot
from bot.store.queries.gaps import Gap
from tests.bot.connected import ObedientService, connected
from tests.bot.pressing import acts
from tests.discord_double import DiscordDouble

pytestmark = pytest.mark.asyncio

NOON = datetime(2026, 1, 2, 12, tzinfo=UTC)
ADMIN = 9
UNANSWERED = "Who invented the violin bow?"
ANSWERED = "How hard is granite?"


@pytest_asyncio.fixture
async def bot(double: DiscordDouble, service: ObedientService) -> AsyncIterator[CaveatBot]:
    """The bot, connected, in a server that wants to know."""
    async with connected(double, service) as client:
        client.rules.book.change(double.guild.id, {"keep_unanswered": True}, ADMIN, NOON)
        yield client


async def kept(bot: CaveatBot, guild_id: int) -> list[tuple[str, str]]:
    """Return what is kept of a server, as (question, reason), when all chores are done."""
    await bot.replies.drain(10)
    return [(gap.question, gap.reason) for gap in bot.store.gaps(guild_id)]


async def test_questions_that_find_nothing_are_kept(double: DiscordDouble, bot: CaveatBot) -> None:
    """By command, by mention and by follow-up; each once, however often somebody turns the page or shares."""
    alice = double.user("alice")

    card = (await alice.slash(double.channel, "ask", question=UNANSWERED)).message
    await alice.asks(double.channel, f"<@{double.world.bot_id}> {UNANSWERED}")
    await alice.slash(double.channel, "ask", question=ANSWERED)

    assert "Nothing in the seeds answers this" in card.text()
    assert [(UNANSWERED, "nothing")] * 2 == await kept(bot, double.guild.id)
    assert Gap(double.guild.id, today(), UNANSWERED, "nothing") == bot.store.gaps(double.guild.id)[0]


async def test_question_whose_answer_was_found_unhelpful_is_kept_once(double: DiscordDouble, bot: CaveatBot) -> None:
    """👎 keeps the question on the card, once for each person; 👍 keeps nothing; what is no answer is not judged."""
    alice = double.user("alice")
    card = (await alice.slash(double.channel, "ask", question=ANSWERED)).message
    looked_up = (await alice.slash(double.channel, "passage", ref="stones#1")).message

    for button in ("👍", "👎", "👎"):
        await acts(alice, card, button)

    assert "👎" not in looked_up.buttons
    assert [(ANSWERED, "thumbs_down")] == await kept(bot, double.guild.id)


async def test_private_answers_and_direct_messages_leave_nothing(double: DiscordDouble, bot: CaveatBot) -> None:
    """Whoever asks in private is not overheard."""
    alice = double.user("alice")

    private = (await alice.slash(double.channel, "ask", question=UNANSWERED, private=True)).message
    answered = (await alice.slash(double.channel, "ask", question=ANSWERED, private=True)).message
    await acts(alice, answered, "👎")
    await alice.asks(alice.dm, UNANSWERED)

    assert private.ephemeral
    assert [] == await kept(bot, double.guild.id)


async def test_user_installed_calls_leave_nothing(double: DiscordDouble, bot: CaveatBot) -> None:
    """Where the app is only somebody's own, no server has asked for anything."""
    elsewhere = double.add_guild("elsewhere", with_bot=False)
    bot.rules.book.change(elsewhere.id, {"keep_unanswered": True}, ADMIN, NOON)

    alice = double.user("alice", guild=elsewhere)
    alice.person.installed = True

    card = (await alice.slash(double.channel_of(elsewhere), "ask", question=UNANSWERED)).message

    assert "Nothing in the seeds answers this" in card.text()
    assert [] == await kept(bot, elsewhere.id)


async def test_servers_that_did_not_ask_for_it_keep_nothing(double: DiscordDouble, bot: CaveatBot) -> None:
    """Off is the default, and off again means off at once."""
    bot.rules.book.change(double.guild.id, {"keep_unanswered": False}, ADMIN, NOON)

    await double.user("alice").slash(double.channel, "ask", question=UNANSWERED)

    assert [] == await kept(bot, double.guild.id)


async def test_database_that_fails_costs_no_answer_and_logs_no_question(
    double: DiscordDouble, bot: CaveatBot, caplog: pytest.LogCaptureFixture
) -> None:
    """The answer comes, and the log names the server alone."""
    caplog.set_level(logging.DEBUG, "bot")
    with bot.store._engine.begin() as connection:
        connection.exec_driver_sql("DROP TABLE gap")

    card = (await double.user("alice").slash(double.channel, "ask", question=UNANSWERED)).message
    await bot.replies.drain(10)

    assert "Nothing in the seeds answers this" in card.text()
    assert f"an unanswered question of server {double.guild.id} was not kept" in caplog.text
    assert "violin" not in caplog.text
