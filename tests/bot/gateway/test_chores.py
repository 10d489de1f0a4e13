"""What one of several workers does unasked, and what each hears of the others."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.gateway import chores
from bot.gateway.client import CaveatBot
from bot.store.guild_settings import GuildSettings, SettingsBook
from bot.store.store import Store
from tests.bot.connected import until
from tests.discord_double import DiscordDouble

pytestmark = pytest.mark.asyncio

ADMIN = 9


async def test_what_is_due_once_is_left_to_the_worker_that_did_it(
    connected_bot: CaveatBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A sweep of all servers is done by whoever comes first, and by nobody again before its time."""
    swept: list[Any] = []
    monkeypatch.setattr(connected_bot.house, "sweep", swept.append)
    claim = connected_bot.store.workers.claim_turn
    later = datetime.now(UTC) + timedelta(seconds=chores.SWEEP_EVERY_S + 60)
    claim(connected_bot.app_id, "housekeeping", chores.SWEEP_EVERY_S)  # as another worker does

    await connected_bot.chores.sweep()
    before = len(swept)
    monkeypatch.setattr(
        connected_bot.store.workers, "claim_turn", lambda app_id, name, every_s: claim(app_id, name, every_s, later)
    )
    await connected_bot.chores.sweep()
    await connected_bot.chores.sweep()

    assert (0, 1) == (before, len(swept))


async def test_settings_that_another_worker_changes_hold_here(double: DiscordDouble, connected_bot: CaveatBot) -> None:
    """Though they were read a moment ago."""
    book, guild_id = connected_bot.rules.book, double.guild.id
    book.load(guild_id)

    with Store.open(f"sqlite:///{connected_bot.store.folder}/caveat.sqlite3") as other:
        SettingsBook(other).change(guild_id, {"language": "de"}, ADMIN, datetime.now(UTC))

    await until(lambda: book.load(guild_id) == GuildSettings(language="de"))
