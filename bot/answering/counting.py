"""Counts what is asked in servers: questions, those declined, seeds that answered. Knows nobody and keeps no words."""

import logging
import time
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date
from threading import Lock

from bot.answering.gaps import today
from bot.store.database.errors import StoreError
from bot.store.queries.usage import UsageCount, UsageKind
from bot.store.store import Store
from index.answered import Answer

log = logging.getLogger(__name__)

KEPT_S = 60.0  # seconds that counts wait in memory: no answer waits for the database
CountKey = tuple[int, date, UsageKind, str]


class UsageKeeper:
    """Counts in memory, and stores what it counted every now and then; safe for many threads.

    Args:
        store: where counts are kept.
        later: has blocking work done soon, in another thread.
        clock: seconds, never going back.
    """

    def __init__(
        self, store: Store, later: Callable[[Callable[[], None]], None], clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._store = store
        self._later = later
        self._clock = clock
        self._lock = Lock()
        self._counts: Counter[CountKey] = Counter()
        self._stored_at = clock()

    def count(self, guild_id: int | None, answer: Answer) -> None:
        """Count an answer that was given in a server."""
        if guild_id is None:
            return
        with self._lock:
            self._counts.update((guild_id, today(), kind, subject) for kind, subject in _happened(answer))
            is_due = self._clock() - self._stored_at >= KEPT_S
            if is_due:
                self._stored_at = self._clock()
        if is_due:
            self._later(self.store)

    def store(self) -> None:
        """Store what was counted; where the database fails, it is kept for the next time."""
        with self._lock:
            taken, self._counts = self._counts, Counter()
        if not taken:
            return
        try:
            self._store.add_usage(UsageCount(*key, count) for key, count in taken.items())
        except StoreError as err:
            log.debug("counts of questions are stored later: %s", err)  # the keeper of leases tells why
            with self._lock:
                self._counts.update(taken)


def _happened(answer: Answer) -> Iterator[tuple[UsageKind, str]]:
    yield "asked", ""
    if answer.documents:
        yield "seed", answer.documents[0].document
    elif answer.hits:
        yield "seed", answer.hits[0].passage.document
    elif not answer.choices:
        yield "declined", ""
