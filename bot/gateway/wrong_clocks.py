"""Leases that no clock will end, since whoever took them had a wrong one: dead where nobody renews them for a term."""

import logging
from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from bot.store.queries.workers.leases import Lease
    from bot.store.worker_records import Roster

log = logging.getLogger(__name__)

FAR_S: Final = 3600.0  # seconds ahead that no lease can end but by a wrong clock: see `discord.lease_ttl_s` in check.py
FAR: Final = (
    "the lease of shard %d, of %s, ends on %s, by a wrong clock: it is taken over if it is not renewed within %.0f s; "
    "`caveat leases --release` frees it at once"
)


class WrongClocks:
    """Remembers such leases of others, and since when each was not renewed.

    Args:
        owner: this worker, whose own leases are left alone.
        ttl_s: seconds that a term lasts.
        timer: monotonic seconds.
    """

    def __init__(self, owner: str, ttl_s: float, timer: Callable[[], float]) -> None:
        self._owner = owner
        self._ttl_s = ttl_s
        self._timer = timer
        self._since: dict[Lease, float] = {}

    def look(self, roster: "Roster") -> None:
        """Note what ends too far ahead, and say so once."""
        latest = roster.now + timedelta(seconds=FAR_S)
        far = [each for each in roster.leases if each.expires_at > latest and each.owner != self._owner]
        for lease in far:
            if lease not in self._since:
                log.warning(FAR, lease.shard_id, lease.owner, f"{lease.expires_at:%Y-%m-%d %H:%M}", self._ttl_s)
        self._since = {lease: self._since.get(lease, self._timer()) for lease in far}

    def dead(self) -> "frozenset[Lease]":
        """Return those that nobody has renewed for a whole term."""
        return frozenset(each for each, since in self._since.items() if self._timer() - since >= self._ttl_s)
