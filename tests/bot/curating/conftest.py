"""The bot in the test's own process, with channels for moderators and curators, and somebody of each kind."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from discord import ui

from bot.curating.wiring import FURTHER
from bot.gateway.client import CaveatBot
from bot.replies.custom_ids import ButtonId
from bot.replies.rows import behind_rows
from bot.store.queries.seed_acts import Admin
from bot.store.queries.seeds import GuildSeed, SeedContents
from tests.bot.connected import ObedientService, service_in
from tests.bot.connected import connected_bot as bot
from tests.discord_double import DiscordDouble, Permission
from tests.discord_double.people import User
from tests.discord_double.views import Message
from tests.discord_double.world import Channel

__all__ = ["bot"]

NOW = datetime(2026, 1, 2, 12, tzinfo=UTC)
BASALT = b"---\ntitle: On Basalt\nauthor: B. Mason\n---\n\nBasalt columns are hexagonal, since they cooled slowly.\n"


@pytest.fixture
def service(tmp_path: Path) -> ObedientService:
    """A service over a few seeds of the operator's."""
    return service_in(tmp_path, defer_after_s=1.0)


@pytest.fixture
def anna(double: DiscordDouble, bot: CaveatBot) -> User:
    """Somebody who may manage the server."""
    return double.user("anna", may=Permission.MANAGE_GUILD)


@pytest.fixture
def bob(double: DiscordDouble, bot: CaveatBot) -> User:
    """Somebody like anybody."""
    return double.user("bob")


@pytest.fixture
def services(double: DiscordDouble, bot: CaveatBot) -> Channel:
    """The channel that the server has chosen for reports, suggestions and digests."""
    channel = double.add_channel("services")
    chosen = dict.fromkeys(("report_channel", "review_channel"), channel.id)
    bot.rules.book.change(double.guild.id, {**chosen, "keep_unanswered": True}, 9, NOW)
    return channel


@pytest.fixture
def basalt(double: DiscordDouble, bot: CaveatBot) -> GuildSeed:
    """A seed of the server's own, indexed."""
    seed = bot.store.add_seed(Admin(double.guild.id, 9, NOW), "basalt.md", SeedContents(BASALT))
    bot.service.guild_changed(double.guild.id).result(30)
    return seed


async def curators_card(double: DiscordDouble, bot: CaveatBot, key: str) -> Message:
    """Post a card with the buttons about a passage that stand behind "More…" for curators."""
    (row,) = behind_rows(FURTHER, ButtonId("rest", "passage.0", 0, key), card=None)
    place = await bot.curating.services.posting.post(
        double.guild.id, double.channel.id, ui.LayoutView(timeout=None).add_item(row)
    )
    assert place is not None
    return next(message for message in double.messages(double.channel) if message.id == place.message_id)


def key_of(bot: CaveatBot, guild_id: int, ref: str) -> str:
    """Return the key of a passage."""
    return bot.service.scope(guild_id).passage(ref).key
