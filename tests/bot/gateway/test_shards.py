"""Which worker answers: claims, renewals, losses and drains on a real database, by a clock that the test moves."""

import asyncio
import logging
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.gateway import shards
from bot.gateway.shards import LeaseKeeper, Sharing
from bot.gateway.worker import Worker
from bot.store.database import migrate
from bot.store.database.errors import StoreError
from bot.store.queries.workers.sessions import HandedSession
from bot.store.store import Store
from bot.store.worker_records import WorkerRecords, WorkerTurn
from tests.clock import Clock

APPLICATION = 10**18
TTL_S = 10.0
SAFE_S = 9.0  # of the term
NAME_AND_WAIT = """
import sys
from pathlib import Path
from bot.gateway.worker import Worker
worker = Worker(Path(sys.argv[1]))
print(worker.name, flush=True)
input()
"""


class FaultyRecords(WorkerRecords):
    """What workers tell each other, in a database that can be out of reach, or slow."""

    def __init__(self, records: WorkerRecords) -> None:
        super().__init__(records._engine)
        self.is_down = False
        self.may_go_on = threading.Event()
        self.may_go_on.set()

    def take_turn(self, *words: Any, **options: Any) -> WorkerTurn:
        """Take a turn, if the database can be reached, when the test lets it."""
        assert self.may_go_on.wait(30)
        if self.is_down:
            raise StoreError("unreachable", "The database is away")
        return super().take_turn(*words, **options)


class Faulty(Store):
    """A real store whose workers' part can be out of reach, or slow."""

    def __init__(self, url: str) -> None:
        super().__init__(Store.open(url)._engine)
        self.faults = self.workers = FaultyRecords(self.workers)


@pytest.fixture
def clock() -> Clock:
    """The clock of all workers."""
    return Clock()


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Faulty]:
    """A SQLite file without leases."""
    url = f"sqlite:///{tmp_path}/leases.sqlite3"
    migrate.upgrade(url)
    with Faulty(url) as opened:
        yield opened


def keeper(store: Store, clock: Clock, owner: str = "a", shard_count: int = 1, may_hold: str = "") -> LeaseKeeper:
    """Make a keeper that knows its shards but was not started, so that only the test claims."""
    made = LeaseKeeper(store, Sharing(owner, TTL_S, may_hold), clock=clock, timer=clock)
    made.share(APPLICATION, shard_count)
    return made


def held(*keepers: LeaseKeeper, shard_count: int = 1) -> list[list[bool]]:
    """Tell for each shard which of the keepers hold it."""
    return [[each.holds(shard_id) for each in keepers] for shard_id in range(shard_count)]


def test_a_free_lease_is_held_until_a_little_before_its_end(store: Faulty, clock: Clock) -> None:
    """By the worker's own clock, without asking anybody."""
    a = keeper(store, clock)
    asyncio.run(a.claim())
    first = a.holds(0)

    clock.now_s += SAFE_S - 0.01
    before = a.holds(0)
    clock.now_s += 0.02

    assert (first, before, a.holds(0)) == (True, True, False)


def test_a_claim_renews(store: Faulty, clock: Clock) -> None:
    """From the moment it was asked for."""
    a = keeper(store, clock)
    asyncio.run(a.claim())
    clock.now_s += SAFE_S - 0.01
    asyncio.run(a.claim())

    clock.now_s += SAFE_S - 0.01

    assert a.holds(0)


def test_two_workers_share_evenly_once_the_second_is_there(store: Faulty, clock: Clock) -> None:
    """The first gives up one shard a turn, and the second takes each in its next."""
    a, b = keeper(store, clock, "a", 4), keeper(store, clock, "b", 4)
    asyncio.run(a.claim())
    alone = a.held()
    for each in (b, a, b, a, b):
        asyncio.run(each.claim())

    assert [0, 1, 2, 3] == alone
    assert ([0, 1], [2, 3]) == (a.held(), b.held())


