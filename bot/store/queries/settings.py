"""Queries about servers' settings. Must not know which settings exist, nor which database it is."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Connection, func, select

from bot.store.database.engine import serialise, upsert
from bot.store.database.hearing import tell
from bot.store.database.tables import GuildSettingsRow
from bot.store.queries import audit
from bot.store.queries.audit import AuditAct

CHANNEL: Final = "caveat_settings"  # on which PostgreSQL tells whose settings changed


def get(connection: Connection, guild_id: int) -> dict[str, Any]:
    """Return what the server set, by key; empty where it left everything at the defaults."""
    statement = select(GuildSettingsRow.settings).where(GuildSettingsRow.guild_id == guild_id)
    return connection.execute(statement).scalar_one_or_none() or {}


def change(connection: Connection, guild_id: int, changes: Mapping[str, Any], by: int, now: datetime) -> dict[str, Any]:
    """Set some of a server's settings, by key, and return all of them; None takes one away; audit which keys changed.

    Two admins who set different things at the same time both get what they set.
    """
    serialise(connection, guild_id)
    before = get(connection, guild_id)
    settings = {key: value for key, value in (before | dict(changes)).items() if value is not None}
    changed = sorted(key for key in before.keys() | settings.keys() if before.get(key) != settings.get(key))
    if changed:
        audit.record(connection, guild_id, by, now, AuditAct("settings", details={"changed": changed}))
    upsert(connection, GuildSettingsRow, {"guild_id": guild_id, "settings": settings, "updated_at": now})
    tell(connection, CHANNEL, str(guild_id))
    return settings


def changed(connection: Connection, since: datetime | None) -> dict[int, datetime]:
    """Return whose settings were changed at or after a moment, and when; with None, only those changed last of all."""
    found = select(GuildSettingsRow.guild_id, GuildSettingsRow.updated_at)
    last = select(func.max(GuildSettingsRow.updated_at)).scalar_subquery()
    rows = connection.execute(found.where(GuildSettingsRow.updated_at >= (last if since is None else since)))
    return {row.guild_id: row.updated_at for row in rows}
