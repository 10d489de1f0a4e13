"""Questions about a document itself, over real sockets: by command, by mention, in reply to a card."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from bot.gateway.client import CaveatBot
from tests.bot.connected import connected_at
from tests.conftest import write_seeds
from tests.discord_double import DiscordDouble

pytestmark = pytest.mark.asyncio

TIDES = (
    "---\ntitle: Notes on Tides\nauthor: Mira Holt\n---\n\nTake all of this with a grain of salt.\n\n"
    "The bay fills twice a day. Source: https://example.org/moon\n"
)
ZINC = "---\ntitle: Zinc in the Valley\nauthor: Jon Berg\n---\n\nThe zinc miners left the valley in 1911.\n"


@pytest_asyncio.fixture
async def bot(double: DiscordDouble, tmp_path: Path) -> AsyncIterator[CaveatBot]:
    """The bot with two documents."""
    write_seeds(tmp_path / "seeds", {"tides.md": TIDES, "zinc.md": ZINC})
    async with connected_at(double, tmp_path) as client:
        yield client


async def asked(double: DiscordDouble, question: str, who: str = "alice", **options: bool) -> str:
    """Ask by command, and return the card's text without emphasis."""
    answer = await double.user(who).slash(double.channel, "ask", question=question, **options)
    return answer.text().replace("**", "").replace("\\", "")


async def test_a_named_document_is_told_of(double: DiscordDouble, bot: CaveatBot) -> None:
    """Its author, its caveat with its place, what it cites, and how it begins."""
    shown = await asked(double, "Can I trust the notes on tides?")

    for part in (
        "About the document itself",
        "Mira Holt",
        "with a grain of salt",
        "stands in tides#1",
        "How it begins",
    ):
        assert part in shown


async def test_it_asks_which_document_is_meant(double: DiscordDouble, bot: CaveatBot) -> None:
    """With both named, each with its caveat or that none was found."""
    shown = await asked(double, "Who wrote this?")

    assert "Which document do you mean?" in shown
    assert "Mira Holt" in shown
    assert "Jon Berg" in shown
    assert "with a grain of salt" in shown


async def test_the_card_that_somebody_looked_at_last_is_meant(double: DiscordDouble, bot: CaveatBot) -> None:
    """In the same channel, by the same person."""
    await asked(double, "When did the zinc miners leave?")

    own, other = await asked(double, "Who wrote this?"), await asked(double, "Who wrote this?", who="bob")

    assert "Jon Berg" in own
    assert "Mira Holt" not in own
    assert "Which document do you mean?" in other


async def test_a_private_card_is_not_told_of_in_public(double: DiscordDouble, bot: CaveatBot) -> None:
    """Only a private question means it."""
    await asked(double, "When did the zinc miners leave?", private=True)

    assert "Which document do you mean?" in await asked(double, "Who wrote this?", private=False)
    assert "About the document itself" in await asked(double, "Who wrote this?", private=True)


async def test_the_card_that_is_replied_to_is_meant(double: DiscordDouble, bot: CaveatBot) -> None:
    """Whoever's card it is."""
    alice, bob = double.user("alice"), double.user("bob")
    card = await alice.asks(double.channel, f"<@{double.world.bot_id}> When did the zinc miners leave?")

    answer = await bob.answer_to(await bob.replies(card, "Who wrote this?"))

    assert "Jon Berg" in answer.text()
    assert "About the document itself" in answer.text()
