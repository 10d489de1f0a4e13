"""What a server's admins set is what happens: where it answers, how privately, and who may press."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from bot.gateway.client import CaveatBot
from tests.bot.connected import connected, service_in, until
from tests.bot.pressing import acts
from tests.discord_double import DiscordDouble, Intent, Permission
from tests.discord_double.people import User
from tests.discord_double.views import Message

pytestmark = pytest.mark.asyncio

NOON = datetime(2026, 1, 2, 12, tzinfo=UTC)
ADMIN = 9
CLOSED = "in other channels only"
QUESTION = "What about granite?"


def given(bot: CaveatBot, double: DiscordDouble, **settings: Any) -> None:
    """Let the first server have settings."""
    bot.rules.book.change(double.guild.id, settings, ADMIN, NOON)


def mention(double: DiscordDouble) -> str:
    """Return a text that asks the bot."""
    return f"<@{double.world.bot_id}> {QUESTION}"


async def card_of(double: DiscordDouble, person: User, **options: Any) -> Message:
    """Let somebody ask in the first channel."""
    return (await person.slash(double.channel, "ask", question=QUESTION, **options)).message


async def test_a_denied_channel_is_refused_privately_and_mentions_get_silence(
    double: DiscordDouble, bot: CaveatBot
) -> None:
    """So are the threads under it and the menus of its messages; what explains the bot goes on."""
    thread = double.add_channel("aside", parent=double.channel)
    given(bot, double, denied_channels={double.channel.id})
    alice = double.user("alice")

    talk = await alice.says(double.channel, mention(double))
    await alice.says(thread, mention(double))
    await double.no_answer(within_s=0.2)
    refused = [
        await alice.slash(double.channel, "ask", question=QUESTION),
        await alice.slash(thread, "search", query="granite"),
        await alice.slash(double.channel, "verify", quote="granite"),
        await alice.menu(talk, "Ask about this"),
        await alice.menu(talk, "Check this quote"),
    ]
    helped = await alice.slash(double.channel, "help")

    assert all(answer.ephemeral and CLOSED in answer.text() for answer in refused)
    assert "/ask" in helped.text()


async def test_allowed_channels_close_the_others(double: DiscordDouble, bot: CaveatBot) -> None:
    """A thread is allowed with the channel it hangs under; direct messages are nobody's to close."""
    open_channel = double.add_channel("library")
    thread = double.add_channel("aside", parent=open_channel)
    given(bot, double, allowed_channels={open_channel.id})
    alice = double.user("alice")

    answers = [
        (await alice.asks(open_channel, mention(double))).text(),
        (await alice.slash(thread, "ask", question=QUESTION)).text(),
        (await alice.answer_to(await alice.dms(QUESTION))).text(),
    ]
    closed = await alice.slash(double.channel, "ask", question=QUESTION)

    assert all("grain of salt" in text for text in answers)
    assert CLOSED in closed.text()


async def test_answers_are_private_where_the_server_prefers_it(double: DiscordDouble, bot: CaveatBot) -> None:
    """Unless who asks says otherwise."""
    given(bot, double, private_by_default=True)
    alice = double.user("alice")

    hidden = [await card_of(double, alice), (await alice.slash(double.channel, "sources")).message]
    shown = await card_of(double, alice, private=False)

    assert [card.ephemeral for card in (*hidden, shown)] == [True, True, False]
    assert "Share" in hidden[0].buttons


@pytest.mark.parametrize("pages", [1, 2])
async def test_an_answer_holds_as_many_pages_as_the_server_wants(
    double: DiscordDouble, bot: CaveatBot, pages: int
) -> None:
    """At most; turning the page counts them too."""
    given(bot, double, pages_per_answer=pages)
    alice = double.user("alice")

    card = await card_of(double, alice)
    if pages > 1:
        await alice.press(card, "Next ▶")

    assert f"{pages} of {pages}" in card.text()
    assert "Next ▶" not in card.buttons


@pytest.mark.parametrize(
    ("pressers", "may"),
    [
        ("asker", {"alice"}),
        ("curators", {"alice", "carol", "dora"}),
        ("everybody", {"alice", "bob", "carol", "dora"}),
    ],
)
async def test_others_press_as_the_server_has_set_it(
    double: DiscordDouble, bot: CaveatBot, pressers: str, may: set[str]
) -> None:
    """Curators are those with such a role, and whoever may manage the server; others are told so privately."""
    people = [double.user(name) for name in ("alice", "bob", "carol")] + [
        double.user("dora", may=Permission.MANAGE_GUILD)
    ]
    given(bot, double, pressers=pressers, curator_roles=double.guild.members[double.user("carol").id].roles)
    card = await card_of(double, double.user("alice"))

    pressed = {person.name: (await acts(person, card, "Why this?")).text() for person in people}

    assert may == {name for name, text in pressed.items() if "of what found this passage" in text}
    assert all("Only the person who asked" in pressed[name] for name in pressed.keys() - may)


async def test_ask_more_on_anothers_card_is_ones_own_question(double: DiscordDouble, bot: CaveatBot) -> None:
    """The card that comes of it belongs to who wrote the follow-up."""
    given(bot, double, pressers="everybody")
    bob = double.user("bob")
    form = (await bob.press(await card_of(double, double.user("alice")), "Ask more")).form
    own = (await bob.submits(form, {"Your question": "and marble?"})).message
    given(bot, double, pressers="asker")

    refused = await acts(double.user("alice"), own, "Cite")
    cited = await acts(bob, own, "Cite")

    assert "Only the person who asked" in refused.text()
    assert "CSL-JSON" in cited.text()


