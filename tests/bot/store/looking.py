"""What tests look up in a store, which no face asks for."""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import func, select

from bot.store.database.engine import reading
from bot.store.database.tables import FeedbackRow
from bot.store.database.worker_tables import ShardLeaseRow
from bot.store.queries.seeds import GuildTotals, totals
from bot.store.queries.workers.leases import Lease
from bot.store.store import Store


class FeedbackCounts(NamedTuple):
    """How many people found a passage helpful, and how many did not."""

    helpful: int
    unhelpful: int


def feedback_counts(store: Store, passage_key: str) -> FeedbackCounts:
    """Count the verdicts on a passage."""
    verdict = FeedbackRow.verdict
    counted = select(func.count().filter(verdict == 1), func.count().filter(verdict == -1))
    with reading(store._engine) as connection:
        helpful, unhelpful = connection.execute(counted.where(FeedbackRow.passage_key == passage_key)).one()
    return FeedbackCounts(helpful, unhelpful)


def guild_totals(store: Store, guild_id: int) -> GuildTotals:
    """Count the seeds that a server serves of its own, and their bytes."""
    with reading(store._engine) as connection:
        return totals(connection, guild_id)


def lease_holder(store: Store, application_id: int, shard_id: int, now: datetime) -> Lease | None:
    """Return the living lease of a shard, or None where nobody holds it."""
    found = ShardLeaseRow
    living = select(found.application_id, found.shard_id, found.shard_count, found.owner, found.expires_at).where(
        found.application_id == application_id, found.shard_id == shard_id, found.expires_at > now
    )
    with reading(store._engine) as connection:
        row = connection.execute(living).one_or_none()
    return Lease(*row) if row is not None else None
