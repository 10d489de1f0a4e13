"""One act at a time on each draft of this process, from its beginning until its card is shown.

Without it, what was decided first could be shown last: a preview over the card that says that all is stored.
"""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass
from typing import Any
from weakref import WeakValueDictionary

from discord import ui

MakeView = Callable[[], Coroutine[Any, Any, ui.LayoutView]]


@dataclass(slots=True, weakref_slot=True, eq=False)
class CorrectionsUnderWay:
    """How many corrections of a draft are being read, and how many of them could not be used."""

    count: int = 0
    refused: int = 0


class Turns:
    """Lets acts on a draft wait for each other."""

    def __init__(self) -> None:
        self._locks = WeakValueDictionary[str, asyncio.Lock]()
        self._holding: set[asyncio.Task[None]] = set()

    async def take(self, token: str, make: MakeView, show: Callable[[MakeView], Awaitable[None]]) -> None:
        """Make a card and show it, when all acts on this draft that came before are shown.

        Args:
            token: of the draft.
            make: acts and returns a card; runs to its end even where nobody waits for the card any more.
            show: is given what waits for the card.
        """
        lock = self._locks.setdefault(token, asyncio.Lock())
        made: asyncio.Future[ui.LayoutView] = asyncio.get_running_loop().create_future()
        made.add_done_callback(lambda done: done.cancelled() or done.exception())  # an error nobody waits for is told
        shown = asyncio.Event()
        holding = asyncio.create_task(_hold(lock, make, made, shown))
        self._holding.add(holding)
        holding.add_done_callback(self._holding.discard)

        async def wait() -> ui.LayoutView:
            return await asyncio.shield(made)

        try:
            await show(wait)
        finally:
            shown.set()


async def _hold(
    lock: asyncio.Lock, make: MakeView, made: "asyncio.Future[ui.LayoutView]", shown: asyncio.Event
) -> None:
    async with lock:
        try:
            made.set_result(await make())
        except Exception as err:  # noqa: BLE001 whoever waits for the card raises it
            made.set_exception(err)
        await shown.wait()
