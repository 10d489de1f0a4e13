"""Who is to have which shard, from workers and holders alone: even, with few moves, by every worker alike."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.config.shard_range import read_shards
from bot.gateway.sharing import MayHold, shared

ANYBODY: dict[str, MayHold] = dict.fromkeys("abcd")
NAMES = st.sampled_from(["a", "b", "c", "d", "e", "gone"])


def loads(plan: dict[int, str], workers: dict[str, MayHold]) -> list[int]:
    """Return how many shards each worker has, fewest first."""
    counted = Counter(plan.values())
    return sorted(counted[worker] for worker in workers)


def test_four_workers_share_sixteen_shards() -> None:
    """Each gets four of what nobody has."""
    assert [4, 4, 4, 4] == loads(shared(16, ANYBODY, {}), ANYBODY)


def test_a_worker_that_comes_gets_its_share_and_nothing_else_moves() -> None:
    """Of sixteen shards that three have, four go to the fourth."""
    before = {shard: "abc"[shard % 3] for shard in range(16)}

    plan = shared(16, ANYBODY, before)

    assert [4, 4, 4, 4] == loads(plan, ANYBODY)
    assert {"d"} == {owner for shard, owner in plan.items() if owner != before[shard]}


def test_what_a_dead_worker_had_is_shared_and_nothing_else_moves() -> None:
    """The others keep theirs."""
    before = {shard: "abcd"[shard % 4] for shard in range(16)}
    rest: dict[str, MayHold] = dict.fromkeys("abc")

    plan = shared(16, rest, before)

    assert [5, 5, 6] == loads(plan, rest)
    assert all(plan[shard] == owner for shard, owner in before.items() if owner != "d")


def test_an_even_share_is_left_as_it_is() -> None:
    """Nothing is gained by a move of one shard more."""
    before = {0: "b", 1: "a", 2: "a"}

    assert before == shared(3, dict.fromkeys("ab"), before)


def test_more_workers_than_shards_stand_by() -> None:
    """Two have one each, two have none."""
    assert [0, 0, 1, 1] == loads(shared(2, ANYBODY, {}), ANYBODY)


def test_a_range_is_kept_to() -> None:
    """Who may have 4 to 7 gets nothing else, and shards that nobody may have stay free."""
    workers = {"a": read_shards("0-1"), "b": read_shards("4-7")}

    assert {0: "a", 1: "a", 4: "b", 5: "b", 6: "b", 7: "b"} == shared(8, workers, {3: "a"})


def test_a_shard_goes_through_a_worker_in_between() -> None:
    """The one with most cannot give to the one with fewest, but to one that can."""
    workers = {"a": read_shards("0-3"), "b": read_shards("3-5"), "c": read_shards("5")}
    before = {0: "a", 1: "a", 2: "a", 3: "a", 4: "b", 5: "b"}

    assert [1, 2, 3] == loads(shared(6, workers, before), workers)


@given(
    st.integers(1, 24),
    st.dictionaries(st.sampled_from("abcde"), st.none(), min_size=1),
    st.dictionaries(st.integers(0, 30), NAMES),
)
def test_any_state_becomes_even_and_stays(count: int, workers: dict[str, MayHold], holders: dict[int, str]) -> None:
    """Nobody has two more than another, each shard has one owner, and a second plan changes nothing."""
    plan = shared(count, workers, holders)

    assert set(plan) == set(range(count))
    assert max(loads(plan, workers)) - min(loads(plan, workers)) <= 1
    assert plan == shared(count, workers, plan)


@given(
    st.dictionaries(st.sampled_from("abcd"), st.none() | st.frozensets(st.integers(0, 7)), min_size=1),
    st.dictionaries(st.integers(0, 7), NAMES),
)
def test_ranges_are_kept_to_in_any_state(workers: dict[str, MayHold], holders: dict[int, str]) -> None:
    """Each shard that somebody may have is somebody's who may, and no move is wanted any more."""
    plan = shared(8, workers, holders)

    able = {shard for shard in range(8) for allowed in workers.values() if allowed is None or shard in allowed}
    assert set(plan) == able
    assert all(allowed is None or shard in allowed for shard, owner in plan.items() for allowed in [workers[owner]])
    assert plan == shared(8, workers, plan)


@pytest.mark.parametrize("typed", ["7-4", "a", "1-", "-3", "1;2", "1,,2", "4–7"])
def test_a_range_that_is_none_is_refused(typed: str) -> None:
    """By a sentence that names it."""
    with pytest.raises(ValueError, match="is not a range of shards"):
        read_shards(typed)


def test_a_range_is_read() -> None:
    """Several parts, with blanks; nothing means any."""
    assert frozenset({0, 4, 5, 6}) == read_shards("0, 4-6")
    assert read_shards(" ") is None
