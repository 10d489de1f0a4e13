"""How fast workers ask Discord together: never more than 50 in any second."""

import pytest

from bot.gateway.pace import Pace


@pytest.mark.parametrize("workers", [1, 2, 4, 12])
def test_all_workers_together_keep_to_fifty_a_second(workers: int) -> None:
    """Each asks as fast as it may, after a long quiet; in any second there are as many as Discord takes at most."""
    times: list[float] = []
    for _worker in range(workers):
        pace, now_s = Pace(), 1000.0
        for _request in range(300 // workers):
            now_s += pace.wait_s(now_s, workers)
            times.append(now_s)

    assert max(sum(begin <= each < begin + 1 for each in times) for begin in times) <= 50


def test_a_few_requests_wait_for_nothing() -> None:
    """Ten at once after a quiet second, and then one in a fortieth."""
    pace = Pace()
    waits = [pace.wait_s(1000.0, 1) for _ in range(12)]

    assert [0.0] * 10 == waits[:10]
    assert pytest.approx([0.025, 0.05]) == waits[10:]
