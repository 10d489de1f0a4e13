"""Queries about what a server's channel of news was told. Must not know what news are, nor which database it is."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, delete, insert, select, update

from bot.store.database.tables import GuildSettingsRow, NewsRow


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


def channels(connection: Connection, key: str) -> dict[int, list[int]]:
    """Return the channels that each server has set under a key of its settings, without servers that set none."""
    rows = connection.execute(select(GuildSettingsRow.guild_id, GuildSettingsRow.settings))
    return {guild_id: stored[key] for guild_id, stored in rows if stored.get(key)}


def get(connection: Connection, guild_id: int) -> NewsState | None:
    """Return what a server's channel was told; None where it was told nothing."""
    row = connection.execute(
        select(NewsRow.version, NewsRow.told, NewsRow.day, NewsRow.waiting).where(NewsRow.guild_id == guild_id)
    ).one_or_none()
    return NewsState(*row) if row else None


def put(connection: Connection, guild_id: int, state: NewsState) -> bool:
    """Store a state in place of the version before it; say whether nobody else did so first."""
    values = {"told": dict(state.told), "day": state.day, "waiting": dict(state.waiting)}
    changed = connection.execute(
        update(NewsRow)
        .where(NewsRow.guild_id == guild_id, NewsRow.version == state.version)
        .values(version=state.version + 1, **values)
    ).rowcount
    if changed or state.version:
        return changed == 1
    if get(connection, guild_id) is not None:
        return False
    connection.execute(insert(NewsRow).values(guild_id=guild_id, version=1, **values))
    return True


def forget_all_but(connection: Connection, guild_ids: set[int]) -> int:
    """Remove what was told to servers that want no news any more, and return how many that were."""
    return connection.execute(delete(NewsRow).where(NewsRow.guild_id.not_in(guild_ids))).rowcount
