"""People's verdicts on passages, on both databases."""

from dataclasses import replace

import pytest

from bot.store.database.errors import StoreError
from bot.store.queries.feedback import Feedback
from bot.store.store import Store
from tests.bot.store.conftest import NOON
from tests.bot.store.looking import FeedbackCounts, feedback_counts

LIKED = Feedback("passage-01", "generation-1", 10, 100, 1, NOON)


def test_passage_without_verdicts_counts_nothing(store: Store) -> None:
    """Nobody's verdict is zero of each kind."""
    assert FeedbackCounts(0, 0) == feedback_counts(store, "passage-01")


def test_verdicts_are_counted_by_passage(store: Store) -> None:
    """People in servers and in direct messages count alike; other passages do not."""
    store.record_feedback(LIKED)
    store.record_feedback(replace(LIKED, user_id=101, guild_id=None))
    store.record_feedback(replace(LIKED, user_id=102, verdict=-1))
    store.record_feedback(replace(LIKED, passage_key="passage-02"))

    assert FeedbackCounts(2, 1) == feedback_counts(store, "passage-01")


def test_second_verdict_of_a_person_replaces_the_first(store: Store) -> None:
    """Whoever changes their mind, in another server or generation too, is counted once."""
    store.record_feedback(LIKED)

    is_another = store.record_feedback(replace(LIKED, generation="generation-2", guild_id=11, verdict=-1))

    assert (True, False) == (is_another, store.record_feedback(replace(LIKED, verdict=-1)))
    assert FeedbackCounts(0, 1) == feedback_counts(store, "passage-01")


def test_deleting_a_person_removes_their_verdicts_alone(store: Store) -> None:
    """All of one person's verdicts go, with their number returned; those of others stay."""
    store.record_feedback(LIKED)
    store.record_feedback(replace(LIKED, passage_key="passage-02"))
    store.record_feedback(replace(LIKED, user_id=101))

    removed = store.delete_user(100)

    assert removed == 2
    assert FeedbackCounts(1, 0) == feedback_counts(store, "passage-01")
    assert FeedbackCounts(0, 0) == feedback_counts(store, "passage-02")
    assert store.delete_user(100) == 0


def test_other_verdicts_are_refused_by_the_database(store: Store) -> None:
    """A verdict that is neither up nor down cannot be stored by any later code."""
    with pytest.raises(StoreError) as caught:
        store.record_feedback(replace(LIKED, verdict=2))  # type: ignore[arg-type]  # that is the point

    assert caught.value.code == "unexpected"
    assert FeedbackCounts(0, 0) == feedback_counts(store, "passage-01")


def test_moment_without_a_time_zone_is_refused(store: Store) -> None:
    """Nobody knows which moment a naive datetime means, so none is stored."""
    with pytest.raises(StoreError) as caught:
        store.record_feedback(replace(LIKED, at=NOON.replace(tzinfo=None)))

    assert "no time zone" in str(caught.value.__cause__)