def test_what_a_dead_worker_held_is_shared_by_those_that_live(store: Faulty, clock: Clock) -> None:
    """After the end of its term, and not before."""
    keepers = [keeper(store, clock, name, 6) for name in "abc"]
    for _turn in range(6):
        for each in keepers:
            asyncio.run(each.claim())
    _dead, b, c = keepers
    even = [len(each.held()) for each in keepers]

    clock.now_s += TTL_S - 0.01
    asyncio.run(b.claim())
    asyncio.run(c.claim())
    before = b.held()
    clock.now_s += 0.02
    asyncio.run(b.claim())
    asyncio.run(c.claim())

    assert [2, 2, 2] == even
    assert (2, 3, 3) == (len(before), len(b.held()), len(c.held()))


def test_a_worker_holds_no_shard_beyond_its_range(
    store: Faulty, clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    """Shards that nobody may have stay free, and the log says so."""
    caplog.set_level(logging.INFO)
    a, b = keeper(store, clock, "a", 4, "0-1"), keeper(store, clock, "b", 4, "3")

    asyncio.run(a.claim())
    asyncio.run(b.claim())

    assert ([0, 1], [3]) == (a.held(), b.held())
    assert "shard 2: no worker that runs may answer for it" in caplog.text


def test_shards_stay_where_sessions_are_scarce(store: Faulty, clock: Clock) -> None:
    """Nothing is given up that is connected; what a dead worker had is taken all the same."""
    a, b = keeper(store, clock, "a", 2), keeper(store, clock, "b", 2)

    async def may_not() -> bool:
        return False

    a._sharing = replace(a._sharing, may_move=may_not)
    for each in (a, b, a, b):
        asyncio.run(each.claim())
    kept = (a.held(), b.held())
    clock.now_s += TTL_S + 0.01
    asyncio.run(b.claim())

    assert ([0, 1], []) == kept
    assert [0, 1] == b.held()


class Notebook:
    """Connections that only write down what is wanted of them."""

    def __init__(self, session: HandedSession | None = None) -> None:
        self.session = session
        self.wanted: list[object] = []

    def open(self, shard_id: int, handed: HandedSession | None) -> None:
        """Note it."""
        self.wanted.append(("open", shard_id, handed.sequence if handed else None))

    def is_open(self, shard_id: int) -> bool:
        """Tell that all are."""
        return shard_id >= 0

    def is_beginning(self, shard_id: int) -> bool:
        """Tell that none is."""
        return shard_id < 0

    async def hand_over(self, shard_id: int) -> HandedSession | None:
        """Note it, and hand over what the test has given."""
        self.wanted.append(("hand over", shard_id))
        return replace(self.session, shard_id=shard_id) if self.session else None

    def drop(self, shard_id: int) -> None:
        """Note it."""
        self.wanted.append(("drop", shard_id))


SESSION = HandedSession(APPLICATION, 0, 2, "session", "wss://there", 42, b"known")


def with_lines(store: Store, clock: Clock, owner: str, lines: Notebook, shard_count: int = 2) -> LeaseKeeper:
    """Make a keeper with connections."""
    made = LeaseKeeper(store, Sharing(owner, TTL_S), lines, clock=clock, timer=clock)
    made.share(APPLICATION, shard_count)
    return made


def test_a_session_goes_along_with_its_shard(store: Faulty, clock: Clock) -> None:
    """Its reading ends before the lease is given up, and whoever takes that goes on with it."""
    giving, taking = Notebook(SESSION), Notebook()
    a, b = with_lines(store, clock, "a", giving), with_lines(store, clock, "b", taking)

    for each in (a, b, a, b):
        asyncio.run(each.claim())

    assert [("open", 0, None), ("open", 1, None), ("hand over", 1), ("drop", 1)] == giving.wanted
    assert [("open", 1, 42)] == taking.wanted


def test_a_worker_that_leaves_hands_all_over(store: Faulty, clock: Clock) -> None:
    """Whoever is there takes it at once; a session that was left too long ago is begun anew."""
    a = with_lines(store, clock, "a", Notebook(SESSION))
    asyncio.run(a.claim())
    asyncio.run(a.drain())
    taking, late = Notebook(SESSION), Notebook()
    b = with_lines(store, clock, "b", taking)
    asyncio.run(b.claim())
    asyncio.run(b.drain())
    clock.now_s += 100

    asyncio.run(with_lines(store, clock, "c", late).claim())

    assert [("open", 0, 42), ("open", 1, 42)] == taking.wanted[:2]
    assert [("open", 0, None), ("open", 1, None)] == late.wanted


def test_a_connection_is_dropped_once_another_worker_has_its_lease(store: Faulty, clock: Clock) -> None:
    """Its session is not handed over: the other one has begun its own."""
    lines = Notebook(SESSION)
    a, b = with_lines(store, clock, "a", lines, 1), keeper(store, clock, "b")
    asyncio.run(a.claim())
    clock.now_s += TTL_S + 0.01
    asyncio.run(b.claim())
    asyncio.run(a.claim())

    assert [("open", 0, None), ("drop", 0)] == lines.wanted


def test_workers_that_count_shards_differently_do_not_share(store: Faulty, clock: Clock) -> None:
    """A new number of shards waits until the old one's workers are gone."""
    a, b = keeper(store, clock, "a", 1), keeper(store, clock, "b", 2)
    asyncio.run(a.claim())
    asyncio.run(b.claim())
    before = held(a, b)

    asyncio.run(a.drain())
    asyncio.run(b.claim())

    assert [[True, False]] == before
    assert [[False, True], [False, True]] == held(a, b, shard_count=2)


def test_a_lapsed_lease_goes_to_the_next(store: Faulty, clock: Clock) -> None:
    """Not before its end, and the former holder learns that it lost it."""
    a, b = keeper(store, clock, "a"), keeper(store, clock, "b")
    asyncio.run(a.claim())
    clock.now_s += TTL_S - 0.01
    asyncio.run(b.claim())
    too_early = b.holds(0)

    clock.now_s += 0.02
    asyncio.run(b.claim())
    asyncio.run(a.claim())

    assert not too_early
    assert [[False, True]] == held(a, b)


def test_a_drained_lease_is_free_at_once(store: Faulty, clock: Clock) -> None:
    """A successor need not wait, and the drained worker takes nothing back."""
    a, b = keeper(store, clock, "a"), keeper(store, clock, "b")
    asyncio.run(a.claim())

    asyncio.run(a.drain())
    asyncio.run(b.claim())

    assert [[False, True]] == held(a, b)


def test_a_claim_under_way_cannot_undo_a_drain(store: Faulty, clock: Clock) -> None:
    """A claim that reaches the database after the worker began to leave leaves no lease behind."""
    a = keeper(store, clock)

    async def leave_while_claiming() -> None:
        store.faults.may_go_on.clear()
        claiming = asyncio.create_task(a.claim())
        await asyncio.sleep(0)
        leaving = asyncio.create_task(a.drain())
        await asyncio.wait({leaving}, timeout=0.1)  # it could be done by now only by overtaking the claim
        claiming.cancel()
        store.faults.may_go_on.set()
        await leaving

    asyncio.run(leave_while_claiming())

    b = keeper(store, clock, "b")
    asyncio.run(b.claim())
    assert [[False, True]] == held(a, b)


def test_a_drain_does_not_wait_for_a_database_that_hangs(
    store: Faulty, clock: Clock, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """It stops answering at once, and leaves the lease to lapse."""
    monkeypatch.setattr(shards, "GIVE_UP_S", 0.05)
    a = keeper(store, clock)
    asyncio.run(a.claim())

    async def leave_while_hanging() -> bool:
        store.faults.may_go_on.clear()
        claiming = asyncio.create_task(a.claim())
        await asyncio.sleep(0)
        await a.drain()
        claiming.cancel()
        return a.holds(0)

    held_after = asyncio.run(leave_while_hanging())
    store.faults.may_go_on.set()
    a._database.shutdown()  # the claim that hung ends before the store is closed

    assert not held_after
    assert "lapse by themselves" in caplog.text


def test_a_worker_without_its_database_falls_silent_in_time_and_comes_back(
    store: Faulty, clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    """Before its lease ends for others; the log tells each change once, however often the database is asked."""
    caplog.set_level(logging.INFO)
    a = keeper(store, clock)
    asyncio.run(a.claim())
    store.faults.is_down = True
    states = []
    for _ in range(6):
        clock.now_s += 2
        asyncio.run(a.claim())
        states.append(a.holds(0))

    store.faults.is_down = False
    asyncio.run(a.claim())

    assert [True, True, True, True, False, False] == states
    assert a.holds(0)
    assert ["answering", shards.ENDANGERED, shards.SILENCED, "answering"] == [
        record.getMessage().split(": ")[1] for record in caplog.records
    ]


def test_a_started_keeper_goes_on_claiming(store: Faulty, monkeypatch: pytest.MonkeyPatch) -> None:
    """By itself one gets its share of the other's, and all of it soon after that one left."""
    monkeypatch.setattr(shards, "CLAIM_EVERY_S", 0.01)

    async def take_over() -> tuple[list[list[bool]], list[int]]:
        a, b = (LeaseKeeper(store, Sharing(name, TTL_S)) for name in "ab")
        await a.start(APPLICATION, 2)
        await b.start(APPLICATION, 2)
        async with asyncio.timeout(30):
            while len(b.held()) + len(a.held()) != 2 or not b.held():  # noqa: ASYNC110 nothing tells of a claim
                await asyncio.sleep(0.005)
        before = held(a, b, shard_count=2)
        await a.drain()
        async with asyncio.timeout(30):
            while not (b.holds(0) and b.holds(1)):  # noqa: ASYNC110 nothing tells of a claim
                await asyncio.sleep(0.005)
        after = b.held()
        await b.drain()
        return before, after

    assert ([[True, False], [False, True]], [0, 1]) == asyncio.run(take_over())


STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("wait"), st.floats(0.1, TTL_S * 1.2)),
        st.tuples(st.sampled_from(["claim", "fall", "rise", "drain"]), st.integers(0, 2)),
    ),
    max_size=25,
)


