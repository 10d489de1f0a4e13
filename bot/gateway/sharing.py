"""Which worker is to answer for which shard: as evenly as can be, with as few moves as that takes.

Every worker makes the same plan of the same state, so that none has to be asked. Knows no database and no Discord.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Final

UNEVEN: Final = 2  # shards that one worker has more than another: with one less, nothing is gained by a move
MayHold = frozenset[int] | None  # the shards that a worker may have; None for any


def shared(shard_count: int, workers: Mapping[str, MayHold], holders: Mapping[int, str]) -> dict[int, str]:
    """Return who is to have which shard; without those that no worker may have.

    Args:
        shard_count: how many shards there are.
        workers: those that run, by name, each with the shards that it may have.
        holders: who has which shard now.
    """
    plan = _Plan(shard_count, workers, holders)
    plan.place_free()
    while plan.make_one_move():
        pass
    return plan.owners


class _Plan:
    """A plan while it is made."""

    def __init__(self, shard_count: int, workers: Mapping[str, MayHold], holders: Mapping[int, str]) -> None:
        self.shard_count = shard_count
        self.workers = workers
        self.owners = {shard: owner for shard, owner in holders.items() if self._may(owner, shard)}
        self._loads = Counter(self.owners.values())

    def place_free(self) -> None:
        """Give each shard that nobody has to whoever of those that may have it has fewest."""
        for shard in range(self.shard_count):
            able = [worker for worker in self.workers if self._may(worker, shard)]
            if shard not in self.owners and able:
                self._give(shard, min(able, key=self._lightness))

    def make_one_move(self) -> bool:
        """Take one shard from a worker that has two more than another one could; tell whether there was any.

        Between them may stand workers that pass on one of their own shards for the one that they get.
        """
        lightest = min((self._loads[worker] for worker in self.workers), default=0)
        for busy in sorted(self.workers, key=lambda worker: (-self._loads[worker], worker)):
            if self._loads[busy] - lightest < UNEVEN:
                return False
            if chain := self._way_to_a_lighter(busy):
                for shard, worker in chain:
                    self._give(shard, worker)
                return True
        return False

    def _way_to_a_lighter(self, busy: str) -> list[tuple[int, str]]:
        """Return which shards go to whom so that one worker has one less, and one with far fewer has one more."""
        came_by: dict[str, tuple[str, int]] = {}
        waiting = [busy]
        for giver in waiting:  # which grows meanwhile
            for shard, taker in self._gifts(giver):
                if taker == busy or taker in came_by:
                    continue
                came_by[taker] = (giver, shard)
                if self._loads[taker] <= self._loads[busy] - UNEVEN:
                    return _chain(came_by, busy, taker)
                waiting.append(taker)
        return []

    def _gifts(self, giver: str) -> Iterator[tuple[int, str]]:
        """Yield each shard of a worker with who else may have it: the last shards and the lightest workers first."""
        lightest = sorted(self.workers, key=self._lightness)
        for shard in sorted((each for each, owner in self.owners.items() if owner == giver), reverse=True):
            yield from ((shard, taker) for taker in lightest if taker != giver and self._may(taker, shard))

    def _may(self, worker: str, shard: int) -> bool:
        if worker not in self.workers:
            return False
        allowed = self.workers[worker]
        return shard < self.shard_count and (allowed is None or shard in allowed)

    def _give(self, shard: int, worker: str) -> None:
        if shard in self.owners:
            self._loads[self.owners[shard]] -= 1
        self.owners[shard] = worker
        self._loads[worker] += 1

    def _lightness(self, worker: str) -> tuple[int, str]:
        return self._loads[worker], worker


def _chain(came_by: Mapping[str, tuple[str, int]], busy: str, taker: str) -> list[tuple[int, str]]:
    chain = []
    while taker != busy:
        giver, shard = came_by[taker]
        chain.append((shard, taker))
        taker = giver
    return chain
