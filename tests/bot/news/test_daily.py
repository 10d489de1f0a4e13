"""A passage a day: at its hour wherever that is, silently, each once, none again before all were shown."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest

from bot.gateway.client import CaveatBot
from bot.news.daily import DailyPoster, check_zone, due_day, zones_like
from bot.store.queries.seed_acts import Admin
from bot.store.queries.seeds import SeedContents
from index.errors import UserError
from tests.discord_double import DiscordDouble, Permission
from tests.discord_double.views import Message
from tests.discord_double.world import Channel

NOON = datetime(2026, 1, 2, 12, tzinfo=UTC)
ADMIN = 9
SILENT = 1 << 12
PROSE = "The keeper wrote down each evening how high the water stood, and nobody asked for it. " * 3


class Clock:
    """A moment that a test sets."""

    def __init__(self) -> None:
        self.at = NOON

    def __call__(self) -> datetime:
        """Return the moment it is."""
        return self.at


@pytest.mark.parametrize(
    ("at", "hour", "zone", "day"),
    [
        ("2026-01-02T08:59", 9, "UTC", "2026-01-01"),
        ("2026-01-02T09:00", 9, "UTC", "2026-01-02"),
        ("2026-01-02T23:59", 9, "UTC", "2026-01-02"),
        ("2026-01-02T00:00", 9, "Asia/Tokyo", "2026-01-02"),  # nine in the morning there
        ("2026-01-01T23:59", 9, "Asia/Tokyo", "2026-01-01"),
        ("2026-01-01T18:30", 0, "Asia/Kolkata", "2026-01-02"),
        ("2026-03-29T00:59", 2, "Europe/Berlin", "2026-03-28"),  # 01:59; two o'clock is skipped
        ("2026-03-29T01:00", 2, "Europe/Berlin", "2026-03-29"),  # 03:00
        ("2026-10-25T00:00", 2, "Europe/Berlin", "2026-10-25"),  # 02:00, for the first time
        ("2026-10-25T01:00", 2, "Europe/Berlin", "2026-10-25"),  # and again
        ("2026-10-25T00:59", 3, "Europe/Berlin", "2026-10-24"),
        ("2026-09-06T04:00", 0, "America/Santiago", "2026-09-06"),  # midnight is skipped: 01:00
        ("2026-09-06T03:59", 0, "America/Santiago", "2026-09-05"),
        ("2026-01-02T08:59", 9, "Mars/Olympus", "2026-01-01"),  # of a version with other data: as UTC
    ],
)
def test_the_day_that_is_due_begins_at_the_hour_there(at: str, hour: int, zone: str, day: str) -> None:
    """Clock changes included: what is skipped is due at the next hour, what is doubled comes once."""
    assert date.fromisoformat(day) == due_day(datetime.fromisoformat(at).replace(tzinfo=UTC), hour, zone)


def test_each_day_is_due_once_all_year() -> None:
    """Hour by hour through a year, in zones with changes of either kind, no day is left out or comes again."""
    for zone in ("Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "America/Santiago", "Africa/Casablanca"):
        for hour in (0, 1, 2, 3, 23):
            days = [due_day(NOON + timedelta(minutes=30 * n), hour, zone) for n in range(366 * 48)]
            steps = {(after - before).days for before, after in pairwise(days)}

            assert {0, 1} == steps


@pytest.mark.parametrize(
    ("typed", "first"), [("berl", "Europe/Berlin"), ("new york", "America/New_York"), ("Asia/Tok", "Asia/Tokyo")]
)
def test_zones_are_completed(typed: str, first: str) -> None:
    """By the place, or by the whole name."""
    assert first in zones_like(typed, 25)[:1]


def test_a_zone_that_there_is_none_of_is_refused() -> None:
    """In one sentence that names it; case does not matter."""
    assert "Europe/Berlin" == check_zone("europe/berlin ")
    with pytest.raises(UserError, match="Mars/Olympus"):
        check_zone("Mars/Olympus")


def poster(bot: CaveatBot, clock: Clock) -> DailyPoster:
    """Return a worker's own poster, as after a restart."""
    return DailyPoster(bot.service, bot.store, bot.replies, bot.rules, guild=bot.get_guild, clock=clock)


def own_seeds(bot: CaveatBot, double: DiscordDouble, *names: str) -> None:
    """Give the server tellable seeds of its own, with tags, and let it see no others."""
    for name in names:
        data = f"---\ntags: {name}s\nauthor: A. Mason\n---\n\n{name.title()}. {PROSE}".encode()
        bot.store.add_seed(Admin(double.guild.id, ADMIN, NOON), f"{name}.md", SeedContents(data))
    bot.rules.book.change(double.guild.id, {"operator_seeds": False}, ADMIN, NOON)
    assert bot.service.libraries is not None
    bot.service.libraries.build(double.guild.id)


