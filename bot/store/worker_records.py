"""What workers tell each other: who runs, who answers for which shard, which session is handed to whom.

Each method is one transaction and blocks, as the store's do, and raises StoreError where the database fails. Without a
*now*, the database's clock counts, which all workers share.
"""

import logging
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from threading import Event
from typing import Final

from sqlalchemy import Connection, Engine

from bot.store.database.engine import reading, reading_one_state, serialise, writing
from bot.store.database.errors import StoreError
from bot.store.database.hearing import can_hear, listen
from bot.store.queries import settings
from bot.store.queries.workers import leases, presence, sessions, turns
from bot.store.queries.workers.leases import Lease, Shard
from bot.store.queries.workers.presence import Presence
from bot.store.queries.workers.sessions import HandedSession

log = logging.getLogger(__name__)
LOOK_EVERY_S: Final = 0.4  # seconds between two looks for changed settings


@dataclass(frozen=True, slots=True)
class Roster:
    """The workers of a database, and who holds what, at a moment of its clock.

    Attributes:
        workers: those that run, of all applications.
        leases: all there are, living or lapsed.
    """

    workers: tuple[Presence, ...]
    leases: tuple[Lease, ...]
    now: datetime

    def alike(self, worker: Presence) -> list[Presence]:
        """Return the workers that share a worker's shards with it, itself among them where it runs."""
        return presence.counting_alike(list(self.workers), worker)

    def holders(self, worker: Presence, dead: Collection[Lease] = ()) -> dict[int, str]:
        """Return who answers for which shard of a worker's application; its own lapsed leases count as held."""
        return {
            lease.shard_id: lease.owner
            for lease in self.leases
            if lease.application_id == worker.application_id
            and lease.shard_id < worker.shard_count
            and lease not in dead
            and (lease.expires_at > self.now or lease.owner == worker.owner)
        }


Plan = Callable[[Roster], Mapping[int, str]]
"""Says which worker is to have which shard."""


@dataclass(frozen=True, slots=True)
class WorkerTurn:
    """What a worker holds after its turn, and the sessions that it was handed, by shard."""

    roster: Roster
    held: frozenset[int]
    handed: Mapping[int, HandedSession]


