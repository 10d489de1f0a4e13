"""Messages that somebody asks about: by menu, in a reply, by a link; only what the bot and the asker may read."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
import pytest_asyncio

from bot.gateway.client import CaveatBot
from tests.bot.connected import connected, connected_bot, service_in
from tests.discord_double import DiscordDouble, Intent, Permission
from tests.discord_double.views import Message
from tests.discord_double.world import Channel, Overwrite

__all__ = ["connected_bot"]

pytestmark = pytest.mark.asyncio

GRANITE = "Granite is hard."
NOT_FOUND = "No such message was found"


@pytest_asyncio.fixture
async def reading_bot(double: DiscordDouble, tmp_path: Path) -> AsyncIterator[CaveatBot]:
    """A bot that its operator lets read messages."""
    double.allow_intents(Intent.MESSAGE_CONTENT)
    async with connected(double, service_in(tmp_path, message_content=True)) as client:
        yield client


def link(message: Message, channel: Channel) -> str:
    """Return the address that Discord copies for a message."""
    return f"https://discord.com/channels/{channel.guild_id}/{channel.id}/{message.id}"


async def test_a_quote_in_somebodys_message_is_checked_privately(
    double: DiscordDouble, connected_bot: CaveatBot
) -> None:
    """What stands around it is told, and who wrote it is not."""
    message = await double.user("bob").says(double.channel, f'I read that "{GRANITE}" and wonder')

    answer = await double.user("alice").menu(message, "Check this quote")

    assert answer.ephemeral
    assert "Verbatim" in answer.text()
    assert "was not checked: I read that … and wonder" in answer.text()
    assert "bob" not in answer.text()


async def test_the_words_of_a_forwarded_message_are_used(double: DiscordDouble, connected_bot: CaveatBot) -> None:
    """They stand in its snapshot, and the message itself has none."""
    message = await double.user("bob").says(double.channel, "x")
    snapshot = {"message": {**message.stored.payload, "content": GRANITE}}
    message.stored.payload |= {"content": "", "message_snapshots": [snapshot]}

    answer = await double.user("alice").menu(message, "Check this quote")

    assert "Verbatim" in answer.text()


async def test_a_card_of_the_bots_own_is_checked(double: DiscordDouble, connected_bot: CaveatBot) -> None:
    """Its words stand in its parts."""
    alice = double.user("alice")
    card = (await alice.slash(double.channel, "ask", question="How hard is granite?")).message

    answer = await alice.menu(card, "Check this quote")

    assert "Verbatim" in answer.text()


async def test_is_that_so_is_answered_with_the_message_it_replies_to_once(
    double: DiscordDouble, reading_bot: CaveatBot
) -> None:
    """With passages; whoever asks again is told so."""
    alice, bob = double.user("alice"), double.user("bob")
    message = await bob.says(double.channel, "granite is hard, they say")

    first = await alice.answer_to(await alice.replies(message, f"<@{double.world.bot_id}> is that so?", ping=False))
    again = await bob.answer_to(await bob.replies(message, f"<@{double.world.bot_id}> really?", ping=False))

    assert "outlast us" in first.text()
    assert "answered about that message already" in again.text()


async def test_a_message_that_cannot_be_read_is_told(double: DiscordDouble, connected_bot: CaveatBot) -> None:
    """Without its content, Discord gives the bot an empty one."""
    alice = double.user("alice")
    message = await double.user("bob").says(double.channel, "granite is hard")

    answer = await alice.answer_to(await alice.replies(message, f"<@{double.world.bot_id}> stimmt das?", ping=False))

    assert "cannot read the message you reply to" in answer.text()


async def test_a_question_of_its_own_in_a_reply_stays_one(double: DiscordDouble, connected_bot: CaveatBot) -> None:
    """It names what it asks for."""
    alice = double.user("alice")
    message = await double.user("bob").says(double.channel, "whatever")

    text = f"<@{double.world.bot_id}> how hard is granite?"
    answer = await alice.answer_to(await alice.replies(message, text, ping=False))

    assert "outlast us" in answer.text()


async def test_a_server_can_keep_members_messages_from_being_asked_about(
    double: DiscordDouble, connected_bot: CaveatBot
) -> None:
    """By others; who wrote one still may."""
    guild_id = double.channel.guild_id or 0
    connected_bot.rules.book.change(guild_id, {"about_messages": False}, 1, datetime.now(UTC))
    message = await double.user("bob").says(double.channel, GRANITE)

    refused = [await double.user("alice").menu(message, name) for name in ("Check this quote", "Ask about this")]
    own = await double.user("bob").menu(message, "Check this quote")

    assert ["Verbatim" in answer.text() for answer in (*refused, own)] == [False, False, True]
    assert all("members' messages" in answer.text() for answer in refused)


@pytest.mark.parametrize(("command", "option"), [("verify", "quote"), ("ask", "question")])
async def test_a_linked_message_is_read_privately(
    double: DiscordDouble, reading_bot: CaveatBot, command: str, option: str
) -> None:
    """In the server where it stands, by who may read it there."""
    elsewhere = double.add_channel("geology")
    message = await double.user("bob").says(elsewhere, GRANITE)

    answer = await double.user("alice").slash(double.channel, command, **{option: link(message, elsewhere)})

    assert answer.ephemeral
    assert GRANITE in answer.text()


@pytest.mark.parametrize("denied", [Permission.VIEW_CHANNEL, Permission.READ_MESSAGE_HISTORY])
async def test_a_link_into_a_channel_that_the_asker_lacks_reads_like_no_message(
    double: DiscordDouble, reading_bot: CaveatBot, denied: Permission
) -> None:
    """Word for word, and nothing is asked of Discord for it."""
    carol = double.user("carol", may=Permission.ADMINISTRATOR)
    hidden = double.add_channel("staff", everyone_denied=denied)
    hidden.overwrites[double.world.bot_id] = Overwrite(allow=denied)
    message = await carol.says(hidden, GRANITE)
    missing = link(message, double.channel).replace(str(message.id), "123")

    answers = [
        await double.user("alice").slash(double.channel, "verify", quote=address)
        for address in (link(message, hidden), missing, link(message, hidden).replace(str(hidden.id), "5"))
    ]
    seen = await carol.slash(double.channel, "verify", quote=link(message, hidden))

    assert {answer.text() for answer in answers} == {answers[1].text()}
    assert NOT_FOUND in answers[0].text()
    assert "Verbatim" in seen.text()
    assert all(answer.ephemeral for answer in answers)


async def test_a_link_into_another_server_reads_like_no_message(double: DiscordDouble, reading_bot: CaveatBot) -> None:
    """Also of somebody who is in both."""
    other = double.add_guild("other")
    there = double.channel_of(other)
    message = await double.user("bob", other).says(there, GRANITE)
    double.user("alice", other)

    answer = await double.user("alice").slash(double.channel, "verify", quote=link(message, there))

    assert NOT_FOUND in answer.text()


async def test_a_link_in_public_is_not_read(double: DiscordDouble, reading_bot: CaveatBot) -> None:
    """Everybody would see what only some may."""
    message = await double.user("bob").says(double.channel, GRANITE)

    answer = await double.user("alice").asks(
        double.channel, f"<@{double.world.bot_id}> {link(message, double.channel)}"
    )

    assert "where nobody else sees" in answer.text()
