"""What is looked at again after each re-index: unanswered and pinned questions; and what curators are told of."""

import pytest

from bot.answering.gaps import today
from bot.curating.pinning import FailedPin
from bot.gateway.client import CaveatBot
from bot.store.queries.gaps import Gap
from bot.store.queries.seed_acts import Admin
from bot.store.queries.seeds import GuildSeed, SeedContents
from tests.bot.connected import until
from tests.bot.curating.conftest import BASALT, NOW
from tests.discord_double import DiscordDouble
from tests.discord_double.people import User
from tests.discord_double.world import Channel

pytestmark = pytest.mark.asyncio

QUESTION = "What shape are basalt columns?"


def reindexed(double: DiscordDouble, bot: CaveatBot, name: str = "basalt.md", data: bytes = BASALT) -> None:
    """Add a seed, and index it."""
    bot.store.add_seed(Admin(double.guild.id, 9, NOW), name, SeedContents(data))
    bot.service.guild_changed(double.guild.id).result(30)


async def test_a_gap_that_is_answered_by_now_is_told(
    double: DiscordDouble, bot: CaveatBot, anna: User, services: Channel
) -> None:
    """By which passage, at once after the re-index; one that still nothing answers is told without."""
    for question in (QUESTION, "Who baked the bread?"):
        bot.store.record_gap(Gap(double.guild.id, today(), question, "nothing"))

    reindexed(double, bot)

    shown = (await anna.slash(double.channel, "gaps show")).text()
    assert "columns? (found nothing: 1, ✅ now answered by own/basalt#1)" in shown
    assert "bread? (found nothing: 1)" in shown


async def test_curators_read_a_digest_once_a_week(double: DiscordDouble, bot: CaveatBot, services: Channel) -> None:
    """Of what was asked in vain, where something was."""
    await bot.curating.sweep()
    before = len(double.messages(services))
    bot.store.record_gap(Gap(double.guild.id, today(), "Who baked the bread?", "nothing"))

    for _ in range(2):
        await bot.curating.sweep()

    posted = double.messages(services)[before:]
    assert len(posted) == 1
    assert "Who baked the bread?" in posted[0].text()


async def test_a_pinned_question_that_another_passage_answers_is_told(
    double: DiscordDouble, bot: CaveatBot, anna: User, services: Channel, basalt: GuildSeed
) -> None:
    """In the channel for curators, once; the list shows it too."""
    pinned = await anna.slash(double.channel, "pinned add", question=QUESTION, ref="own/basalt#1")
    before = len(double.messages(services))
    bot.store.remove_seed(Admin(double.guild.id, 9, NOW), "basalt", basalt.version)
    bot.service.guild_changed(double.guild.id).result(30)

    await double.journal.until(
        lambda: "nothing answers" in "".join(each.text() for each in double.messages(services)), "the news", 30
    )
    listed = await anna.slash(double.channel, "pinned list")
    told = [each for each in double.messages(services)[before:] if "nothing answers" in each.text()]

    assert f"✅ {QUESTION} → own/basalt#1" in pinned.text()
    assert len(told) == 1
    assert "⚠" in listed.text()


async def test_pinned_questions_are_removed_and_completed(
    double: DiscordDouble, bot: CaveatBot, anna: User, bob: User, basalt: GuildSeed
) -> None:
    """By curators alone."""
    await anna.slash(double.channel, "pinned add", question=QUESTION, ref="own/basalt#1")
    offered = (await anna.completes(double.channel, "pinned remove", "question", "basalt")).choices
    to_others = (await bob.completes(double.channel, "pinned remove", "question", "basalt")).choices
    refused = await bob.slash(double.channel, "pinned remove", question=QUESTION)

    removed = await anna.slash(double.channel, "pinned remove", question=QUESTION)
    again = await anna.slash(double.channel, "pinned remove", question=QUESTION)

    assert [each["value"] for each in offered] == [QUESTION]
    assert to_others == []
    assert "Only this server's curators" in refused.text()
    assert "No longer pinned" in removed.text()
    assert "No such question" in again.text()


async def test_the_operators_pinned_questions_are_told_in_the_log(
    bot: CaveatBot, caplog: pytest.LogCaptureFixture
) -> None:
    """By their numbers, since questions do not stand in a log."""
    (bot.service.seeds / "_pinned.yaml").write_text(
        "How hard is granite?: stones#1\nHow soft is marble?: stones#1\nWho baked the bread?: stones#1\n", "utf-8"
    )

    failing = bot.curating.pinned.ask_operators()

    assert failing == [FailedPin(2, "stones#1", "stones#2"), FailedPin(3, "stones#1", None)]
    assert "granite" not in caplog.text


async def test_acts_are_posted_as_they_happen(double: DiscordDouble, bot: CaveatBot, anna: User) -> None:
    """Where a channel was chosen for that, each once and without a ping."""
    services = double.add_channel("audit")
    bot.rules.book.change(double.guild.id, {"audit_channel": services.id}, anna.id, NOW)

    await double.journal.until(lambda: double.messages(services), "the audit", 30)

    (entry,) = double.messages(services)
    assert f"settings changed** · <@{anna.id}>" in entry.text()
    assert entry.pinged == frozenset()


async def test_what_seeds_lack_stands_in_the_order_in_which_they_are_shown(
    double: DiscordDouble, bot: CaveatBot, anna: User, bob: User, basalt: GuildSeed
) -> None:
    """No caveat, no author, no date; for curators."""
    reindexed(double, bot, "rain.txt", b"Drizzle falls on Tuesdays in the valley of Oz.")
    await bob.slash(double.channel, "ask", question=QUESTION)

    def is_stored() -> bool:
        bot.curating.cards.store()
        return "own/basalt" in bot.store.curators.seeds_shown(double.guild.id)

    await until(is_stored)
    shown = (await anna.slash(double.channel, "seeds todo")).text()
    refused = await bob.slash(double.channel, "seeds todo")

    assert shown.index("**basalt**") < shown.index("**rain**")
    assert "no caveat found\n- no date" in shown
    assert "cards of the last 30 days: 1" in shown
    assert "Only this server's curators" in refused.text()
