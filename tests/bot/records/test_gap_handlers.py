"""`/gaps` over real sockets: who may see what is kept, page by page and as files."""

import io
import zipfile
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest
import pytest_asyncio

from bot.answering.gaps import today
from bot.gateway.client import CaveatBot
from bot.store.queries.gaps import Gap
from tests.bot.connected import ObedientService, connected, show_to_everybody
from tests.discord_double import DiscordDouble, Permission
from tests.discord_double.people import User

pytestmark = pytest.mark.asyncio

NOON = datetime(2026, 1, 2, 12, tzinfo=UTC)
ADMIN = 9


@pytest_asyncio.fixture
async def bot(double: DiscordDouble, service: ObedientService) -> AsyncIterator[CaveatBot]:
    """The bot, connected, in a server that wants to know."""
    async with connected(double, service) as client:
        client.rules.book.change(double.guild.id, {"keep_unanswered": True}, ADMIN, NOON)
        yield client


@pytest.fixture
def dora(double: DiscordDouble) -> User:
    """Somebody who may manage the server."""
    return double.user("dora", may=Permission.MANAGE_GUILD)


def keep(bot: CaveatBot, guild_id: int, *questions: str, days_ago: int = 0) -> None:
    """Keep some questions as unanswered."""
    for question in questions:
        bot.store.record_gap(Gap(guild_id, today() - timedelta(days=days_ago), question, "nothing"))


async def test_gaps_are_shown_by_the_words_they_share(double: DiscordDouble, bot: CaveatBot, dora: User) -> None:
    """With counts, privately, and of the days that were asked for; what people typed stays text."""
    keep(bot, double.guild.id, "Who cut *marble*?", "who cut *marble*", "Is marble old?", "Where is everyone?")
    keep(bot, double.guild.id, "Long ago?", days_ago=20)

    recent = (await dora.slash(double.channel, "gaps show", days=7)).message
    every = (await dora.slash(double.channel, "gaps show", days=0)).message

    assert recent.ephemeral
    assert "**4** times, 3 different ones" in recent.text()
    assert "**marble** · 3 ×\n- Who cut \\*marble\\*? (found nothing: 2)\n- Is marble old? (found nothing: 1)" in (
        recent.text()
    )
    assert "Long ago" not in recent.text()
    assert "Long ago" in every.text()


async def test_gaps_are_paged(double: DiscordDouble, bot: CaveatBot, dora: User) -> None:
    """Every question stands on one of the pages, there and back; a page that no button names leads nowhere."""
    subjects = [f"stone{number}" for number in range(20)]
    keep(bot, double.guild.id, *(f"{verb}{subject} {subject}?" for subject in subjects for verb in ("cut", "polish")))
    card = (await dora.slash(double.channel, "gaps show")).message
    pages = [card.text()]

    while "Next ▶" in card.buttons:
        await dora.press(card, "Next ▶")
        pages.append(card.text())
    await dora.press(card, "◀ Previous")
    forged = await dora.press(card, f"c1:gaps:30.99:{dora.id}", forged=True)

    assert len(pages) == 4
    assert all(any(f"polish{subject} {subject}?" in page for page in pages) for subject in subjects)
    assert pages[-2] == card.text()
    assert "leads nowhere" in forged.text()


async def test_gaps_are_for_curators_alone(double: DiscordDouble, bot: CaveatBot, dora: User) -> None:
    """Hidden from others; whoever comes to it all the same, by command or by a button of before, is refused."""
    keep(bot, double.guild.id, "Secret question?", "Secret answer?", "Secret place?")
    subjects = [f"stone{number}" for number in range(20)]
    keep(bot, double.guild.id, *(f"{verb}{subject} {subject}?" for subject in subjects for verb in ("cut", "polish")))
    alice, carl = double.user("alice"), double.user("carl")
    card = (await dora.slash(double.channel, "gaps show")).message
    show_to_everybody(double, "gaps")
    (role,) = double.guild.members[carl.id].roles
    double.guild.members[dora.id].roles.clear()

    answers = [
        await alice.slash(double.channel, "gaps show"),
        await alice.slash(double.channel, "gaps export"),
        await dora.press(card, "Next ▶"),
    ]

    assert ["Only this server's curators"] * 3 == [answer.text()[:27] for answer in answers]
    bot.rules.book.change(double.guild.id, {"curator_roles": [role]}, ADMIN, NOON)
    assert "Secret" in (await carl.slash(double.channel, "gaps show")).text()


