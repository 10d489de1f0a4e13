"""Queries about which workers run. Whoever wants to answer for shards says so again and again, or counts as gone."""

from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import Connection, delete, select

from bot.store.database.engine import upsert
from bot.store.database.worker_tables import WorkerRow

FAR = timedelta(hours=1)  # ahead of the clock that no worker's term ends but by a wrong one


@dataclass(frozen=True, slots=True)
class Presence:
    """A worker that runs.

    Attributes:
        application_id: whose shards it shares.
        owner: its name.
        shard_count: into how many shards it takes the servers to be split.
        may_hold: the shards that it may answer for, as they are typed; empty for any.
    """

    application_id: int
    owner: str
    shard_count: int
    may_hold: str = ""


def put(connection: Connection, worker: Presence, ends: datetime) -> None:
    """Have a worker count as running until its term ends."""
    upsert(connection, WorkerRow, asdict(worker) | {"expires_at": ends})


def running(connection: Connection, now: datetime) -> list[Presence]:
    """Return the workers of all applications that run, by name."""
    living = select(WorkerRow).where(WorkerRow.expires_at > now, WorkerRow.expires_at <= now + FAR)
    rows = connection.execute(living.order_by(WorkerRow.owner))
    return [Presence(row.application_id, row.owner, row.shard_count, row.may_hold) for row in rows]


def forget_lapsed(connection: Connection, now: datetime) -> None:
    """Delete the workers that are gone without a word."""
    connection.execute(delete(WorkerRow).where(WorkerRow.expires_at <= now))


def leave(connection: Connection, application_id: int, owner: str) -> None:
    """Have a worker not count as running any more."""
    mine = (WorkerRow.application_id == application_id, WorkerRow.owner == owner)
    connection.execute(delete(WorkerRow).where(*mine))


def counting_alike(workers: list[Presence], like: Presence) -> list[Presence]:
    """Return those that share one application's shards, of which all count the same number."""
    return [each for each in workers if replace(each, owner="", may_hold="") == replace(like, owner="", may_hold="")]
