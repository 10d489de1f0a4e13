"""What is done in several processes comes back as if it had been done in one."""

import os
import sys
import threading
from collections.abc import Callable
from operator import itemgetter

import pytest

from index.processes import forks
from index.processes.forks import WORTH_FORKING, spread

MANY = range(3 * WORTH_FORKING)


@pytest.fixture(autouse=True)
def two_cores(monkeypatch: pytest.MonkeyPatch) -> None:
    """Fork even on a machine with one core."""
    monkeypatch.setattr(forks, "cores", lambda: 2)


def test_results_come_in_order_from_other_processes() -> None:
    """Whatever can be called will do; it need not be one that can be sent."""
    offset = 7

    results = list(spread(lambda item: (item + offset, os.getpid()), MANY))

    assert [item + offset for item in MANY] == [number for number, _ in results]
    assert os.getpid() not in {process for _, process in results}


def test_few_things_are_done_here() -> None:
    """Processes would take longer to start."""
    assert {os.getpid()} == set(spread(lambda _: os.getpid(), range(WORTH_FORKING - 1)))


@pytest.mark.parametrize(
    ("name", "replacement"),
    [("cores", lambda: 1), ("multiprocessing.get_all_start_methods", lambda: ["spawn"])],
)
def test_without_a_second_core_or_forks_it_is_done_here(
    monkeypatch: pytest.MonkeyPatch, name: str, replacement: Callable[[], object]
) -> None:
    """Then one process has to do."""
    monkeypatch.setattr(f"index.processes.forks.{name}", replacement)

    assert {os.getpid()} == set(spread(lambda _: os.getpid(), MANY))


def test_an_error_is_raised_where_results_are_awaited() -> None:
    """As it would be without forks."""
    with pytest.raises(IndexError):
        list(spread(itemgetter(0), [[]] * len(MANY)))


def test_a_thread_that_is_writing_keeps_no_fork_from_ending() -> None:
    """A progress bar may be drawn at the moment of the fork."""
    written, enough = threading.Event(), threading.Event()

    def write() -> None:
        while not enough.is_set():
            sys.stderr.write(".")
            sys.stderr.flush()
            written.set()

    thread = threading.Thread(target=write)
    thread.start()
    written.wait()
    try:
        for _ in range(3):
            assert list(MANY) == list(spread(int, MANY))
    finally:
        enough.set()
        thread.join()
