"""News of seeds: a silent digest a day, corrections at once, each once, whoever posts it."""

from datetime import UTC, date, datetime, timedelta

import pytest

from bot.gateway.client import CaveatBot
from bot.news.news import NewsPoster
from bot.store.queries.seed_acts import Admin
from bot.store.queries.seeds import SeedContents
from tests.discord_double import DiscordDouble, Permission
from tests.discord_double.views import Message
from tests.discord_double.world import Channel

pytestmark = pytest.mark.asyncio

NOON = datetime(2026, 1, 2, 12, tzinfo=UTC)
ADMIN = 9
SILENT = 1 << 12


class Calendar:
    """A day that a test sets."""

    def __init__(self) -> None:
        self.day = date(2026, 1, 2)

    def __call__(self) -> date:
        """Return the day it is."""
        return self.day


def poster(bot: CaveatBot, calendar: Calendar) -> NewsPoster:
    """Return a worker's own view of the news, as after a restart."""
    return NewsPoster(bot.service, bot.store, bot.replies, bot.rules, guild=bot.get_guild, day=calendar)


def subscribe(bot: CaveatBot, *channels: Channel) -> None:
    """Have the server's channels told."""
    guild_id = channels[0].guild_id or 0
    bot.rules.book.change(guild_id, {"news_channels": {channel.id for channel in channels}}, ADMIN, NOON)


def index(bot: CaveatBot, guild_id: int) -> None:
    """Index what the server has of its own."""
    libraries = bot.service.libraries
    assert libraries is not None
    libraries.build(guild_id)


def add(bot: CaveatBot, guild_id: int, name: str, text: str) -> None:
    """Give a server a seed of its own."""
    bot.store.add_seed(Admin(guild_id, ADMIN, NOON), name, SeedContents(text.encode()))
    index(bot, guild_id)


async def look(news: NewsPoster, times: int = 2) -> None:
    """Look as often as it takes for changes to count as settled."""
    for _ in range(times):
        await news.look()


def posts(double: DiscordDouble, channel: Channel) -> list[Message]:
    """Return what the bot wrote to a channel."""
    return [each for each in double.messages(channel) if each.stored.author_id == double.world.bot_id]


async def test_nobody_is_told_who_did_not_ask_for_it(double: DiscordDouble, bot: CaveatBot) -> None:
    """Off unless set."""
    news = poster(bot, Calendar())
    await look(news)
    add(bot, double.guild.id, "own.md", "Obsidian is glass.")

    await look(news)

    assert posts(double, double.channel) == []


async def test_a_digest_names_what_came_and_went(double: DiscordDouble, bot: CaveatBot) -> None:
    """Silently, with author and caveat; what was there before is no news."""
    add(bot, double.guild.id, "old.md", "Pumice floats.")
    subscribe(bot, double.channel)
    news = poster(bot, Calendar())
    await look(news)
    add(bot, double.guild.id, "own.md", "---\nauthor: A. Mason\ntitle: On Glass\n---\nObsidian is glass.")
    seed = bot.store.guild_seed(double.guild.id, "old")
    assert seed is not None
    bot.store.remove_seed(Admin(double.guild.id, ADMIN, NOON), "old", seed.version)
    index(bot, double.guild.id)

    await look(news)

    [post] = posts(double, double.channel)
    assert "**Added:** 1" in post.text()
    assert ["A. Mason" in post.text(), "On Glass" in post.text(), "no caveat found" in post.text()] == [True] * 3
    assert "**No longer there:** own/old" in post.text()
    assert post.stored.payload["flags"] & SILENT
    assert post.pinged == frozenset()


async def test_a_channel_gets_one_digest_a_day(double: DiscordDouble, bot: CaveatBot) -> None:
    """What comes later that day is told the next, together, and after a restart nothing again."""
    subscribe(bot, double.channel)
    calendar = Calendar()
    news = poster(bot, calendar)
    await look(news)
    for name in ("one", "two", "three"):
        add(bot, double.guild.id, f"{name}.md", f"Obsidian {name} is glass.")
        await look(news, times=3)
    first = len(posts(double, double.channel))

    calendar.day += timedelta(days=1)
    await look(poster(bot, calendar), times=3)
    await look(poster(bot, calendar), times=3)

    assert (1, 2) == (first, len(posts(double, double.channel)))
    assert "**Added:** 2" in posts(double, double.channel)[-1].text()


CORRECTED = (
    "---\nauthor: A. Mason\n---\n# Quarry\n\nThe quarry closed in 1988.\n\nCorrection: it closed in 1986, not 1988.\n"
)


async def test_an_authors_correction_is_told_at_once(double: DiscordDouble, bot: CaveatBot) -> None:
    """On whatever day, in full, with the passages it touches, and once."""
    add(bot, double.guild.id, "quarry.md", CORRECTED.partition("Correction")[0])
    subscribe(bot, double.channel)
    news = poster(bot, Calendar())
    await look(news)
    seed = bot.store.guild_seed(double.guild.id, "quarry")
    assert seed is not None
    admin = Admin(double.guild.id, ADMIN, NOON)
    bot.store.change_seed(admin, "quarry", SeedContents(CORRECTED.encode()), seed.version)
    index(bot, double.guild.id)

    await look(news, times=1)
    await look(poster(bot, Calendar()))

    [post] = posts(double, double.channel)
    assert "it closed in 1986, not 1988" in post.text()
    assert "own/quarry#1" in post.text()


async def test_two_workers_and_a_crash_post_once(double: DiscordDouble, bot: CaveatBot) -> None:
    """What was claimed and not noted as posted goes out under the same nonce, which Discord knows."""
    other = double.add_channel("other")
    await double.settled()
    subscribe(bot, double.channel, other)
    calendar = Calendar()
    here, there = poster(bot, calendar), poster(bot, calendar)
    await look(here)
    await look(there)
    add(bot, double.guild.id, "own.md", "Obsidian is glass.")
    await look(here, times=1)
    await look(there, times=1)
    await look(here, times=1)
    await look(there, times=1)

    state = bot.store.news_state(double.guild.id)
    assert state is not None
    number = int(str(posts(double, other)[0].stored.payload["nonce"])[-4:])
    waiting = {"added": ["own/own"], "removed": [], "channels": [double.channel.id, other.id], "number": number}
    claimed = type(state)(state.version, state.told, state.day, waiting)
    bot.store.put_news_state(double.guild.id, claimed)
    await look(poster(bot, calendar))
    await look(poster(bot, calendar))

    assert [1, 1] == [len(posts(double, each)) for each in (double.channel, other)]


async def test_a_channel_that_takes_no_message_stops_nothing(double: DiscordDouble, bot: CaveatBot) -> None:
    """Where the bot may not write, the next channel is told all the same."""
    closed = double.add_channel("closed", bot_denied=Permission.SEND_MESSAGES)
    await double.settled()
    subscribe(bot, closed, double.channel)
    news = poster(bot, Calendar())
    await look(news)
    add(bot, double.guild.id, "own.md", "Obsidian is glass.")

    await look(news, times=4)

    assert (0, 1) == (len(posts(double, closed)), len(posts(double, double.channel)))
