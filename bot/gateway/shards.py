"""Which shards this worker answers for: one lease per application and shard in the database, shared with other workers.

Two processes may both have a connection for a shard for a moment, so only the holder of its lease answers.

States of a keeper: started (it says that it runs, takes what is to be its, renews what it holds and gives up what is to
be another's), draining (it has given everything up and claims nothing). A lease counts as held only until its own term
ends by this machine's clock, so that a worker that cannot reach the database falls silent before another may take over.
Where the database is a file that cannot be written, no other can take over: a worker that is alone on it goes on.
"""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING, Protocol, TypeVar

from bot.config.shard_range import read_shards
from bot.gateway.sharing import MayHold, shared
from bot.gateway.wrong_clocks import WrongClocks
from bot.store.database.errors import StoreError, StoreProblem
from bot.store.queries.workers.presence import Presence
from bot.store.store import Store

if TYPE_CHECKING:
    from bot.store.queries.workers.sessions import HandedSession
    from bot.store.worker_records import Roster, WorkerTurn

log = logging.getLogger(__name__)
Result = TypeVar("Result")

CLAIM_EVERY_S = 0.5
GIVE_UP_S = 5.0  # most seconds to spend on giving leases up; they lapse by themselves
SAFE_SHARE = 0.9  # of a term, in case the clocks of two machines do not run alike

ANSWERING, STANDING_BY = "answering", "another worker answers"
CONNECTING, NOBODYS = "this worker's, connecting", "no worker that runs may answer for it"
ENDANGERED, SILENCED = "the lease cannot be renewed, its rest is used", "silent until the database answers"
ALONE = "the lease cannot be renewed, but nobody else is there to take it, so answering goes on"
STAY_S = 60.0  # seconds for which shards stay where they are after a move was refused
# What keeps everybody from writing a file.
_FOR_EVERYBODY: frozenset[StoreProblem] = frozenset({"gone", "full", "read-only", "unreachable"})


class Lines(Protocol):
    """Connections for shards, as the keeper of their leases wants them."""

    def open(self, shard_id: int, handed: "HandedSession | None") -> None:
        """Begin to connect for a shard, with the session that was handed over for it if there is one."""

    def is_open(self, shard_id: int) -> bool:
        """Tell whether events of a shard come."""

    def is_beginning(self, shard_id: int) -> bool:
        """Tell whether a session has begun and cannot be handed over yet."""

    async def hand_over(self, shard_id: int) -> "HandedSession | None":
        """Let no further event of a shard come, and return what another worker needs to go on with its session."""

    def drop(self, shard_id: int) -> None:
        """End what there is of a connection for a shard, and forget what was known of its servers."""


@dataclass(frozen=True, slots=True)
class Sharing:
    """How a worker shares: by which name and for how long, which shards it may have, and whether shards may move."""

    owner: str
    ttl_s: float
    may_hold: str = ""
    may_move: Callable[[], Awaitable[bool]] | None = None


