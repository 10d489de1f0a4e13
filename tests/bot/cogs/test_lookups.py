"""Lookups over real sockets: search, references, seeds, caveats, quote checks, completion."""

import re
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

STONES = """---
title: On Stones
author: A. Mason
published: 2021-05
note: Written for masons.
---

## Granite

Granite is hard. My guess: it lasts.

## Marble

Marble is soft, so take it with a grain of salt.

## Reservations

Take everything in this essay with a grain of salt.
"""


@pytest_asyncio.fixture
async def bot(double: DiscordDouble, tmp_path: Path) -> AsyncIterator[CaveatBot]:
    """The bot with one essay and many notes, ready."""
    notes = {f"note-{number:02}.txt": f"Note {number} says that basalt is volcanic." for number in range(12)}
    write_seeds(tmp_path / "seeds", {"stones.md": STONES, **notes})
    async with connected_at(double, tmp_path) as client:
        yield client


def shown(text: str) -> str:
    """Return a card's text without emphasis."""
    return text.replace("**", "").replace("__", "")


async def looked_up(double: DiscordDouble, command: str, **options: str) -> str:
    """Return what a command shows."""
    return shown((await double.user("alice").slash(double.channel, command, **options)).text())


async def test_a_search_lists_what_matches_with_its_caveats(double: DiscordDouble, bot: CaveatBot) -> None:
    """Phrases and fields narrow it down; each document's caveat stands once on the page."""
    text = await looked_up(double, "search", query='"grain of salt" author:mason')

    assert "2 passages match." in text
    assert "stones#2" in text
    assert text.count("Author's caveat: Take everything in this essay") == 1
    assert "as above" in text


async def test_a_long_search_has_pages(double: DiscordDouble, bot: CaveatBot) -> None:
    """All twelve are reached by turning pages, none twice."""
    alice = double.user("alice")
    card = (await alice.slash(double.channel, "search", query="basalt")).message
    seen = re.findall(r"note-\d\d", card.text())
    while any("Next" in button for button in card.buttons):
        await alice.press(card, "Next ▶")
        seen += re.findall(r"note-\d\d", card.text())

    assert sorted(set(seen)) == [f"note-{number:02}" for number in range(12)]
    assert len(seen) == 12


async def test_a_search_that_matches_nothing_says_so(double: DiscordDouble, bot: CaveatBot) -> None:
    """No error, no passage."""
    assert "No passage matches" in await looked_up(double, "search", query="zirconium")


async def test_a_passage_is_shown_by_its_name(double: DiscordDouble, bot: CaveatBot) -> None:
    """Quote, position, caveat; a name that leads nowhere is one private sentence."""
    text = await looked_up(double, "passage", ref="stones#2")
    wrong = await double.user("alice").slash(double.channel, "passage", ref="stones#9")

    assert "Marble is soft" in text
    assert "passage 2 of 3" in text
    assert "grain of salt" in text
    assert wrong.ephemeral
    assert "#1 to #3" in wrong.text()


async def test_a_seed_is_summed_up(double: DiscordDouble, bot: CaveatBot) -> None:
    """Attribution, caveat, note, number of passages, hedges by reason, first and last passage."""
    text = await looked_up(double, "seed", seed="stones")

    assert all(part in text for part in ("On Stones", "A. Mason", "May 2021", "passages: 3", "speculation 1"))
    assert "Granite is hard" in text
    assert "> Take everything in this essay" in text
    assert "Author's caveat: Take everything in this essay" in text
    assert text.count("Curator's note: Written for masons.") == 1


async def test_all_seeds_are_listed(double: DiscordDouble, bot: CaveatBot) -> None:
    """Some on a page, each with author, date and caveat, or that none is stated."""
    text = await looked_up(double, "sources")

    assert "note-00" in text
    assert "not stated: author" in text
    assert "no caveat found in this source" in text
    assert "page 1 of 3" in text
    assert "passages: 1" in text
    assert "passage 1 of" not in text


async def test_a_seeds_caveats_are_shown_in_full(double: DiscordDouble, bot: CaveatBot) -> None:
    """The caveat, and whose it is."""
    assert "Author's caveat: Take everything in this essay with a grain of salt." in await looked_up(
        double, "caveat", seed="stones"
    )


