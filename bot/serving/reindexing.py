"""Re-indexes in threads of their own: one of a library at a time, joined by whoever asks for it meanwhile.

States of a library: idle; running; running with one waiting behind it. Knows no seeds and no Discord.
"""

import logging
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from threading import Event, Lock
from time import monotonic
from typing import TYPE_CHECKING, Final

from index.errors import BuildError
from index.progress import Progress, no_progress

if TYPE_CHECKING:  # what only asks builds nothing
    from index.building.report import BuildReport

log = logging.getLogger(__name__)
RETRY_S = 60.0  # seconds after which a library is tried again that could not be built
SKIPPED_TOLD = 5  # files that could not be read, in a log; a vault of notes may hold hundreds of empty ones

STORED_S: Final = 10.0  # seconds that may pass between a change of seeds and the re-index that its author starts

ReindexWork = Callable[[int | None, Progress], "BuildReport"]


class Leaving(Exception):  # noqa: N818 no error: it ends work that the process will not live to finish
    """The process was told to stop."""


@dataclass
class ReindexRun:
    """One re-index, running or waiting, with all who want to hear how far it is, and what they heard last.

    Attributes:
        changed_at: since when seeds may have changed that it is to tell of; None where nobody changed any.
    """

    guild_id: int | None
    changed_at: float | None = None
    listeners: list[Progress] = field(default_factory=list)
    told: tuple[str, int, int] | None = None
    begun: Future[None] | None = None
    result: "Future[BuildReport]" = field(default_factory=Future)

    def __post_init__(self) -> None:
        self.result.set_running_or_notify_cancel()  # one who stops waiting must not end it for the others


class Reindexer:
    """Starts re-indexes and lets others join them; safe for many threads.

    Args:
        work: re-indexes one library and serves the result; raises where it fails.
        threads: libraries re-indexed at the same time.
    """

    def __init__(self, work: ReindexWork, threads: int = 1) -> None:
        self._work = work
        self._threads = ThreadPoolExecutor(threads, thread_name_prefix="reindex")
        self._lock = Lock()
        self._leaving = Event()
        self._running: dict[int | None, ReindexRun] = {}
        self._waiting: dict[int | None, ReindexRun] = {}
        self._published: dict[int | None, tuple[BuildReport, float]] = {}

    def start(
        self, guild_id: int | None, progress: Progress = no_progress, *, changed: bool = False
    ) -> "Future[BuildReport]":
        """Re-index a library, or join the re-index that is under way; returns at once.

        Args:
            guild_id: of the library: a server, or None for the operator's.
            progress: is told how far it is, in the thread that does it.
            changed: seeds have just changed, so a re-index that began before may have missed that: another one
                follows it.
        """
        with self._lock:
            joined = self._waiting.get(guild_id) or (None if changed else self._running.get(guild_id))
            if joined is None:
                joined = self._waiting[guild_id] = ReindexRun(guild_id, monotonic() - STORED_S if changed else None)
                if guild_id not in self._running:
                    self._next(guild_id)
            joined.listeners.append(progress)
            told = joined.told
        if told:
            progress(*told)  # the next report may be long in coming
        return joined.result

    def is_running(self, guild_id: int | None) -> bool:
        """Tell whether a re-index of a library is under way."""
        with self._lock:
            return guild_id in self._running

    def stop(self) -> None:
        """End what is under way at its next report of progress, and begin nothing any more."""
        self._leaving.set()
        self._threads.shutdown(wait=False, cancel_futures=True)
        with self._lock:  # those that another library's kept from beginning tell nobody by themselves
            unbegun = [run for run in self._running.values() if run.begun is not None and run.begun.cancelled()]
        for run in unbegun:
            self._finish(run)
            run.result.set_exception(Leaving())

    def _next(self, guild_id: int | None) -> None:
        """Move a library's waiting run, if there is one, to running; the lock must be held."""
        run = self._waiting.pop(guild_id, None)
        if run is None:
            self._running.pop(guild_id, None)
            return
        self._running[guild_id] = run
        try:
            run.begun = self._threads.submit(self._run, run)
        except RuntimeError:  # stopped
            del self._running[guild_id]
            run.result.set_exception(Leaving())

    def _run(self, run: ReindexRun) -> None:
        def tell(stage: str, done: int, total: int) -> None:
            if self._leaving.is_set():
                raise Leaving
            with self._lock:
                run.told, listeners = (stage, done, total), tuple(run.listeners)
            for listener in listeners:
                listener(stage, done, total)

        try:
            report = self._work(run.guild_id, tell)
        except BaseException as err:  # noqa: BLE001 whoever waits is told
            self._finish(run)
            run.result.set_exception(err)
        else:
            told = self._told(run, report)
            self._finish(run)
            run.result.set_result(told)

    def _told(self, run: ReindexRun, report: "BuildReport") -> "BuildReport":
        """Return what a run tells: where another renewal published a change first, of that one."""
        with self._lock:
            if report.rebuilt:
                self._published[run.guild_id] = (report, monotonic())
            published, at = self._published.get(run.guild_id, (report, 0.0))
        is_of_change = run.changed_at is not None and at >= run.changed_at
        return published if is_of_change and published.generation == report.generation else report

    def _finish(self, run: ReindexRun) -> None:
        with self._lock:
            self._next(run.guild_id)


class GivenUp:
    """When which server's library could not be built, so that it is not tried again at once."""

    def __init__(self) -> None:
        self._when: dict[int, float] = {}

    def may_try(self, guild_id: int) -> bool:
        """Tell whether it was long enough ago."""
        return time.monotonic() - self._when.get(guild_id, -RETRY_S) >= RETRY_S

    def note(self, guild_id: int, future: "Future[BuildReport]") -> None:
        """Note how a build ended."""
        err = future.exception()
        if err is None:
            self._when.pop(guild_id, None)
        elif not isinstance(err, Leaving):
            from bot.store.database.errors import StoreError

            self._when[guild_id] = time.monotonic()
            known = isinstance(err, BuildError | StoreError)  # other errors may repeat the words of a seed
            log.warning("server %d: re-index failed: %s", guild_id, err if known else type(err).__name__)


def warn_of_skipped(report: "BuildReport") -> "BuildReport":
    """Log the first files that a build could not read, and how many more there are; return its report."""
    told, more = report.skipped[:SKIPPED_TOLD], len(report.skipped[SKIPPED_TOLD:])
    for skipped in told:
        log.warning("seed skipped: %s", skipped.problem)
    if more:
        log.warning("seeds skipped: %d more; `seeds check` tells of each", more)
    return report


def note_renewal(renewal: "Future[BuildReport]") -> None:
    """Say in the log that what was served at the start could not be renewed; it goes on answering."""
    if not renewal.cancelled() and (err := renewal.exception()) is not None and not isinstance(err, Leaving):
        log.warning("not renewed: %s", err if isinstance(err, BuildError) else type(err).__name__)
