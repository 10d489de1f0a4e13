"""What a new server's admins are told to do, and the card on how to ask, whose questions are answered there."""

from collections.abc import Iterable

import pytest

from bot.answering.examples import example_questions
from bot.gateway.client import CaveatBot
from bot.wording.commands import CommandMentions, SyncedCommands
from tests.bot.connected import show_to_everybody
from tests.bot.servers import add
from tests.discord_double import DiscordDouble, Permission

pytestmark = pytest.mark.asyncio


def clickable(double: DiscordDouble, names: Iterable[str]) -> list[str]:
    """Return the mentions of commands, by the ids that the double gave them."""
    ids = {command["name"]: command["id"] for command in double.hub.commands.all()}
    return [f"</{name}:{ids[name.partition(' ')[0]]}>" for name in names]


async def test_who_added_the_bot_is_told_what_to_do_next(double: DiscordDouble, connected_bot: CaveatBot) -> None:
    """With commands to click, and one question that is answered."""
    await connected_bot.wait_until_ready()
    double.guild_join("New server", bot_may=Permission(0))
    owner = double.world.dm_channel(double.guild.owner_id)
    await double.journal.until(lambda: double.messages(owner) or None, "the greeting", 30.0)

    greeting = double.messages(owner)[0].text()
    (example,) = [line for line in greeting.split("\n") if line.startswith("For example")]

    assert all(each in greeting for each in clickable(double, ("seeds add", "settings", "help", "ask")))
    assert connected_bot.service.scope().ask(example.partition("> ")[2]).answered


async def test_settings_tell_it_until_there_is_a_seed(double: DiscordDouble, connected_bot: CaveatBot) -> None:
    """They ask the database each time."""
    admin = double.user("ada", may=Permission.MANAGE_GUILD)

    before = (await admin.slash(double.channel, "settings")).text()
    connected_bot.panel._steps_due = lambda _guild_id: ""
    after = (await admin.slash(double.channel, "settings")).text()

    assert all(each in before for each in clickable(double, ("seeds add", "help")))
    assert "What to do next" not in after


async def test_how_to_ask_is_posted_by_curators(double: DiscordDouble, connected_bot: CaveatBot) -> None:
    """Publicly, with questions that these seeds do answer; others are refused privately."""
    show_to_everybody(double, "help")
    curator = double.user("ada", may=Permission.MANAGE_GUILD)

    posted = await curator.slash(double.channel, "help", pin=True)
    refused = await double.user("bob").slash(double.channel, "help", pin=True)
    questions = [line.removeprefix("- ") for line in posted.text().split("\n") if line.startswith("- ")]

    assert not posted.ephemeral
    assert refused.ephemeral
    assert 3 == len(questions)
    assert all(connected_bot.service.scope(double.guild.id).ask(each).answered for each in questions)


async def test_examples_are_asked_before_they_are_shown(connected_bot: CaveatBot) -> None:
    """No two are the same, and none is about a caveat."""
    questions = example_questions(connected_bot.service.scope())

    assert len(set(questions)) == len(questions) == 3
    assert not any("Reservations" in each for each in questions)  # under which the author's caveat stands


async def test_no_example_asks_for_an_author_that_is_not_stated(
    double: DiscordDouble, connected_bot: CaveatBot
) -> None:
    """Its answer would say nothing; the document itself is asked about."""
    add(
        connected_bot.store, double.guild.id, "basalt.txt", b"Basalt is a dark stone, and basalt columns are hexagonal."
    )
    connected_bot.service.guild_changed(double.guild.id).result(30)

    questions = example_questions(connected_bot.service.scope(double.guild.id))

    assert not any("wrote" in each and "basalt" in each for each in questions)


async def test_what_an_earlier_version_kept_of_a_sync_counts_for_nothing() -> None:
    """It had no ids, so the commands are sent once more; what this one keeps is read back."""
    kept = SyncedCommands("abc", {"ask": 5})
    mention = CommandMentions()
    unknown = mention("ask")
    mention.ids = SyncedCommands.read(str(kept)).ids

    assert SyncedCommands("", {}) == SyncedCommands.read("abc") == SyncedCommands.read(None)
    assert ("/ask", "</ask:5>") == (unknown, mention("ask"))
