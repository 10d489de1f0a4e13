"""Where to go on from a card: the misses behind a button, what is noted, the other language of a work, one author."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
import pytest_asyncio

from bot.config.values import Config, DataConfig
from bot.gateway.client import CaveatBot
from bot.serving.service import Service
from tests.bot.connected import connected
from tests.conftest import write_seeds
from tests.discord_double import DiscordDouble

pytestmark = pytest.mark.asyncio

SEEDS = {
    "mill.md": "---\ntitle: The mill\nauthor: Bo Lund\nlanguage: en\n---\n\n"
    "The Nordheim mill closed in 1911 because the owners owed the bank of Oslo money.\n",
    "muehle.md": "---\ntitle: Die Mühle\nauthor: Bo Lund\nlanguage: de\ntranslation_of: mill.md\n---\n\n"
    "Die Mühle Nordheim schloss 1911, weil die Eigentümer der Bank in Oslo Geld schuldeten.\n",
    "tides.md": "---\nauthor: Mira Holt\nlanguage: en\n---\n\nThe harbour mill closed because the tide silted it.\n",
}
UNANSWERED = "Which parliament taxed the mill with helicopters?"
NOTED = "noted for those who look after the seeds"


@pytest_asyncio.fixture
async def bot(double: DiscordDouble, tmp_path: Path) -> AsyncIterator[CaveatBot]:
    """The bot, in a server that keeps what is not answered, with a work in two languages."""
    service = Service(Config(data=DataConfig(dir=tmp_path / "data")), write_seeds(tmp_path / "seeds", SEEDS))
    service.open()
    async with connected(double, service) as client:
        client.rules.book.change(double.guild.id, {"keep_unanswered": True}, 9, datetime(2026, 1, 2, tzinfo=UTC))
        yield client


async def test_a_decline_leads_on_and_keeps_the_misses_behind_a_button(double: DiscordDouble, bot: CaveatBot) -> None:
    """Three lines below the question; the misses one press away, and back again."""
    alice = double.user("alice")

    card = (await alice.slash(double.channel, "ask", question=UNANSWERED)).message
    before = card.text()
    misses = (await alice.press(card, "Nearest passages")).message.text()

    assert "The seeds do not know: “parliament”, “taxed”, “helicopters”" in before
    assert "Look into: " in before
    assert NOTED in before
    assert "**Miss 1**" not in before
    assert "**Miss 1**" in misses
    assert "The seeds do not know" not in misses


async def test_what_is_not_kept_is_not_called_noted(double: DiscordDouble, bot: CaveatBot) -> None:
    """In private, in direct messages, and where a server keeps nothing."""
    alice = double.user("alice")

    private = (await alice.slash(double.channel, "ask", question=UNANSWERED, private=True)).message
    direct = await alice.asks(alice.dm, UNANSWERED)
    bot.rules.book.change(double.guild.id, {"keep_unanswered": False}, 9, datetime(2026, 1, 2, tzinfo=UTC))
    unkept = (await alice.slash(double.channel, "ask", question=UNANSWERED)).message

    assert ["The seeds do not know"] * 3 == [
        "The seeds do not know" * ("The seeds do not know" in each.text()) for each in (private, direct, unkept)
    ]
    assert [False] * 3 == [NOTED in each.text() for each in (private, direct, unkept)]


async def test_the_other_language_is_one_press_away(double: DiscordDouble, bot: CaveatBot) -> None:
    """The asker's language first; its button opens the original."""
    alice = double.user("alice")

    card = (await alice.slash(double.channel, "ask", question="Warum schloss die Mühle Nordheim 1911?")).message
    original = (await alice.press(card, "The original")).message

    assert "muehle#1" in card.text()
    assert "owed the bank of Oslo money" in original.text()


async def test_whose_words_are_asked_for_stands_on_the_card(double: DiscordDouble, bot: CaveatBot) -> None:
    """In the words of the question as by the option; who is nobody is told so."""
    alice = double.user("alice")
    asked = "According to {}, why did the mill close?"

    by_words = (await alice.slash(double.channel, "ask", question=asked.format("Holt"))).message
    by_option = (
        await alice.slash(double.channel, "ask", question="Why did the mill close?", author="Mira Holt")
    ).message
    by_nobody = (await alice.slash(double.channel, "ask", question=asked.format("Shakespeare"))).message

    assert "only passages by Mira Holt" in by_words.text()
    assert ["tides#1" in each.text() for each in (by_words, by_option)] == [True, True]
    assert "Nothing by Shakespeare in the seeds." in by_nobody.text()
