"""Watches the operator's seeds and their snapshots: what changed is indexed, what another process built is served.

Knows no Discord, and nothing of servers: their seeds are in the database, which each question asks.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterable
from pathlib import Path

from bot.serving.service import Service

log = logging.getLogger(__name__)

LOOK_AGAIN_S = 2.0  # seconds between two looks for a folder that is gone
DEBOUNCE_MS = 1_000  # a change waits so long for others that belong to it: an editor writes more than once


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

    async def run(self) -> None:
        """Watch until cancelled; where the system refuses that, say so once and end."""
        try:
            while True:
                await self._watch()
                while _identity(self._service.seeds) is None:  # noqa: ASYNC110 nothing tells that a folder came to be
                    await asyncio.sleep(LOOK_AGAIN_S)
                await self._reindex()
        except (OSError, RuntimeError) as err:
            log.warning("the seeds are not watched (%s); SIGHUP and /reindex index what changes", err)

    async def _watch(self) -> None:
        """Watch until another folder stands in the place of the seeds, or none."""
        from watchfiles import awatch  # here, since it is only needed while a bot runs

        seeds = self._service.seeds
        watched = _identity(seeds)
        async for changes in awatch(seeds, self._service.root, debounce=self._debounce_ms):
            await self._act(Path(path) for _, path in changes)
            if _identity(seeds) != watched:
                return

    async def _act(self, paths: Iterable[Path]) -> None:
        changed_seeds = any(not path.is_relative_to(self._service.root) for path in paths)
        if changed_seeds and _identity(self._service.seeds) is not None:
            await self._reindex()
        elif self._service.is_behind():
            await self._refresh()


def _identity(folder: Path) -> tuple[int, int] | None:
    """Tell a folder from another that takes its place; None where there is none."""
    try:
        status = folder.stat()
    except OSError:
        return None
    return status.st_dev, status.st_ino
