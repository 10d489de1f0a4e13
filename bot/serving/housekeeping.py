"""What is deleted by itself: drafts, old unanswered questions, removed seeds, all of servers that the bot left.

Blocks, so callers run it in threads; knows no Discord. Everything here can be done twice, and by two workers at once.
"""

import logging
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from bot.config.values import Config
from bot.serving.service import Service
from bot.store.queries.guilds import GuildData
from bot.store.store import Store
from index.errors import BuildError

log = logging.getLogger(__name__)

REMOVED_KEPT: Final = timedelta(hours=1)  # longer than a removal can be undone
SHARED_KEPT: Final = timedelta(hours=1)  # a private card is hardly kept open longer


@dataclass(frozen=True, slots=True)
class Retention:
    """For how long what is kept: unanswered questions, and the data of a server that the bot left."""

    gaps: timedelta
    after_leaving: timedelta


def retention(config: Config) -> Retention:
    """Return what the config says of keeping."""
    privacy = config.privacy
    return Retention(timedelta(days=privacy.keep_gaps_days), timedelta(days=privacy.keep_days_after_leaving))


class Housekeeper:
    """Keeps what is stored within its time.

    Args:
        store: what is stored.
        service: has servers' snapshots.
        retention: for how long what is kept.
    """

    def __init__(self, store: Store, service: Service, retention: Retention) -> None:
        self._store = store
        self._service = service
        self._retention = retention

    def left(self, guild_id: int, now: datetime) -> None:
        """Have everything of a server deleted in some days, unless the bot comes back."""
        self._store.schedule_deletion(guild_id, now + self._retention.after_leaving)
        log.info("server %d: left; its data is deleted in %s", guild_id, self._retention.after_leaving)

    def joined(self, guild_id: int) -> None:
        """Keep everything of a server that the bot came back to."""
        if self._store.cancel_deletion(guild_id):
            log.info("server %d: joined again; its data stays", guild_id)

    def sweep_drafts(self, now: datetime) -> None:
        """Delete the drafts of seeds that have had their time, which is minutes."""
        self._store.drafts.purge(now)

    def sweep(self, now: datetime) -> None:
        """Delete what has had its time, of all servers."""
        self._store.delete_gaps_before((now - self._retention.gaps).date())
        self._store.delete_usage_before((now - self._retention.gaps).date())
        self._store.purge_removed(now - REMOVED_KEPT)
        self._store.delete_shared_before(now - SHARED_KEPT)

    def sweep_own(self, now: datetime, present: Collection[int], mine: Callable[[int], bool]) -> None:
        """Delete what is left of servers that are gone.

        Args:
            now: the moment it is.
            present: every server that this worker knows the bot to be in, also one that Discord has an outage of.
            mine: tells whether this worker would know of a server; others' comings and goings are left to others.
        """
        on_disk = self._service.guilds_on_disk()  # before the database is read: what is built later is not stray
        known = self._store.guilds_with_data()
        for data in known:
            if mine(data.guild_id):
                self._look_at(data, now, is_present=data.guild_id in present)
        for guild_id in set(on_disk) - {data.guild_id for data in known}:
            self._forget_snapshots(guild_id)  # deleted by a worker on another machine

    def _look_at(self, data: GuildData, now: datetime, *, is_present: bool) -> None:
        if is_present:
            if data.delete_at is not None:
                self.joined(data.guild_id)
        elif data.delete_at is None:
            self.left(data.guild_id, now)
        elif data.delete_at <= now and self._forget_snapshots(data.guild_id):
            rows = self._store.delete_guild(data.guild_id)
            log.info("server %d: all of its data is deleted, %d rows", data.guild_id, rows)

    def _forget_snapshots(self, guild_id: int) -> bool:
        """Delete a server's snapshots; where that fails now, the next sweep tries again."""
        try:
            self._service.forget_guild(guild_id)
        except BuildError as err:
            log.warning("server %d: its snapshots are not deleted yet: %s", guild_id, err)
            return False
        return True
