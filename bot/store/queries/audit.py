"""Queries about administrative acts: who did what, when, to which seed. Must not know texts, nor which database it is.

An entry is written in the transaction of the act it records, so that neither exists without the other.
"""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, func, insert, select, update

from bot.store.database import tables
from bot.store.database.engine import serialise

PSEUDONYM_BYTES = 6
HOUR = timedelta(hours=1)
RECORDED = "recorded acts"  # of this transaction, in what a connection remembers


@dataclass(frozen=True, slots=True)
class AuditAct:
    """What an admin does.

    Attributes:
        action: "add", "change", "remove", "restore", "block", "settings", or what a caller records.
        before, after: SHA-256 of the seed's file, then "+" and that of its side-car where it has one.
        details: JSON values that hold no text of a seed, for example the keys of changed settings.
    """

    action: str
    seed: str | None = None
    before: str | None = None
    after: str | None = None
    details: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """An act of the past.

    Attributes:
        number: counts the entries of its server, from 1; of all servers together nobody is to learn.
        actor: a user's number; None after that person was forgotten, and `pseudonym` stands for them.
    """

    number: int
    guild_id: int
    at: datetime
    actor: int | None
    pseudonym: str | None
    act: AuditAct


def record(connection: Connection, guild_id: int, by: int, now: datetime, act: AuditAct) -> None:
    """Write down who did what."""
    serialise(connection, guild_id)  # so that no two entries get one number
    last = select(func.coalesce(func.max(tables.AuditEntryRow.number), 0)).where(
        tables.AuditEntryRow.guild_id == guild_id
    )
    number = connection.execute(last).scalar_one() + 1
    statement = insert(tables.AuditEntryRow).values(
        guild_id=guild_id,
        number=number,
        at=now,
        actor=by,
        action=act.action,
        seed=act.seed,
        before=act.before,
        after=act.after,
        details=dict(act.details),
    )
    connection.execute(statement)
    connection.info.setdefault(RECORDED, []).append(AuditEntry(number, guild_id, now, by, None, act))


def wait_for(connection: Connection, guild_id: int, action: str, most: int, now: datetime) -> timedelta | None:
    """Return how long until a server has had fewer than so many acts of a kind within an hour; None if it has now."""
    serialise(connection, guild_id)
    found = tables.AuditEntryRow
    recent = select(found.at).where(found.guild_id == guild_id, found.action == action, found.at > now - HOUR)
    times = sorted(connection.execute(recent).scalars(), reverse=True)
    return times[most - 1] + HOUR - now if len(times) >= most else None


def recorded(connection: Connection) -> list[AuditEntry]:
    """Return the acts that this transaction has recorded so far, once."""
    found: list[AuditEntry] = connection.info.pop(RECORDED, [])
    return found


def entries(connection: Connection, guild_id: int, before: int | None, limit: int) -> list[AuditEntry]:
    """Return a server's entries, newest first, from below number *before* on."""
    found = tables.AuditEntryRow.__table__.c
    statement = select(tables.AuditEntryRow.__table__).where(found.guild_id == guild_id)
    if before is not None:
        statement = statement.where(found.number < before)
    rows = connection.execute(statement.order_by(found.number.desc()).limit(limit))
    return [
        AuditEntry(
            row.number,
            row.guild_id,
            row.at,
            row.actor,
            row.pseudonym,
            AuditAct(row.action, row.seed, row.before, row.after, row.details),
        )
        for row in rows
    ]


def pseudonymise(connection: Connection, user_id: int) -> int:
    """Replace a person by a random name, another in each server; return the number of entries.

    One name within a server, so that its history stays readable. Nothing leads back from the name: it is drawn here
    and its link to the person is kept nowhere.
    """
    found = tables.AuditEntryRow
    guilds = connection.execute(select(found.guild_id).where(found.actor == user_id).distinct()).scalars().all()
    renamed = 0
    for guild_id in guilds:
        name = f"forgotten-{secrets.token_hex(PSEUDONYM_BYTES)}"
        mine = update(found).where(found.guild_id == guild_id, found.actor == user_id)
        renamed += connection.execute(mine.values(actor=None, pseudonym=name)).rowcount
    return renamed
