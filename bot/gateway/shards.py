"""Which shards this worker answers for: one lease per application and shard in the database.

Two processes on one token both receive every event, so only the holder of a shard's lease answers.

States of a keeper: started (it claims what is free and renews what it holds), draining (it has given everything
up and claims nothing). A lease counts as held only until its own term ends by this machine's clock, so that a
worker that cannot reach the database falls silent before another may take over. Where the database is a file that
cannot be written, no other can take over: a worker that is alone on it goes on.
"""

import asyncio
import logging
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from bot.store.database.errors import StoreError, StoreProblem
from bot.store.store import Store

if TYPE_CHECKING:
    from bot.store.queries.leases import Lease

log = logging.getLogger(__name__)
Result = TypeVar("Result")

CLAIM_EVERY_S = 0.5
GIVE_UP_S = 5.0  # most seconds to spend on giving leases up; they lapse by themselves
SAFE_SHARE = 0.9  # of a term, in case the clocks of two machines do not run alike

ANSWERING, STANDING_BY = "answering", "another worker answers"
ENDANGERED, SILENCED = "the lease cannot be renewed, its rest is used", "silent until the database answers"
ALONE = "the lease cannot be renewed, but nobody else is there to take it, so answering goes on"
FAR_S = 3600.0  # seconds ahead that no lease can end but by a wrong clock: see `discord.lease_ttl_s` in check.py
FAR = (
    "the lease of shard %d, of %s, ends on %s, by a wrong clock: it is taken over if it is not renewed within %.0f s; "
    "`caveat leases --release` frees it at once"
)
# What keeps everybody from writing a file.
_FOR_EVERYBODY: frozenset[StoreProblem] = frozenset({"gone", "full", "read-only", "unreachable"})


