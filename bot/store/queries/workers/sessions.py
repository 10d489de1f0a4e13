"""Queries about sessions with Discord that one worker hands to another."""

from collections.abc import Collection
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import Connection, delete, select

from bot.store.database.engine import upsert
from bot.store.database.worker_tables import HandedSessionRow

RESUMABLE = timedelta(seconds=90)  # after which Discord has as a rule forgotten what a session missed


@dataclass(frozen=True, slots=True)
class HandedSession:
    """A shard's session as the worker that had it left it.

    Attributes:
        session_id, resume_url, sequence: what Discord wants to hear from whoever goes on with it.
        known: what is known of the shard's servers, which Discord does not tell again.
    """

    application_id: int
    shard_id: int
    shard_count: int
    session_id: str = field(repr=False)
    resume_url: str
    sequence: int
    known: bytes = field(repr=False)


def put(connection: Connection, session: HandedSession, now: datetime) -> None:
    """Leave a session for the next worker."""
    upsert(connection, HandedSessionRow, asdict(session) | {"at": now})


def take(
    connection: Connection, application_id: int, shard_ids: Collection[int], now: datetime
) -> dict[int, HandedSession]:
    """Return the sessions of some shards that can be gone on with, by shard; nobody else gets them."""
    connection.execute(delete(HandedSessionRow).where(HandedSessionRow.at <= now - RESUMABLE))
    if not shard_ids:
        return {}
    there = (HandedSessionRow.application_id == application_id, HandedSessionRow.shard_id.in_(shard_ids))
    found = {
        row.shard_id: HandedSession(
            row.application_id,
            row.shard_id,
            row.shard_count,
            row.session_id,
            row.resume_url,
            row.sequence,
            row.known,
        )
        for row in connection.execute(select(HandedSessionRow.__table__).where(*there))
    }
    connection.execute(delete(HandedSessionRow).where(*there))
    return found
