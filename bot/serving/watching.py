"""Watches the operator's seeds and their snapshots: what changed is indexed, what another process built is served.

The system tells of changes below a folder, but not when another one is mounted in its place, nor where a link leads to:
so the folders themselves are looked at every few seconds, and names, sizes and times of the seeds every minute.
Knows no Discord, and nothing of servers: their seeds are in the database, which each question asks.
"""

import asyncio
import logging
import math
import time
from collections.abc import Awaitable, Callable, Iterable
from functools import partial
from pathlib import Path

from bot.serving.service import Service
from index.snapshots.freshness import glance

log = logging.getLogger(__name__)

LOOK_AGAIN_S = 2.0  # seconds between two looks at the folders themselves
LOOK_CLOSER_S = 60.0  # seconds between two looks at all seeds
DEBOUNCE_MS = 1_000  # a change waits so long for others that belong to it: an editor writes more than once
FolderIdentity = tuple[int, int] | None


class Watch:
    """Looks after one folder of seeds for as long as `run` runs.

    Args:
        service: serves it.
        reindex: indexes the seeds again; never raises.
        refresh: serves what is published now; never raises.
        debounce_ms: milliseconds of quiet after which a change is acted on.
    """

    def __init__(
        self,
        service: Service,
        reindex: Callable[[], Awaitable[None]],
        refresh: Callable[[], Awaitable[None]],
        debounce_ms: int = DEBOUNCE_MS,
    ) -> None:
        self._service = service
        self._reindex = reindex
        self._refresh = refresh
        self._debounce_ms = debounce_ms
        self._folders = self._identities()
        self._seen = glance(service.seeds)
        self._looked_at = -math.inf
        self._is_deaf = False

    async def run(self) -> None:
        """Watch until cancelled; where the system does not tell of changes, say so once, and look for them."""
        while True:
            await self._look()
            try:
                await self._watch()
            except (OSError, RuntimeError) as err:  # another folder may have gone at this very moment
                if not self._is_deaf and self._identities() == self._folders:
                    self._is_deaf = True
                    log.warning("changes of the seeds are not told (%s); they are looked for every minute", err)
                await self._look_closer()
                await asyncio.sleep(LOOK_AGAIN_S)

    async def _watch(self) -> None:
        """Watch until another folder stands in the place of one, or none."""
        from watchfiles import awatch  # here, since it is only needed while a bot runs

        there = [folder for folder in (self._service.seeds, self._service.root) if _identity(folder)]
        if not there:
            raise FileNotFoundError(self._service.seeds)
        every_ms = max(1, round(LOOK_AGAIN_S * 1000))
        self._looked_at = -math.inf  # what changed before the system began to tell is looked for at once
        watching = partial(awatch, yield_on_timeout=True, rust_timeout=every_ms, debounce=self._debounce_ms)
        async for changes in watching(*there):
            if self._identities() != self._folders:
                return
            if changes:
                await self._act(Path(path) for _, path in changes)
            else:
                await self._look_closer()

    async def _look(self) -> None:
        """Index the seeds where one of the folders is another one than before."""
        folders = self._identities()
        if folders != self._folders:
            self._folders = folders
            await self._index()

    async def _look_closer(self) -> None:
        """Index the seeds where they changed unheard, or what was removed is due to go, at most every so often."""
        if time.monotonic() - self._looked_at >= LOOK_CLOSER_S:
            self._looked_at = time.monotonic()
            if await self._glance() != self._seen:
                await self._index()
            elif await asyncio.to_thread(self._service.is_overdue):
                await self._reindex()

    async def _act(self, paths: Iterable[Path]) -> None:
        if any(not path.is_relative_to(self._service.root) for path in paths):
            await self._index()
        elif self._service.is_lost():
            await self._reindex()
        elif self._service.is_behind():
            await self._refresh()

    async def _index(self) -> None:
        """Index the seeds, if they are there; what changes from here on is seen at the next look."""
        self._seen = await self._glance()
        if _identity(self._service.seeds) is not None:
            await self._reindex()

    async def _glance(self) -> str:
        return await asyncio.to_thread(glance, self._service.seeds)

    def _identities(self) -> tuple[FolderIdentity, FolderIdentity]:
        return _identity(self._service.seeds), _identity(self._service.root)


def _identity(folder: Path) -> FolderIdentity:
    """Tell a folder from another that takes its place; None where there is none."""
    try:
        status = folder.stat()
    except OSError:
        return None
    return status.st_dev, status.st_ino
