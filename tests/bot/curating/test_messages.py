"""A message's own words as a seed: only as a server wants it, only with its author's word, and gone with them."""

import pytest

from bot.gateway.client import CaveatBot
from bot.seeding.intake.understanding import understand
from index.settings import BuildSettings
from tests.bot.curating.conftest import NOW
from tests.discord_double import DiscordDouble
from tests.discord_double.people import User
from tests.discord_double.views import Message
from tests.discord_double.world import Channel

pytestmark = pytest.mark.asyncio
WORDS = "Basalt columns are hexagonal, since they cooled slowly."


@pytest.fixture(autouse=True)
def read_here(bot: CaveatBot, monkeypatch: pytest.MonkeyPatch) -> None:
    """Read in this process."""
    monkeypatch.setattr(bot.room, "read", lambda files: [understand(each, BuildSettings()) for each in files])


def allow(double: DiscordDouble, bot: CaveatBot, setting: str) -> None:
    """Set what may become a seed."""
    bot.rules.book.change(double.guild.id, {"message_seeds": setting}, 9, NOW)


async def stored(anna: User, message: Message) -> None:
    """Add a message as a seed."""
    preview = (await anna.menu(message, "Add as seed")).message
    await anna.press(preview, "Confirm")


@pytest.mark.parametrize(
    ("setting", "said"), [("off", "only where an admin allows it"), ("own", "only your own messages can become seeds")]
)
async def test_nobody_elses_message_becomes_one_unless_wanted(  # noqa: PLR0917 fixtures
    double: DiscordDouble, bot: CaveatBot, anna: User, bob: User, setting: str, said: str
) -> None:
    """By default none does."""
    if setting != "off":
        allow(double, bot, setting)
    message = await bob.says(double.channel, WORDS)

    told = await anna.menu(message, "Add as seed")

    assert said in told.text()
    assert bot.store.curators.message(double.guild.id, message.id) is None


async def test_ones_own_message_becomes_one(double: DiscordDouble, bot: CaveatBot, anna: User) -> None:
    """With its author and its link, after a preview."""
    allow(double, bot, "own")
    message = await anna.says(double.channel, WORDS)

    await stored(anna, message)

    (seed,) = bot.store.guild_seeds(double.guild.id)
    data = bot.store.seed_contents(double.guild.id, seed.seed).data.decode()
    link = f"https://discord.com/channels/{double.guild.id}/{double.channel.id}/{message.id}"
    assert f"author: Anna\nsource: {link}\n" in data
    assert WORDS in data


async def test_only_its_author_can_allow_it(double: DiscordDouble, bot: CaveatBot, anna: User, bob: User) -> None:
    """Asked beneath the message; before that, and after a change of it, nothing is previewed."""
    allow(double, bot, "consent")
    message = await bob.says(double.channel, WORDS)

    asked = (await anna.menu(message, "Add as seed")).text()
    card = await bob.answer_to(message)
    refused = (await anna.press(card, "Allow")).text()
    still = (await anna.menu(message, "Add as seed")).text()
    await bob.press(card, "Allow")
    preview = (await anna.menu(message, "Add as seed")).text()
    await bob.edits(message, "Other words.")
    again = (await anna.menu(message, "Add as seed")).text()

    assert "I have asked who wrote it" in asked
    assert f"<@{bob.id}>, <@{anna.id}> would like to add this message" in card.text() or "allows it" in card.text()
    assert "Only who wrote the message" in refused
    assert "I have asked" in still
    assert "hexagonal" in preview
    assert "I have asked" in again


async def test_a_refusal_stands(double: DiscordDouble, bot: CaveatBot, anna: User, bob: User) -> None:
    """It is not asked again."""
    allow(double, bot, "consent")
    message = await bob.says(double.channel, WORDS)
    await anna.menu(message, "Add as seed")

    await bob.press(await bob.answer_to(message), "Don't allow")
    told = await anna.menu(message, "Add as seed")

    assert "does not want it" in told.text()
    assert bot.store.guild_seeds(double.guild.id) == []


async def test_curators_are_told_of_a_deleted_message(
    double: DiscordDouble, bot: CaveatBot, anna: User, services: Channel
) -> None:
    """In their channel and in their list; the seed stays until they decide."""
    allow(double, bot, "own")
    message = await anna.says(double.channel, WORDS)
    await stored(anna, message)
    (seed,) = bot.store.guild_seeds(double.guild.id)

    await anna.deletes(message)
    await double.journal.until(lambda: double.messages(services), "a word to curators", 30)

    assert f"The message behind the seed {seed.seed} was deleted" in double.messages(services)[-1].text()
    assert "its message was deleted" in (await anna.slash(double.channel, "seeds todo")).text()
    assert [seed] == bot.store.guild_seeds(double.guild.id)


async def test_who_is_forgotten_takes_their_messages_along(
    double: DiscordDouble, bot: CaveatBot, anna: User, bob: User
) -> None:
    """Their seeds go at once, with their bytes; the curator's own seeds stay."""
    allow(double, bot, "consent")
    message = await bob.says(double.channel, WORDS)
    await anna.menu(message, "Add as seed")
    await bob.press(await bob.answer_to(message), "Allow")
    await stored(anna, message)
    await stored(anna, await anna.says(double.channel, "Marble is soft, and I say so myself."))

    await bob.slash(double.channel, "forget-me")

    (left,) = bot.store.guild_seeds(double.guild.id)
    assert b"Marble is soft" in bot.store.seed_contents(double.guild.id, left.seed).data
    assert bot.store.curators.message(double.guild.id, message.id) is None
