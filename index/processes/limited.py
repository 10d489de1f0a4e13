"""Runs work in a process of its own, with limits on time and memory, and survives its death. Knows not what is done."""

import os
import signal
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from threading import BoundedSemaphore, Event, Lock
from traceback import format_tb
from typing import Any, Literal, TypeVar, cast

from index.processes.children import ChildProcess

Task = TypeVar("Task")
Result = TypeVar("Result")
Limit = Literal["seconds", "memory", "died"]


@dataclass(frozen=True, slots=True)
class ProcessLimits:
    """What one piece of work may take: wall-clock seconds, bytes of memory."""

    seconds: float
    memory_bytes: int


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
    """Runs work, each piece in a new process; safe for many threads.

    Args:
        limits: for each piece.
        at_once: pieces that run at the same time; further ones wait.
    """

    def __init__(self, limits: ProcessLimits, at_once: int) -> None:
        self._limits = limits
        self._turn = BoundedSemaphore(at_once)
        self._lock = Lock()
        self._running: set[ChildProcess] = set()
        self._closed = Event()

    def run(self, work: Callable[[Task], Result], task: Task) -> Result:
        """Return what `work` makes of `task`, both of which must be picklable; blocks until it is done or given up.

        Raises:
            LimitError: it took too much, or its process died.
            WorkFailedError: it failed.
        """
        with self._turn:
            child = self._started(work, task)
            try:
                return cast("Result", self._result(child))
            finally:
                with self._lock:
                    self._running.discard(child)
                child.close()

    def close(self) -> None:
        """End what runs; nothing is begun any more."""
        with self._lock:
            self._closed.set()
            for child in self._running:
                child.kill()

    def _started(self, work: Callable[[Task], Result], task: Task) -> ChildProcess:
        with self._lock:
            if self._closed.is_set():
                raise LimitError("died")
        child = ChildProcess(_work, work, task, self._limits)
        with self._lock:
            self._running.add(child)
            if self._closed.is_set():
                child.kill()
        return child

    def _result(self, child: ChildProcess) -> Any:
        if not child.pipe.poll(self._limits.seconds):
            raise LimitError("seconds")
        try:
            outcome, value = child.pipe.recv()
        except (EOFError, OSError):
            raise LimitError(_why_it_ended(child.exit_code())) from None
        if outcome == "failed":
            raise WorkFailedError(value)
        if outcome == "memory":
            raise LimitError("memory")
        return value


def _why_it_ended(exit_code: int | None) -> Limit:
    is_out_of_time = hasattr(signal, "SIGXCPU") and exit_code == -signal.SIGXCPU  # Windows has no such limit
    return "seconds" if is_out_of_time else "died"


def _work(pipe: Connection, work: Callable[[Any], Any], task: Any, limits: ProcessLimits) -> None:
    """Do a piece of work in the process that was started for it."""
    _fall_silent()
    _limit(limits)
    outcome: tuple[str, Any]
    try:
        outcome = "done", work(task)
    except MemoryError:
        outcome = "memory", None
    except Exception as err:  # noqa: BLE001 the process that asked raises it
        outcome = "failed", f"{type(err).__name__}\n{''.join(format_tb(err.__traceback__))}"
    pipe.send(outcome)


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
        resource.RLIMIT_CPU: int(limits.seconds) + 2,  # for code that lets no other thread run
        resource.RLIMIT_CORE: 0,  # no copy of a stranger's file on the disk
    }
    for kind, most in bounds.items():
        with suppress(ValueError, OSError):  # a stricter limit of the system's own stays
            resource.setrlimit(kind, (most, most))


def _address_space_bytes() -> int:
    """Return the address space in use, which libraries reserve far more of than they fill; 0 where it is not told."""
    import resource

    try:
        pages = int(Path("/proc/self/statm").read_text("ascii").split()[0])
    except OSError:
        return 0
    return pages * resource.getpagesize()
