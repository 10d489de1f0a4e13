"""A re-index that failed is tried again by itself, after pauses that grow. Knows neither seeds nor Discord."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

FIRST_PAUSE_S: Final = 5.0
MOST_PAUSE_S: Final = 600.0


@dataclass(frozen=True, slots=True)
class FailedReindex:
    """The last re-index failed.

    Attributes:
        code: leads to the reason in the log.
        at: when it failed.
        next_at: when it is tried again, if nothing asks for it before.
    """

    code: str
    at: datetime
    next_at: datetime


class Retries:
    """Re-indexes when asked, and again while that fails; used on the event loop alone.

    Args:
        attempt: re-indexes once; returns the code of what went wrong, None where nothing did. Never raises.

    Attributes:
        failure: what is wrong now; None where the last attempt succeeded.
    """

    def __init__(self, attempt: Callable[[], Awaitable[str | None]]) -> None:
        self._attempt = attempt
        self._pause_s = FIRST_PAUSE_S
        self._waiting: asyncio.Task[None] | None = None
        self.failure: FailedReindex | None = None

    async def now(self) -> None:
        """Re-index at once, without regard to a pause."""
        code = await self._attempt()
        self.stop()
        if code is None:
            self.failure, self._pause_s = None, FIRST_PAUSE_S
        else:
            self._plan(code)

    def stop(self) -> None:
        """Plan no further attempt."""
        if self._waiting is not None:
            self._waiting.cancel()
            self._waiting = None

    def _plan(self, code: str) -> None:
        now, pause_s = datetime.now(UTC), self._pause_s
        self.failure = FailedReindex(code, now, now + timedelta(seconds=pause_s))
        self._pause_s = min(2 * pause_s, MOST_PAUSE_S)
        self._waiting = asyncio.create_task(self._later(pause_s), name="retry")

    async def _later(self, pause_s: float) -> None:
        await asyncio.sleep(pause_s)
        self._waiting = None  # so that planning the next one does not end this one
        await self.now()