@settings(max_examples=15)
@given(STEPS)
def test_two_workers_never_both_hold(steps: list[tuple[str, float]]) -> None:
    """Whatever three workers do in which order, with the database there or away for each of them."""
    with TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/leases.sqlite3"
        migrate.upgrade(url)
        clock = Clock()
        stores = [Faulty(url) for _ in range(3)]
        keepers = [keeper(store, clock, f"worker-{number}", 2) for number, store in enumerate(stores)]
        for act, value in steps:
            if act == "wait":
                clock.now_s += value
            else:
                _do(act, keepers[int(value)], stores[int(value)])

            assert all(sum(row) <= 1 for row in held(*keepers, shard_count=2))
        for store in stores:
            store.close()


def _do(act: str, worker: LeaseKeeper, store: Faulty) -> None:
    if act in {"fall", "rise"}:
        store.faults.is_down = act == "fall"
    elif act == "drain":
        asyncio.run(worker.drain())
    elif not worker._draining:
        asyncio.run(worker.claim())


def test_a_workers_name_is_taken_over_after_a_kill(tmp_path: Path) -> None:
    """Its successor on the same folder is the same owner to the database, and holds its leases at once."""
    process = subprocess.Popen(
        [sys.executable, "-c", NAME_AND_WAIT, str(tmp_path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    with process:
        assert process.stdout is not None
        killed = process.stdout.readline().strip()
        beside = Worker(tmp_path)
        process.send_signal(signal.SIGKILL)
    after = Worker(tmp_path)

    assert killed == after.name
    assert killed != beside.name
    beside.release()
    after.release()


def test_workers_of_two_folders_have_two_names(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Machines may all call themselves the same, and keep their data at the same path."""
    monkeypatch.setattr("socket.gethostname", lambda: "bot")

    a, b = Worker(tmp_path / "a"), Worker(tmp_path / "b")

    assert a.name != b.name
    a.release()
    b.release()


def test_a_name_that_was_cut_short_is_made_anew(tmp_path: Path) -> None:
    """A full disk or a power cut may leave an empty file."""
    (tmp_path / "worker-0.name").touch()

    worker = Worker(tmp_path)

    assert worker.name.split(":")[1]
    worker.release()
