"""Cooldowns: how often, by whom, for how long; and that nothing piles up in memory."""

import pytest

from bot.access.limits import MINUTE_S, MOST_REMEMBERED, Usage, UsageCounts
from tests.clock import Clock


@pytest.fixture
def limits(clock: Clock) -> UsageCounts:
    """Limits by that clock."""
    return UsageCounts(clock)


def test_so_many_uses_then_a_wait(limits: UsageCounts, clock: Clock) -> None:
    """The wait ends with the minute that the first use began."""
    claim = Usage("alice", 2)
    taken = [limits.take(claim), limits.take(claim)]
    clock.now_s += 20

    refusal = limits.take(claim)
    clock.now_s += MINUTE_S - 20 + 0.001

    assert taken == [None, None]
    assert refusal is not None
    assert refusal.wait_s == pytest.approx(MINUTE_S - 20)
    assert limits.take(claim) is None


def test_keys_do_not_count_for_each_other(limits: UsageCounts) -> None:
    """Who asked much keeps nobody else from asking."""
    limits.take(Usage("alice", 1))

    assert limits.take(Usage("bob", 1)) is None


def test_what_is_refused_counts_for_nothing(limits: UsageCounts) -> None:
    """Somebody over their own limit does not use up the channel's."""
    alice, channel = Usage("alice", 1), Usage("channel", 2)
    limits.take(alice, channel)

    refusals = [limits.take(alice, channel) for _ in range(5)]

    assert [refusal.claim for refusal in refusals if refusal] == [alice] * 5
    assert limits.take(Usage("bob", 1), channel) is None
    assert limits.take(Usage("carol", 1), channel) is not None


def test_the_first_refusal_is_told_apart(limits: UsageCounts, clock: Clock) -> None:
    """Once for each time that somebody is over the limit, however often they go on."""
    claim = Usage("alice", 1)
    limits.take(claim)
    firsts = [refusal.is_first for _ in range(3) if (refusal := limits.take(claim))]
    clock.now_s += MINUTE_S + 1
    limits.take(claim)

    again = limits.take(claim)

    assert firsts == [True, False, False]
    assert again is not None
    assert again.is_first


def test_a_changed_limit_counts_at_once(limits: UsageCounts) -> None:
    """Admins who allow more need not wait for the minute to end."""
    limits.take(Usage("alice", 1))

    assert limits.take(Usage("alice", 3)) is None


def test_memory_is_bounded(limits: UsageCounts) -> None:
    """However many people ask, and are refused."""
    for number in range(MOST_REMEMBERED + 10):
        limits.take(Usage(number, 1))
        limits.take(Usage(number, 1))

    assert (len(limits._used), len(limits._refused)) == (MOST_REMEMBERED, MOST_REMEMBERED)
