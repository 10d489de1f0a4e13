"""Whether a worker can answer: named checks, each of which says what is wrong, or nothing. Knows no Discord.

What is said names no address and no user of a database: whoever may look at the port need not know them.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from typing import Final

DATABASE_WAIT_S: Final = 2.0
SLOW: Final = "does not answer in time"
AWAY: Final = "cannot be asked; the log has the reason"

Check = Callable[[], Awaitable[str]]  # returns what is wrong, empty where nothing is


class DatabaseCheck:
    """Asks the database in a thread; one that hangs there is not asked again before it answered.

    Args:
        ping: asks it something small; blocks, and raises where that fails.
        wait_s: seconds to wait for it.
    """

    def __init__(self, ping: Callable[[], None], wait_s: float = DATABASE_WAIT_S) -> None:
        self._ping = ping
        self._wait_s = wait_s
        self._asking: asyncio.Task[str] | None = None

    async def __call__(self) -> str:
        """Return what is wrong with the database."""
        if self._asking is None or self._asking.done():
            self._asking = asyncio.create_task(self._ask(), name="ping")
        done, _ = await asyncio.wait({self._asking}, timeout=self._wait_s)
        return self._asking.result() if done else SLOW

    async def _ask(self) -> str:
        try:
            await asyncio.to_thread(self._ping)
        except Exception:  # noqa: BLE001 whatever it is, there is no database to answer with
            return AWAY
        return ""


async def problems(checks: Mapping[str, Check]) -> dict[str, str]:
    """Return what is wrong, by the names of the checks that found something."""
    found = await asyncio.gather(*(check() for check in checks.values()))
    return {name: problem for name, problem in zip(checks, found, strict=True) if problem}
