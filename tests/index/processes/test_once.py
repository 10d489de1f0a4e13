"""What takes long to make is made once."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, BrokenBarrierError

from index.processes.once import once

WAIT_S = 0.2  # seconds in which a second maker would come


def test_threads_that_ask_at_once_get_one_value() -> None:
    """Four that ask the same wait for one of them, and none makes its own."""
    makers, askers = Barrier(2), Barrier(4)

    @once
    def make(key: str) -> list[str]:
        try:
            makers.wait(WAIT_S)
        except BrokenBarrierError:  # nobody else is making one
            return [key]
        return []

    def ask(_: int) -> list[str]:
        askers.wait()
        return make("granite")

    with ThreadPoolExecutor(4) as threads:
        values = list(threads.map(ask, range(4)))

    assert [["granite"]] * 4 == values
    assert 1 == len(set(map(id, values)))