class WorkerRecords:
    """The part of the store by which workers share an application's shards."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def roster(self) -> Roster:
        """Return who runs, and who holds what."""
        with reading_one_state(self._engine) as connection:
            return _roster(connection, leases.database_now(connection))

    def take_turn(  # noqa: PLR0913 - each says something else of the turn
        self,
        me: Presence,
        plan: Plan,
        *,
        ttl_s: float,
        opened: Collection[int] = (),
        now: datetime | None = None,
        dead: Collection[Lease] = (),
    ) -> WorkerTurn:
        """Say that a worker runs, renew what it holds, and take what is free and is to be its.

        Args:
            me: the worker.
            plan: says who is to have what.
            ttl_s: seconds for which it counts as running and as holding from now on.
            opened: shards that it is connected for, so that it needs nobody's session.
            now: the moment it is.
            dead: leases that are in nobody's way, whatever their ends say.
        """
        with writing(self._engine) as connection:
            now = now or leases.database_now(connection)
            ends = now + timedelta(seconds=ttl_s)
            serialise(connection, me.application_id)
            presence.forget_lapsed(connection, now)
            presence.put(connection, me, ends)
            roster = _roster(connection, now)
            held = frozenset(
                shard_id
                for shard_id in sorted(_wanted(me, roster, plan(roster), dead))
                if leases.acquire(connection, _lease(me, shard_id, ends), now, dead)
            )
            handed = sessions.take(connection, me.application_id, held.difference(opened), now)
            going_on = {each: one for each, one in handed.items() if one.shard_count == me.shard_count}
            return WorkerTurn(_roster(connection, now), held, going_on)

    def hand_over(
        self, me: Presence, shard_id: int, session: HandedSession | None, now: datetime | None = None
    ) -> bool:
        """Free the lease of a shard, and leave its session for whoever takes it; say whether it was held."""
        with writing(self._engine) as connection:
            return _hand_over(connection, me, shard_id, session, now)

    def leave(
        self, me: Presence, sessions_left: Mapping[int, HandedSession | None], now: datetime | None = None
    ) -> None:
        """Free all that a worker holds, and have it not count as running any more."""
        with writing(self._engine) as connection:
            presence.leave(connection, me.application_id, me.owner)
            for shard_id, session in sessions_left.items():
                _hand_over(connection, me, shard_id, session, now)
            leases.release_of(connection, me.application_id, me.owner)  # also what it took a moment ago

    def wait_for_turn(self, application_id: int, name: str, every_s: float, now: datetime | None = None) -> float:
        """Take the next turn at something that is done every so often at most; return the seconds to wait for it."""
        with writing(self._engine) as connection:
            now = now or leases.database_now(connection)
            return turns.next_one(connection, application_id, name, timedelta(seconds=every_s), now).total_seconds()

    def claim_turn(self, application_id: int, name: str, every_s: float, now: datetime | None = None) -> bool:
        """Tell whether something is due that is done every so often; of several workers that ask, one is told so."""
        with writing(self._engine) as connection:
            now = now or leases.database_now(connection)
            return turns.claim(connection, application_id, name, timedelta(seconds=every_s), now)

    def hear_settings(self, heard: Callable[[int | None], None], until: Event) -> None:
        """Tell, until told to stop, whose settings any worker changes; None where all may have changed unheard."""
        while not until.is_set():
            try:
                if can_hear(self._engine):
                    listen(self._engine, settings.CHANNEL, lambda told: heard(int(told) if told else None), until)
                else:
                    self._look_for_settings(heard, until)
            except StoreError as err:
                log.debug("changes of settings are heard of later: %s", err)  # the keeper of leases tells why
                until.wait(LOOK_EVERY_S)

    def _look_for_settings(self, heard: Callable[[int | None], None], until: Event) -> None:
        """Look for changes again and again, where the database tells nobody of them."""
        known = self._changed_settings(None)
        heard(None)  # what changed before
        while not until.wait(LOOK_EVERY_S):
            found = self._changed_settings(max(known.values(), default=None))
            for guild_id, at in found.items():
                if known.get(guild_id) != at:
                    heard(guild_id)
            known = found or known

    def _changed_settings(self, since: datetime | None) -> dict[int, datetime]:
        with reading(self._engine) as connection:
            return settings.changed(connection, since)

    def acquire_lease(  # noqa: PLR0913 - each names another part of the claim
        self,
        application_id: int,
        shard_id: int,
        shard_count: int,
        owner: str,
        *,
        ttl_s: float,
        now: datetime | None = None,
        dead: Collection[Lease] = (),
    ) -> bool:
        """Take the lease of a shard for *ttl_s* seconds; say whether it was free, lapsed, the owner's or *dead*.

        Of many that ask at once exactly one gets it. Refused while a living lease of the same application
        has another *shard_count*.
        """
        with writing(self._engine) as connection:
            now = now or leases.database_now(connection)
            wanted = Lease(application_id, shard_id, shard_count, owner, now + timedelta(seconds=ttl_s))
            return leases.acquire(connection, wanted, now, dead)

    def release_lease(self, application_id: int, shard_id: int, owner: str) -> bool:
        """Free the lease, so that the next worker need not wait for its end; say whether it was held."""
        with writing(self._engine) as connection:
            return leases.release(connection, Shard(application_id, shard_id), owner)

    def release_all_leases(self) -> int:
        """Free every lease, whoever has it, and return how many that were."""
        with writing(self._engine) as connection:
            return leases.release_all(connection)

    def all_leases(self) -> tuple[list[Lease], datetime]:
        """Return every lease there is, living or lapsed, and the moment that it is by the database's clock."""
        with reading(self._engine) as connection:
            return leases.of_all(connection), leases.database_now(connection)


def _roster(connection: Connection, now: datetime) -> Roster:
    return Roster(tuple(presence.running(connection, now)), tuple(leases.of_all(connection)), now)


def _wanted(me: Presence, roster: Roster, planned: Mapping[int, str], dead: Collection[Lease]) -> Iterable[int]:
    """Return what a worker holds, until it has given it up itself, and what is to be its."""
    holders = roster.holders(me, dead)
    mine = {shard_id for shard_id, owner in holders.items() if owner == me.owner}
    return mine | {shard_id for shard_id, owner in planned.items() if owner == me.owner}


def _lease(me: Presence, shard_id: int, ends: datetime) -> Lease:
    return Lease(me.application_id, shard_id, me.shard_count, me.owner, ends)


def _hand_over(
    connection: Connection, me: Presence, shard_id: int, session: HandedSession | None, now: datetime | None
) -> bool:
    was_held = leases.release(connection, Shard(me.application_id, shard_id), me.owner)
    if was_held and session is not None:
        sessions.put(connection, session, now or leases.database_now(connection))
    return was_held