class LeaseKeeper:
    """Claims and renews the leases of some shards of one application.

    Args:
        store: where the leases stand.
        owner: this worker's name.
        ttl_s: seconds after which a lease that was not renewed is free.
        is_alone: tells whether no other worker has the same file as its database.
        clock: seconds since the epoch, which all workers agree on; None for the database's own.
        timer: monotonic seconds, by which this worker knows how long it may answer.
    """

    def __init__(  # noqa: PLR0913 - clocks are given where they matter
        self,
        store: Store,
        owner: str,
        ttl_s: float,
        *,
        is_alone: Callable[[], bool] = lambda: False,
        clock: Callable[[], float] | None = None,
        timer: Callable[[], float] = time.monotonic,
    ) -> None:
        self._store = store
        self._owner = owner
        self._ttl_s = ttl_s
        self._is_alone = is_alone
        self._clock = clock
        self._timer = timer
        self._held_until: dict[int, float] = {}
        self._held_in: dict[int, object] = {}  # which database, since another file may take the place of a deleted one
        self._stuck: set[int] = set()  # shards whose leases nobody can write
        self._far: dict[Lease, float] = {}  # leases by a wrong clock, and since when they were not renewed
        self._told: dict[int, str] = {}
        self._draining = False
        self._task: asyncio.Task[None] | None = None
        self._shards: tuple[int, tuple[int, ...], int] = (0, (), 1)
        # One thread: what is given up at the end cannot be overtaken by a claim that was asked for before.
        self._database = ThreadPoolExecutor(1, thread_name_prefix="leases")

    def holds(self, shard_id: int) -> bool:
        """Tell whether this worker answers for a shard at this moment."""
        held_until = self._held_until.get(shard_id, 0.0)
        if self._draining or not held_until or self._store.identity() not in (self._held_in.get(shard_id), None):
            return False
        return self._timer() < held_until or (shard_id in self._stuck and self._is_alone())

    def held(self) -> int:
        """Return for how many shards this worker answers at this moment."""
        return sum(map(self.holds, self._shards[1]))

    async def start(self, application_id: int, shard_ids: Sequence[int], shard_count: int) -> None:
        """Claim what is free now, and go on claiming and renewing in the background."""
        self._shards = (application_id, tuple(shard_ids), shard_count)
        await self.claim()
        self._task = asyncio.create_task(self._keep(), name="leases")

    async def claim(self) -> None:
        """Claim or renew every shard once."""
        for shard_id in self._shards[1]:
            await self._claim(shard_id)

    async def drain(self, most_s: float = GIVE_UP_S) -> None:
        """Stop answering: claim nothing more, and give every lease up, in so many seconds at most."""
        if self._draining:
            return
        self._draining = True
        if self._task is not None:
            self._task.cancel()
            self._task = None
        try:
            async with asyncio.timeout(min(most_s, GIVE_UP_S)):
                for shard_id in self._shards[1]:
                    await self._release(shard_id)
        except TimeoutError:
            log.warning("the database does not answer: the leases lapse by themselves")
        self._database.shutdown(wait=False)

    async def _keep(self) -> None:
        while True:
            await self._pause()
            await self.claim()

    async def _pause(self) -> None:
        """Wait until the next claim is due; another file in the place of the database's makes it due at once."""
        begun = self._store.identity()
        all_is_well = all(self._told.get(shard_id) == ANSWERING for shard_id in self._shards[1])
        rest_s = self._ttl_s / 3 if all_is_well else min(CLAIM_EVERY_S, self._ttl_s / 3)
        while rest_s > 0 and self._store.identity() == begun:
            await asyncio.sleep(min(CLAIM_EVERY_S, rest_s))
            rest_s -= CLAIM_EVERY_S

    async def _claim(self, shard_id: int) -> None:
        asked_at, asked_of = self._timer(), self._store.identity()
        try:
            held = await self._in_database(partial(self._acquire, shard_id))
        except StoreError as err:
            self._fail(shard_id, err)
            return
        self._stuck.discard(shard_id)
        self._held_until[shard_id] = asked_at + self._ttl_s * SAFE_SHARE if held else 0.0
        self._held_in[shard_id] = asked_of
        self._tell(shard_id, ANSWERING if self.holds(shard_id) else STANDING_BY)

    def _acquire(self, shard_id: int) -> bool:
        """Claim a shard in the database; one that is refused looks for leases that no clock will end."""
        application_id, _, shard_count = self._shards
        now = datetime.fromtimestamp(self._clock(), UTC) if self._clock else None
        dead = {lease for lease, since in self._far.items() if self._timer() - since >= self._ttl_s}
        if self._store.acquire_lease(
            application_id, shard_id, shard_count, self._owner, now=now, ttl_s=self._ttl_s, dead=dead
        ):
            return True
        self._look_for_far_leases(now)
        return False

    def _look_for_far_leases(self, now: datetime | None) -> None:
        """Note leases whose holder had a wrong clock: they are dead where nobody renews them for a whole term."""
        found, database_now = self._store.all_leases()
        latest = (now or database_now) + timedelta(seconds=FAR_S)
        far = [lease for lease in found if lease.expires_at > latest and lease.owner != self._owner]
        for lease in far:
            if lease not in self._far:
                log.warning(FAR, lease.shard_id, lease.owner, f"{lease.expires_at:%Y-%m-%d %H:%M}", self._ttl_s)
        self._far = {lease: self._far.get(lease, self._timer()) for lease in far}

    def _fail(self, shard_id: int, err: StoreError) -> None:
        if self._store.is_file and err.code in _FOR_EVERYBODY:
            self._stuck.add(shard_id)
        holds, alone = self.holds(shard_id), shard_id in self._stuck and self._is_alone()
        self._tell(shard_id, ALONE if holds and alone else ENDANGERED if holds else SILENCED, err)

    def _tell(self, shard_id: int, state: str, err: StoreError | None = None) -> None:
        """Log a change, and only that: a database that is away for an hour is asked thousands of times."""
        if self._told.get(shard_id) == state:
            return
        self._told[shard_id] = state
        if err is None:
            log.info("shard %d: %s", shard_id, state)
        else:
            log.error("shard %d: %s: %s", shard_id, state, err)

    async def _release(self, shard_id: int) -> None:
        try:
            await self._in_database(partial(self._store.release_lease, self._shards[0], shard_id, self._owner))
        except StoreError as err:
            log.warning("the lease of shard %d lapses by itself: %s", shard_id, err)

    async def _in_database(self, work: Callable[[], Result]) -> Result:
        return await asyncio.get_running_loop().run_in_executor(self._database, work)
