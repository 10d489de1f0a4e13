"""Does the same with many things, in as many processes as there are cores. Knows nothing of what is done.

Processes and not threads: what a question takes beside its search is Python's own work, one thread at a time.
"""

import multiprocessing
import os
import sys
import warnings
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from typing import Any, TypeVar

from index.processes.children import leave_with_parent

Item = TypeVar("Item")
Result = TypeVar("Result")

# Fewer are done sooner than processes are started.
WORTH_FORKING = 256
_LARGEST_SHARE = 64

_work: Callable[[Any], Any]


def cores() -> int:
    """Return how many cores this process may use."""
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:  # not every system can tell
        return os.cpu_count() or 1


def spread(work: Callable[[Item], Result], items: Sequence[Item]) -> Iterator[Result]:
    """Yield `work` of each item, in order; with many of them, in forks of this process where there can be any.

    Forks share the memory that is there, so nothing is copied to them; what they change is theirs, and lost. An
    error in one of them is raised here.
    """
    processes = min(cores(), len(items) // WORTH_FORKING + 1)
    if processes == 1 or "fork" not in multiprocessing.get_all_start_methods():
        yield from map(work, items)
        return
    share = min(_LARGEST_SHARE, len(items) // processes + 1)
    with ProcessPoolExecutor(processes, multiprocessing.get_context("fork"), _remember, (work,)) as pool:
        with warnings.catch_warnings():
            # About other threads' locks: `_remember` gives up what a progress bar may hold, no more is used.
            warnings.simplefilter("ignore", DeprecationWarning)
            done: Iterator[Result] = pool.map(_do, items, chunksize=share)
        yield from done


def _remember(work: Callable[[Any], Any]) -> None:
    global _work  # noqa: PLW0603 # set once in a fork, which inherits `work`: it could not be sent
    _work = work
    # Flushed when a fork ends, they would wait for ever for a thread that was writing when it began.
    sys.stdout = sys.stderr = None
    leave_with_parent()


def _do(item: Any) -> Any:
    return _work(item)
