"""Queries that decide which worker answers for a shard. The clock is the database's, which all workers share.

A lease is free (no row), living (its end lies ahead) or lapsed. Of one application all living leases agree
on the number of shards, since two workers that split the servers differently would both answer some of them.
"""

from collections.abc import Collection
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Connection, Row, and_, delete, func, or_, select

from bot.store.database.engine import serialise, upsert
from bot.store.database.worker_tables import ShardLeaseRow


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


def database_now(connection: Connection) -> datetime:
    """Return the moment that it is by the database's clock; of a SQLite file, that is this machine's."""
    if connection.dialect.name == "postgresql":
        found: datetime = connection.execute(select(func.clock_timestamp())).scalar_one()
        return found.astimezone(UTC)
    told = connection.execute(select(func.strftime("%Y-%m-%dT%H:%M:%f", "now"))).scalar_one()
    return datetime.fromisoformat(told).replace(tzinfo=UTC)


def acquire(connection: Connection, wanted: Lease, now: datetime, dead: Collection[Lease] = ()) -> bool:
    """Take the lease if it is free, lapsed or the owner's; say whether it was taken.

    Refused while another owner holds it, or while anybody holds one with another number of shards. What is `dead` is
    in nobody's way, whatever its end says.
    """
    serialise(connection, wanted.application_id)
    in_the_way = select(ShardLeaseRow).where(
        ShardLeaseRow.application_id == wanted.application_id,
        ShardLeaseRow.expires_at > now,
        or_(
            ShardLeaseRow.shard_count != wanted.shard_count,
            and_(ShardLeaseRow.shard_id == wanted.shard_id, ShardLeaseRow.owner != wanted.owner),
        ),
    )
    found = [_lease(row) for row in connection.execute(in_the_way)]
    if any(lease not in dead for lease in found):
        return False
    for lease in found:
        release(connection, Shard(lease.application_id, lease.shard_id), lease.owner)
    upsert(connection, ShardLeaseRow, asdict(wanted))
    return True


def release(connection: Connection, shard: Shard, owner: str) -> bool:
    """Free the lease if the owner still has it; say whether it did."""
    mine = delete(ShardLeaseRow).where(*_of(shard), ShardLeaseRow.owner == owner)
    return connection.execute(mine).rowcount == 1


def release_of(connection: Connection, application_id: int, owner: str) -> None:
    """Free all that an owner has of an application."""
    mine = delete(ShardLeaseRow).where(ShardLeaseRow.application_id == application_id, ShardLeaseRow.owner == owner)
    connection.execute(mine)


def of_all(connection: Connection) -> list[Lease]:
    """Return every lease there is, living or lapsed."""
    everything = select(ShardLeaseRow).order_by(ShardLeaseRow.application_id, ShardLeaseRow.shard_id)
    return [_lease(row) for row in connection.execute(everything)]


def release_all(connection: Connection) -> int:
    """Free every lease, whoever has it; return how many that were."""
    return connection.execute(delete(ShardLeaseRow)).rowcount


def _lease(row: Row[Any]) -> Lease:
    return Lease(row.application_id, row.shard_id, row.shard_count, row.owner, row.expires_at)


def _of(shard: Shard) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return ShardLeaseRow.application_id == shard.application_id, ShardLeaseRow.shard_id == shard.shard_id
