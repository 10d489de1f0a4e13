"""Does work in several processes and hands the results over in order. Knows not what is done.

The processes start afresh, inherit nothing, and end with the one that started them, even by a kill. What one of them
cannot do, because it died or failed, is done by whoever asked.
"""

import multiprocessing
import os
import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager, suppress
from multiprocessing.connection import Connection
from queue import SimpleQueue
from threading import Thread
from typing import Generic, TypeVar

from index.processes.forks import cores

Task = TypeVar("Task")
Result = TypeVar("Result")
Other = TypeVar("Other")
MOST_PROCESSES = 4  # each takes memory of its own, and beyond these the one that gathers is busy
_AHEAD = 3  # steps for each process, so that the next task lies ready when one is done


def usual_processes() -> int:
    """Return how many processes are worth starting on this machine: one for each core, but not many."""
    return min(cores(), MOST_PROCESSES)


class ProcessPool(Generic[Task, Result]):
    """Processes that do one kind of work, for as long as the `with` block lasts."""

    def __init__(self, processes: int, prepare: Callable[[], Callable[[Task], Result]]) -> None:
        """Name the work.

        Args:
            processes: how many; with one, everything is done here.
            prepare: returns what does a task, once in each process; must be picklable.
        """
        self._processes = processes if processes > 1 else 0
        self._prepare = prepare
        self._own: Callable[[Task], Result] | None = None
        self._idle: SimpleQueue[_Worker[Task, Result]] = SimpleQueue()
        self._workers: list[_Worker[Task, Result]] = []

    def __enter__(self) -> "ProcessPool[Task, Result]":
        with _undisturbed():
            self._workers = [_Worker(self._prepare) for _ in range(self._processes)]
        for worker in self._workers:
            self._idle.put(worker)
        self._threads = ThreadPoolExecutor(max(1, self._processes), thread_name_prefix="pool")
        return self

    def __exit__(self, *_: object) -> None:
        for worker in self._workers:
            worker.end()  # first, so that no thread waits for one
        self._threads.shutdown(cancel_futures=True)

    def map(self, steps: Iterable[tuple[Other, Task | None]]) -> Iterator[tuple[Other, Result | None]]:
        """Yield the result of each task in turn, beside what it came with; what comes without a task goes through.

        Only so many steps are taken ahead that all processes have work.
        """
        waiting: deque[tuple[Other, Task | None, Future[Result | None] | None]] = deque()
        for other, task in steps:
            asked = self._threads.submit(self._ask, task) if self._workers and task is not None else None
            waiting.append((other, task, asked))
            if len(waiting) > _AHEAD * len(self._workers):
                yield self._finished(*waiting.popleft())
        while waiting:
            yield self._finished(*waiting.popleft())

    def _ask(self, task: Task) -> Result | None:
        worker = self._idle.get()
        found = worker.do(task)
        if not worker.dead or all(each.dead for each in self._workers):  # one stays, so that nobody waits for it
            self._idle.put(worker)
        return found

    def _finished(
        self, other: Other, task: Task | None, asked: Future[Result | None] | None
    ) -> tuple[Other, Result | None]:
        found = asked.result() if asked else None
        if found is None and task is not None:
            self._own = self._own or self._prepare()
            found = self._own(task)
        return other, found


class _Worker(Generic[Task, Result]):
    """One process at the other end of a pipe."""

    def __init__(self, prepare: Callable[[], Callable[[Task], Result]]) -> None:
        spawning = multiprocessing.get_context("spawn")
        self._pipe, theirs = spawning.Pipe()
        self._process = spawning.Process(target=_serve, args=(theirs, prepare), daemon=True)
        self._process.start()
        self.dead = False
        theirs.close()  # so that the end of the process is the end of the pipe

    def do(self, task: Task) -> Result | None:
        """Have a task done; None where the process could not, and where it is dead by now."""
        try:
            self._pipe.send(task)
            found: Result | None = self._pipe.recv()
        except (EOFError, OSError):
            self.dead = True
            return None
        return found

    def end(self) -> None:
        """End the process, whatever it is doing."""
        self._process.kill()
        self._process.join()
        self._process.close()
        self._pipe.close()


def _serve(pipe: Connection, prepare: Callable[[], Callable[[Task], Result]]) -> None:
    """Do tasks until whoever gives them is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches all processes of a terminal; one tells the others
    Thread(target=_leave_with_parent, daemon=True).start()
    do = prepare()
    with suppress(EOFError, OSError):
        while True:
            task = pipe.recv()
            try:
                found: Result | None = do(task)
            except Exception:  # noqa: BLE001 whoever asked does it again, and sees for itself what is wrong
                found = None
            pipe.send(found)


def _leave_with_parent() -> None:
    """End this process when the one that started it does, whatever it is doing."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


@contextmanager
def _undisturbed() -> Iterator[None]:
    """Let processes start without Ctrl-C in their way, until they see to that themselves."""
    if not hasattr(signal, "pthread_sigmask"):  # Windows
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
