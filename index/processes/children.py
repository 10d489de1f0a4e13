"""Processes that this one starts afresh, each at the other end of a pipe. None outlives the process that started it.

They inherit nothing but the pipe: no memory, no open files. Ctrl-C, which a terminal sends to every process, reaches
none of them: whoever started them decides.
"""

import multiprocessing
import os
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from multiprocessing import resource_tracker, util
from multiprocessing.connection import Connection
from threading import RLock, Thread
from typing import Any, NoReturn

_SPAWN = multiprocessing.get_context("spawn")  # a fork would copy threads' locks, sockets and all that is in memory
_STARTING = RLock()  # held while a process starts: ended before it has read what to do, it would print a traceback
_START_S = 5.0  # most seconds to wait for a start before all processes are ended


class ChildProcess:
    """One process, from its start to its end; every method may be called from any thread.

    Args:
        work: what it runs, with its end of the pipe first; must be picklable.
        args: what follows.
        starts_others: whether it may have children of its own; then it must be closed before this process ends.

    Attributes:
        pipe: our end.
    """

    def __init__(self, work: Callable[..., None], *args: Any, starts_others: bool = False) -> None:
        self.pipe, theirs = _SPAWN.Pipe()
        self._process = _SPAWN.Process(target=_live, args=(theirs, work, args), daemon=not starts_others)
        with _STARTING, _without_interrupts():
            self._process.start()
        self._at_exit = util.Finalize(self, self._process.kill, exitpriority=0)  # or who started it would wait for it
        theirs.close()  # so that the end of the process is the end of the pipe

    def kill(self) -> None:
        """End the process, whatever it is doing; whoever waits at the pipe finds its end."""
        self._process.kill()

    def exit_code(self) -> int | None:
        """Wait for the end of a process that closed its pipe, and return how it ended."""
        self._process.join()
        return self._process.exitcode

    def close(self) -> None:
        """Kill the process, and give back what it took; nobody may use its pipe any more."""
        self._at_exit.cancel()
        self._process.kill()
        self._process.join()
        self._process.close()
        self.pipe.close()


def leave(code: int) -> NoReturn:
    """End this process at once, and before it all that it started; nothing is unwound, and nothing is printed.

    For signal handlers: an exception that is raised at any moment whatever may be lost, or come out as a traceback.
    """
    is_ours = _STARTING.acquire(timeout=_START_S)
    for process in multiprocessing.active_children():
        process.kill()
    if is_ours:
        _STARTING.release()
    os._exit(code)


def leave_with_parent() -> None:
    """End this process when the one that started it does, even by a kill; returns at once."""
    Thread(target=_wait_and_leave, daemon=True).start()


def _wait_and_leave() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _live(pipe: Connection, work: Callable[..., None], args: tuple[Any, ...]) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    leave_with_parent()
    work(pipe, *args)


@contextmanager
def _without_interrupts() -> Iterator[None]:
    """Let a process start with SIGINT blocked, until it ignores that by itself."""
    if not hasattr(signal, "pthread_sigmask"):  # Windows
        yield
        return
    resource_tracker.ensure_running()  # first: starting it unblocks what is blocked
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
