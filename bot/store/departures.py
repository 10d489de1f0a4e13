"""Queries about servers that the bot left. Must not know which database it is, nor whether it is really gone."""

from datetime import datetime

from sqlalchemy import Connection, delete, select

from bot.store.engine import upsert
from bot.store.tables import Base, Departure


def schedule(connection: Connection, guild_id: int, at: datetime) -> None:
    """Have everything of a server deleted at a moment; an earlier date stays, so that asking twice prolongs nothing."""
    row = {"guild_id": guild_id, "delete_at": at}
    upsert(connection, Departure, row, changes={"guild_id": guild_id})


def cancel(connection: Connection, guild_id: int) -> bool:
    """Keep a server's data after all; say whether it was to be deleted."""
    return connection.execute(delete(Departure).where(Departure.guild_id == guild_id)).rowcount == 1


def scheduled(connection: Connection) -> dict[int, datetime]:
    """Return when each server's data is to be deleted."""
    rows = connection.execute(select(Departure.guild_id, Departure.delete_at))
    return {guild_id: delete_at for guild_id, delete_at in rows}  # noqa: C416 - rows are no tuples to the type checker


def due(connection: Connection, now: datetime) -> list[int]:
    """Return the servers whose time has come."""
    return sorted(guild_id for guild_id, delete_at in scheduled(connection).items() if delete_at <= now)


def delete_guild(connection: Connection, guild_id: int) -> int:
    """Remove every row of a server from every table that has servers, and return how many that were."""
    removed = 0
    for table in reversed(Base.metadata.sorted_tables):  # those that refer to others come first
        if "guild_id" in table.c:
            removed += connection.execute(delete(table).where(table.c.guild_id == guild_id)).rowcount
    return removed
