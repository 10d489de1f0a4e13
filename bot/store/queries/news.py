"""Queries about what a server's channels were told. Must not know what news are, nor which database it is."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, Literal

from sqlalchemy import Connection, delete, insert, select, update

from bot.store.database.tables import DailyRow, GuildSettingsRow, NewsRow

NewsKind = Literal["news", "daily"]
_TABLES: Final[dict[NewsKind, type[NewsRow] | type[DailyRow]]] = {"news": NewsRow, "daily": DailyRow}


@dataclass(frozen=True, slots=True)
class NewsState:
    """What a channel was told.

    Attributes:
        version: counts its changes; 0 where there is none yet.
        told: the seeds and corrections it knows of.
        day: of its last digest (UTC).
        waiting: what is being posted; empty where nothing is.
    """

    version: int
    told: Mapping[str, Any]
    day: date
    waiting: Mapping[str, Any]


def wanting(connection: Connection, key: str) -> dict[int, Any]:
    """Return what each server has set under a key of its settings, without servers that set nothing."""
    rows = connection.execute(select(GuildSettingsRow.guild_id, GuildSettingsRow.settings))
    return {guild_id: stored[key] for guild_id, stored in rows if stored.get(key)}


def get(connection: Connection, guild_id: int, kind: NewsKind = "news") -> NewsState | None:
    """Return what a server's channel was told; None where it was told nothing."""
    row = _TABLES[kind]
    found = connection.execute(
        select(row.version, row.told, row.day, row.waiting).where(row.guild_id == guild_id)
    ).one_or_none()
    return NewsState(*found) if found else None


def put(connection: Connection, guild_id: int, state: NewsState, kind: NewsKind = "news") -> bool:
    """Store a state in place of the version before it; say whether nobody else did so first."""
    row = _TABLES[kind]
    values = {"told": dict(state.told), "day": state.day, "waiting": dict(state.waiting)}
    changed = connection.execute(
        update(row)
        .where(row.guild_id == guild_id, row.version == state.version)
        .values(version=state.version + 1, **values)
    ).rowcount
    if changed or state.version:
        return changed == 1
    if get(connection, guild_id, kind) is not None:
        return False
    connection.execute(insert(row).values(guild_id=guild_id, version=1, **values))
    return True


def forget_all_but(connection: Connection, guild_ids: set[int], kind: NewsKind = "news") -> int:
    """Remove what was told to servers that want none any more, and return how many that were."""
    row = _TABLES[kind]
    return connection.execute(delete(row).where(row.guild_id.not_in(guild_ids))).rowcount
