"""Runs work in processes apart, with limits on time, memory and output, and survives their death."""

import os
import pickle
import re
import signal
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from threading import BoundedSemaphore, Event, Lock
from traceback import format_tb
from typing import Any, Literal, Self, TypeVar, cast

from index.processes.children import ChildProcess
from index.processes.lockdown import lock_down

Task = TypeVar("Task")
Result = TypeVar("Result")
Limit = Literal["seconds", "memory", "output", "died"]
# What loaders say of a library that there is no memory for, when it is imported in the middle of the work.
_UNMAPPED = re.compile(r"failed to map|cannot map|cannot allocate|out of memory", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class ProcessLimits:
    """What one piece of work may take: wall-clock seconds, bytes of memory, bytes of what comes back of it."""

    seconds: float
    memory_bytes: int
    output_bytes: int = 512 * 1024 * 1024


class LimitError(Exception):
    """The work did not end by itself.

    Attributes:
        limit: what it exceeded; "died" where its process ended for another reason.
    """

    def __init__(self, limit: Limit) -> None:
        super().__init__(limit)
        self.limit: Limit = limit


class WorkFailedError(Exception):
    """The work raised an error; the message names its type and the places in the program, without its words."""


class LimitedProcesses:
    """Runs work apart: without files to open or a network to reach where the system can forbid that; for many threads.

    Args:
        limits: for each piece.
        at_once: pieces that run at the same time; further ones wait.
        pieces: that one process does in turn before a fresh one takes over; what fails ends its process at once.
    """

    def __init__(self, limits: ProcessLimits, at_once: int, pieces: int = 1) -> None:
        self._limits, self._pieces = limits, pieces
        self._turn = BoundedSemaphore(at_once)
        self._lock = Lock()
        self._running: set[ChildProcess] = set()
        self._idle: list[tuple[ChildProcess, int]] = []  # with the pieces that each may still do
        self._closed = Event()

    def __enter__(self) -> Self:
        """Run work until the end of the block."""
        return self

    def __exit__(self, *_error: object) -> None:
        """End what runs."""
        self.close()

    def run(self, work: Callable[[Task], Result], task: Task) -> Result:
        """Return what `work` makes of `task`, both of which must be picklable; blocks until it is done or given up.

        Raises:
            LimitError: it took too much, or its process died.
            WorkFailedError: it failed.
        """
        with self._turn:
            child, left = self._taken()
            kept = False
            try:
                child.pipe.send((work, task))
                result = cast("Result", self._result(child))
                kept = left > 1
            except OSError:
                raise LimitError("died") from None
            else:
                return result
            finally:
                self._give_back(child, left - 1 if kept else 0)

    def close(self) -> None:
        """End what runs; nothing is begun any more."""
        with self._lock:
            self._closed.set()
            idle, self._idle = self._idle, []
            for child in self._running:
                child.kill()
        for child, _left in idle:
            child.close()

    def _taken(self) -> tuple[ChildProcess, int]:
        """Take an idle process, or start one."""
        with self._lock:
            if self._closed.is_set():
                raise LimitError("died")
            child, left = self._idle.pop() if self._idle else (None, self._pieces)
            if child:
                self._running.add(child)
                return child, left
        child = ChildProcess(_work, self._limits)
        with self._lock:
            self._running.add(child)
            if self._closed.is_set():
                child.kill()
        return child, left

    def _give_back(self, child: ChildProcess, left: int) -> None:
        with self._lock:
            self._running.discard(child)
            if left and not self._closed.is_set():
                self._idle.append((child, left))
                return
        child.close()

    def _result(self, child: ChildProcess) -> Any:
        if not child.pipe.poll(self._limits.seconds):
            raise LimitError("seconds")
        try:
            outcome, value = pickle.loads(child.pipe.recv_bytes())  # noqa: S301 our own function wrote it
        except (EOFError, OSError):
            raise LimitError(_why_it_ended(child.exit_code())) from None
        if outcome == "failed":
            raise WorkFailedError(value)
        if outcome != "done":
            raise LimitError(outcome)
        return value


def _why_it_ended(exit_code: int | None) -> Limit:
    is_out_of_time = hasattr(signal, "SIGXCPU") and exit_code == -signal.SIGXCPU  # Windows has no such limit
    return "seconds" if is_out_of_time else "died"


def _work(pipe: Connection, limits: ProcessLimits) -> None:
    """Do pieces of work in the process that was started for them, one after the other."""
    _fall_silent()
    work, task = pipe.recv()  # with all that it imports, which counts as this program's and not as the work's
    lock_down()
    _limit(limits)
    with suppress(EOFError):
        while True:
            _allow_seconds(limits.seconds)
            pipe.send_bytes(_done(work, task, limits))
            work, task = pipe.recv()


def _done(work: Callable[[Any], Any], task: Any, limits: ProcessLimits) -> bytes:
    outcome: tuple[str, Any]
    try:
        done = pickle.dumps(("done", work(task)), pickle.HIGHEST_PROTOCOL)
    except (MemoryError, RecursionError):
        outcome = "memory", None
    except Exception as err:  # noqa: BLE001 the process that asked raises it
        if isinstance(err, ImportError) and _UNMAPPED.search(str(err)):
            outcome = "memory", None
        else:
            outcome = "failed", f"{type(err).__name__}\n{''.join(format_tb(err.__traceback__))}"
    else:
        if len(done) <= limits.output_bytes:
            return done
        outcome = "output", None
    return pickle.dumps(outcome)


def _fall_silent() -> None:
    """Write nowhere: what a library prints of a stranger's file belongs in no log."""
    with Path(os.devnull).open("wb") as nowhere:
        for stream in (1, 2):
            os.dup2(nowhere.fileno(), stream)


def _limit(limits: ProcessLimits) -> None:
    """Lower what this process may take, as far as the system can; everything is imported by now."""
    try:
        import resource
    except ImportError:  # Windows has none: there the time limit alone holds
        return
    bounds = {
        resource.RLIMIT_AS: _address_space_bytes() + limits.memory_bytes,
        resource.RLIMIT_CORE: 0,  # no copy of a stranger's file on the disk
    }
    for kind, most in bounds.items():
        with suppress(ValueError, OSError):  # a stricter limit of the system's own stays
            resource.setrlimit(kind, (most, most))


def _allow_seconds(seconds: float) -> None:
    """Let the next piece take so much of the processor: for code that lets no other thread run."""
    try:
        import resource
    except ImportError:
        return
    used = resource.getrusage(resource.RUSAGE_SELF)
    most = int(used.ru_utime + used.ru_stime + seconds) + 2
    with suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_CPU, (most, resource.getrlimit(resource.RLIMIT_CPU)[1]))


def _address_space_bytes() -> int:
    """Return the address space in use, which libraries reserve far more of than they fill; 0 where it is not told."""
    import resource

    try:
        pages = int(Path("/proc/self/statm").read_text("ascii").split()[0])
    except OSError:
        return 0
    return pages * resource.getpagesize()
