"""Where and by whom the bot is asked: threads, forums, voice chats, doors that are closed, and who is no asker."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from bot.gateway.client import CaveatBot
from tests.bot.connected import ObedientService, connected, until
from tests.discord_double import ChannelKind, DiscordDouble, Permission, Upload
from tests.discord_double.messages import Draft
from tests.discord_double.setting import joined_event
from tests.discord_double.views import Message
from tests.discord_double.world import Channel, Person

pytestmark = pytest.mark.asyncio


@pytest_asyncio.fixture
async def bot(double: DiscordDouble, service: ObedientService) -> AsyncIterator[CaveatBot]:
    """The bot, connected."""
    async with connected(double, service) as client:
        yield client


def mention(double: DiscordDouble, words: str = "how hard is granite?") -> str:
    """Return a text that asks the bot."""
    return f"<@{double.world.bot_id}> {words}"


def post(double: DiscordDouble, author: Person, text: str, **extra: object) -> Message:
    """Write a message as somebody who is no person at an app."""
    draft = Draft(author.id, double.channel, {"content": text}, extra=extra)
    return Message(double.world, double.hub.messages.post(draft))


def place(double: DiscordDouble, kind: str) -> Channel:
    """Make a channel of some kind that people write in."""
    if kind == "voice chat":
        return double.add_channel("stage", kind=ChannelKind.VOICE)
    if kind == "forum post":
        author, forum = double.user("author"), double.add_channel("forum", kind=ChannelKind.FORUM)
        post = author.opens_post(forum, "aside")
        author.begins_post(post, "Nothing to ask yet.")
        return post
    return double.add_channel("aside", parent=double.channel)


@pytest.mark.parametrize("kind", ["thread", "forum post", "voice chat"])
async def test_it_answers_wherever_people_write(double: DiscordDouble, bot: CaveatBot, kind: str) -> None:
    """By mention and by slash command alike."""
    channel = place(double, kind)
    alice = double.user("alice")

    texts = [
        (await alice.asks(channel, mention(double))).text(),
        (await alice.slash(channel, "ask", question="How hard is granite?")).text(),
    ]

    assert all("Granite is" in text.replace("**", "") and "grain of salt" in text for text in texts)


async def test_a_thread_it_may_not_write_in_is_left_alone(double: DiscordDouble, bot: CaveatBot) -> None:
    """Threads have a permission of their own."""
    parent = double.add_channel("quiet", bot_denied=Permission.SEND_MESSAGES_IN_THREADS)
    thread = double.add_channel("aside", parent=parent)

    await double.user("alice").says(thread, mention(double))
    await until(lambda: bot.replies.undelivered)

    assert len(double.messages(thread)) == 1


async def test_a_channel_whose_history_is_closed_is_left_alone(double: DiscordDouble, bot: CaveatBot) -> None:
    """Discord takes no reply there; a slash command needs no permission and works."""
    channel = double.add_channel("amnesia", bot_denied=Permission.READ_MESSAGE_HISTORY)

    await double.user("alice").says(channel, mention(double))
    await until(lambda: bot.replies.undelivered)
    answer = await double.user("alice").slash(channel, "ask", question="How hard is granite?")

    assert "grain of salt" in answer.text()


async def test_closed_direct_messages_are_one_line(
    double: DiscordDouble, bot: CaveatBot, caplog: pytest.LogCaptureFixture
) -> None:
    """Who writes and then closes the door gets nothing, and the log no traceback."""
    alice = double.user("alice")
    alice.person.accepts_dms = False

    await alice.dms("how hard is granite?")
    await until(lambda: bot.replies.undelivered)

    assert ["a reply was not delivered: Forbidden, status 403, code 50007"] == [
        record.getMessage() for record in caplog.records if record.name == "bot.replies.reply"
    ]


async def test_a_mention_in_a_reply_to_somebody_else_is_a_question(double: DiscordDouble, bot: CaveatBot) -> None:
    """Its own words count, not those of the message it replies to."""
    talk = await double.user("bob").says(double.channel, "marble is soft")

    asked = await double.user("alice").replies(talk, mention(double))

    assert "how hard is granite?" in (await double.user("alice").answer_to(asked)).text()


async def test_what_is_no_question_gets_no_answer(double: DiscordDouble, bot: CaveatBot) -> None:
    """Bots, webhooks, roles, everyone, edits, plain talk, and replies that do not ping."""
    alice = double.user("alice", may=Permission.MENTION_EVERYONE)
    role = next(iter(double.guild.members[double.world.bot_id].roles))
    talk = await alice.says(double.channel, "granite")
    answer = await alice.asks(double.channel, mention(double))

    post(double, double.world.add_person("other-bot", bot=True), mention(double))
    post(double, double.world.add_person("hook"), mention(double), webhook_id="77")
    post(double, alice.person, mention(double), type=6)  # the system's "pinned a message"
    await alice.says(double.channel, f"<@&{role}> how hard is granite?")
    await alice.says(double.channel, "@everyone how hard is granite?")
    await alice.edits(talk, mention(double))
    await alice.replies(answer, "how hard is granite?", ping=False)

    await double.no_answer(within_s=0.3)


@pytest.mark.parametrize(
    ("words", "told"), [("granite " * 60, "479 characters"), ("", "Ask me a question"), (" \n\t", "Ask me a question")]
)
async def test_what_cannot_be_searched_is_a_sentence(
    double: DiscordDouble, bot: CaveatBot, words: str, told: str
) -> None:
    """Too long is said with both lengths; no words at all get an explanation; neither is an error of ours."""
    answer = await double.user("alice").asks(double.channel, mention(double, words))

    assert told in answer.text()
    assert "reference" not in answer.text()
    assert bot.replies.last_error is None


async def test_a_picture_alone_is_no_question(double: DiscordDouble, bot: CaveatBot) -> None:
    """In a direct message, where everything is a question, it gets the explanation."""
    alice = double.user("alice")

    answer = await alice.answer_to(await alice.dms("", Upload("stone.png", b"png")))

    assert "Ask me a question" in answer.text()


async def test_a_repeated_interaction_is_answered_once(double: DiscordDouble, bot: CaveatBot) -> None:
    """A gateway that repeats itself makes no second acknowledgement, for commands and for buttons."""
    alice = double.user("alice")
    card = (await alice.slash(double.channel, "ask", question="What about granite?")).message
    double.repeat_last_event()
    await double.no_answer(within_s=0.2)

    await alice.press(card, "Next ▶")
    double.repeat_last_event()

    await double.no_answer(within_s=0.2)


async def test_a_command_that_changed_is_a_sentence(double: DiscordDouble, bot: CaveatBot) -> None:
    """Somebody's app still shows what the last version had: reload, it says, and that is no bug."""
    bot.tree.remove_command("status")

    told = await double.user("alice").slash(double.channel, "status")

    assert told.ephemeral
    assert "reload Discord" in told.text()
    assert bot.replies.last_error is None