class LeaseKeeper:
    """Claims, renews and gives up the leases of one application's shards.

    Args:
        store: where the leases stand.
        sharing: how this worker shares.
        lines: connects for what is held; None where nothing is to be connected.
        is_alone: tells whether no other worker has the same file as its database.
        clock: seconds since the epoch, which all workers agree on; None for the database's own.
        timer: monotonic seconds, by which this worker knows how long it may answer.
    """

    def __init__(  # noqa: PLR0913 - clocks are given where they matter
        self,
        store: Store,
        sharing: Sharing,
        lines: Lines | None = None,
        *,
        is_alone: Callable[[], bool] = lambda: False,
        clock: Callable[[], float] | None = None,
        timer: Callable[[], float] = time.monotonic,
    ) -> None:
        self._store = store
        self._sharing = sharing
        self._lines = lines
        self._is_alone = is_alone
        self._clock = clock
        self._timer = timer
        self.me = Presence(0, sharing.owner, 1, sharing.may_hold)  # this worker, as the others see it
        self._held_until: dict[int, float] = {}
        self._held_in: object = None  # which database, since another file may take the place of a deleted one
        self._is_stuck = False  # nobody can write leases
        self._clocks = WrongClocks(sharing.owner, sharing.ttl_s, timer)
        self._stay_until = 0.0
        self._told: dict[int, str] = {}
        self._draining = False
        self._task: asyncio.Task[None] | None = None
        self._seen: object = None
        self._roster: Roster | None = None
        # One thread, and one at a time: what is given up cannot be overtaken by a claim that was asked for before.
        self._database = ThreadPoolExecutor(1, thread_name_prefix="leases")
        self._turn = asyncio.Lock()

    def holds(self, shard_id: int) -> bool:
        """Tell whether this worker answers for a shard at this moment."""
        held_until = self._held_until.get(shard_id, 0.0)
        if self._draining or not held_until or self._store.identity() not in (self._held_in, None):
            return False
        return self._timer() < held_until or (self._is_stuck and self._is_alone())

    def held(self) -> list[int]:
        """Return the shards for which this worker answers at this moment."""
        return [shard_id for shard_id in sorted(self._held_until) if self.holds(shard_id)]

    @property
    def roster(self) -> "Roster | None":
        """The workers as they were when last looked at; None before that."""
        return self._roster

    def workers(self) -> int:
        """Return how many workers share these shards, this one among them."""
        return max(1, len(self._roster.alike(self.me))) if self._roster else 1

    def share(self, application_id: int, shard_count: int) -> None:
        """Say whose shards these are, and how many."""
        self.me = Presence(application_id, self._sharing.owner, shard_count, self._sharing.may_hold)

    async def start(self, application_id: int, shard_count: int) -> None:
        """Claim what is free now, and go on claiming and renewing in the background."""
        self.share(application_id, shard_count)
        await self.claim()
        self._task = asyncio.create_task(self._keep(), name="leases")

    async def claim(self) -> None:
        """Take a turn: renew, claim, and give up one shard that is to be another's."""
        async with self._turn:
            asked_at, asked_of = self._timer(), self._store.identity()
            try:
                turn = await self._in_database(self._take_turn)
            except StoreError as err:
                self._fail(err)
                return
            self._is_stuck, self._held_in = False, asked_of
            self._hold(turn, asked_at + self._sharing.ttl_s * SAFE_SHARE)
        await self._give_up_one(turn)

    def told(self, shard_id: int) -> None:
        """Note that a connection for a shard was opened."""
        if shard_id in self._held_until:
            self._tell(shard_id, ANSWERING if self._is_answering(shard_id) else CONNECTING)

    async def drain(self, most_s: float = GIVE_UP_S) -> None:
        """Stop answering: claim nothing more, and hand every shard over, in so many seconds at most."""
        if self._draining:
            return
        if self._task is not None:
            self._task.cancel()
            self._task = None
        try:
            async with asyncio.timeout(min(most_s, GIVE_UP_S)):
                await self._leave()
        except TimeoutError:
            log.warning("the database does not answer: the leases lapse by themselves")
        finally:
            self._draining = True
        self._database.shutdown(wait=False)

    async def _leave(self) -> None:
        """Hand all over in one go: events that come until then are still this worker's to answer."""
        held = list(self._held_until)
        sessions = await asyncio.gather(*(self._handed(shard_id) for shard_id in held))
        self._draining = True
        async with self._turn:
            try:
                left = dict(zip(held, sessions, strict=True))
                await self._in_database(partial(self._store.workers.leave, self.me, left, self._now()))
            except StoreError as err:
                log.warning("the leases lapse by themselves: %s", err)

    async def _keep(self) -> None:
        while True:
            await self._pause()
            await self.claim()

    async def _pause(self) -> None:
        """Wait until a turn is due: to renew, or since workers came or went, leases lapsed or another file is there."""
        begun = self._store.identity()
        rest_s = self._sharing.ttl_s / 3
        while rest_s > 0 and self._store.identity() == begun:
            await asyncio.sleep(min(CLAIM_EVERY_S, rest_s))
            rest_s -= CLAIM_EVERY_S
            if await self._has_changed():
                return

    async def _has_changed(self) -> bool:
        """Tell whether workers or leases are others than after the last turn; where nobody knows, it is as well due."""
        try:
            roster = await self._in_database(self._store.workers.roster)
        except StoreError:
            return True
        return self._look_of(roster) != self._seen or self._to_give(roster) != []

    def _look_of(self, roster: "Roster") -> object:
        self._roster = roster
        self._clocks.look(roster)
        return frozenset(each.owner for each in roster.alike(self.me)), self._holders(roster)

    def _take_turn(self) -> "WorkerTurn":
        return self._store.workers.take_turn(
            self.me,
            self._plan,
            ttl_s=self._sharing.ttl_s,
            opened=list(self._held_until),
            now=self._now(),
            dead=self._clocks.dead(),
        )

    def _plan(self, roster: "Roster") -> dict[int, str]:
        return shared(self.me.shard_count, _may_hold(roster, self.me), self._holders(roster))

    def _holders(self, roster: "Roster") -> dict[int, str]:
        return roster.holders(self.me, self._clocks.dead())

    def _hold(self, turn: "WorkerTurn", until: float) -> None:
        """Remember what is held, connect for what is new, and let go of what was lost."""
        for shard_id in set(self._held_until) - turn.held:
            self._let_go(shard_id)
        for shard_id in sorted(turn.held):
            is_new = shard_id not in self._held_until
            self._held_until[shard_id] = until
            if is_new and self._lines is not None:
                self._lines.open(shard_id, turn.handed.get(shard_id))
            self.told(shard_id)
        self._seen = self._look_of(turn.roster)
        self._tell_of_others(turn.roster)

    def _let_go(self, shard_id: int) -> None:
        del self._held_until[shard_id]
        if self._lines is not None:
            self._lines.drop(shard_id)

    def _to_give(self, roster: "Roster") -> list[int]:
        """Return the held shards that are to be another's, those that are not connected first."""
        plan = self._plan(roster)
        stay = self._timer() < self._stay_until
        mine = [each for each in self._held_until if plan.get(each) != self.me.owner]
        movable = [each for each in mine if not (stay and self._is_answering(each)) and not self._is_beginning(each)]
        return sorted(movable, key=lambda shard_id: (self._is_answering(shard_id), -shard_id))

    async def _may_move(self, shard_id: int) -> bool:
        """Tell whether a shard may go to another worker; what is not connected loses nothing by it."""
        asked = self._sharing.may_move
        if asked is None or not self._is_answering(shard_id) or await asked():
            return True
        self._stay_until = self._timer() + STAY_S
        return False

    async def _give_up_one(self, turn: "WorkerTurn") -> None:
        """Hand one shard to the worker that is to have it, where it may move."""
        to_give = self._to_give(turn.roster)
        if not to_give or self._draining or not await self._may_move(to_give[0]):
            return
        shard_id = to_give[0]
        session = await self._handed(shard_id)
        async with self._turn:
            if shard_id not in self._held_until:
                return  # lost meanwhile
            self._let_go(shard_id)
            self._tell(shard_id, STANDING_BY)
            try:
                await self._in_database(partial(self._store.workers.hand_over, self.me, shard_id, session, self._now()))
            except StoreError as err:
                log.warning("the lease of shard %d lapses by itself, or is renewed: %s", shard_id, err)
            self._seen = None

    async def _handed(self, shard_id: int) -> "HandedSession | None":
        return await self._lines.hand_over(shard_id) if self._lines is not None else None

    def _is_beginning(self, shard_id: int) -> bool:
        return self._lines is not None and self._lines.is_beginning(shard_id)

    def _is_answering(self, shard_id: int) -> bool:
        return self.holds(shard_id) and (self._lines is None or self._lines.is_open(shard_id))

    def _tell_of_others(self, roster: "Roster") -> None:
        plan = self._plan(roster)
        for shard_id in range(self.me.shard_count):
            if shard_id not in self._held_until:
                self._tell(shard_id, STANDING_BY if shard_id in plan else NOBODYS)

    def _fail(self, err: StoreError) -> None:
        self._is_stuck = self._is_stuck or (self._store.is_file and err.code in _FOR_EVERYBODY)
        alone = self._is_stuck and self._is_alone()
        for shard_id in range(self.me.shard_count):
            holds = self.holds(shard_id)
            if holds or self._told.get(shard_id) != STANDING_BY:
                self._tell(shard_id, ALONE if holds and alone else ENDANGERED if holds else SILENCED, err)

    def _tell(self, shard_id: int, state: str, err: StoreError | None = None) -> None:
        """Log a change, and only that: a database that is away for an hour is asked thousands of times."""
        if self._told.get(shard_id) == state:
            return
        self._told[shard_id] = state
        if err is None:
            log.info("shard %d: %s", shard_id, state)
        else:
            log.error("shard %d: %s: %s", shard_id, state, err)

    def _now(self) -> datetime | None:
        return datetime.fromtimestamp(self._clock(), UTC) if self._clock else None

    async def _in_database(self, work: Callable[[], Result]) -> Result:
        return await asyncio.get_running_loop().run_in_executor(self._database, work)


def _may_hold(roster: "Roster", me: Presence) -> dict[str, MayHold]:
    """Return who shares with a worker, each with what it may have: anything, where that cannot be read."""
    found: dict[str, MayHold] = {}
    for worker in roster.alike(me):
        try:
            found[worker.owner] = read_shards(worker.may_hold)
        except ValueError:
            found[worker.owner] = None
    return found
