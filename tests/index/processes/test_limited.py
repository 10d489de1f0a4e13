"""Work with limits: what it comes to, what it exceeded, and that nothing of it is left."""

import multiprocessing
import os
import socket
import time
from concurrent.futures import ThreadPoolExecutor
from importlib import import_module
from pathlib import Path

import pytest

from index.processes.limited import LimitedProcesses, LimitError, ProcessLimits, WorkFailedError
from index.processes.lockdown import lacking

MIB = 1 << 20
WIDE = ProcessLimits(seconds=60, memory_bytes=512 * MIB)


@pytest.fixture(autouse=True)
def importable(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the processes find the work below."""
    monkeypatch.syspath_prepend(str(Path(__file__).parents[3]))


def elsewhere(number: int) -> tuple[int, int]:
    """Return the double of a number, and the process."""
    return number * 2, os.getpid()


def sleeping(seconds: float) -> None:
    """Take long."""
    time.sleep(seconds)


def hoarding(count: int) -> int:
    """Take much memory."""
    return len(bytearray(count))


def importing(module: str) -> str:
    """Import what nothing here did before."""
    return import_module(module).__name__


def dying(code: int) -> None:
    """Die without a word."""
    os._exit(code)


def failing(secret: str) -> None:
    """Fail, and say of what."""
    raise ValueError(secret)


def opening(path: str) -> list[str]:
    """Try to read a file and to reach a network; return what was refused."""
    refused = []
    for what, attempt in (("file", lambda: Path(path).read_bytes()), ("network", socket.socket)):
        try:
            attempt()
        except OSError:
            refused.append(what)
    return refused


def talking(count: int) -> str:
    """Return much."""
    return "x" * count


def printing(count: int) -> int:
    """Print much, past Python as a library in C would."""
    return sum(os.write(stream, b"x" * count) for stream in (1, 2))


def killing(sign: int) -> None:
    """End this process as the system does where memory is short."""
    os.kill(os.getpid(), sign)


def test_what_is_printed_goes_nowhere(capfd: pytest.CaptureFixture[str]) -> None:
    """However much a library says of a stranger's file."""
    with LimitedProcesses(WIDE, 1) as processes:
        printed = processes.run(printing, 16 * MIB)

    assert (printed, capfd.readouterr()) == (32 * MIB, ("", ""))


def test_a_process_that_is_killed_takes_no_other_piece_with_it() -> None:
    """Where the system forbids it to kill, that is a failure like others."""
    with LimitedProcesses(WIDE, 1, pieces=9) as processes:
        with pytest.raises((LimitError, WorkFailedError)):
            processes.run(killing, 9)

        assert processes.run(elsewhere, 21)[0] == 42


def test_one_process_does_pieces_in_turn_until_a_fresh_one_takes_over() -> None:
    """Two pieces by one process, the third by another; each within the limits."""
    with LimitedProcesses(WIDE, 1, pieces=2) as processes:
        by = [processes.run(elsewhere, number)[1] for number in range(3)]

    assert (by[0] == by[1], by[1] == by[2]) == (True, False)


def test_after_a_failure_the_next_piece_is_done_by_a_fresh_process() -> None:
    """A process that died takes no other piece with it."""
    with LimitedProcesses(WIDE, 1, pieces=9) as processes:
        with pytest.raises(LimitError):
            processes.run(dying, 7)

        assert processes.run(elsewhere, 21)[0] == 42


def test_what_comes_back_has_a_limit_too() -> None:
    """A result that is too long is not taken."""
    narrow = ProcessLimits(60, 512 * MIB, output_bytes=1000)
    with LimitedProcesses(narrow, 1) as processes, pytest.raises(LimitError) as told:
        processes.run(talking, 2000)

    assert told.value.limit == "output"


def test_work_reaches_neither_files_nor_network(tmp_path: Path) -> None:
    """What the system can forbid is forbidden; what it cannot is said."""
    secret = tmp_path / "secret"
    secret.write_text("hush", "utf-8")
    with LimitedProcesses(WIDE, 1, pieces=2) as processes:
        lacks = processes.run(lacking, None)
        refused = processes.run(opening, str(secret))

    assert {"file" if each == "files" else each for each in lacks} | set(refused) == {"file", "network"}
    if lacks:
        pytest.skip(f"this system cannot forbid {lacks}")


def test_work_is_done_in_a_process_of_its_own() -> None:
    """And its result comes back."""
    doubled, process = LimitedProcesses(WIDE, 1).run(elsewhere, 21)

    assert (doubled, process != os.getpid()) == (42, True)


@pytest.mark.parametrize(
    ("limits", "work", "limit"),
    [
        (ProcessLimits(0.5, 512 * MIB), (sleeping, 600), "seconds"),
        (ProcessLimits(60, 16 * MIB), (hoarding, 64 * MIB), "memory"),
        (ProcessLimits(60, MIB), (importing, "fasttext_pybind"), "memory"),
        (WIDE, (dying, 7), "died"),
    ],
)
def test_what_is_exceeded_is_told(limits: ProcessLimits, work: tuple[object, object], limit: str) -> None:
    """And the process is gone."""
    with pytest.raises(LimitError) as raised:
        LimitedProcesses(limits, 1).run(*work)  # type: ignore[arg-type]

    assert limit == raised.value.limit
    assert [] == multiprocessing.active_children()


def test_what_is_not_there_to_import_is_a_failure() -> None:
    """And no want of memory."""
    with pytest.raises(WorkFailedError, match="ModuleNotFoundError"):
        LimitedProcesses(WIDE, 1).run(importing, "not_installed_here")


def test_a_failure_comes_back_without_its_words() -> None:
    """They may repeat what was worked on."""
    with pytest.raises(WorkFailedError) as raised:
        LimitedProcesses(WIDE, 1).run(failing, "hush")

    assert ("ValueError" in str(raised.value), "hush" in str(raised.value)) == (True, False)
    assert Path(__file__).name in str(raised.value)


def test_closing_ends_what_runs_and_begins_nothing() -> None:
    """Whoever waits is told."""
    processes = LimitedProcesses(WIDE, 2)
    with ThreadPoolExecutor(1) as threads:
        running = threads.submit(processes.run, sleeping, 600.0)
        while not multiprocessing.active_children():
            pass
        processes.close()

        with pytest.raises(LimitError):
            running.result()
    with pytest.raises(LimitError):
        processes.run(elsewhere, 1)
