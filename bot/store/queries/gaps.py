"""Queries about questions that the seeds did not answer. Must not know who asked or where, nor which database it is.

They are kept by the day: a moment, or the passage that was found unhelpful, could be matched with somebody's verdict.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Literal, cast

from sqlalchemy import Connection, delete, insert, select, update

from bot.store.database import tables

GapReason = Literal["nothing", "thumbs_down"]


@dataclass(frozen=True, slots=True)
class Gap:
    """A question that found nothing, or that somebody found badly answered, and its day (UTC).

    Attributes:
        answered_by: the reference of the passage that answers it by now.
    """

    guild_id: int
    day: date
    question: str
    reason: GapReason
    answered_by: str | None = None


def record(connection: Connection, gap: Gap) -> None:
    """Keep a question."""
    row = asdict(gap) | {"question": gap.question.replace("\0", "\N{REPLACEMENT CHARACTER}")}  # PostgreSQL refuses it
    connection.execute(insert(tables.GapRow).values(row))


def since(connection: Connection, guild_id: int, first: date | None) -> list[Gap]:
    """Return a server's gaps from a day on, or all there are, oldest first."""
    found = tables.GapRow
    statement = select(found.guild_id, found.day, found.question, found.reason, found.answered_by).where(
        found.guild_id == guild_id
    )
    if first is not None:
        statement = statement.where(found.day >= first)
    rows = connection.execute(statement.order_by(found.day, found.number))
    return [Gap(row.guild_id, row.day, row.question, cast("GapReason", row.reason), row.answered_by) for row in rows]


def answer(connection: Connection, guild_id: int, answers: Mapping[str, str | None]) -> None:
    """Note which passage answers which question by now; None where still nothing does."""
    found = tables.GapRow
    for question, ref in answers.items():
        mine = update(found).where(found.guild_id == guild_id, found.question == question)
        connection.execute(mine.values(answered_by=ref))


def guilds(connection: Connection) -> list[int]:
    """Return the servers that keep such questions."""
    return sorted(connection.execute(select(tables.GapRow.guild_id).distinct()).scalars())


def delete_before(connection: Connection, first: date) -> int:
    """Remove all older ones of every server, and return how many that were."""
    return connection.execute(delete(tables.GapRow).where(tables.GapRow.day < first)).rowcount


def delete_all(connection: Connection, guild_id: int) -> int:
    """Remove all of a server's, and return how many that were."""
    return connection.execute(delete(tables.GapRow).where(tables.GapRow.guild_id == guild_id)).rowcount