async def test_status_counts_what_was_not_said(double: DiscordDouble, bot: CaveatBot) -> None:
    """Figures for people: the index's age counts on in their Discord, and nothing is raw."""
    muted = double.add_channel("muted", bot_denied=Permission.SEND_MESSAGES)
    await double.user("alice").says(muted, mention(double))
    await until(lambda: bot.replies.undelivered)

    rows = dict(
        line.split(": ", 1)
        for line in (await double.user("alice").slash(double.channel, "status")).text().replace("**", "").split("\n")
    )

    assert ("1", "3", "1", "none") == tuple(
        rows[name] for name in ("seeds", "passages", "replies not delivered", "last error")
    )
    assert rows["index built"].startswith("<t:")
    assert rows["latency"].endswith(" ms")


async def test_a_server_that_comes_back_is_not_a_new_one(double: DiscordDouble, bot: CaveatBot) -> None:
    """After an outage of the server or of the connection, nobody is greeted."""
    await bot.wait_until_ready()
    event = joined_event(double.world, double.guild)
    double.hub.gateway.dispatch(event.name, lambda _: event.payload | {"unavailable": False}, event.guild_id)
    await double.drop()

    await double.no_answer(within_s=0.2)


@pytest.mark.parametrize("may", [Permission.VIEW_AUDIT_LOG, Permission(0)])
async def test_nobody_is_greeted_behind_a_closed_door(
    double: DiscordDouble, bot: CaveatBot, may: Permission, caplog: pytest.LogCaptureFixture
) -> None:
    """Neither who added the bot nor the owner: one line in the log, and no second attempt elsewhere."""
    await bot.wait_until_ready()
    double.world.people[double.guild.owner_id].accepts_dms = False

    guild = double.guild_join("New server", bot_may=may)
    await until(lambda: bot.replies.undelivered)
    await double.no_answer()

    assert double.messages(double.channel_of(guild)) == []
    assert not any(record.exc_info for record in caplog.records)


async def test_a_greeting_whose_audit_log_fails_goes_to_the_owner(double: DiscordDouble, bot: CaveatBot) -> None:
    """The permission may be gone a moment after it was looked up."""
    await bot.wait_until_ready()
    double.fail_next("error", "/audit-logs", status=403)

    double.guild_join("New server", bot_may=Permission.VIEW_AUDIT_LOG)

    owner = double.world.people[double.guild.owner_id]
    await double.journal.until(
        lambda: double.world.messages_in(double.world.dm_channel(owner.id).id), "the greeting", 30.0
    )
