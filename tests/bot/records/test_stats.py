"""`/stats`: counts for curators, of nobody; few are told to be few."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.answering.gaps import today
from bot.gateway.client import CaveatBot
from bot.records.stats import Judged, shown, stats_page
from bot.store.queries.feedback import Feedback
from bot.store.queries.usage import UsageCount, UsageKind
from tests.bot.connected import show_to_everybody
from tests.discord_double import DiscordDouble, Permission


def counts(kind: UsageKind, *numbers: int, subject: str = "") -> list[UsageCount]:
    """Return counts of the last days, the newest first."""
    return [UsageCount(1, today() - timedelta(days=ago), kind, subject, number) for ago, number in enumerate(numbers)]


def words(*found: UsageCount, judged: tuple[Judged, ...] = ()) -> str:
    """Return the card's words."""
    page = stats_page(30, found, judged)
    return "\n".join(text for section in page.sections for text in section)


def test_the_share_of_declined_questions_is_told() -> None:
    """In percent of all that were asked."""
    text = words(*counts("asked", 12, 28), *counts("declined", 10))

    assert "**Questions:** 40 · declined: 25 %" in text


@pytest.mark.parametrize(("count", "told"), [(0, "\\<5"), (1, "\\<5"), (4, "\\<5"), (5, "5"), (120, "120")])
def test_few_are_told_to_be_few(count: int, told: str) -> None:
    """Whatever is counted."""
    assert told == shown(count)


def test_a_share_of_few_is_not_told() -> None:
    """It would tell the number that is hidden."""
    text = words(*counts("asked", 100), *counts("declined", 3))

    assert "declined: \\<5" in text
    assert "%" not in text


def test_seeds_and_passages_are_listed_most_first() -> None:
    """With verdicts of each kind by themselves."""
    judged = (Judged("stones#1", 7, 0), Judged("stones#2", 1, 9))
    text = words(*counts("asked", 20), *counts("seed", 6, subject="a"), *counts("seed", 14, subject="b"), judged=judged)

    assert "- b: 14\n- a: 6" in text
    assert "**Passages with 👎**\n- stones#2: 9" in text
    assert "**Passages with 👍**\n- stones#1: 7\n- stones#2: \\<5" in text


@pytest.mark.asyncio
async def test_curators_see_what_was_asked(double: DiscordDouble, bot: CaveatBot) -> None:
    """Of their own server and privately; others are refused, direct messages count nowhere."""
    dora, alice = double.user("dora", may=Permission.MANAGE_GUILD), double.user("alice")
    for number in range(5):
        await alice.slash(double.channel, "ask", question=f"How hard is granite number {number}?")
    await alice.answer_to(await alice.dms("How hard is granite?"))
    key = bot.service.scope(double.guild.id).passage("stones#1").key
    for user in range(6):
        bot.store.record_feedback(Feedback(key, "g", double.guild.id, user, -1, datetime.now(UTC)))
    show_to_everybody(double, "stats")

    shown_card = await dora.slash(double.channel, "stats")
    refused = await alice.slash(double.channel, "stats")
    gaps = await dora.slash(double.channel, "gaps show")

    assert (True, True) == (shown_card.ephemeral, refused.ephemeral)
    assert "**Questions:** 5 ·" in shown_card.text()
    assert "- stones: 5" in shown_card.text()
    assert ["- stones#1: 6" in card.text() for card in (shown_card, refused, gaps)] == [True, False, True]
    assert "alice" not in shown_card.text()
