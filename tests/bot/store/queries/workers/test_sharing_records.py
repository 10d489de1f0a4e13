"""What workers tell each other, on both databases: who runs, whose turn it is, sessions and settings that changed."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from queue import Queue

import pytest

from bot.gateway.sharing import shared
from bot.store.queries.workers.presence import Presence
from bot.store.queries.workers.sessions import RESUMABLE, HandedSession
from bot.store.store import Store
from bot.store.worker_records import Roster, WorkerTurn
from tests.bot.store.conftest import ADMIN, NOON

APPLICATION = 10**18
TTL_S = 15.0
A, B = Presence(APPLICATION, "a", 4), Presence(APPLICATION, "b", 4)
SESSION = HandedSession(APPLICATION, 3, 4, "session", "wss://there", 42, b"known")
HEARD_WITHIN_S = 30.0


def turn(store: Store, me: Presence, seconds: float = 0.0) -> WorkerTurn:
    """Take a turn so many seconds after noon."""

    def plan(roster: Roster) -> dict[int, str]:
        return shared(4, {each.owner: None for each in roster.alike(me)}, roster.holders(me))

    return store.workers.take_turn(me, plan, ttl_s=TTL_S, now=NOON + timedelta(seconds=seconds))


def test_a_worker_runs_until_its_term_ends_or_it_leaves(store: Store) -> None:
    """Others see it, and what it held is free then."""
    turn(store, A)
    with_both = turn(store, B, 1)
    store.workers.leave(B, {}, NOON)
    left = turn(store, A, 2)
    lapsed = turn(store, B, 2 + TTL_S)

    assert ["a", "b"] == [each.owner for each in with_both.roster.workers]
    assert frozenset() == with_both.held
    assert ["a"] == [each.owner for each in left.roster.workers]
    assert (["b"], frozenset(range(4))) == ([each.owner for each in lapsed.roster.workers], lapsed.held)


def test_a_session_goes_to_whoever_takes_its_shard_once(store: Store) -> None:
    """Beside what is known of its servers, byte for byte."""
    turn(store, A)
    store.workers.hand_over(A, 3, SESSION, NOON)

    first = turn(store, B, 1)
    store.workers.hand_over(B, 3, None, NOON)

    assert [3] == sorted(first.held)
    assert {3: SESSION} == first.handed
    assert {} == turn(store, B, 2).handed


@pytest.mark.parametrize(("seconds", "there"), [(-1, True), (0, False)])
def test_a_session_is_left_for_so_long(store: Store, seconds: int, there: bool) -> None:  # noqa: FBT001 what is found
    """After that Discord has forgotten it, and so have we."""
    turn(store, A)
    store.workers.leave(A, {3: SESSION}, NOON)

    found = turn(store, B, RESUMABLE.total_seconds() + seconds)

    assert ({3: SESSION} if there else {}) == found.handed


def test_only_the_holder_hands_over(store: Store) -> None:
    """Who has lost a shard has lost its session too."""
    turn(store, A)
    turn(store, B, TTL_S)

    assert not store.workers.hand_over(A, 3, SESSION, NOON)
    assert {} == turn(store, B, TTL_S + 1).handed


def test_turns_follow_one_another(store: Store) -> None:
    """Whoever asks: five seconds apart in each bucket, and none waits for what was long ago."""
    waits = [store.workers.wait_for_turn(APPLICATION, name, 5, NOON) for name in ("one", "one", "two", "one")]
    later = store.workers.wait_for_turn(APPLICATION, "one", 5, NOON + timedelta(seconds=60))

    assert [0, 5, 0, 10] == waits
    assert 0 == later


def test_what_is_due_is_done_once(store: Store) -> None:
    """By the first that asks, and again when its time has come; another application has its own."""
    asked = [
        store.workers.claim_turn(application, "house", 600, NOON + timedelta(seconds=seconds))
        for application, seconds in ((1, 0), (1, 1), (2, 1), (1, 599), (1, 600))
    ]

    assert [True, False, True, False, True] == asked


def test_re_indexes_are_counted_for_all_workers(store: Store, url: str) -> None:
    """Twelve an hour stay twelve, and the audit has each that began."""
    with Store.open(url) as other:
        asked = [each.begin_reindex(7, ADMIN, NOON, most=2) for each in (store, other, store)]
    later = store.begin_reindex(7, ADMIN, NOON + timedelta(hours=1), most=2)

    assert [None, None, timedelta(hours=1)] == asked
    assert later is None
    assert ["reindex"] * 3 == [entry.act.action for entry in store.audit_entries(7, limit=10)]


@contextmanager
def hearing(store: Store) -> Iterator["Queue[int | None]"]:
    """Hear of changed settings, once it is heard that all may have changed."""
    heard: Queue[int | None] = Queue()
    ended = threading.Event()
    listener = threading.Thread(target=store.workers.hear_settings, args=(heard.put, ended))
    listener.start()
    try:
        assert heard.get(timeout=HEARD_WITHIN_S) is None
        yield heard
    finally:
        ended.set()
        listener.join()


def test_another_workers_change_of_settings_is_heard(store: Store, url: str) -> None:
    """Of each server by its number, of none that did not change."""
    store.change_guild_settings(5, {"language": "de"}, ADMIN, NOON)
    with Store.open(url) as other, hearing(store) as heard:
        for guild_id, seconds in ((7, 1), (9, 2), (7, 3)):
            other.change_guild_settings(guild_id, {"language": "de"}, ADMIN, NOON + timedelta(seconds=seconds))
            assert guild_id == heard.get(timeout=HEARD_WITHIN_S)

        assert heard.empty()