def switch_on(bot: CaveatBot, double: DiscordDouble, **more: object) -> None:
    """Have a passage a day shown."""
    daily = {"channel": double.channel.id, "hour": 9, "zone": "UTC", **more}
    bot.rules.book.change(double.guild.id, {"daily": daily}, ADMIN, NOON)


def posts(double: DiscordDouble, channel: Channel) -> list[Message]:
    """Return what the bot wrote to a channel."""
    return [each for each in double.messages(channel) if each.stored.author_id == double.world.bot_id]


@pytest.mark.asyncio
async def test_nothing_is_shown_unless_set(double: DiscordDouble, bot: CaveatBot) -> None:
    """Off by default; switched on, the first comes at the next hour, not at once."""
    clock = Clock()
    own_seeds(bot, double, "rain")
    await poster(bot, clock).look()
    switch_on(bot, double)
    await poster(bot, clock).look()
    clock.at += timedelta(hours=20)
    await poster(bot, clock).look()

    assert [] == posts(double, double.channel)


@pytest.mark.asyncio
async def test_each_day_has_another_passage_once(double: DiscordDouble, bot: CaveatBot) -> None:
    """Silently, with author and caveat, whichever workers look how often, also after restarts."""
    clock = Clock()
    own_seeds(bot, double, "rain", "snow", "wind")
    switch_on(bot, double)
    await poster(bot, clock).look()
    for _ in range(3):
        clock.at += timedelta(days=1)
        here, there = poster(bot, clock), poster(bot, clock)
        for each in (here, there, here):
            await each.look()

    shown = posts(double, double.channel)
    assert {"rain", "snow", "wind"} == {
        name for each in shown for name in ("rain", "snow", "wind") if name in each.text()
    }
    assert 3 == len(shown)
    assert all("A. Mason" in each.text() and "no caveat found" in each.text() for each in shown)
    assert all(each.stored.payload["flags"] & SILENT for each in shown)


@pytest.mark.asyncio
async def test_days_that_nobody_was_there_are_not_made_up_for(double: DiscordDouble, bot: CaveatBot) -> None:
    """After a week away one passage comes."""
    clock = Clock()
    own_seeds(bot, double, "rain", "snow", "wind")
    switch_on(bot, double)
    await poster(bot, clock).look()
    clock.at += timedelta(days=7)
    for _ in range(3):
        await poster(bot, clock).look()

    assert 1 == len(posts(double, double.channel))


@pytest.mark.asyncio
async def test_a_worker_that_ends_in_between_posts_once(double: DiscordDouble, bot: CaveatBot) -> None:
    """What was stored and not noted as posted goes out under the same nonce, which Discord knows."""
    clock = Clock()
    own_seeds(bot, double, "rain", "snow")
    switch_on(bot, double)
    await poster(bot, clock).look()
    clock.at += timedelta(days=1)
    await poster(bot, clock).look()
    state = bot.store.news_state(double.guild.id, "daily")
    assert state is not None
    nonce = str(posts(double, double.channel)[0].stored.payload["nonce"])
    waiting = {"ref": "own/rain#1", "channel": double.channel.id, "number": int(nonce[-4:])}
    bot.store.put_news_state(double.guild.id, type(state)(state.version, state.told, state.day, waiting), "daily")

    await poster(bot, clock).look()

    assert 1 == len(posts(double, double.channel))


@pytest.mark.asyncio
async def test_only_what_is_chosen_is_shown(double: DiscordDouble, bot: CaveatBot) -> None:
    """Again and again where it is one passage."""
    clock = Clock()
    own_seeds(bot, double, "rain", "snow", "wind")
    switch_on(bot, double, within="[tag:snows]")
    await poster(bot, clock).look()
    for _ in range(3):
        clock.at += timedelta(days=1)
        await poster(bot, clock).look()

    assert [True] * 3 == ["own/snow" in each.text() for each in posts(double, double.channel)]


@pytest.mark.asyncio
async def test_a_server_sets_it_by_a_command(double: DiscordDouble, bot: CaveatBot) -> None:
    """Whoever may manage it, with completion; a wrong zone is refused, and off is off."""
    admin = double.user("ada", may=Permission.MANAGE_GUILD)
    own_seeds(bot, double, "rain")

    place: dict[str, Any] = {"channel": double.channel}
    zones = await admin.completes(double.channel, "daily set", "zone", "berl")
    wrong = await admin.slash(double.channel, "daily set", **place, zone="Mars/Olympus")
    told = await admin.slash(double.channel, "daily set", **place, hour=7, zone="europe/berlin", tag="rains")
    daily = bot.rules.book.load(double.guild.id).daily
    await admin.slash(double.channel, "daily off")

    assert "Europe/Berlin" in [each["value"] for each in zones.choices]
    assert "no time zone" in wrong.text()
    assert "7:00" in told.text()
    assert daily is not None
    assert (double.channel.id, 7, "Europe/Berlin", "[tag:rains]") == (
        daily.channel,
        daily.hour,
        daily.zone,
        daily.within,
    )
    assert bot.rules.book.load(double.guild.id).daily is None
