"""What stands behind "More…" of a card: reporting for everybody of a server, fixing and withdrawing for curators."""

import pytest

from bot.store.queries.seeds import GuildSeed
from tests.discord_double import DiscordDouble
from tests.discord_double.people import User
from tests.discord_double.views import Message
from tests.discord_double.world import Channel

pytestmark = pytest.mark.asyncio

CURATORS = {"Fix this seed", "Withdraw"}


async def card_of(double: DiscordDouble, user: User) -> Message:
    """Have the passage of the server's own seed shown to everybody."""
    return (await user.slash(double.channel, "passage", ref="own/basalt#1")).message


async def test_a_member_can_report_alone(double: DiscordDouble, bob: User, basalt: GuildSeed) -> None:
    """Also on their own card, where they may do all that can be done with a passage."""
    behind = await bob.press(await card_of(double, bob), "More…")

    assert behind.ephemeral
    assert "Report" in behind.message.buttons
    assert set(behind.message.buttons).isdisjoint(CURATORS)


async def test_a_strangers_card_can_be_reported(
    double: DiscordDouble, anna: User, bob: User, basalt: GuildSeed
) -> None:
    """Whose the buttons of a card are does not matter for that."""
    behind = await bob.press(await card_of(double, anna), "More…")

    assert {"Report"} == set(behind.message.buttons)
    assert "Only the person who asked" in behind.text()


async def test_a_report_links_the_public_card(
    double: DiscordDouble, anna: User, bob: User, services: Channel, basalt: GuildSeed
) -> None:
    """And not the private one on which the button stands."""
    card = await card_of(double, anna)
    behind = await bob.press(card, "More…")

    opened = await bob.press(behind.message, "Report")
    thanked = await bob.submits(opened.form, {"Why": "This is my letter."})

    assert "have it now" in thanked.text()
    assert f"/channels/{double.guild.id}/{double.channel.id}/{card.id}" in double.messages(services)[-1].text()


async def test_a_curator_fixes_and_withdraws(double: DiscordDouble, anna: User, bob: User, basalt: GuildSeed) -> None:
    """On anybody's card; what was stated stands on the next one, and what was withdrawn on none."""
    behind = await anna.press(await card_of(double, bob), "More…")
    assert {"Report", *CURATORS} <= set(behind.message.buttons)

    fixed = await anna.submits((await anna.press(behind.message, "Fix this seed")).form, {"caveat": "Seen once."})
    await double.journal.until(lambda: "Re-indexed in" in fixed.message.text(), "the index", 30)
    shown = await card_of(double, bob)
    assert "is corrected" in fixed.text()
    assert "Seen once." in shown.text()

    behind = await anna.press(shown, "More…")
    withdrawn = await anna.submits((await anna.press(behind.message, "Withdraw")).form, {"Why": "It is a letter."})
    assert "is withdrawn" in withdrawn.text()
    assert "no seed 'own/basalt'" in (await bob.slash(double.channel, "passage", ref="own/basalt#1")).text()


async def test_a_button_is_checked_again(double: DiscordDouble, anna: User, bob: User, basalt: GuildSeed) -> None:
    """Who is no curator any more is refused, whatever was offered to them before."""
    behind = await anna.press(await card_of(double, bob), "More…")
    double.guild.members[anna.id].roles.clear()

    refused = await anna.press(behind.message, "Withdraw")

    assert "Only this server's curators" in refused.text()
