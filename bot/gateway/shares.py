"""Who answers for which shards, to be shown to people."""

from collections.abc import Iterator
from dataclasses import dataclass

from bot.store.queries.workers.presence import Presence
from bot.store.worker_records import Roster


@dataclass(frozen=True, slots=True)
class ShardShares:
    """What the workers of one application have.

    Attributes:
        held: shards by the name of the worker that answers for them, of all that run, by name.
        free: shards that nobody answers for.
        count: how many shards there are.
    """

    held: dict[str, list[int]]
    free: list[int]
    count: int


def shares_of(roster: Roster, worker: Presence) -> ShardShares:
    """Return what the workers have that share with one."""
    running = sorted({each.owner for each in roster.alike(worker)})
    living = [
        lease
        for lease in roster.leases
        if (lease.application_id, lease.shard_count) == (worker.application_id, worker.shard_count)
        and lease.expires_at > roster.now
    ]
    held: dict[str, list[int]] = {owner: [] for owner in running}
    for lease in living:
        held.setdefault(lease.owner, []).append(lease.shard_id)
    taken = {lease.shard_id for lease in living}
    return ShardShares(held, [each for each in range(worker.shard_count) if each not in taken], worker.shard_count)


def all_shares(roster: Roster) -> Iterator[tuple[int, ShardShares]]:
    """Yield the application and what its workers have, for each that any worker runs for."""
    seen = set[tuple[int, int]]()
    for worker in roster.workers:
        if (worker.application_id, worker.shard_count) not in seen:
            seen.add((worker.application_id, worker.shard_count))
            yield worker.application_id, shares_of(roster, worker)
