"""What happened so far, and waiting for what happens next. Knows neither HTTP nor the gateway.

A wait is a condition looked at again after each noted change, so no test needs to sleep.
"""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeVar

from tests.discord_double.errors import BLAMELESS, ApiError, NoAnswer, Violation
from tests.discord_double.kinds import Json

T = TypeVar("T")

SHOWN_REQUESTS = 12
"""How many of the last requests a failed wait tells."""


@dataclass(slots=True)
class Request:
    """One request of the bot, with what it got.

    Attributes:
        status: None while the double still works on it.
    """

    method: str
    path: str
    body: Json | list[Json] | None = None
    status: int | None = None
    code: int | None = None

    def __str__(self) -> str:
        error = f" ({self.code})" if self.code else ""
        return f"{self.method} {self.path} -> {self.status}{error}"


@dataclass(slots=True)
class Journal:
    """Requests, refusals and violations in order; wakes whoever waits when one is added."""

    requests: list[Request] = field(default_factory=list)
    refusals: list[Violation] = field(default_factory=list)
    violations: list[Violation] = field(default_factory=list)
    _waiting: set[asyncio.Future[None]] = field(default_factory=set)
    _watched: set[asyncio.Task[object]] = field(default_factory=set)

    def watch(self, bot: asyncio.Task[object]) -> None:
        """Let every wait fail at once when this task, the bot's, ends: the client may end without a word."""
        self._watched.add(bot)
        bot.add_done_callback(lambda _: self.changed())

    def unwatch(self, bot: asyncio.Task[object]) -> None:
        """Let the bot end from now on."""
        self._watched.discard(bot)

    def changed(self) -> None:
        """Let every waiter look at its condition again."""
        for waiting in self._waiting:
            if not waiting.done():
                waiting.set_result(None)

    def refuse(self, request: str, error: ApiError) -> None:
        """Record a refused request; it is a violation where the bot could have known better."""
        refusal = Violation(error.code, request, error.detail or error.message)
        self.refusals.append(refusal)
        if error.code not in BLAMELESS:
            self.violations.append(refusal)
        self.changed()

    def violate(self, request: str, detail: str, code: int = 0) -> None:
        """Record something forbidden that no response tells the bot about."""
        self.violations.append(Violation(code, request, detail))
        self.changed()

    async def until(self, look: Callable[[], T | None], awaited: str, timeout_s: float) -> T:
        """Wait until `look` gives something true and return it.

        Raises:
            NoAnswer: nothing came within `timeout_s`; tells what was awaited and the last requests.
        """
        deadline = asyncio.get_running_loop().time() + timeout_s
        while not (found := look()):
            self._check_watched(awaited)
            remaining_s = deadline - asyncio.get_running_loop().time()
            if remaining_s <= 0 or not await self._next_change(remaining_s):
                raise NoAnswer(f"waited {timeout_s:g} s for {awaited}\n{self.tail()}")
        return found

    def _check_watched(self, awaited: str) -> None:
        for bot in self._watched:
            if bot.done():
                ended = "was cancelled" if bot.cancelled() else repr(bot.exception() or bot.result())
                raise NoAnswer(f"the bot ended ({ended}) before {awaited}\n{self.tail()}")

    async def _next_change(self, timeout_s: float) -> bool:
        waiting = asyncio.get_running_loop().create_future()
        self._waiting.add(waiting)
        try:
            done, _ = await asyncio.wait({waiting}, timeout=timeout_s)
            return bool(done)
        finally:
            self._waiting.discard(waiting)

    def tail(self) -> str:
        """The last requests and all violations, one a line, for the message of a failed wait."""
        requests = [f"  {request}" for request in self.requests[-SHOWN_REQUESTS:]] or ["  none"]
        lines = ["last requests of the bot:", *requests]
        if self.violations:
            lines += ["violations:", *(f"  {violation}" for violation in self.violations)]
        return "\n".join(lines)
