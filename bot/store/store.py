"""The one door to the database: each method is one transaction and blocks, so callers run it in threads.

Must not know the clock, the config or Discord. Every method raises StoreError where the database fails.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from types import TracebackType
from typing import Any, Self

from sqlalchemy import Engine

from bot.store import commands, feedback, leases, migrate, settings
from bot.store.engine import open_engine, reading, writing
from bot.store.feedback import Feedback, FeedbackCounts
from bot.store.leases import Lease, Shard


class Store:
    """What the bot remembers, on SQLite or PostgreSQL; safe to share between threads.

    Args:
        engine: of `open_engine`, at the version that `migrate.check` asks for.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    @classmethod
    def open(cls, url: str) -> Self:
        """Connect and check the version; may take seconds where the database does not answer."""
        engine = open_engine(url)
        try:
            migrate.check(engine)
        except BaseException:
            engine.dispose()
            raise
        return cls(engine)

    def close(self) -> None:
        """Close all connections; the store can be closed twice."""
        self._engine.dispose()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def command_hash(self, application_id: int) -> str | None:
        """Return the hash of the application's commands as last synced, or None before the first time."""
        with reading(self._engine) as connection:
            return commands.get(connection, application_id)

    def record_command_hash(self, application_id: int, commands_hash: str) -> None:
        """Keep the hash of the commands that were just synced."""
        with writing(self._engine) as connection:
            commands.record(connection, application_id, commands_hash)

    def guild_settings(self, guild_id: int) -> dict[str, Any]:
        """Return what the server set, by key; empty where it left everything at the defaults."""
        with reading(self._engine) as connection:
            return settings.get(connection, guild_id)

    def record_guild_settings(self, guild_id: int, values: Mapping[str, Any], now: datetime) -> None:
        """Keep *values*, JSON by key, in place of what the server had set before."""
        with writing(self._engine) as connection:
            settings.record(connection, guild_id, values, now)

    def change_guild_settings(self, guild_id: int, changes: Mapping[str, Any], now: datetime) -> dict[str, Any]:
        """Set some of the server's settings, by key, None for none, and return all that it has now."""
        with writing(self._engine) as connection:
            return settings.change(connection, guild_id, changes, now)

    def record_feedback(self, verdict: Feedback) -> None:
        """Keep a verdict; the same person's earlier one on the same passage is replaced."""
        with writing(self._engine) as connection:
            feedback.record(connection, verdict)

    def feedback_counts(self, passage_key: str) -> FeedbackCounts:
        """Count the verdicts on a passage, over all generations that held it."""
        with reading(self._engine) as connection:
            return feedback.counts(connection, passage_key)

    def delete_user(self, user_id: int) -> int:
        """Remove all that is stored of a person, and return how many rows that were."""
        with writing(self._engine) as connection:
            return feedback.delete_user(connection, user_id)

    def acquire_lease(  # noqa: PLR0913 - each names another part of the claim
        self, application_id: int, shard_id: int, shard_count: int, owner: str, *, now: datetime, ttl_s: float
    ) -> bool:
        """Take the lease of a shard for *ttl_s* seconds; say whether it was free, lapsed or the owner's.

        Of many that ask at once exactly one gets it. Refused while a living lease of the same application
        has another *shard_count*. The clocks of all workers must agree to well within *ttl_s*.
        """
        wanted = Lease(application_id, shard_id, shard_count, owner, now + timedelta(seconds=ttl_s))
        with writing(self._engine) as connection:
            return leases.acquire(connection, wanted, now)

    def renew_lease(self, application_id: int, shard_id: int, owner: str, *, now: datetime, ttl_s: float) -> bool:
        """Extend a living lease to *ttl_s* seconds from *now*; False means to stop answering at once."""
        until = now + timedelta(seconds=ttl_s)
        with writing(self._engine) as connection:
            return leases.renew(connection, Shard(application_id, shard_id), owner, now, until)

    def release_lease(self, application_id: int, shard_id: int, owner: str) -> bool:
        """Free the lease, so that the next worker need not wait for its end; say whether it was held."""
        with writing(self._engine) as connection:
            return leases.release(connection, Shard(application_id, shard_id), owner)

    def lease_holder(self, application_id: int, shard_id: int, now: datetime) -> Lease | None:
        """Return the living lease of a shard, or None where nobody holds it."""
        with reading(self._engine) as connection:
            return leases.holder(connection, Shard(application_id, shard_id), now)
