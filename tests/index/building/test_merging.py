"""Few segments, none mostly dead, and nothing written again more often than that takes."""

from datetime import UTC, datetime, timedelta

import pytest

from index.building.merging import RATIO, SegmentState, to_merge

NOW = datetime(2026, 12, 1, tzinfo=UTC)
HOUR = timedelta(hours=1)


def _state(alive: int, size: int = 0, minutes: int | None = None) -> SegmentState:
    since = None if minutes is None else NOW - timedelta(minutes=minutes)
    return SegmentState(alive, size or alive, since)


@pytest.mark.parametrize(
    ("segments", "new", "merged"),
    [
        pytest.param([_state(100_000)], 9, set(), id="what is far larger stays"),
        pytest.param([_state(36)], 9, {0}, id="what is hardly larger is merged"),
        pytest.param([_state(100_000), _state(36), _state(9)], 9, {1, 2}, id="one merge makes the next one worth it"),
        pytest.param([_state(100_000), _state(500), _state(9)], 9, {2}, id="up to one that is far larger"),
        pytest.param([_state(40_000, 100_000)], 9, {0}, id="what is mostly dead goes"),
        pytest.param([_state(99_000, 100_000, 59)], 9, set(), id="what is dead may stay for an hour"),
        pytest.param([_state(99_000, 100_000, 60)], 9, {0}, id="and not longer"),
        pytest.param([_state(100_000), _state(0)], 0, {1}, id="what is empty goes"),
    ],
)
def test_which_segments_are_merged(segments: list[SegmentState], new: int, merged: set[int]) -> None:
    """By how large each is beside all that was made after it, and what of it is alive."""
    assert merged == to_merge(segments, new, NOW, HOUR)


def test_many_single_changes_leave_few_segments_and_write_little() -> None:
    """A thousand seeds of nine passages, one after the other, beside a library of a hundred thousand."""
    segments, written, most = [100_000], 0, 0
    for _change in range(1_000):
        merged = to_merge([_state(each) for each in segments], 9, NOW, HOUR)
        made = 9 + sum(segments[number] for number in merged)
        segments = [each for number, each in enumerate(segments) if number not in merged] + [made]
        written, most = written + made, max(most, len(segments))

    assert most <= 7
    assert written <= 9_000 * RATIO * 6