async def test_servers_see_their_own_gaps_alone(double: DiscordDouble, bot: CaveatBot, dora: User) -> None:
    """Neither shown nor exported nor counted elsewhere."""
    keep(bot, double.guild.id + 1, "Secret question?")

    shown = (await dora.slash(double.channel, "gaps show")).text()
    exported = (await dora.slash(double.channel, "gaps export")).message

    assert "None are kept of this time." in shown
    assert {} == exported.files


async def test_server_that_keeps_none_is_told_how_to(double: DiscordDouble, bot: CaveatBot, dora: User) -> None:
    """Nothing to see is not the same as nothing kept."""
    bot.rules.book.change(double.guild.id, {"keep_unanswered": False}, ADMIN, NOON)

    assert "not kept here" in (await dora.slash(double.channel, "gaps show")).text()


async def test_gaps_are_exported_privately(double: DiscordDouble, bot: CaveatBot, dora: User) -> None:
    """As a table and as a collection, over the same door as every reply."""
    keep(bot, double.guild.id, "=cmd|' /C calc'!A0", "How hard is granite?")

    in_table = (await dora.slash(double.channel, "gaps export")).message
    as_collection = (await dora.slash(double.channel, "gaps export", form="collection")).message

    assert (True, True) == (in_table.ephemeral, as_collection.ephemeral)
    assert "\"'=cmd|' /C calc'!A0\"" in in_table.files["gaps.csv"].decode("utf-8-sig")
    archive = zipfile.ZipFile(io.BytesIO(as_collection.files["gaps.zip"]))
    assert ["corpus.jsonl", "qrels.tsv", "queries.jsonl"] == sorted(archive.namelist())


async def test_slow_export_comes_after_an_acknowledgement(
    double: DiscordDouble, service: ObedientService, bot: CaveatBot, dora: User
) -> None:
    """Files may be edited into the placeholder as well."""
    keep(bot, double.guild.id, "How hard is granite?")
    bot.replies._defer_after_s = 0.0

    answer = await dora.slash(double.channel, "gaps export")

    assert answer.deferred
    assert ["gaps.csv"] == list(answer.message.files)


async def test_export_that_discord_would_not_take_is_refused_in_words(
    double: DiscordDouble, bot: CaveatBot, dora: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With the sizes and the way out."""
    keep(bot, double.guild.id, "How hard is granite?")
    monkeypatch.setattr("bot.records.gap_handlers.table", lambda _groups: bytes(11 * 2**20))

    answer = await dora.slash(double.channel, "gaps export")

    assert "a file of 11.0 MB, and Discord takes 10 MB here: ask for less of it" in answer.text()


async def test_admins_can_remove_all_that_is_kept(double: DiscordDouble, bot: CaveatBot, dora: User) -> None:
    """At once, of this server alone, and it is written down who did; curators by role may not."""
    keep(bot, double.guild.id, "How hard is granite?", "How soft is marble?")
    keep(bot, double.guild.id + 1, "Elsewhere?")
    carl = double.user("carl")
    (role,) = double.guild.members[carl.id].roles
    bot.rules.book.change(double.guild.id, {"curator_roles": [role]}, ADMIN, NOON)
    show_to_everybody(double, "gaps")

    refused = await carl.slash(double.channel, "gaps clear")
    kept = len(bot.store.gaps(double.guild.id))
    removed = await dora.slash(double.channel, "gaps clear")

    assert "Only those who may manage this server" in refused.text()
    assert (2, "Removed: 2 unanswered questions.") == (kept, removed.text())
    assert ([], 1) == (bot.store.gaps(double.guild.id), len(bot.store.gaps(double.guild.id + 1)))
    newest = bot.store.audit_entries(double.guild.id, limit=1)[0]
    assert ("clear-gaps", dora.id) == (newest.act.action, newest.actor)
