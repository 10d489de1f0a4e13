"""What is deleted by itself, and what is not: by age, after leaving a server, never because of an outage."""

from collections.abc import AsyncIterator, Callable, Collection
from datetime import UTC, datetime, timedelta

import pytest
import pytest_asyncio

from bot.gateway.client import CaveatBot
from bot.serving.housekeeping import Housekeeper, Retention
from bot.store.queries.feedback import Feedback
from bot.store.queries.gaps import Gap
from bot.store.queries.seed_acts import Admin
from bot.store.queries.seeds import SeedContents
from bot.store.store import Store
from tests.bot.connected import ObedientService, connected, until
from tests.discord_double import DiscordDouble

pytestmark = pytest.mark.asyncio

NOON = datetime(2026, 1, 2, 12, tzinfo=UTC)
DAY = timedelta(days=1)
ADMIN = 9


@pytest_asyncio.fixture
async def bot(double: DiscordDouble, service: ObedientService) -> AsyncIterator[CaveatBot]:
    """The bot, connected, its first look at what is stored behind it."""
    async with connected(double, service) as client:
        await client.replies.drain(10)
        yield client


@pytest.fixture
def house(bot: CaveatBot) -> Housekeeper:
    """Keeps house over the bot's store, unanswered questions for 90 days and servers for 7."""
    return Housekeeper(bot.store, bot.service, Retention(90 * DAY, 7 * DAY))


def furnish(bot: CaveatBot, guild_id: int) -> None:
    """Give a server a seed of its own, indexed, and a setting."""
    bot.store.add_seed(Admin(guild_id, ADMIN, NOON), "own.txt", SeedContents(b"Obsidian is glass."))
    bot.rules.book.change(guild_id, {"pages_per_answer": 2}, ADMIN, NOON)
    libraries = bot.service.libraries
    assert libraries is not None
    libraries.build(guild_id)


def stored(store: Store) -> dict[int, datetime | None]:
    """Return which servers have data, and when each is deleted."""
    return {data.guild_id: data.delete_at for data in store.guilds_with_data()}


async def all_chores(double: DiscordDouble, bot: CaveatBot) -> None:
    """Wait until events have arrived and what they set off is done."""
    await double.settled()
    await bot.replies.drain(10)


def sweep(house: Housekeeper, now: datetime, present: Collection[int], mine: Callable[[int], bool]) -> None:
    """Sweep as the only worker."""
    house.sweep(now)
    house.sweep_own(now, present, mine)


async def test_server_that_threw_the_bot_out_is_deleted_after_some_days(
    double: DiscordDouble, bot: CaveatBot, house: Housekeeper
) -> None:
    """Not before; then its rows and its snapshots go, and nobody else's."""
    guild, other = double.guild, double.guild_join("other")
    furnish(bot, guild.id)
    furnish(bot, other.id)

    double.guild_leave(guild)
    await all_chores(double, bot)
    delete_at = stored(bot.store)[guild.id]
    assert delete_at is not None
    sweep(house, delete_at - timedelta(seconds=1), {other.id}, lambda _: True)
    before = (list(stored(bot.store)), bot.service.guilds_on_disk())
    sweep(house, delete_at, {other.id}, lambda _: True)

    assert abs(datetime.now(UTC) + 7 * DAY - delete_at) < timedelta(minutes=5)
    assert ([guild.id, other.id], [guild.id, other.id]) == before
    assert {other.id: None} == stored(bot.store)
    assert [other.id] == bot.service.guilds_on_disk()


async def test_coming_back_keeps_everything(double: DiscordDouble, bot: CaveatBot, house: Housekeeper) -> None:
    """Whoever throws the bot out by mistake loses nothing."""
    furnish(bot, double.guild.id)
    double.guild_leave(double.guild)
    await all_chores(double, bot)

    double.guild_return(double.guild)
    await all_chores(double, bot)
    sweep(house, datetime.now(UTC) + 30 * DAY, {double.guild.id}, lambda _: True)

    assert {double.guild.id: None} == stored(bot.store)


