"""Pages added by their address in chat, and checked again: the curator sees first, and chooses."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.gateway.client import CaveatBot
from bot.seeding.intake.understanding import paragraphs, understand
from bot.store.queries.curating.sources import SourceLook
from bot.store.queries.seed_acts import Admin
from bot.store.queries.seeds import SeedContents
from index.settings import BuildSettings
from tests.bot.fetching.site import pages, site
from tests.discord_double import DiscordDouble, Permission, Upload
from tests.discord_double.people import User

pytestmark = pytest.mark.asyncio
BEFORE = "<title>Of Rain</title><article><p>Rain falls on the old roofs of the town all night.</p>{}</article>"
SAID = "<p>Snow lies on the high passes of the mountains until the end of May.</p>"
AROUND = "<!-- {} -->"


@pytest.fixture(autouse=True)
def read_here(bot: CaveatBot, monkeypatch: pytest.MonkeyPatch) -> None:
    """Read in this process, and let the loopback site be reached, as an operator can only for the public internet."""
    monkeypatch.setattr(bot.room, "read", lambda files: [understand(each, BuildSettings()) for each in files])
    monkeypatch.setattr(bot.room, "paragraphs", lambda file: paragraphs(file, BuildSettings()))
    monkeypatch.setattr(bot.handlers.pages, "pages", pages())


def look_again(bot: CaveatBot, guild_id: int, days: int = 8) -> None:
    """Let some days pass since the page of the seed was looked at."""
    at = datetime.now(UTC) - timedelta(days=days)
    for seed, state in bot.store.curators.source_states(guild_id).items():
        checksum = bot.store.guild_seeds(guild_id)[0].checksum
        bot.store.curators.put_source_look(SourceLook(guild_id, seed, checksum, at, state))


@pytest.fixture
def anna(double: DiscordDouble, bot: CaveatBot) -> User:
    """Somebody who may manage the server."""
    user = double.user("anna", may=Permission.MANAGE_GUILD)
    user.timeout_s = 30.0
    return user


async def test_a_page_is_seen_before_it_is_stored_and_checked_again(
    double: DiscordDouble, bot: CaveatBot, anna: User
) -> None:
    """The same, the same words, other words: each is said, and only Confirm changes what is quoted."""
    served = {"/rain": BEFORE.format("").encode()}
    async with site(served) as there:
        preview = (await anna.slash(double.channel, "seeds add", url=there.at("/rain"))).message
        nothing_yet = bot.store.guild_seeds(double.guild.id)
        await anna.press(preview, "Confirm")
        same = (await anna.slash(double.channel, "seeds check-again", seed="rain")).message.text()
        served["/rain"] = (BEFORE.format("") + AROUND.format("footer")).encode()
        around = (await anna.slash(double.channel, "seeds check-again", seed="rain")).message.text()
        served["/rain"] = BEFORE.format(SAID).encode()
        changed = (await anna.slash(double.channel, "seeds check-again", seed="rain")).message
        del served["/rain"]
        gone = (await anna.slash(double.channel, "seeds check-again", seed="rain")).message.text()
        kept, shown = bot.store.seed_contents(double.guild.id, "rain"), changed.text()
        await anna.press(changed, "Confirm")

        assert [] == nothing_yet
        assert BEFORE.format("").encode() == kept.data
        assert f"source: {there.at('/rain')}\nfetched_from: {there.at('/rain')}\n".encode() in (kept.sidecar or b"")
        assert "rain: the page has not changed since 2026-11-30" in same
        assert "only what stands around it has" in around
        assert "the page has changed since 2026-11-30, by 1 paragraph" in shown
        assert "answers 404" in gone
        assert SAID.encode() in bot.store.seed_contents(double.guild.id, "rain").data


async def test_a_page_that_changed_or_is_gone_is_to_be_looked_at(
    double: DiscordDouble, bot: CaveatBot, anna: User
) -> None:
    """Its seed stands in `/seeds todo` until the new page is confirmed; what is the same does not."""
    served = {"/rain": BEFORE.format("").encode()}

    async def todo() -> str:
        await bot.curating.sources.look()
        return (await anna.slash(double.channel, "seeds todo")).message.text()

    async with site(served) as there:
        preview = (await anna.slash(double.channel, "seeds add", url=there.at("/rain"))).message
        await anna.press(preview, "Confirm")
        same = await todo()
        asked = len(there.asked)
        await todo()
        not_due = len(there.asked) - asked
        served["/rain"] = BEFORE.format(SAID).encode()
        look_again(bot, double.guild.id)
        changed = await todo()
        again = (await anna.slash(double.channel, "seeds check-again", seed="rain")).message
        await anna.press(again, "Confirm")
        confirmed = await todo()
        del served["/rain"]
        look_again(bot, double.guild.id)
        gone = await todo()

    assert "has changed since it was read" not in same
    assert not_due == 0
    assert "the page has changed since it was read" in changed
    assert "has changed since it was read" not in confirmed
    assert "its source is gone" in gone


async def test_a_page_that_nobody_answers_at_is_gone_the_second_time(
    double: DiscordDouble, bot: CaveatBot, anna: User
) -> None:
    """A day later at the earliest: the first time may be an outage."""
    rain = b"---\nsource: http://nowhere.example/rain\n---\n\nRain falls on the old roofs of the town all night.\n"
    bot.store.add_seed(Admin(double.guild.id, anna.id, datetime.now(UTC)), "rain.md", SeedContents(rain))
    bot.service.guild_changed(double.guild.id).result(30)

    states = []
    for days in (0, 2):
        look_again(bot, double.guild.id, days)
        await bot.curating.sources.look()
        states.append(bot.store.curators.source_states(double.guild.id)["rain"])

    assert states == ["unreached", "gone"]


async def test_without_the_operators_word_no_page_is_fetched(
    double: DiscordDouble, bot: CaveatBot, anna: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is off where the config says nothing; files and addresses are told apart."""
    monkeypatch.setattr(bot.handlers.pages, "pages", None)

    off = await anna.slash(double.channel, "seeds add", url="https://page.example/rain")
    neither = await anna.slash(double.channel, "seeds add")
    both = await anna.slash(
        double.channel, "seeds add", url="https://page.example/", file=Upload("rain.txt", b"Rain falls.")
    )

    assert "switched off here" in off.message.text()
    assert "Give either files or an address" in neither.message.text()
    assert "Give either files or an address" in both.message.text()


async def test_what_was_attached_cannot_be_checked_again(double: DiscordDouble, bot: CaveatBot, anna: User) -> None:
    """Only what was fetched has an address that is sure."""
    preview = (await anna.slash(double.channel, "seeds add", file=Upload("rain.txt", b"Rain falls."))).message
    await anna.press(preview, "Confirm")

    told = await anna.slash(double.channel, "seeds check-again", seed="rain")

    assert "was not added by its address" in told.message.text()
    assert bot.store.guild_seed(double.guild.id, "rain") is not None
