"""Reports reach the moderators; a withdrawal hides a document everywhere, on cards that were posted before too."""

import pytest

from bot.gateway.client import CaveatBot
from bot.store.queries.seed_acts import Admin
from bot.store.queries.seeds import GuildSeed, SeedContents
from tests.bot.connected import until
from tests.bot.curating.conftest import BASALT, NOW, curators_card, key_of
from tests.discord_double import DiscordDouble, Upload
from tests.discord_double.people import User
from tests.discord_double.views import Message
from tests.discord_double.world import Channel

pytestmark = pytest.mark.asyncio

QUESTION = "What shape are basalt columns?"


async def test_a_report_reaches_the_moderators(
    double: DiscordDouble, bot: CaveatBot, bob: User, services: Channel, basalt: GuildSeed
) -> None:
    """With the passage, its caveat and attribution, who reports it and why; it pings nobody."""
    card = await curators_card(double, bot, key_of(bot, double.guild.id, "own/basalt#1"))

    opened = await bob.press(card, "Report")
    thanked = await bob.submits(opened.form, {"Why": "This is *my* letter."})

    report = double.messages(services)[-1]
    assert thanked.ephemeral
    assert f"own/basalt#1** was reported by <@{bob.id}>: This is \\*my\\* letter." in report.text()
    assert "Basalt columns are hexagonal" in report.text()
    assert "B. Mason" in report.text()
    assert set(report.buttons) == {"Fix this seed", "Withdraw", "Dismiss"}
    assert report.pinged == frozenset()


async def test_without_a_channel_nothing_is_reported(
    double: DiscordDouble, bot: CaveatBot, bob: User, basalt: GuildSeed
) -> None:
    """Who presses is told, before they write anything."""
    card = await curators_card(double, bot, key_of(bot, double.guild.id, "own/basalt#1"))

    assert "Reports are not taken here" in (await bob.press(card, "Report")).text()


async def test_a_report_can_be_dismissed_by_curators_alone(
    double: DiscordDouble, bot: CaveatBot, anna: User, bob: User, basalt: GuildSeed
) -> None:
    """The seed stays."""
    services = double.add_channel("reports")
    bot.rules.book.change(double.guild.id, {"report_channel": services.id}, 9, NOW)
    card = await curators_card(double, bot, key_of(bot, double.guild.id, "own/basalt#1"))
    await bob.submits((await bob.press(card, "Report")).form, {"Why": "Hm."})
    report = double.messages(services)[-1]

    refused = await bob.press(report, "Dismiss")
    await anna.press(report, "Dismiss")

    assert "Only this server's curators" in refused.text()
    assert "Dismissed" in report.text()
    assert bot.store.guild_seed(double.guild.id, "basalt") is not None


async def posted(double: DiscordDouble, who: User, question: str = QUESTION) -> Message:
    """Ask in public, and return the card."""
    return (await who.slash(double.channel, "ask", question=question)).message


async def remembered(double: DiscordDouble, bot: CaveatBot, cards: int = 1) -> None:
    """Wait until so many cards that show the seed are stored."""

    def stored() -> bool:
        bot.curating.cards.store()
        return bot.store.curators.seeds_shown(double.guild.id).get("own/basalt", 0) >= cards

    await until(stored)


async def test_a_withdrawal_reaches_cards_that_were_posted(
    double: DiscordDouble, bot: CaveatBot, anna: User, bob: User, basalt: GuildSeed
) -> None:
    """Answers by command and by mention, and search lists; cards of other seeds stay as they are."""
    cards = [await posted(double, bob), await bob.asks(double.channel, f"@bot {QUESTION}")]
    cards.append((await bob.slash(double.channel, "search", query="hexagonal")).message)
    other = await posted(double, bob, "How hard is granite?")

    done = await anna.slash(double.channel, "seeds withdraw", seed="basalt", reason="The author asked for it.")
    await double.journal.until(lambda: all("Withdrawn" in card.text() for card in cards), "the marks", 30)

    assert "is withdrawn" in done.text()
    assert [card for card in cards if "hexagonal" in card.text()] == []
    assert "Granite is hard" in other.text().replace("**", "")
    assert "hexagonal" not in (await posted(double, bob)).text()


