"""New posts of a forum: the title is the question, once, after the first message, and silent otherwise."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import discord
import pytest

from bot.access.gate import Gate
from bot.answering.forum_posts import ForumPosts, Waits
from bot.gateway.client import CaveatBot
from tests.bot.connected import until
from tests.discord_double import DiscordDouble
from tests.discord_double.kinds import ChannelKind
from tests.discord_double.views import Message
from tests.discord_double.world import Channel

pytestmark = pytest.mark.asyncio

NOW = datetime(2026, 1, 2, 12, tzinfo=UTC)
TITLE = "How hard is granite?"


async def forum(double: DiscordDouble, bot: CaveatBot, **settings: object) -> Channel:
    """Return a forum whose posts are answered."""
    made = double.add_channel("help", kind=ChannelKind.FORUM, tags=("stones", "water"))
    await double.settled()
    changes = {"forum_channels": {made.id}, **settings}
    bot.rules.book.change(double.guild.id, changes, 1, NOW)
    return made


def posts(double: DiscordDouble, channel: Channel) -> Sequence[Message]:
    """Return what the bot wrote to a post."""
    return [each for each in double.messages(channel) if each.stored.author_id == double.world.bot_id]


def thread_of(bot: CaveatBot, post: Channel) -> discord.Thread:
    """Return a post as the bot knows it."""
    thread = bot.get_channel(post.id)
    assert isinstance(thread, discord.Thread)
    return thread


async def test_a_post_is_answered_by_its_title_once(double: DiscordDouble, bot: CaveatBot) -> None:
    """Not before its first message is there, without reading that, and in reply to it."""
    alice, place = double.user("alice"), await forum(double, bot)
    post = alice.opens_post(place, TITLE)
    await double.settled()
    before = posts(double, post)

    first = alice.begins_post(post, "nothing that could be read")
    answer = await alice.answer_to(first)

    assert [] == before
    assert "outlast us" in answer.text()
    double.repeat_last_event()
    await double.quiet()
    assert 1 == len(posts(double, post))


async def test_what_the_seeds_do_not_answer_gets_silence(double: DiscordDouble, bot: CaveatBot) -> None:
    """Nobody asked the bot."""
    alice, place = double.user("alice"), await forum(double, bot)
    post = alice.opens_post(place, "Who won the cup in 1998?")
    alice.begins_post(post, "x")

    await double.quiet()

    assert [] == posts(double, post)


async def test_forums_are_left_alone_unless_set(double: DiscordDouble, bot: CaveatBot) -> None:
    """Off by default, and elsewhere."""
    alice = double.user("alice")
    await forum(double, bot)
    other = double.add_channel("other", kind=ChannelKind.FORUM)
    await double.settled()
    post = alice.opens_post(other, TITLE)
    alice.begins_post(post, "x")

    await double.quiet()

    assert [] == posts(double, post)


async def test_who_may_not_ask_gets_silence(double: DiscordDouble, bot: CaveatBot) -> None:
    """In forums too, roles decide."""
    may = double.user("bob")
    role = next(iter(double.guild.members[may.id].roles))
    place = await forum(double, bot, asker_roles={role})
    asked = [(each, each.opens_post(place, TITLE)) for each in (double.user("alice"), may)]
    for each, post in asked:
        each.begins_post(post, "x")

    await until(lambda: posts(double, asked[1][1]))
    await double.quiet()

    assert [0, 1] == [len(posts(double, post)) for _, post in asked]


async def test_a_tag_of_the_post_narrows_it_down(double: DiscordDouble, bot: CaveatBot) -> None:
    """The tag is bound to tags that no seed has, so nothing answers."""
    alice = double.user("alice")
    place = await forum(double, bot)
    water = next(number for number, name in place.tags.items() if name == "water")
    bot.rules.book.bind(double.guild.id, water, ("sea",), 1, NOW)
    asked = [alice.opens_post(place, TITLE, tags=[tag]) for tag in ("water", "stones")]
    for post in asked:
        alice.begins_post(post, "x")

    await until(lambda: posts(double, asked[1]))
    await double.quiet()

    assert [0, 1] == [len(posts(double, post)) for post in asked]


async def test_discord_is_asked_where_an_event_got_lost(double: DiscordDouble, bot: CaveatBot) -> None:
    """The first message tells whether a person wrote the post."""
    alice, place = double.user("alice"), await forum(double, bot)
    post = alice.opens_post(place, TITLE)
    alice.begins_post(post, "x")
    await double.quiet()
    thread = thread_of(bot, post)
    seeking = ForumPosts(bot.acts.asking, bot.replies, Gate(bot.answers_for), bot.rules, waits=Waits(0.0, (0.0,)))

    await seeking.created(thread)

    assert any(each.method == "GET" and each.path.endswith(f"/messages/{post.id}") for each in double.requests)


async def test_what_was_posted_while_nobody_listened_is_left_alone(double: DiscordDouble, bot: CaveatBot) -> None:
    """An event that comes late, as after an outage, is none of something new."""
    alice, place = double.user("alice"), await forum(double, bot)
    bot.rules.book.change(double.guild.id, {"forum_channels": frozenset()}, 1, NOW)
    post = alice.opens_post(place, TITLE)
    alice.begins_post(post, "x")
    await double.quiet()
    bot.rules.book.change(double.guild.id, {"forum_channels": {place.id}}, 1, NOW)
    later = ForumPosts(
        bot.acts.asking,
        bot.replies,
        Gate(bot.answers_for),
        bot.rules,
        clock=lambda: datetime.now(UTC) + timedelta(hours=1),
    )

    await later.created(thread_of(bot, post))

    assert [] == posts(double, post)
