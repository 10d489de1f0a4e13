"""Which shards this worker answers for: one lease per application and shard in the database.

Two processes on one token both receive every event, so only the holder of a shard's lease answers.

States of a keeper: started (it claims what is free and renews what it holds), draining (it has given everything
up and claims nothing). A lease counts as held only until its own term ends by this machine's clock, so that a
worker that cannot reach the database falls silent before another may take over.
"""

import asyncio
import logging
import os
import socket
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path

from filelock import FileLock, Timeout

from bot.store.errors import StoreError
from bot.store.store import Store

log = logging.getLogger(__name__)

CLAIM_EVERY_S = 1.0
MOST_WORKERS = 64


class Worker:
    """A name for this process that a process started after its death on the same machine takes over.

    The name is a numbered file lock in the data folder: the system gives it free when the process dies, however
    it dies, so the successor is the same owner to the database and need not wait for the lease to lapse.
    """

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._lock, number = _first_free(folder)
        self.name = f"{socket.gethostname()}:{os.path.realpath(folder)}:{number}"

    def release(self) -> None:
        """Give the name free."""
        self._lock.release()


def _first_free(folder: Path) -> tuple[FileLock, int]:
    for number in range(MOST_WORKERS):
        lock = FileLock(folder / f"worker-{number}.lock")
        try:
            lock.acquire(timeout=0)
        except Timeout:
            continue
        return lock, number
    raise RuntimeError(f"{MOST_WORKERS} workers already run on {folder}")


class LeaseKeeper:
    """Claims and renews the leases of some shards of one application.

    Args:
        store: where the leases stand; called in a thread.
        owner: this worker's name.
        ttl_s: seconds after which a lease that was not renewed is free.
        clock: monotonic seconds.
    """

    def __init__(self, store: Store, owner: str, ttl_s: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._store = store
        self._owner = owner
        self._ttl_s = ttl_s
        self._clock = clock
        self._held_until: dict[int, float] = {}
        self._told: dict[int, bool] = {}
        self._task: asyncio.Task[None] | None = None
        self._shards: tuple[int, tuple[int, ...], int] = (0, (), 1)

    def holds(self, shard_id: int) -> bool:
        """Tell whether this worker answers for a shard at this moment."""
        return self._clock() < self._held_until.get(shard_id, 0.0)

    async def start(self, application_id: int, shard_ids: Sequence[int], shard_count: int) -> None:
        """Claim what is free now, and go on claiming and renewing in the background."""
        self._shards = (application_id, tuple(shard_ids), shard_count)
        await self._claim_all()
        self._task = asyncio.create_task(self._keep(), name="leases")

    async def drain(self) -> None:
        """Stop answering: claim nothing more, and give every lease up."""
        if self._task is not None:
            self._task.cancel()
            self._task = None
        held = [shard_id for shard_id in self._held_until if self.holds(shard_id)]
        self._held_until.clear()
        for shard_id in held:
            await self._release(shard_id)

    async def _keep(self) -> None:
        while True:
            every = all(self.holds(shard_id) for shard_id in self._shards[1])
            await asyncio.sleep(self._ttl_s / 3 if every else min(CLAIM_EVERY_S, self._ttl_s / 3))
            await self._claim_all()

    async def _claim_all(self) -> None:
        application_id, shard_ids, shard_count = self._shards
        for shard_id in shard_ids:
            asked_at = self._clock()
            try:
                held = await asyncio.to_thread(
                    self._store.acquire_lease,
                    application_id,
                    shard_id,
                    shard_count,
                    self._owner,
                    now=datetime.now(UTC),
                    ttl_s=self._ttl_s,
                )
            except StoreError as err:
                log.warning("the lease of shard %d cannot be renewed: %s", shard_id, err)
                continue
            self._note(shard_id, asked_at if held else None)

    def _note(self, shard_id: int, asked_at: float | None) -> None:
        # A tenth less than the term, in case the clocks of two machines do not run alike.
        self._held_until[shard_id] = asked_at + self._ttl_s * 0.9 if asked_at is not None else 0.0
        held = self.holds(shard_id)
        if self._told.get(shard_id) != held:
            self._told[shard_id] = held
            log.info("shard %d: %s", shard_id, "answering" if held else "another worker answers")

    async def _release(self, shard_id: int) -> None:
        try:
            await asyncio.to_thread(self._store.release_lease, self._shards[0], shard_id, self._owner)
        except StoreError as err:
            log.warning("the lease of shard %d lapses by itself: %s", shard_id, err)
