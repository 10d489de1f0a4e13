"""Cards that versions 0.1 and 0.2 posted go on working: whole messages as they sent them, pressed now."""

import json
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from bot.config.values import Config, DataConfig
from bot.gateway.client import CaveatBot
from bot.serving.service import Service
from tests.bot.connected import connected
from tests.bot.replies.test_buttons_outlive import ESSAY, LEADS_TO, plain
from tests.conftest import write_seeds
from tests.discord_double import DiscordDouble, Permission
from tests.discord_double.people import User
from tests.discord_double.views import Message

pytestmark = pytest.mark.asyncio

RECORDED = {
    version: json.loads(Path(__file__).with_name(f"cards_of_{version}.json").read_text("utf-8"))
    for version in ("0_1", "0_2")
}
BASALT = {f"note-{number:02}.txt": f"Basalt note {number}." for number in range(12)}
ACTION_ROW = 1  # a kind of component


@pytest_asyncio.fixture
async def bot(double: DiscordDouble, tmp_path: Path) -> AsyncIterator[CaveatBot]:
    """The bot, with the seeds that the recorded cards show."""
    seeds = write_seeds(tmp_path / "seeds", {"stones.md": ESSAY} | BASALT)
    service = Service(Config(data=DataConfig(dir=tmp_path / "data")), seeds)
    service.open()
    async with connected(double, service) as client:
        yield client


@pytest.fixture
def alice(double: DiscordDouble, bot: CaveatBot) -> User:
    """Who asked for the cards."""
    user = double.user("alice")
    user.timeout_s = 30.0
    return user


async def posted(double: DiscordDouble, alice: User, name: str, version: str = "0_1") -> Message:
    """Put a recorded card in the place of a new one that was made for the same person."""
    card = (await alice.slash(double.channel, "sources", private=True)).message
    recorded = json.loads(json.dumps(RECORDED[version][name]).replace("ASKER", str(alice.id)))
    card.stored.payload = card.payload | {"components": recorded}
    return card


@pytest.mark.parametrize("label", LEADS_TO)
async def test_every_button_of_an_answer_works(double: DiscordDouble, alice: User, label: str) -> None:
    """Including those that do not say which passage stands above them."""
    card = await posted(double, alice, "ask")

    led = (await alice.press(card, label)).message

    assert LEADS_TO[label].casefold() in plain(led).casefold()


@pytest.mark.parametrize(("name", "back"), [("context", "the answer"), ("passage", "stones#2")])
async def test_the_surroundings_of_a_passage_are_shown(
    double: DiscordDouble, alice: User, name: str, back: str
) -> None:
    """From an answer and from a passage that was looked up, and the way leads back."""
    card = await posted(double, alice, name)

    await alice.press(card, "▲ Before")
    before = plain(card)
    await alice.press(card, f"↩ Back to {back}")

    assert "around the passage that was found" in before
    assert "around the passage that was found" not in card.text()


async def test_a_list_is_turned_and_removed(double: DiscordDouble, alice: User) -> None:
    """A card that shows several passages names none."""
    card = await posted(double, alice, "search")

    await alice.press(card, "Next ▶")
    turned = card.text()
    await alice.press(card, "Remove")

    assert "page 2 of" in turned
    assert card.deleted


async def test_every_button_of_cards_of_0_2_works(double: DiscordDouble, alice: User) -> None:
    """Of answers, of what stands beside a passage, and of lists."""
    led = {
        label: plain((await alice.press(await posted(double, alice, "ask", "0_2"), label)).message)
        for label in LEADS_TO
    }
    opened = (await alice.press(await posted(double, alice, "ask", "0_2"), "Ask more")).form
    followed = await alice.submits(opened, {"Your question": "and salt?"})
    context, searched = await posted(double, alice, "context", "0_2"), await posted(double, alice, "search", "0_2")
    await alice.press(context, "↩ Back to the answer")
    await alice.press(searched, "Next ▶")

    assert {label: words for label, words in led.items() if LEADS_TO[label].casefold() not in words.casefold()} == {}
    assert "and salt? ← How hard are granite and marbel?" in followed.text()
    assert "around the passage that was found" not in context.text()
    assert "page 2 of" in searched.text()


async def test_what_curators_and_admins_left_open_in_0_2_is_told_or_works(double: DiscordDouble, alice: User) -> None:
    """A draft of then has expired, and nothing is stored; tabs of /settings open."""
    anna = double.user("anna", may=Permission.MANAGE_GUILD)
    settings = await posted(double, anna, "settings", "0_2")
    before = settings.text()

    told = {
        label: (await anna.press(await posted(double, anna, "preview", "0_2"), label)).message.text()
        for label in ("Confirm", "Edit attribution", "Edit caveat and note", "Cancel")
    }
    await anna.press(settings, "Limits")

    assert ["discarded" if label == "Cancel" else "expired" for label in told] == [
        word for words in told.values() for word in ("discarded", "expired") if word in words
    ]
    assert settings.text() != before


@pytest.mark.parametrize("label", ["Next ▶", "Share"])
async def test_a_card_names_its_passage_without_its_cite_button(
    double: DiscordDouble, bot: CaveatBot, alice: User, label: str
) -> None:
    """What it shows is gone from the seeds, and it says so, whichever other buttons stand on it."""
    card = (await alice.slash(double.channel, "ask", question="How hard are granite and marble?", private=True)).message
    rows = [part for part in card.components[0]["components"] if part["type"] == ACTION_ROW]
    for row in rows:
        row["components"] = [each for each in row["components"] if each["label"] in {label, "Remove"}]
    write_seeds(bot.service.seeds, {"stones.md": ESSAY.replace(" is ", " was ")})
    bot.service.reindex()

    answer = await alice.press(card, label)

    assert "has changed or was removed" in answer.text()
