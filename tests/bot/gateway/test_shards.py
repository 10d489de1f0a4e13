"""Which worker answers: claims, renewals, losses and drains on a real database, by a clock that the test moves."""

import asyncio
import logging
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.gateway import shards
from bot.gateway.shards import LeaseKeeper
from bot.gateway.worker import Worker
from bot.store.database import migrate
from bot.store.database.errors import StoreError
from bot.store.store import Store
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


class Faulty(Store):
    """A real store that can be out of reach, or slow."""

    def __init__(self, url: str) -> None:
        super().__init__(Store.open(url)._engine)
        self.is_down = False
        self.may_go_on = threading.Event()
        self.may_go_on.set()

    def acquire_lease(self, *args: object, **named: object) -> bool:
        """Claim, if the database can be reached, when the test lets it."""
        assert self.may_go_on.wait(30)
        if self.is_down:
            raise StoreError("unreachable", "The database is away")
        return super().acquire_lease(*args, **named)  # type: ignore[arg-type]


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


def keeper(store: Store, clock: Clock, owner: str = "a", shard_count: int = 1) -> LeaseKeeper:
    """Make a keeper that knows its shards but was not started, so that only the test claims."""
    made = LeaseKeeper(store, owner, TTL_S, clock=clock, timer=clock)
    made._shards = (APPLICATION, tuple(range(shard_count)), shard_count)
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


def test_of_two_workers_one_holds_every_shard(store: Faulty, clock: Clock) -> None:
    """The second stands by on all of them."""
    a, b = keeper(store, clock, "a", 3), keeper(store, clock, "b", 3)

    asyncio.run(a.claim())
    asyncio.run(b.claim())

    assert [[True, False]] * 3 == held(a, b, shard_count=3)


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
        store.may_go_on.clear()
        claiming = asyncio.create_task(a.claim())
        await asyncio.sleep(0)
        leaving = asyncio.create_task(a.drain())
        await asyncio.wait({leaving}, timeout=0.1)  # it could be done by now only by overtaking the claim
        claiming.cancel()
        store.may_go_on.set()
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
        store.may_go_on.clear()
        claiming = asyncio.create_task(a.claim())
        await asyncio.sleep(0)
        await a.drain()
        claiming.cancel()
        return a.holds(0)

    held_after = asyncio.run(leave_while_hanging())
    store.may_go_on.set()
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
    store.is_down = True
    states = []
    for _ in range(6):
        clock.now_s += 2
        asyncio.run(a.claim())
        states.append(a.holds(0))

    store.is_down = False
    asyncio.run(a.claim())

    assert [True, True, True, True, False, False] == states
    assert a.holds(0)
    assert ["answering", shards.ENDANGERED, shards.SILENCED, "answering"] == [
        record.getMessage().split(": ")[1] for record in caplog.records
    ]


def test_a_started_keeper_goes_on_claiming(store: Faulty, monkeypatch: pytest.MonkeyPatch) -> None:
    """A standby takes over by itself soon after the holder left."""
    monkeypatch.setattr(shards, "CLAIM_EVERY_S", 0.01)

    async def take_over() -> list[list[bool]]:
        a, b = LeaseKeeper(store, "a", TTL_S), LeaseKeeper(store, "b", TTL_S)
        await a.start(APPLICATION, range(2), 2)
        await b.start(APPLICATION, range(2), 2)
        before = held(a, b, shard_count=2)
        await a.drain()
        async with asyncio.timeout(30):
            while not (b.holds(0) and b.holds(1)):  # noqa: ASYNC110 nothing tells of a claim
                await asyncio.sleep(0.005)
        await b.drain()
        return before

    assert [[True, False]] * 2 == asyncio.run(take_over())


STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("wait"), st.floats(0.1, TTL_S * 1.2)),
        st.tuples(st.sampled_from(["claim", "fall", "rise", "drain"]), st.integers(0, 2)),
    ),
    max_size=25,
)


@settings(max_examples=40)
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
        store.is_down = act == "fall"
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
