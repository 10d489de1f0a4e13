"""A shard goes from one worker to another, both with the real client on the double: nothing lost, nothing twice."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

import discord
import pytest
import pytest_asyncio

from bot.gateway import sharded, shards
from bot.gateway.client import CaveatBot
from bot.gateway.known_servers import packed, unpacked
from tests.bot.connected import connected, service_in, until
from tests.discord_double import DiscordDouble, limits
from tests.discord_double.kinds import ChannelKind, Permission
from tests.discord_double.people import User
from tests.discord_double.world import Channel

pytestmark = pytest.mark.asyncio

SHARDS = 2
QUESTION = "How hard is granite?"
MOST_ASKED = 50  # a channel may ask 60 times a minute


@pytest_asyncio.fixture
async def double() -> AsyncIterator[DiscordDouble]:
    """A double of two shards, each of which may be begun at once, with a server on each."""
    async with DiscordDouble(shards=SHARDS) as running:
        running.hub.gateway.max_concurrency, running.hub.gateway.begun_every_s = SHARDS, limits.IDENTIFY_EVERY_S
        running.add_guild("Second", shard=(1, SHARDS))
        yield running
        assert running.violations == []


@pytest.fixture(autouse=True)
def often(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have workers look at each other often."""
    monkeypatch.setattr(shards, "CLAIM_EVERY_S", 0.05)


def second(double: DiscordDouble) -> Channel:
    """Return a channel on the second shard."""
    return double.channel_of(next(guild for guild in double.world.guilds.values() if guild.name == "Second"))


def member(double: DiscordDouble, name: str) -> User:
    """Return somebody who may write there."""
    return double.user(name, double.world.guilds[second(double).guild_id or 0])


async def both(double: DiscordDouble, folder: Path, stack: AsyncExitStack) -> tuple[CaveatBot, CaveatBot]:
    """Connect two workers on one database, one after the other, and wait until each has a shard."""
    one = await stack.enter_async_context(connected(double, service_in(folder)))
    two = await stack.enter_async_context(connected(double, service_in(folder)))
    await until(lambda: (one.leases.held(), two.leases.held()) == ([0], [1]) and two.connections.is_open(1))
    return one, two


async def test_a_worker_that_comes_goes_on_with_its_shards_session(double: DiscordDouble, tmp_path: Path) -> None:
    """It resumes, begins no session, and knows the servers of its shard; the other one forgets them."""
    async with AsyncExitStack() as stack:
        one, two = await both(double, tmp_path, stack)
        asked = await member(double, "ann").asks(second(double), f"<@{double.world.bot_id}> {QUESTION}")
        guilds = [[guild.name for guild in bot.guilds] for bot in (one, two)]
        log = list(double.gateway_log)

    assert [["Test server"], ["Second"]] == guilds
    assert "it will outlast us." in asked.text()
    assert 2 == sum(entry.startswith("IDENTIFY") for entry in log)
    assert 1 == sum(entry.startswith("RESUME") for entry in log)


async def test_what_is_asked_while_a_shard_moves_is_answered_once(double: DiscordDouble, tmp_path: Path) -> None:
    """Mentions and commands, all the while."""
    asked: list[Any] = []

    async def ask(moved: asyncio.Event) -> None:
        while not moved.is_set() and len(asked) < MOST_ASKED:
            name = f"person {len(asked)}"
            text = f"<@{double.world.bot_id}> {QUESTION}"
            asked.append(await member(double, name).says(second(double), text))
            await asyncio.sleep(0.05)

    moved = asyncio.Event()
    async with AsyncExitStack() as stack:
        one = await stack.enter_async_context(connected(double, service_in(tmp_path)))
        await until(lambda: one.connections.is_whole(1))
        asking = asyncio.create_task(ask(moved))
        two = await stack.enter_async_context(connected(double, service_in(tmp_path)))
        await until(lambda: two.connections.is_open(1))
        slash = await member(double, "ann").slash(second(double), "ask", question=QUESTION)
        moved.set()
        await asking
        await double.quiet()
        await until(lambda: len([m for m in double.messages(second(double)) if m.is_card]) > len(asked))

    replies = [message.replies_to for message in double.messages(second(double)) if message.is_card]
    assert [1] * len(asked) == [replies.count(message.id) for message in asked]
    assert 1 == len(slash.messages)


async def test_a_worker_that_leaves_loses_no_question(double: DiscordDouble, tmp_path: Path) -> None:
    """Whoever is left goes on with its session, in which Discord tells what was missed."""
    async with AsyncExitStack() as stack:
        one = await stack.enter_async_context(connected(double, service_in(tmp_path)))
        async with connected(double, service_in(tmp_path)) as two:
            await until(lambda: two.connections.is_open(1) and one.leases.held() == [0])
        asked = await member(double, "ann").asks(second(double), f"<@{double.world.bot_id}> {QUESTION}")

    assert "it will outlast us." in asked.text()


