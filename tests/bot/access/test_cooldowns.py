"""Who asks too often is told once, politely, for how long; nobody else is slowed down."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from bot.access.limits import MINUTE_S, UsageCounts
from bot.gateway.client import CaveatBot
from tests.bot.connected import connected, service_in
from tests.bot.pressing import acts
from tests.clock import Clock
from tests.discord_double import DiscordDouble, Intent, Permission

pytestmark = pytest.mark.asyncio

NOON = datetime(2026, 1, 2, 12, tzinfo=UTC)
QUESTION = "What about granite?"


@pytest_asyncio.fixture
async def bot(double: DiscordDouble, tmp_path: Path, clock: Clock) -> AsyncIterator[CaveatBot]:
    """The bot, connected, which may read messages and goes by that clock."""
    double.allow_intents(Intent.MESSAGE_CONTENT)
    async with connected(double, service_in(tmp_path, defer_after_s=2.5, message_content=True)) as client:
        client.rules.limits = UsageCounts(clock)
        yield client


def given(bot: CaveatBot, double: DiscordDouble, **settings: Any) -> None:
    """Let the first server have settings."""
    bot.rules.book.change(double.guild.id, settings, 9, NOON)


async def test_commands_are_refused_privately_with_the_wait(
    double: DiscordDouble, bot: CaveatBot, clock: Clock
) -> None:
    """Questions and lookups count together; after the wait it goes on, and others never waited."""
    given(bot, double, user_questions=2)
    alice, bob = double.user("alice"), double.user("bob")
    await alice.slash(double.channel, "ask", question=QUESTION)
    await alice.slash(double.channel, "sources")
    clock.now_s += 18

    refused = [await alice.slash(double.channel, "ask", question=QUESTION) for _ in range(2)]
    others = await bob.slash(double.channel, "ask", question=QUESTION)
    elsewhere = await alice.answer_to(await alice.dms(QUESTION))
    helped = await alice.slash(double.channel, "help")
    clock.now_s += MINUTE_S
    again = await alice.slash(double.channel, "ask", question=QUESTION)

    assert all(answer.ephemeral and "Try again in 42 seconds" in answer.text() for answer in refused)
    assert all("grain of salt" in answer.text() for answer in (others, elsewhere, again))
    assert "/ask" in helped.text()


async def test_mentions_are_told_once_and_then_not_answered(
    double: DiscordDouble, bot: CaveatBot, clock: Clock
) -> None:
    """A chat is not filled with refusals; the next minute begins anew."""
    given(bot, double, user_questions=1)
    alice = double.user("alice")
    mention = f"<@{double.world.bot_id}> {QUESTION}"
    await alice.asks(double.channel, mention)

    told = await alice.asks(double.channel, mention)
    await alice.says(double.channel, mention)
    await alice.says(double.channel, mention)
    await double.no_answer(within_s=0.2)
    clock.now_s += MINUTE_S + 1
    again = await alice.asks(double.channel, mention)

    assert "Try again in 60 seconds" in told.text()
    assert not told.pinged
    assert "grain of salt" in again.text()


async def test_a_channel_has_a_limit_for_all(double: DiscordDouble, bot: CaveatBot) -> None:
    """Another channel has its own."""
    given(bot, double, channel_questions=2)
    other = double.add_channel("other")
    people = [double.user(name) for name in ("alice", "bob", "carol")]

    texts = [(await person.slash(double.channel, "ask", question=QUESTION)).text() for person in people]
    elsewhere = await people[2].slash(other, "ask", question=QUESTION)

    assert ["Try again" in text for text in texts] == [False, False, True]
    assert "grain of salt" in elsewhere.text()


async def test_a_server_cannot_allow_more_than_the_operator(double: DiscordDouble, bot: CaveatBot) -> None:
    """The smaller of both numbers holds."""
    given(bot, double, user_questions=1000)
    alice = double.user("alice")
    most = bot.config.limits.user_questions

    texts = [(await alice.slash(double.channel, "caveat", seed="stones")).text() for _ in range(most + 1)]

    assert ["Try again" in text for text in texts] == [False] * most + [True]


async def test_buttons_have_a_limit_of_their_own(double: DiscordDouble, bot: CaveatBot) -> None:
    """Pressing does not use questions up, and cannot be done without end."""
    given(bot, double, user_questions=1)
    alice = double.user("alice")
    card = (await alice.slash(double.channel, "ask", question=QUESTION)).message
    most = bot.config.limits.user_presses // 2  # "More…" is pressed before each

    texts = [(await acts(alice, card, "Why this?")).text() for _ in range(most + 1)]

    assert ["Try again" in text for text in texts] == [False] * most + [True]


async def test_nobody_is_told_who_did_not_ask_the_bot(double: DiscordDouble, bot: CaveatBot) -> None:
    """Where every question is answered, one too many gets silence; talk counts for nothing."""
    given(bot, double, answer_channels={double.channel.id}, user_questions=1)
    alice = double.user("alice")
    await alice.says(double.channel, "Granite is what I like.")

    answer = await alice.asks(double.channel, QUESTION)
    await alice.says(double.channel, QUESTION)
    await double.no_answer(within_s=0.2)

    assert "grain of salt" in answer.text()


async def test_a_server_reindexes_so_often_an_hour(
    double: DiscordDouble, bot: CaveatBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its curators are told how many minutes to wait, whichever worker they asked before."""
    begin, later = bot.store.begin_reindex, timedelta()
    monkeypatch.setattr(bot.store, "begin_reindex", lambda guild, by, now, most: begin(guild, by, now + later, most))
    admin = double.user("ada", may=Permission.MANAGE_GUILD)
    most = bot.config.limits.reindexes

    texts = [(await admin.slash(double.channel, "reindex")).text() for _ in range(most + 1)]
    later = timedelta(minutes=58)
    still = (await admin.slash(double.channel, "reindex")).text()
    later = timedelta(minutes=61)
    again = (await admin.slash(double.channel, "reindex")).text()

    assert ["Try again in 60 minutes" in text for text in texts] == [False] * most + [True]
    assert "Try again in " in still
    assert "seconds" in still
    assert "Try again" not in again
