"""Does work in several processes and hands the results over in order. Knows not what is done.

Each process is started by a thread of this one, so that a signal, which the main thread hears, finds no start halfway.
What one of them cannot do, because it died or failed, is done by whoever asked.
"""

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from multiprocessing.connection import Connection
from queue import SimpleQueue
from threading import Lock
from typing import Generic, TypeVar

from index.processes.children import ChildProcess
from index.processes.collecting import seldom_collected
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
        self._workers: list[_Worker[Task, Result]] = [_Worker(prepare) for _ in range(self._processes)]
        self._threads = ThreadPoolExecutor(max(1, self._processes), thread_name_prefix="pool")

    def __enter__(self) -> "ProcessPool[Task, Result]":
        for worker in self._workers:
            self._idle.put(worker)
        return self

    def __exit__(self, *_: object) -> None:
        for worker in self._workers:
            worker.kill()  # first, so that no thread waits for one
        self._threads.shutdown(cancel_futures=True)
        for worker in self._workers:
            worker.close()

    def map(self, steps: Iterable[tuple[Other, Task | None]]) -> Iterator[tuple[Other, Result | None]]:
        """Yield the result of each task in turn, beside what it came with; what comes without a task goes through.

        Only so many steps are taken ahead that all processes have work.
        """
        waiting: deque[tuple[Other, Task | None, Future[Result | None] | None]] = deque()
        for other, task in steps:
            answer = self._threads.submit(self._ask, task) if self._workers and task is not None else None
            waiting.append((other, task, answer))
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
        self, other: Other, task: Task | None, answer: Future[Result | None] | None
    ) -> tuple[Other, Result | None]:
        found = answer.result() if answer else None
        if found is None and task is not None:
            self._own = self._own or self._prepare()
            found = self._own(task)
        return other, found


class _Worker(Generic[Task, Result]):
    """One process, started when the first task comes; only one thread at a time may give it one."""

    def __init__(self, prepare: Callable[[], Callable[[Task], Result]]) -> None:
        self._prepare = prepare
        self._lock = Lock()
        self._child: ChildProcess | None = None
        self.dead = False

    def do(self, task: Task) -> Result | None:
        """Have a task done; None where the process could not, and where it is dead by now."""
        try:
            pipe = self._started().pipe
            pipe.send(task)
            found: Result | None = pipe.recv()
        except (EOFError, OSError):
            self.dead = True
            return None
        return found

    def kill(self) -> None:
        """End the process, whatever it is doing; it is not started any more."""
        self.dead = True
        with self._lock:
            if self._child is not None:
                self._child.kill()

    def close(self) -> None:
        """Give back what the process took; no thread may wait for it any more."""
        if self._child is not None:
            self._child.close()

    def _started(self) -> ChildProcess:
        with self._lock:
            if self.dead:
                raise EOFError("the process was ended")
            self._child = self._child or ChildProcess(_serve, self._prepare, starts_others=True)
            return self._child


def _serve(pipe: Connection, prepare: Callable[[], Callable[[Task], Result]]) -> None:
    """Do tasks until whoever gives them is gone."""
    do = prepare()
    with suppress(EOFError, OSError), seldom_collected():
        while True:
            task = pipe.recv()
            try:
                found: Result | None = do(task)
            except Exception:  # noqa: BLE001 whoever asked does it again, and sees for itself what is wrong
                found = None
            pipe.send(found)
