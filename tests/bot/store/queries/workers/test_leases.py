"""Who answers for a shard, on both databases."""

import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta, timezone
from threading import Barrier

import pytest

from bot.store.database import engine
from bot.store.database.errors import StoreError
from bot.store.queries.workers import leases
from bot.store.queries.workers.leases import Lease
from bot.store.store import Store
from tests.bot.store.conftest import NOON
from tests.bot.store.looking import lease_holder

TTL_S = 30.0
BEFORE_THE_END = NOON + timedelta(seconds=29)
THE_END = NOON + timedelta(seconds=30)
APPLICATION = 10**18


def claim(store: Store, owner: str, now: datetime = NOON, shard: tuple[int, int] = (0, 1)) -> bool:
    """Try to acquire *shard* (number, of how many) for *owner*."""
    return store.workers.acquire_lease(APPLICATION, *shard, owner, now=now, ttl_s=TTL_S)


def holder(store: Store, now: datetime = NOON, shard_id: int = 0) -> str | None:
    """Name whoever holds a shard."""
    lease = lease_holder(store, APPLICATION, shard_id, now)
    return lease.owner if lease else None


def test_free_lease_is_taken(store: Store) -> None:
    """The first to ask gets it, to the microsecond."""
    assert claim(store, "a")

    assert Lease(APPLICATION, 0, 1, "a", THE_END) == lease_holder(store, APPLICATION, 0, NOON)


def test_living_lease_is_refused_to_others(store: Store) -> None:
    """Nobody else gets it until its end."""
    claim(store, "a")

    assert not claim(store, "b", BEFORE_THE_END)

    assert holder(store, BEFORE_THE_END) == "a"


def test_lapsed_lease_goes_to_the_next(store: Store) -> None:
    """From its end on a lease is nobody's, and whoever asks first has it."""
    claim(store, "a")
    assert holder(store, THE_END) is None

    assert claim(store, "b", THE_END)

    assert holder(store, THE_END) == "b"
    assert not claim(store, "a", THE_END)


def test_owner_may_acquire_again(store: Store) -> None:
    """A second request of the owner moves the end."""
    claim(store, "a")

    assert claim(store, "a", BEFORE_THE_END)

    assert holder(store, THE_END) == "a"


def test_shards_and_applications_are_independent(store: Store) -> None:
    """Each shard of each application has its own holder."""
    assert claim(store, "a", shard=(0, 2))
    assert claim(store, "b", shard=(1, 2))
    assert store.workers.acquire_lease(APPLICATION + 1, 0, 1, "c", now=NOON, ttl_s=TTL_S)

    assert (holder(store), holder(store, shard_id=1)) == ("a", "b")


def test_another_shard_count_is_refused_while_a_lease_lives(store: Store) -> None:
    """Two workers that split the servers differently would both answer some of them."""
    claim(store, "a", shard=(0, 1))

    assert not claim(store, "b", shard=(1, 2))
    assert not claim(store, "a", shard=(0, 2))

    assert claim(store, "b", THE_END, shard=(1, 2))


def test_only_the_owner_renews(store: Store) -> None:
    """A renewal by the owner moves the end; one by others changes nothing."""
    claim(store, "a")

    assert not claim(store, "b", BEFORE_THE_END)
    assert holder(store, THE_END) is None
    assert claim(store, "a", BEFORE_THE_END)

    assert holder(store, THE_END) == "a"


def test_only_the_owner_releases(store: Store) -> None:
    """A released lease is free at once; others cannot release it."""
    claim(store, "a")

    assert not store.workers.release_lease(APPLICATION, 0, "b")
    assert holder(store) == "a"
    assert store.workers.release_lease(APPLICATION, 0, "a")

    assert claim(store, "b")


def test_moments_come_back_in_utc(store: Store) -> None:
    """A clock of another time zone names the same moments."""
    elsewhere = NOON.astimezone(timezone(timedelta(hours=5, minutes=30)))
    claim(store, "a", elsewhere)

    lease = lease_holder(store, APPLICATION, 0, elsewhere)

    assert lease is not None
    assert (THE_END, timedelta(0)) == (lease.expires_at, lease.expires_at.utcoffset())
    assert not claim(store, "b", BEFORE_THE_END)


def together(count: int, act: Callable[[int], bool]) -> list[int]:
    """Run *act* in many threads at the same moment, and return the numbers of those that got True."""
    barrier = Barrier(count)

    def run(number: int) -> bool:
        barrier.wait()
        return act(number)

    with ThreadPoolExecutor(count) as pool:
        return [number for number, won in enumerate(pool.map(run, range(count))) if won]


def test_one_of_many_threads_gets_a_free_lease(store: Store) -> None:
    """However many ask at the same moment, exactly one wins, and it is the one that is stored."""
    winners = together(12, lambda number: claim(store, f"worker-{number}"))

    assert len(winners) == 1
    assert f"worker-{winners[0]}" == holder(store)


def test_one_of_many_threads_takes_over_a_lapsed_lease(store: Store) -> None:
    """The same holds where a row of the former owner is there."""
    claim(store, "former")

    winners = together(12, lambda number: claim(store, f"worker-{number}", THE_END))

    assert len(winners) == 1
    assert f"worker-{winners[0]}" == holder(store, THE_END)


def test_shard_counts_never_mix_however_they_race(store: Store) -> None:
    """Workers of two deployments that ask for different rows at once still agree on one number of shards."""
    claims = [(shard_id, count) for count in (1, 2, 3) for shard_id in range(count)]

    winners = together(len(claims), lambda number: claim(store, f"worker-{number}", shard=claims[number]))

    assert len({claims[number][1] for number in winners}) == 1


def test_claims_of_one_application_wait_for_each_other(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """While one is deciding, another for a different row, which would not clash by itself, cannot decide."""
    monkeypatch.setattr(engine, "STATEMENT_TIMEOUT_S", 0.1)
    undecided = engine.writing(engine.open_engine(url, migrating=True))

    with Store.open(url) as store, undecided as connection:
        assert leases.acquire(connection, Lease(APPLICATION, 0, 1, "a", THE_END), NOON)
        with pytest.raises(StoreError) as caught:
            claim(store, "b", shard=(1, 2))

    assert caught.value.code == "busy"


CLAIM_SCRIPT = """
import sys
from datetime import datetime
from bot.store.store import Store

url, owner, now = sys.argv[1:]
with Store.open(url) as store:
    print("open", flush=True)
    sys.stdin.readline()
    print(store.workers.acquire_lease(1, 0, 1, owner, now=datetime.fromisoformat(now), ttl_s=30))
"""


def test_one_of_several_processes_gets_a_free_lease(store: Store, url: str) -> None:
    """Processes that share nothing but the database agree on one winner."""
    pipe = subprocess.PIPE
    command = [sys.executable, "-W", "error", "-c", CLAIM_SCRIPT, url]
    workers = [
        subprocess.Popen([*command, owner, NOON.isoformat()], stdin=pipe, stdout=pipe, text=True) for owner in "abcd"
    ]
    assert [worker.stdout.readline() for worker in workers if worker.stdout] == ["open\n"] * 4

    for worker in workers:
        print(file=worker.stdin, flush=True)
    answers = [worker.communicate()[0] for worker in workers]

    assert sorted(answers) == ["False\n"] * 3 + ["True\n"]
    lease = lease_holder(store, 1, 0, NOON)
    assert lease is not None
    assert "abcd"[answers.index("True\n")] == lease.owner
