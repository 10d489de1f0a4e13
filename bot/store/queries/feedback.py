"""Queries about people's verdicts on passages. Must not know which database it is."""

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Literal

from sqlalchemy import Connection, case, delete, func, select

from bot.store.database import tables
from bot.store.database.engine import upsert


@dataclass(frozen=True, slots=True)
class Feedback:
    """One person's verdict on one passage.

    Attributes:
        generation: the snapshot the passage was shown from.
        guild_id: None for a direct message.
        verdict: +1 helpful, -1 not.
    """

    passage_key: str
    generation: str
    guild_id: int | None
    user_id: int
    verdict: Literal[1, -1]
    at: datetime


@dataclass(frozen=True, slots=True)
class PassageVerdicts:
    """How many people of a server found a passage helpful, and how many not."""

    passage_key: str
    good: int
    bad: int


def by_passage(connection: Connection, guild_id: int, first: datetime) -> list[PassageVerdicts]:
    """Return the verdicts of a server from a moment on, counted."""
    found = tables.FeedbackRow
    good, bad = (func.sum(case((found.verdict == verdict, 1), else_=0)) for verdict in (1, -1))
    statement = select(found.passage_key, good, bad).where(found.guild_id == guild_id, found.at >= first)
    rows = connection.execute(statement.group_by(found.passage_key).order_by(found.passage_key))
    return [PassageVerdicts(key, int(liked), int(disliked)) for key, liked, disliked in rows]


def record(connection: Connection, feedback: Feedback) -> bool:
    """Keep a verdict in place of that person's earlier one on the passage; say whether it is another."""
    found = tables.FeedbackRow
    mine = (found.passage_key == feedback.passage_key, found.user_id == feedback.user_id)
    earlier = connection.execute(select(found.verdict).where(*mine)).scalar_one_or_none()
    upsert(connection, tables.FeedbackRow, asdict(feedback))
    return earlier != feedback.verdict


def delete_user(connection: Connection, user_id: int) -> int:
    """Remove all that a person said, and return how many verdicts that were."""
    return connection.execute(delete(tables.FeedbackRow).where(tables.FeedbackRow.user_id == user_id)).rowcount
