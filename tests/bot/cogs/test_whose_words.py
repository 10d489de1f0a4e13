"""Whose words a card shows, over real sockets: whom a passage quotes and cites, and where else the same stands."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from bot.config.values import PassagesConfig
from bot.gateway.client import CaveatBot
from tests.bot.connected import connected_at
from tests.conftest import write_seeds
from tests.discord_double import DiscordDouble

pytestmark = pytest.mark.asyncio

SAID = 'According to the Harbour Office, the ferry sinks. "We swam," Ann Lee, the captain, said. "It was cold."'
ORIGINAL = f"---\ntitle: The Ferry\nauthor: A. Mason\n---\n\n{SAID}\n\nTake all of this with a grain of salt.\n"
MIRROR = f"---\ntitle: The Mirror\nauthor: B. Eve\ncaveat: Copied without checking.\n---\n\n{SAID}\n"
DENIAL = "---\ntitle: The Denial\nauthor: C. Dee\n---\n\nThe ferry did not sink, and nobody swam.\n"


@pytest_asyncio.fixture
async def bot(double: DiscordDouble, tmp_path: Path) -> AsyncIterator[CaveatBot]:
    """The bot with a report, its copy by somebody else, and what contradicts them."""
    write_seeds(tmp_path / "seeds", {"ferry.md": ORIGINAL, "mirror.md": MIRROR, "denial.md": DENIAL})
    async with connected_at(double, tmp_path, passages=PassagesConfig(target_chars=120)) as client:
        yield client


async def asked(double: DiscordDouble, command: str, **options: str) -> str:
    """Use a command as somebody, and return the card's text without emphasis."""
    answer = await double.user("alice").slash(double.channel, command, **options)
    return answer.text().replace("**", "").replace("__", "")


async def test_a_card_tells_whose_words_it_has_and_where_else_they_stand(double: DiscordDouble, bot: CaveatBot) -> None:
    """One card for both places: the words once, both titles, both caveats, and who is quoted and cited in them."""
    shown = await asked(double, "ask", question="Who swam, according to the Harbour Office?")

    assert 1 == shown.count("According to the Harbour Office, the ferry sinks.")
    assert "From others: citing the Harbour Office · quoting Ann Lee, the captain" in shown
    for part in ("The Ferry", "A. Mason", "The Mirror", "B. Eve", "a grain of salt", "Copied without checking."):
        assert part in shown


async def test_the_other_place_can_be_looked_up_with_its_attribution(double: DiscordDouble, bot: CaveatBot) -> None:
    """What is named on the card is a reference that the lookup takes."""
    shown = await asked(double, "ask", question="Who swam, according to the Harbour Office?")
    other = "mirror#1" if "(mirror#1)" in shown else "ferry#1"

    looked_up = await asked(double, "passage", ref=other)

    assert f"({other})" in shown
    assert "According to the Harbour Office" in looked_up
    assert ("B. Eve" if other == "mirror#1" else "A. Mason") in looked_up


async def test_what_denies_it_keeps_a_page_of_its_own(double: DiscordDouble, bot: CaveatBot) -> None:
    """A seed that says otherwise in similar words is no copy."""
    shown = await asked(double, "ask", question="Did the ferry not sink?")

    assert "The ferry did not sink" in shown
    assert "C. Dee" in shown
