"""Work in several processes: in order, whatever happens to them, and nothing of them is left."""

import multiprocessing
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest

from index.processes.pool import ProcessPool

ROOT = Path(__file__).parents[3]
SCRIPT = """
import os, sys, time
from index.processes.pool import ProcessPool
from tests.index.processes.test_pool import announcing

if __name__ == "__main__":
    with ProcessPool(2, announcing) as pool:
        list(pool.map((None, number) for number in range(2)))
"""


def doubling() -> Callable[[int], int]:
    """Return what doubles a number."""
    return lambda number: number * 2


def dying(home: int, which: int) -> Callable[[int], int]:
    """Return what dies of one number, in any process but one."""

    def double(number: int) -> int:
        if os.getpid() != home and (number == which or which < 0):
            os.kill(os.getpid(), signal.SIGKILL)
        return number * 2

    return double


def failing() -> Callable[[int], int]:
    """Return what divides by a number."""
    return lambda number: 12 // number


def announcing() -> Callable[[int], int]:
    """Return what prints the process it is in, and takes very long."""

    def wait(_: int) -> int:
        print(os.getpid(), flush=True)  # noqa: T201 the test reads it
        time.sleep(600)
        return 0

    return wait


@pytest.mark.parametrize("processes", [1, 3])
def test_results_come_in_order(processes: int) -> None:
    """Beside what they came with; what comes without a task is handed through where it stands."""
    with ProcessPool[int, int](processes, doubling) as pool:
        found = list(pool.map((f"step {number}", number if number % 3 else None) for number in range(20)))

    assert [(f"step {number}", number * 2 if number % 3 else None) for number in range(20)] == found


@pytest.mark.parametrize("which", [3, -1])
def test_dead_processes_are_made_up_for(which: int) -> None:
    """One that is killed, or all of them: what they had to do is done by who asked."""
    with ProcessPool[int, int](2, partial(dying, os.getpid(), which)) as pool:
        found = [result for _, result in pool.map((None, number) for number in range(12))]

    assert [number * 2 for number in range(12)] == found


def test_an_error_is_raised_where_it_was_asked() -> None:
    """As what it is; and the processes are ended."""
    with pytest.raises(ZeroDivisionError), ProcessPool[int, int](2, failing) as pool:
        list(pool.map((None, number) for number in (3, 2, 1, 0)))

    assert [] == multiprocessing.active_children()


def test_nothing_is_left_when_the_asker_gives_up() -> None:
    """Processes that are in the middle of something are ended at once."""

    def steps() -> Iterator[tuple[None, int]]:
        yield from ((None, number) for number in range(3))
        while len(multiprocessing.active_children()) < 2:  # a process is started when a task comes
            pass
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt), ProcessPool[int, int](2, announcing) as pool:
        list(pool.map(steps()))

    assert [] == multiprocessing.active_children()


@pytest.mark.skipif(sys.platform == "win32", reason="signals of Unix")
@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGINT])
def test_processes_end_with_who_started_them(tmp_path: Path, how: signal.Signals) -> None:
    """By a kill, and by Ctrl-C, which the terminal sends to all of them: one traceback, and nobody is left."""
    script = tmp_path / "script.py"
    script.write_text(SCRIPT, "utf-8")
    asker = subprocess.Popen(
        [sys.executable, script],
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    assert asker.stdout is not None
    workers = {int(asker.stdout.readline()) for _ in range(2)}
    if how is signal.SIGKILL:
        asker.kill()
    else:
        os.killpg(asker.pid, how)

    rest, errors = asker.communicate(timeout=60)  # returns when the last process that has the pipes is gone

    assert len(workers - {asker.pid}) == 2
    assert (how.value, "") == (-asker.returncode, rest)
    assert errors.count("KeyboardInterrupt") == (1 if how is signal.SIGINT else 0)
