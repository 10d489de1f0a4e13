"""Which shards this worker answers for: one lease per application and shard in the database.

Two processes on one token both receive every event, so only the holder of a shard's lease answers.

States of a keeper: started (it claims what is free and renews what it holds), draining (it has given everything
up and claims nothing). A lease counts as held only until its own term ends by this machine's clock, so that a
worker that cannot reach the database falls silent before another may take over.
"""

import asyncio
import logging
import secrets
import socket
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TypeVar

from filelock import FileLock, Timeout

from bot.store.database.errors import StoreError
from bot.store.store import Store

log = logging.getLogger(__name__)
Result = TypeVar("Result")

CLAIM_EVERY_S = 0.5
GIVE_UP_S = 5.0  # most seconds to spend on giving leases up; they lapse by themselves
SAFE_SHARE = 0.9  # of a term, in case the clocks of two machines do not run alike
MOST_WORKERS = 64

ANSWERING, STANDING_BY = "answering", "another worker answers"
ENDANGERED, SILENCED = "the lease cannot be renewed, its rest is used", "silent until the database answers"


class Worker:
    """A name for this process that a process started after its death on the same data folder takes over.

    The name is a numbered file lock in the data folder: the system gives it free when the process dies, however
    it dies, so the successor is the same owner to the database and need not wait for the lease to lapse. A random
    part, kept in the folder, tells apart machines that call themselves and their folders the same.
    """

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._lock, number = _first_free(folder)
        self.name = f"{socket.gethostname()}:{_folder_name(folder, number)}:{number}"

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


def _folder_name(folder: Path, number: int) -> str:
    """Return the random part of a worker's name, made when it is first needed; the lock guards the file."""
    path = folder / f"worker-{number}.name"
    if path.is_file() and (name := path.read_text("utf-8", errors="replace").strip()):
        return name
    name = secrets.token_hex(8)
    path.write_text(name, "utf-8")
    return name


class LeaseKeeper:
    """Claims and renews the leases of some shards of one application.

    Args:
        store: where the leases stand.
        owner: this worker's name.
        ttl_s: seconds after which a lease that was not renewed is free.
        clock: seconds since the epoch, which all workers agree on.
        timer: monotonic seconds, by which this worker knows how long it may answer.
    """

    def __init__(
        self,
        store: Store,
        owner: str,
        ttl_s: float,
        *,
        clock: Callable[[], float] = time.time,
        timer: Callable[[], float] = time.monotonic,
    ) -> None:
        self._store = store
        self._owner = owner
        self._ttl_s = ttl_s
        self._clock = clock
        self._timer = timer
        self._held_until: dict[int, float] = {}
        self._told: dict[int, str] = {}
        self._draining = False
        self._task: asyncio.Task[None] | None = None
        self._shards: tuple[int, tuple[int, ...], int] = (0, (), 1)
        # One thread: what is given up at the end cannot be overtaken by a claim that was asked for before.
        self._database = ThreadPoolExecutor(1, thread_name_prefix="leases")

    def holds(self, shard_id: int) -> bool:
        """Tell whether this worker answers for a shard at this moment."""
        return not self._draining and self._timer() < self._held_until.get(shard_id, 0.0)

    async def start(self, application_id: int, shard_ids: Sequence[int], shard_count: int) -> None:
        """Claim what is free now, and go on claiming and renewing in the background."""
        self._shards = (application_id, tuple(shard_ids), shard_count)
        await self.claim()
        self._task = asyncio.create_task(self._keep(), name="leases")

    async def claim(self) -> None:
        """Claim or renew every shard once."""
        for shard_id in self._shards[1]:
            await self._claim(shard_id)

    async def drain(self) -> None:
        """Stop answering: claim nothing more, and give every lease up."""
        if self._draining:
            return
        self._draining = True
        if self._task is not None:
            self._task.cancel()
            self._task = None
        try:
            async with asyncio.timeout(GIVE_UP_S):
                for shard_id in self._shards[1]:
                    await self._release(shard_id)
        except TimeoutError:
            log.warning("the database does not answer: the leases lapse by themselves")
        self._database.shutdown(wait=False)

    async def _keep(self) -> None:
        while True:
            await asyncio.sleep(self._pause_s())
            await self.claim()

    def _pause_s(self) -> float:
        all_is_well = all(self._told.get(shard_id) == ANSWERING for shard_id in self._shards[1])
        return self._ttl_s / 3 if all_is_well else min(CLAIM_EVERY_S, self._ttl_s / 3)

    async def _claim(self, shard_id: int) -> None:
        application_id, _, shard_count = self._shards
        asked_at = self._timer()
        acquire = partial(self._store.acquire_lease, now=datetime.fromtimestamp(self._clock(), UTC), ttl_s=self._ttl_s)
        try:
            held = await self._in_database(partial(acquire, application_id, shard_id, shard_count, self._owner))
        except StoreError as err:
            self._tell(shard_id, ENDANGERED if self.holds(shard_id) else SILENCED, err)
            return
        self._held_until[shard_id] = asked_at + self._ttl_s * SAFE_SHARE if held else 0.0
        self._tell(shard_id, ANSWERING if self.holds(shard_id) else STANDING_BY)

    def _tell(self, shard_id: int, state: str, err: StoreError | None = None) -> None:
        """Log a change, and only that: a database that is away for an hour is asked thousands of times."""
        if self._told.get(shard_id) == state:
            return
        self._told[shard_id] = state
        if err is None:
            log.info("shard %d: %s", shard_id, state)
        else:
            log.warning("shard %d: %s: %s", shard_id, state, err)

    async def _release(self, shard_id: int) -> None:
        try:
            await self._in_database(partial(self._store.release_lease, self._shards[0], shard_id, self._owner))
        except StoreError as err:
            log.warning("the lease of shard %d lapses by itself: %s", shard_id, err)

    async def _in_database(self, work: Callable[[], Result]) -> Result:
        return await asyncio.get_running_loop().run_in_executor(self._database, work)
