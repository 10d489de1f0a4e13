"""Queries that decide which worker answers for a shard. Must not know the clock, nor which database it is.

A lease is free (no row), living (its end lies ahead) or lapsed. Of one application all living leases agree
on the number of shards, since two workers that split the servers differently would both answer some of them.
"""

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import ColumnElement, Connection, and_, delete, or_, select

from bot.store.database.engine import serialise, upsert
from bot.store.database.tables import ShardLeaseRow


class Shard(NamedTuple):
    """Names one shard of one application."""

    application_id: int
    shard_id: int


@dataclass(frozen=True, slots=True)
class Lease:
    """The right of one worker, *owner*, to answer for one shard until *expires_at*."""

    application_id: int
    shard_id: int
    shard_count: int
    owner: str
    expires_at: datetime


def acquire(connection: Connection, wanted: Lease, now: datetime) -> bool:
    """Take the lease if it is free, lapsed or the owner's; say whether it was taken.

    Refused while another owner holds it, or while anybody holds one with another number of shards.
    """
    serialise(connection, wanted.application_id)
    in_the_way = select(ShardLeaseRow.owner).where(
        ShardLeaseRow.application_id == wanted.application_id,
        ShardLeaseRow.expires_at > now,
        or_(
            ShardLeaseRow.shard_count != wanted.shard_count,
            and_(ShardLeaseRow.shard_id == wanted.shard_id, ShardLeaseRow.owner != wanted.owner),
        ),
    )
    if connection.execute(in_the_way).first():
        return False
    upsert(connection, ShardLeaseRow, asdict(wanted))
    return True


def release(connection: Connection, shard: Shard, owner: str) -> bool:
    """Free the lease if the owner still has it; say whether it did."""
    mine = delete(ShardLeaseRow).where(*_of(shard), ShardLeaseRow.owner == owner)
    return connection.execute(mine).rowcount == 1


def _of(shard: Shard) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return ShardLeaseRow.application_id == shard.application_id, ShardLeaseRow.shard_id == shard.shard_id
