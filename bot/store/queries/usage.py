"""Queries about how often what happened in a server: counts by the day. Must not know who, nor which database it is."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date
from typing import Literal, cast

from sqlalchemy import Connection, delete, select

from bot.store.database.engine import upsert
from bot.store.database.tables import UsageCountRow

UsageKind = Literal["asked", "declined", "seed"]


@dataclass(frozen=True, slots=True, order=True)
class UsageCount:
    """How often something happened in a server on a day (UTC).

    Attributes:
        kind: a question was asked, or declined, or a seed answered it first.
        subject: the seed's document; empty for the others.
    """

    guild_id: int
    day: date
    kind: UsageKind
    subject: str
    count: int


def add(connection: Connection, counts: Iterable[UsageCount]) -> None:
    """Add to what was counted before; in one order, since two workers that add at once would wait for each other."""
    for each in sorted(counts):
        upsert(connection, UsageCountRow, asdict(each), changes={"count": UsageCountRow.count + each.count})


def since(connection: Connection, guild_id: int, first: date) -> list[UsageCount]:
    """Return a server's counts from a day on, by day."""
    found = UsageCountRow
    statement = select(found.guild_id, found.day, found.kind, found.subject, found.count)
    rows = connection.execute(statement.where(found.guild_id == guild_id, found.day >= first).order_by(found.day))
    return [UsageCount(row[0], row[1], cast("UsageKind", row[2]), row[3], row[4]) for row in rows]


def delete_before(connection: Connection, first: date) -> int:
    """Remove all older ones of every server, and return how many that were."""
    return connection.execute(delete(UsageCountRow).where(UsageCountRow.day < first)).rowcount
