"""Queries about questions that the seeds did not answer. Must not know who asked or where, nor which database it is."""

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Literal, cast

from sqlalchemy import Connection, delete, insert, select

from bot.store import tables

Reason = Literal["nothing", "thumbs_down"]


@dataclass(frozen=True, slots=True)
class Gap:
    """A question that found nothing, or whose passage somebody found unhelpful.

    Attributes:
        passage_key: the unhelpful passage, where there is one.
    """

    guild_id: int
    at: datetime
    question: str
    reason: Reason
    passage_key: str | None = None


def record(connection: Connection, gap: Gap) -> None:
    """Keep a question."""
    row = asdict(gap) | {"question": gap.question.replace("\0", "\N{REPLACEMENT CHARACTER}")}  # PostgreSQL refuses it
    connection.execute(insert(tables.Gap).values(row))


def between(connection: Connection, guild_id: int, since: datetime, until: datetime) -> list[Gap]:
    """Return a server's gaps of a span of time, oldest first; *until* itself is left out."""
    found = tables.Gap
    columns = select(found.guild_id, found.at, found.question, found.reason, found.passage_key)
    statement = columns.where(found.guild_id == guild_id, found.at >= since, found.at < until)
    rows = connection.execute(statement.order_by(found.at, found.number))
    return [Gap(row.guild_id, row.at, row.question, cast("Reason", row.reason), row.passage_key) for row in rows]


def delete_before(connection: Connection, moment: datetime) -> int:
    """Remove all older ones of every server, and return how many that were."""
    return connection.execute(delete(tables.Gap).where(tables.Gap.at < moment)).rowcount


def delete_all(connection: Connection, guild_id: int) -> int:
    """Remove all of a server's, and return how many that were."""
    return connection.execute(delete(tables.Gap).where(tables.Gap.guild_id == guild_id)).rowcount
