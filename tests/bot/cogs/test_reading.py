"""`/read` over real sockets: contents, a passage that is chosen, on from there, and back."""

from collections.abc import AsyncIterator
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

SECTIONS = "".join(f"## Chapter {number}\n\nThe stone of chapter {number} is hard.\n\n" for number in range(1, 31))
CAVEAT = "Take everything here with a grain of salt.\n"
SEEDS = {
    "stones.md": f"---\ntitle: Stones\nauthor: A. Mason\nreading: full\n---\n\n{SECTIONS}{CAVEAT}",
    "closed.md": "---\nauthor: A. Mason\n---\n\nBasalt is volcanic.\n",
}


@pytest_asyncio.fixture
async def reader(double: DiscordDouble, tmp_path: Path) -> AsyncIterator[CaveatBot]:
    """The bot with a document that may be read, and one that may not."""
    service = Service(Config(data=DataConfig(dir=tmp_path / "data")), write_seeds(tmp_path / "seeds", SEEDS))
    service.open()
    async with connected(double, service) as client:
        yield client


async def test_a_document_is_read_on_from_its_contents(double: DiscordDouble, reader: CaveatBot) -> None:
    """Pages of contents; what is chosen is shown with its caveat, then what comes after it, and the way back."""
    alice = double.user("alice")
    card = (await alice.slash(double.channel, "read", seed="Stones")).message
    first = card.text()

    await alice.press(card, "Next ▶")
    (menu,) = card.selects
    await alice.selects(card, menu["custom_id"], menu["options"][0]["value"])
    chosen = card.text().replace("**", "")
    await alice.press(card, "▼ After")
    after = card.text().replace("**", "")
    await alice.press(card, "↩ Back to stones")

    assert all(words in first for words in ("A. Mason", "grain of salt", "Chapter 1", "page 1 of 3"))
    assert "The stone of chapter 13 is hard" in chosen
    assert "grain of salt" in chosen
    assert "The stone of chapter 14 is hard" in after
    assert "page 2 of 3" in card.text()


async def test_what_may_not_be_read_says_why(double: DiscordDouble, reader: CaveatBot) -> None:
    """Privately, with the way out."""
    refused = await double.user("alice").slash(double.channel, "read", seed="closed")

    assert refused.ephemeral
    assert "shown in passages only" in refused.text()