async def test_what_was_closed_meanwhile_is_refused_at_every_step(double: DiscordDouble, bot: CaveatBot) -> None:
    """Buttons and forms of cards from before, sharing too; only removing goes on."""
    alice = double.user("alice")
    public, private = await card_of(double, alice), await card_of(double, alice, private=True)
    form = (await acts(alice, public, "Ask more")).form
    given(bot, double, denied_channels={double.channel.id})

    refused = [
        await acts(alice, public, "Why this?"),
        await alice.press(private, "Share"),
        await alice.submits(form, {"Your question": "and marble?"}),
    ]
    await acts(alice, public, "Remove")

    assert all(answer.ephemeral and CLOSED in answer.text() for answer in refused)
    assert public.deleted


async def test_sharing_needs_the_right_to_write_there(double: DiscordDouble, bot: CaveatBot) -> None:
    """In a thread that is another right than in its channel."""
    parent = double.add_channel("quiet", everyone_denied=Permission.SEND_MESSAGES_IN_THREADS)
    thread = double.add_channel("aside", parent=parent)
    alice = double.user("alice")
    cards = [(await alice.slash(place, "ask", question=QUESTION, private=True)).message for place in (thread, parent)]

    refused = await alice.press(cards[0], "Share")
    shared = await alice.press(cards[1], "Share")

    assert refused.ephemeral
    assert "may not write" in refused.text()
    assert not shared.ephemeral


async def test_settings_do_not_reach_where_the_bot_is_not(double: DiscordDouble, bot: CaveatBot) -> None:
    """A server that it was thrown out of does not rule over people who installed the app for themselves."""
    elsewhere = double.add_guild("elsewhere", with_bot=False)
    channel = double.channel_of(elsewhere)
    bot.rules.book.change(elsewhere.id, {"denied_channels": {channel.id}, "private_by_default": True}, ADMIN, NOON)
    alice = double.user("alice", guild=elsewhere)
    alice.person.installed = True

    answer = await alice.slash(channel, "ask", question=QUESTION)

    assert "grain of salt" in answer.text()
    assert not answer.ephemeral


@pytest_asyncio.fixture
async def listening(double: DiscordDouble, tmp_path: Path) -> AsyncIterator[CaveatBot]:
    """A bot whose operator lets it read messages."""
    double.allow_intents(Intent.MESSAGE_CONTENT)
    async with connected(double, service_in(tmp_path / "listening", message_content=True)) as client:
        yield client


async def test_every_question_of_a_channel_is_answered(double: DiscordDouble, listening: CaveatBot) -> None:
    """Marked as one or worded as one, in the channel and in its threads; nobody is pinged, talk is left alone."""
    thread = double.add_channel("aside", parent=double.channel)
    given(listening, double, answer_channels={double.channel.id})
    alice = double.user("alice")

    await alice.says(double.channel, "Granite is what I like.")
    await double.no_answer(within_s=0.2)
    answers = [
        await alice.asks(double.channel, "granite, is it hard?"),
        await alice.asks(double.channel, "how hard is granite"),
        await alice.asks(thread, "how hard is granite"),
    ]

    assert all("Granite is" in answer.text().replace("**", "") for answer in answers)
    assert all("grain of salt" in answer.text() and not answer.pinged for answer in answers)


async def test_nobody_is_declined_who_did_not_ask_the_bot(double: DiscordDouble, listening: CaveatBot) -> None:
    """What the seeds do not answer, what is too long, other channels, closed ones; a mention is declined in words."""
    elsewhere, closed = double.add_channel("elsewhere"), double.add_channel("closed")
    given(listening, double, answer_channels={double.channel.id, closed.id}, denied_channels={closed.id})
    alice = double.user("alice")

    await alice.says(double.channel, "who won the football match?")
    await alice.says(double.channel, "how hard is granite " * 20 + "?")
    await alice.says(double.channel, "?")
    await alice.says(elsewhere, "how hard is granite?")
    await alice.says(closed, "how hard is granite?")
    await double.no_answer(within_s=0.3)
    asked = await alice.asks(double.channel, f"<@{double.world.bot_id}> who won the football match?")

    assert "Nothing in the seeds answers this" in asked.text()
    assert listening.replies.last_error is None


async def test_without_the_operators_switch_only_what_asks_the_bot_is_answered(
    double: DiscordDouble, bot: CaveatBot
) -> None:
    """A server cannot switch reading on by itself."""
    given(bot, double, answer_channels={double.channel.id})

    await double.user("alice").says(double.channel, "how hard is granite?")

    await double.no_answer(within_s=0.2)


async def test_an_error_behind_an_unasked_answer_is_for_the_log(double: DiscordDouble, tmp_path: Path) -> None:
    """Nobody who did not ask is told of it."""
    double.allow_intents(Intent.MESSAGE_CONTENT)
    service = service_in(tmp_path / "listening", message_content=True)
    async with connected(double, service) as bot:
        given(bot, double, answer_channels={double.channel.id})
        service.error = RuntimeError("a bug")

        await double.user("alice").says(double.channel, "how hard is granite?")

        await until(lambda: bot.replies.last_error)
        await double.no_answer()
