"""Keeps the questions that the seeds did not answer, where a server's admins want that. Knows no Discord.

Never who asked, nor in which channel; nothing from direct messages or private answers. A question's words reach the
store and nothing else, the log least of all.
"""

import logging
from collections.abc import Callable
from datetime import UTC, date, datetime
from functools import partial

from bot.answering.mentions import without_mentions
from bot.store.database.errors import StoreError
from bot.store.guild_settings import SettingsBook
from bot.store.queries.gaps import Gap, GapReason
from bot.store.store import Store

log = logging.getLogger(__name__)


def today() -> date:
    """Return the day it is, in UTC."""
    return datetime.now(UTC).date()


class GapKeeper:
    """Stores unanswered questions where that is allowed. No answer waits for it, and none fails where the store does.

    Args:
        store: where they are kept.
        book: says which servers want it.
        later: has blocking work done soon, in another thread.
        day: the day it is, in UTC.
    """

    def __init__(
        self,
        store: Store,
        book: SettingsBook,
        later: Callable[[Callable[[], None]], None],
        day: Callable[[], date] = today,
    ) -> None:
        self._store = store
        self._book = book
        self._later = later
        self._day = day

    def keep(self, guild_id: int | None, question: str, reason: GapReason, *, private: bool) -> bool:
        """Keep a question of a server, unless its answer was private or its admins did not ask for it.

        Return whether it will be, as far as that is known without asking the store.
        """
        question = without_mentions(question)
        if guild_id is None or private or not question:
            return False
        self._later(partial(self._record, Gap(guild_id, self._day(), question, reason)))
        known = self._book.remembered(guild_id)
        return known is not None and known.keep_unanswered

    def _record(self, gap: Gap) -> None:
        try:
            if self._book.load(gap.guild_id).keep_unanswered:
                self._store.record_gap(gap)
        except StoreError as err:
            log.warning("an unanswered question of server %d was not kept: %s", gap.guild_id, err)