async def test_outage_of_a_server_is_not_leaving(double: DiscordDouble, bot: CaveatBot) -> None:
    """A server that Discord cannot reach stays, however often the house is swept meanwhile."""
    furnish(bot, double.guild.id)

    double.guild_outage(double.guild)
    await all_chores(double, bot)
    await bot.chores.sweep()
    await all_chores(double, bot)
    during = stored(bot.store)
    double.guild_return(double.guild)
    await all_chores(double, bot)

    assert {double.guild.id: None} == during == stored(bot.store)


async def test_leaving_and_coming_back_while_the_bot_was_off_is_noticed(
    double: DiscordDouble, service: ObedientService
) -> None:
    """The first look after the start compares with the servers that the bot is really in."""
    gone = 4_000_000_000
    async with connected(double, service) as bot:
        furnish(bot, gone)
        furnish(bot, double.guild.id)
        bot.store.schedule_deletion(double.guild.id, NOON)

    async with connected(double, service) as bot:
        await until(lambda: stored(bot.store) != {gone: None, double.guild.id: NOON})
        await bot.replies.drain(10)
        found = stored(bot.store)

    assert found[gone] is not None
    assert found[double.guild.id] is None


async def test_servers_of_other_workers_are_left_alone(bot: CaveatBot, house: Housekeeper) -> None:
    """Only who answers for a server knows whether the bot is in it."""
    furnish(bot, 77)

    sweep(house, NOON, set(), lambda _: False)

    assert {77: None} == stored(bot.store)


async def test_snapshots_of_servers_deleted_elsewhere_go_too(bot: CaveatBot, house: Housekeeper) -> None:
    """Another worker deleted the rows; what lies on this machine's disk follows."""
    furnish(bot, 77)
    bot.store.delete_guild(77)

    sweep(house, NOON, set(), lambda _: True)

    assert [] == bot.service.guilds_on_disk()


async def test_old_questions_and_removals_go_by_age(double: DiscordDouble, bot: CaveatBot, house: Housekeeper) -> None:
    """Of all servers, at the end of their time and not before."""
    guild_id = double.guild.id
    for days in (89, 90, 91):
        bot.store.record_gap(Gap(guild_id, (NOON - days * DAY).date(), f"{days} days ago?", "nothing"))
    for minutes in (30, 90):
        admin = Admin(guild_id, ADMIN, NOON - timedelta(minutes=minutes))
        seed = bot.store.add_seed(admin, f"{minutes}.txt", SeedContents(b"%d" % minutes))
        bot.store.remove_seed(admin, seed.seed, seed.version)

    sweep(house, NOON, {guild_id}, lambda _: True)

    assert ["90 days ago?", "89 days ago?"] == [gap.question for gap in bot.store.gaps(guild_id)]
    assert ["30"] == [seed.seed for seed in bot.store.guild_seeds(guild_id, removed=True)]


async def test_forgetting_takes_every_number_of_a_person(double: DiscordDouble, bot: CaveatBot) -> None:
    """/forget-me: verdicts go, and in audit and seeds the number does; the answer says both."""
    alice = double.user("alice")
    admin = Admin(double.guild.id, alice.id, NOON)
    bot.store.add_seed(admin, "own.txt", SeedContents(b"Obsidian is glass."))
    bot.store.record_feedback(Feedback("passage", "generation", double.guild.id, alice.id, 1, NOON))

    answer = await alice.slash(double.channel, "forget-me")

    assert answer.ephemeral
    assert "Removed: 1 verdict of yours" in answer.text()
    assert "random name" in answer.text()
    dump = "\n".join(bot.store._engine.raw_connection().driver_connection.iterdump())  # type: ignore[union-attr]
    assert str(alice.id) not in dump
