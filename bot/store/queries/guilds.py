"""Queries about servers as a whole: what is stored of each, and the end of one. Must not know which database it is."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, delete, func, select

from bot.store.database import tables
from bot.store.database.base import Base
from bot.store.database.engine import upsert
from bot.store.database.tables import DepartureRow


@dataclass(frozen=True, slots=True)
class GuildData:
    """What is stored of one server.

    Attributes:
        seeds, bytes: those that it serves of its own, and the size of their files.
        verdicts: how many verdicts of people were given there.
        gaps: how many unanswered questions are kept.
        delete_at: when all of it will be deleted, since the bot left; None where it stays.
    """

    guild_id: int
    seeds: int
    bytes: int
    verdicts: int
    gaps: int
    has_settings: bool
    delete_at: datetime | None


def overview(connection: Connection) -> list[GuildData]:
    """Return every server of which anything is stored, by number."""
    served = tables.GuildSeedRow.removed_at.is_(None)
    seeds = select(tables.GuildSeedRow.guild_id, func.count(), func.sum(tables.GuildSeedRow.size_bytes)).where(served)
    totals = {guild_id: (count, int(size)) for guild_id, count, size in connection.execute(seeds.group_by("guild_id"))}
    verdicts, gaps = _counted(connection, tables.FeedbackRow), _counted(connection, tables.GapRow)
    settings = _counted(connection, tables.GuildSettingsRow)
    leaving = scheduled(connection)
    return [
        GuildData(
            guild_id,
            *totals.get(guild_id, (0, 0)),
            verdicts=verdicts.get(guild_id, 0),
            gaps=gaps.get(guild_id, 0),
            has_settings=guild_id in settings,
            delete_at=leaving.get(guild_id),
        )
        for guild_id in _with_rows(connection)
    ]


def _with_rows(connection: Connection) -> list[int]:
    found: set[int] = set()
    for table in Base.metadata.sorted_tables:
        if "guild_id" in table.c:
            found.update(connection.execute(select(table.c.guild_id).distinct()).scalars())
    return sorted(found - {None})


def _counted(connection: Connection, table: type[Base]) -> dict[int, int]:
    guild_id = table.__table__.c["guild_id"]
    rows = connection.execute(select(guild_id, func.count()).group_by(guild_id))
    return {row[0]: row[1] for row in rows}


def schedule(connection: Connection, guild_id: int, at: datetime) -> None:
    """Have everything of a server deleted at a moment; an earlier date stays, so that asking twice prolongs nothing."""
    row = {"guild_id": guild_id, "delete_at": at}
    upsert(connection, DepartureRow, row, changes={"guild_id": guild_id})


def cancel(connection: Connection, guild_id: int) -> bool:
    """Keep a server's data after all; say whether it was to be deleted."""
    return connection.execute(delete(DepartureRow).where(DepartureRow.guild_id == guild_id)).rowcount == 1


def scheduled(connection: Connection) -> dict[int, datetime]:
    """Return when each server's data is to be deleted."""
    rows = connection.execute(select(DepartureRow.guild_id, DepartureRow.delete_at))
    return {row.guild_id: row.delete_at for row in rows}


def delete_all(connection: Connection, guild_id: int) -> int:
    """Remove every row of a server from every table that has servers, and return how many that were."""
    removed = 0
    for table in reversed(Base.metadata.sorted_tables):  # those that refer to others come first
        if "guild_id" in table.c:
            removed += connection.execute(delete(table).where(table.c.guild_id == guild_id)).rowcount
    return removed