@pytest.mark.parametrize(
    ("quote", "words"),
    [
        ("granite is HARD", "Verbatim: these words stand in the seeds (forgiven: case)"),
        ("Marble is very soft, so take it with a grain of salt", "Altered"),
        ("Marble … grain of salt", "Stitched"),
        ("Gold is heavy and shines", "Absent"),
    ],
)
async def test_a_quote_is_checked(double: DiscordDouble, bot: CaveatBot, quote: str, words: str) -> None:
    """Verbatim with what was forgiven, the difference where there is one; with the caveat where it stands."""
    text = await looked_up(double, "verify", quote=quote)

    assert words in text
    assert ("Author's caveat" in text) == (words != "Absent")


async def test_a_message_is_checked_as_a_quote(double: DiscordDouble, bot: CaveatBot) -> None:
    """The menu entry answers privately."""
    message = await double.user("bob").says(double.channel, "“Granite is hard.”")

    answer = await double.user("alice").menu(message, "Check this quote")

    assert answer.ephemeral
    assert "Verbatim" in answer.text()


async def test_names_are_completed_from_the_first_letter(double: DiscordDouble, bot: CaveatBot) -> None:
    """At most 25, in time, for passages and seeds."""
    alice = double.user("alice")
    refs = await alice.completes(double.channel, "passage", "ref", "sto")
    seeds = await alice.completes(double.channel, "seed", "seed", "n")

    assert [choice["value"] for choice in refs.choices] == ["stones#1", "stones#2", "stones#3"]
    assert [choice["value"] for choice in seeds.choices][:2] == ["note-00", "note-01"]
    assert max(refs.latency_s, seeds.latency_s) < 1


@pytest.mark.parametrize("command", ["help", "about", "privacy"])
async def test_the_bot_explains_itself_privately(double: DiscordDouble, bot: CaveatBot, command: str) -> None:
    """Short and only for who asked."""
    answer = await double.user("alice").slash(double.channel, command)

    assert answer.ephemeral
    assert 100 < len(answer.text()) < 1_000


async def test_a_forged_button_is_refused_politely(double: DiscordDouble, bot: CaveatBot) -> None:
    """A custom id of an unknown kind, or of somebody else's card, does nothing and says so privately."""
    alice, bob = double.user("alice"), double.user("bob")
    card = (await alice.slash(double.channel, "search", query="basalt")).message
    before = card.text()

    forged = await alice.press(card, f"c1:turn:nonsense:1:{alice.id}", forged=True)
    foreign = await bob.press(card, "Next ▶")

    assert (forged.ephemeral, foreign.ephemeral) == (True, True)
    assert card.text() == before


async def test_a_quote_from_a_passage_full_of_everything_fits(double: DiscordDouble, home: Path) -> None:
    """A long quote beside a long passage with a long caveat: what does not fit is a button away, in full."""
    markup = " ".join(f"Sentence {number} is *_~ odd ~_*." for number in range(90))
    caveat = " ".join(f"Doubt {number} is *_~ real ~_*." for number in range(90))
    head = f"---\ntitle: {'Long ' * 60}\nauthor: {'Long ' * 60}\ncaveat: {caveat}\nnote: {caveat}\n---\n\n"
    write_seeds(home / "seeds", {"long.md": f"{head}{markup}"})
    alice = double.user("alice")
    async with connected_at(double, home, passages=PassagesConfig(max_chars=3500, target_chars=3000)):
        card = (await alice.slash(double.channel, "verify", quote=markup[:1000].replace("odd", "even"))).message
        whole = (await alice.press(card, "The whole passage")).message
        texts = [shown(whole.text())]
        while "Next ▶" in whole.buttons:
            await alice.press(whole, "Next ▶")
            texts.append(shown(whole.text()))
        full = await alice.press(whole, "Full caveat")
        await double.quiet()  # it brings several messages
        texts.append(shown(full.text()))
        await alice.press(card, "Remove")

    assert "Altered" in card.text()
    assert "Long Long" in card.text()
    assert "Doubt 0" in card.text()
    assert any("Sentence 89" in text for text in texts)
    assert texts[-1].count("Doubt 89") == 2  # the whole caveat, and the note
    assert card.deleted
