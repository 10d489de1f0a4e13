"""Fixing a seed: from the menu of a card to answers that carry what was stated, and back."""

import time
from pathlib import Path

import pytest

from bot.gateway.client import CaveatBot
from bot.serving.scope import Scope
from bot.store.queries.seeds import GuildSeed
from tests.bot.connected import until
from tests.discord_double import DiscordDouble
from tests.discord_double.people import User
from tests.discord_double.views import Answer, Message

pytestmark = pytest.mark.asyncio

QUESTION = "What shape are basalt columns?"
FIX = "Fix this seed"
STATED = {"caveat": "Nobody measured this.", "author": "B. Mason\nC. Carver", "published": "2021-05"}


def stated(sidecar: Path) -> str:
    """Read a side-car."""
    return sidecar.read_text("utf-8")


async def card(double: DiscordDouble, who: User, question: str = QUESTION) -> Message:
    """Ask, and return the card."""
    return (await who.slash(double.channel, "ask", question=question)).message


async def indexed(double: DiscordDouble, answer: Answer) -> None:
    """Wait until an answer tells that the index is renewed, by it or by somebody who asked meanwhile."""
    await double.journal.until(lambda: "Re-indexed in" in answer.message.text(), "the index", 30)


async def test_what_a_curator_states_stands_on_answers_at_once(
    double: DiscordDouble, bot: CaveatBot, anna: User, basalt: GuildSeed
) -> None:
    """One form with what is known; within two seconds of sending it, answers carry the new words; audited."""
    opened = await anna.menu(await card(double, anna), FIX)
    begun = time.monotonic()

    sent = await anna.submits(opened.form, STATED)
    await indexed(double, sent)  # to ask again and again until then is more than anybody may ask
    shown = (await card(double, anna)).text()

    assert "Nobody measured this" in shown
    assert opened.form.labels == ["Caveat", "Authors", "Published"]
    assert "B. Mason" in str(opened.form.payload)
    assert sent.ephemeral
    assert "is corrected" in sent.text()
    assert "B. Mason, C. Carver" in shown
    assert "May 2021" in shown
    assert "added by the curator" in shown
    assert time.monotonic() - begun < 2
    newest = bot.store.audit_entries(double.guild.id, limit=1)[0]
    assert (newest.act.action, newest.act.seed, newest.actor) == ("change", "basalt", anna.id)


async def test_a_fix_can_be_undone(double: DiscordDouble, bot: CaveatBot, anna: User, basalt: GuildSeed) -> None:
    """The button below what was done brings back what was stated before."""
    opened = await anna.menu(await card(double, anna), FIX)
    sent = await anna.submits(opened.form, STATED)
    await indexed(double, sent)

    undone = await anna.press(sent.message, "Undo")
    await indexed(double, undone)

    assert "as it was before" in undone.text()
    assert "Nobody measured" not in (await card(double, anna)).text()
    assert bot.store.seed_contents(double.guild.id, "basalt").sidecar is None


async def test_only_curators_fix(double: DiscordDouble, bot: CaveatBot, bob: User, basalt: GuildSeed) -> None:
    """Others are told so, and get no form."""
    refused = await bob.menu(await card(double, bob), FIX)

    assert refused.outcome == "message"
    assert "Only this server's curators" in refused.text()


async def test_who_is_a_curator_no_longer_cannot_send_the_form(
    double: DiscordDouble, bot: CaveatBot, anna: User, basalt: GuildSeed
) -> None:
    """The form is checked as its menu is."""
    opened = await anna.menu(await card(double, anna), FIX)
    double.guild.members[anna.id].roles.clear()

    refused = await anna.submits(opened.form, STATED)

    assert "Only this server's curators" in refused.text()


async def test_of_two_fixes_at_once_the_second_is_told(
    double: DiscordDouble, bot: CaveatBot, anna: User, basalt: GuildSeed
) -> None:
    """What was looked at is not what is there any more, so nothing is lost silently."""
    first, second = [await anna.menu(await card(double, anna), FIX) for _ in range(2)]
    await anna.submits(first.form, STATED)

    refused = await anna.submits(second.form, {"caveat": "Mine."})

    assert "changed meanwhile" in refused.text()
    assert b"Nobody measured" in (bot.store.seed_contents(double.guild.id, "basalt").sidecar or b"")


async def test_a_date_that_is_none_is_refused(
    double: DiscordDouble, bot: CaveatBot, anna: User, basalt: GuildSeed
) -> None:
    """In a sentence that names it; nothing is stored."""
    opened = await anna.menu(await card(double, anna), FIX)

    refused = await anna.submits(opened.form, {"published": "the day before yesterday"})

    assert "This cannot be used" in refused.text()
    assert bot.store.seed_contents(double.guild.id, "basalt").sidecar is None


async def test_a_seed_of_the_operators_is_its_owners_to_fix(
    double: DiscordDouble, bot: CaveatBot, anna: User, service: object
) -> None:
    """A curator is told so; the bot's owner writes a side-car, and can undo that."""
    stones = await card(double, anna, "How hard is granite?")
    refused = await anna.menu(stones, FIX)
    bot.owner_id = anna.id
    sidecar = bot.service.seeds / "stones.md.yaml"

    sent = await anna.submits((await anna.menu(stones, FIX)).form, {"caveat": "Nobody measured this."})
    await indexed(double, sent)
    shown, written = (await card(double, anna, "How hard is granite?")).text(), stated(sidecar)
    undone = await anna.press(sent.message, "Undo")
    await until(lambda: not sidecar.exists())

    assert "my operator's" in refused.text()
    assert "Nobody measured this" in shown
    assert written == "caveat: Nobody measured this.\n"
    assert "as it was before" in undone.text()


async def test_a_message_that_is_no_card_is_told(double: DiscordDouble, bot: CaveatBot, anna: User) -> None:
    """Nothing of it can be fixed."""
    message = await anna.says(double.channel, "Basalt is grey.")

    assert "no card of mine" in (await anna.menu(message, FIX)).text()


async def test_nothing_typed_is_nothing_stored(
    double: DiscordDouble, bot: CaveatBot, anna: User, basalt: GuildSeed
) -> None:
    """A form that is sent as it was opened changes no seed."""
    opened = await anna.menu(await card(double, anna), FIX)

    assert "Nothing was changed" in (await anna.submits(opened.form, {})).text()


async def test_of_a_file_with_several_documents_only_the_caveat_is_stated(
    double: DiscordDouble, anna: User, basalt: GuildSeed, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An author stated beside it would be made the author of all of them."""
    found, documents = await card(double, anna), Scope.documents
    monkeypatch.setattr(Scope, "documents", lambda scope: documents(scope) * 2)

    opened = await anna.menu(found, FIX)

    assert opened.form.labels == ["Caveat"]