async def test_a_session_that_discord_has_forgotten_is_begun_anew(double: DiscordDouble, tmp_path: Path) -> None:
    """Which takes another of the day's beginnings, and no question."""
    async with AsyncExitStack() as stack:
        one = await stack.enter_async_context(connected(double, service_in(tmp_path)))
        await until(lambda: one.connections.is_whole(1))
        double.hub.gateway.forgets = True
        two = await stack.enter_async_context(connected(double, service_in(tmp_path)))
        await until(lambda: sum(entry.startswith("IDENTIFY") for entry in double.gateway_log) == 3)
        await until(lambda: two.connections.is_open(1))
        asked = await member(double, "ann").asks(second(double), f"<@{double.world.bot_id}> {QUESTION}")

    assert "it will outlast us." in asked.text()
    assert "RESUME refused" in double.gateway_log


async def test_shards_stay_where_few_sessions_are_left(
    double: DiscordDouble, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """For what would become of a session that Discord does not let go on, each costs one."""
    monkeypatch.setattr(sharded, "ASK_AGAIN_S", 0.0)
    async with AsyncExitStack() as stack:
        one = await stack.enter_async_context(connected(double, service_in(tmp_path)))
        double.hub.gateway.starts_left = sharded.LEFT_FOR_TROUBLE - 1
        two = await stack.enter_async_context(connected(double, service_in(tmp_path)))
        await until(lambda: one.leases._stay_until)

        assert ([0, 1], []) == (one.leases.held(), two.leases.held())


def as_seen(guild: discord.Guild) -> object:
    """Return all of a server that the bot acts by."""
    places = [*guild.channels, *guild.threads]
    return (
        (guild.name, guild.owner_id, str(guild.preferred_locale), guild.member_count, guild.unavailable),
        guild.system_channel and guild.system_channel.id,
        [(role.id, role.name, role.permissions, role.position, role.managed) for role in guild.roles],
        {each.id: (each.name, each.type, each.permissions_for(guild.me), each.category_id) for each in places},
        {each.id: (each.archived, each.locked, each.owner_id, each.parent_id) for each in guild.threads},
        {each.id: [tag.name for tag in each.available_tags] for each in guild.forums},
        (guild.me.nick, [role.id for role in guild.me.roles], guild.me.guild_permissions),
    )


async def test_a_handed_server_is_known_as_it_was(double: DiscordDouble, tmp_path: Path) -> None:
    """With channels of all kinds, what is denied in them, threads, forums with tags, and the bot's own roles."""
    guild = double.guild_join("Full", bot_may=Permission.MANAGE_MESSAGES, locale="de")
    double.add_channel("quiet", guild, bot_denied=Permission.SEND_MESSAGES)
    text = double.add_channel("talk", guild)
    double.add_channel("thread", guild, kind=ChannelKind.PUBLIC_THREAD, parent=text)
    for kind in (ChannelKind.CATEGORY, ChannelKind.VOICE, ChannelKind.NEWS):
        double.add_channel(kind.name.lower(), guild, kind=kind, everyone_denied=Permission.VIEW_CHANNEL)
    double.add_channel("forum", guild, kind=ChannelKind.FORUM, tags=("stones", "rain"))
    async with connected(double, service_in(tmp_path)) as bot:
        await until(lambda: bot.get_guild(guild.id) is not None)
        found = bot.get_guild(guild.id)
        assert found is not None
        before = as_seen(found)
        known = packed([found], 7)
        bot._connection._remove_guild(found)

        for payload in unpacked(known, 7) or []:
            bot._connection._add_guild_from_data(payload)  # type: ignore[arg-type]
        again = bot.get_guild(guild.id)

    assert again is not None
    assert before == as_seen(again)


async def test_who_is_told_of_a_server_that_the_bot_is_not_in_answers(double: DiscordDouble, tmp_path: Path) -> None:
    """People use the app there for themselves, and nobody says by which shard that is told."""
    async with AsyncExitStack() as stack:
        one, _two = await both(double, tmp_path, stack)
        known, unknown = second(double).guild_id or 0, (1 << 22) | 1
        elsewhere = one._connection._get_or_create_unavailable_guild(unknown)

        assert one.answers_for(elsewhere)
        assert not one.answers_for(discord.Object(unknown))
        assert not one.answers_for(discord.Object(known))


async def test_status_tells_who_has_which_shards(double: DiscordDouble, tmp_path: Path) -> None:
    """Whoever is asked comes first; one worker on one shard is not worth a word."""
    async with AsyncExitStack() as stack:
        await both(double, tmp_path, stack)
        shown = (await member(double, "ann").slash(second(double), "status")).text()

    assert "shards of worker 1: 1 (this one)\nshards of worker 2: 0\n" in shown


async def test_what_cannot_be_read_is_not_known() -> None:
    """Servers of other intents, of another version, or no servers at all."""
    assert [] == unpacked(packed([], 7), 7)
    assert [None, None, None] == [unpacked(packed([], 7), 8), unpacked(b"", 7), unpacked(b"no bytes of ours", 7)]
