"""Counts of what happened in servers, and verdicts by passage, on both databases."""

from datetime import date, timedelta

from bot.store.queries.feedback import Feedback, PassageVerdicts
from bot.store.queries.news import NewsState
from bot.store.queries.usage import UsageCount
from bot.store.store import Store
from tests.bot.store.conftest import NOON

DAY = date(2026, 1, 2)


def test_counts_of_a_day_add_up(store: Store) -> None:
    """Whoever stores them; other servers, days and seeds have their own."""
    store.add_usage([UsageCount(1, DAY, "asked", "", 2), UsageCount(1, DAY, "seed", "stones", 1)])
    store.add_usage([UsageCount(1, DAY, "asked", "", 3), UsageCount(2, DAY, "asked", "", 9)])

    found = store.usage(1, DAY)

    assert {("asked", "", 5), ("seed", "stones", 1)} == {(each.kind, each.subject, each.count) for each in found}


def test_old_counts_go(store: Store) -> None:
    """Those of days before."""
    store.add_usage(UsageCount(1, DAY - timedelta(days=ago), "asked", "", 1) for ago in range(3))

    removed = store.delete_usage_before(DAY)

    assert (2, [DAY]) == (removed, [each.day for each in store.usage(1, DAY - timedelta(days=9))])


def test_verdicts_are_counted_by_passage(store: Store) -> None:
    """Of one server, since a moment."""
    for user, verdict in ((1, 1), (2, -1), (3, -1)):
        store.record_feedback(Feedback("stone", "g", 1, user, 1 if verdict > 0 else -1, NOON))
    store.record_feedback(Feedback("stone", "g", 2, 9, 1, NOON))
    store.record_feedback(Feedback("older", "g", 1, 1, 1, NOON - timedelta(days=9)))

    assert [PassageVerdicts("stone", 1, 2)] == store.verdicts(1, NOON - timedelta(days=1))


def test_news_are_claimed_once(store: Store) -> None:
    """Of two workers that saw the same state, one goes on; a server that wants none any more is forgotten."""
    first = NewsState(0, {"seeds": []}, DAY, {})
    claims = [store.put_news_state(1, first), store.put_news_state(1, first)]
    state = store.news_state(1)
    assert state is not None

    claims += [store.put_news_state(1, state), store.put_news_state(1, state)]

    assert [True, False, True, False] == claims
    assert (1, None) == (store.forget_news({2}), store.news_state(1))
