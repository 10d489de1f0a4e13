"""Queries about what one of an application's workers does at a time: whose turn it is, and from when."""

from datetime import datetime, timedelta

from sqlalchemy import Connection, select

from bot.store.database.engine import serialise, upsert
from bot.store.database.worker_tables import WorkerTurnRow

FAR = timedelta(days=2)  # ahead that no turn can be but by a wrong clock


def next_one(connection: Connection, application_id: int, name: str, every: timedelta, now: datetime) -> timedelta:
    """Take the next turn, which nobody else gets, and return how long to wait for it."""
    turn = _free_at(connection, application_id, name, now)
    _put(connection, application_id, name, turn + every)
    return turn - now


def claim(connection: Connection, application_id: int, name: str, every: timedelta, now: datetime) -> bool:
    """Take a turn if one is due; of several workers that ask, one is told so."""
    if _free_at(connection, application_id, name, now) > now:
        return False
    _put(connection, application_id, name, now + every)
    return True


def _free_at(connection: Connection, application_id: int, name: str, now: datetime) -> datetime:
    serialise(connection, application_id)
    there = (WorkerTurnRow.application_id == application_id, WorkerTurnRow.name == name)
    free_at: datetime | None = connection.execute(select(WorkerTurnRow.free_at).where(*there)).scalar_one_or_none()
    return now if free_at is None or free_at > now + FAR else max(now, free_at)


def _put(connection: Connection, application_id: int, name: str, free_at: datetime) -> None:
    upsert(connection, WorkerTurnRow, {"application_id": application_id, "name": name, "free_at": free_at})