async def test_a_withdrawn_document_is_blocked_with_reason_and_date(
    double: DiscordDouble, bot: CaveatBot, anna: User, basalt: GuildSeed
) -> None:
    """Whoever adds it again is told; the audit has the reason too."""
    card = await curators_card(double, bot, key_of(bot, double.guild.id, "own/basalt#1"))
    await anna.submits((await anna.press(card, "Withdraw")).form, {"Why": "The author asked for it."})

    preview = await anna.slash(double.channel, "seeds add", file=Upload("again.md", BASALT))

    assert "they wrote: The author asked for it." in preview.message.text()
    assert "Confirm" not in preview.message.buttons
    assert {"reason": "The author asked for it."} == dict(
        bot.store.audit_entries(double.guild.id, limit=1)[0].act.details
    )


async def test_only_curators_withdraw(
    double: DiscordDouble, bot: CaveatBot, anna: User, bob: User, basalt: GuildSeed
) -> None:
    """By command, by button, and by a form that was opened while they were one."""
    card = await curators_card(double, bot, key_of(bot, double.guild.id, "own/basalt#1"))
    opened = await anna.press(card, "Withdraw")
    double.guild.members[anna.id].roles.clear()

    said = [
        await bob.slash(double.channel, "seeds withdraw", seed="basalt", reason="Hm."),
        await bob.press(card, "Withdraw"),
        await anna.submits(opened.form, {"Why": "Hm."}),
    ]

    assert ["Only this server's curators" in each.text() for each in said] == [True] * 3
    assert bot.store.guild_seed(double.guild.id, "basalt") is not None


async def test_marks_that_a_restart_prevented_are_written_later(
    double: DiscordDouble, bot: CaveatBot, bob: User, basalt: GuildSeed
) -> None:
    """They lie in the store with the withdrawal."""
    card = await posted(double, bob)
    await remembered(double, bot)
    bot.store.block_seed(Admin(double.guild.id, 9, NOW), "basalt")

    await bot.curating.sweep()

    assert "Withdrawn" in card.text()
    assert bot.store.curators.cards_to_mark() == []


async def test_an_authors_correction_is_marked_on_posted_cards(
    double: DiscordDouble, bot: CaveatBot, bob: User, basalt: GuildSeed
) -> None:
    """Once, above what stands there; a card that shows the correction already stays as it is."""
    card = await posted(double, bob)
    await remembered(double, bot)
    corrected = BASALT + b"\nCorrection: they are not all hexagonal, some have five sides.\n"
    bot.store.change_seed(Admin(double.guild.id, 9, NOW), "basalt", SeedContents(corrected), basalt.version)
    bot.service.guild_changed(double.guild.id).result(30)

    await double.journal.until(lambda: "corrected this document since" in card.text(), "the mark", 30)
    newer = await posted(double, bob)
    await remembered(double, bot, cards=2)
    bot.service.reindexed(double.guild.id)
    await until(lambda: not bot.curating.is_reviewing)

    assert card.text().count("corrected this document since") == 1
    assert "hexagonal" in card.text()
    assert "More…" in card.buttons
    assert "corrected this document since" not in newer.text()


async def test_private_answers_are_not_remembered(
    double: DiscordDouble, bot: CaveatBot, bob: User, basalt: GuildSeed
) -> None:
    """Nobody can write on them, so nothing of them is kept."""
    await bob.slash(double.channel, "ask", question=QUESTION, private=True)
    bot.curating.cards.store()

    assert bot.store.curators.seeds_shown(double.guild.id) == {}


async def test_a_seed_of_the_operators_is_withdrawn_by_the_owner(
    double: DiscordDouble, bot: CaveatBot, anna: User, bob: User
) -> None:
    """Its file is set aside, and cards that showed it say so in every server."""
    card = await posted(double, bob, "How hard is granite?")
    row = await curators_card(double, bot, key_of(bot, double.guild.id, "stones#1"))
    refused = await anna.press(row, "Withdraw")
    bot.owner_id = anna.id

    await anna.submits((await anna.press(row, "Withdraw")).form, {"Why": "The author asked for it."})
    await double.journal.until(lambda: "Withdrawn" in card.text(), "the mark", 30)
    await until(lambda: not bot.service.scope().documents())

    assert "my operator's" in refused.text()
    assert [path.name for path in sorted(bot.service.seeds.iterdir())] == ["_withdrawn-stones.md"]
    assert "Granite is hard" not in (await posted(double, bob, "How hard is granite?")).text()
