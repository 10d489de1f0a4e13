"""Every button and form of a card works after the bot was killed, in whichever process took the shard over."""

import signal
from pathlib import Path

import pytest

from bot.store.database import migrate
from tests.bot.pressing import acts
from tests.bot.process import started
from tests.conftest import write_seeds
from tests.discord_double import DiscordDouble
from tests.discord_double.people import User
from tests.discord_double.views import Message

pytestmark = pytest.mark.asyncio

ESSAY = """---
title: On Stones
author: A. Mason
source: https://stones.example/essay
---

## Granite

Granite is hard, and so are most of the stones that a mason has to do with in a long life.

## Marble

Marble is soft, I think, and granite is no marble at all, whatever the traders say about it.

## Reservations

Take everything in this essay with a grain of salt.
"""
# Each button of the answer, with a word of what it leads to.
LEADS_TO = {
    "Next ▶": "2 of 2",
    "▲ Before": "around the passage that was found",
    "▼ After": "around the passage that was found",
    "Why this?": "of what found this passage",
    "Cite": "csl-json",
    "👍": "your verdict is stored",
    "👎": "your verdict is stored",
    "Search my very words": "granite",
    "Share": "granite",
}


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A folder with one essay."""
    write_seeds(tmp_path / "seeds", {"stones.md": ESSAY})
    return tmp_path


def plain(message: Message) -> str:
    """Return a card's text without emphasis."""
    return message.text().replace("**", "").replace("__", "")


async def ask(double: DiscordDouble, alice: User) -> Message:
    """Ask privately, misspelt, so that every button is there."""
    return (await alice.slash(double.channel, "ask", question="How hard are granite and marbel?", private=True)).message


async def test_every_button_outlives_the_process(double: DiscordDouble, home: Path) -> None:
    """All of those an answer can have, those of its context, and a form that was open."""
    alice = double.user("alice")
    async with started(double, home) as first:
        await double.ready()
        cards = {label: await ask(double, alice) for label in (*LEADS_TO, "Ask more")}
        context = await ask(double, alice)
        await acts(alice, context, "▲ Before" if "2 of 3" in context.text() else "▼ After")
        opened = (await acts(alice, cards["Ask more"], "Ask more")).form
        behind = (await alice.press(context, "More…")).message
        buttons = {*cards["Share"].buttons, *(await alice.press(cards["Share"], "More…")).message.buttons}
        await first.send(signal.SIGKILL)
    async with started(double, home):
        await double.ready()

        led = {label: (await acts(alice, cards[label], label)).message for label in LEADS_TO}
        followed = await alice.submits(opened, {"Your question": "and salt?"})
        await alice.press(context, "↩ Back to the answer")
        cited = await alice.press(behind, "Cite")

    assert buttons >= {*LEADS_TO, "Ask more", "Save", "More…"}
    assert {
        label: plain(led[label]) for label in LEADS_TO if LEADS_TO[label].casefold() not in plain(led[label]).casefold()
    } == {}
    assert "and salt? ← How hard are granite and marbel?" in followed.text()
    assert "1 of 2" in context.text()
    assert "CSL-JSON" in cited.text()


async def test_another_worker_acts_on_the_same_card(double: DiscordDouble, home: Path, tmp_path: Path) -> None:
    """On another machine, which shares nothing but the database: the lease passes on, and the buttons go on."""
    alice = double.user("alice")
    shared = {
        "DATABASE_URL": f"sqlite:///{tmp_path / 'shared.sqlite3'}",
        "CAVEAT_DISCORD__LEASE_TTL_S": "1",
    }
    migrate.upgrade(shared["DATABASE_URL"])
    async with started(double, home, **shared) as first:
        await double.ready()
        card = await ask(double, alice)
        first_share = await alice.press(card, "Share")
        await first.send(signal.SIGKILL)
    async with started(double, home, CAVEAT_DATA__DIR=str(tmp_path / "elsewhere"), **shared):
        await double.ready()

        again = await alice.press(card, "Share")
        turned = (await alice.press(card, "Next ▶")).message

    assert not first_share.ephemeral
    assert "was shared already" in again.text()
    assert "2 of 2" in turned.text()
