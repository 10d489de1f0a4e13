"""Counts what happens, for Prometheus; imported where `metrics.port` is set, and nowhere else.

The registry is this object's own. Labels are codes of ours: no words of a question, no number of a person or a server.
"""

import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Final, get_args

from prometheus_client import CollectorRegistry, Counter, GCCollector, Histogram, PlatformCollector, ProcessCollector

from bot.health.figures import Figures, FiguresCollector
from bot.health.observer import Addressee, Face, Observer, Owner, ReplyWatch, Result
from bot.store.database.errors import StoreProblem
from index.errors import UserError
from index.processes.limited import Limit

if TYPE_CHECKING:
    from index.answered import Answer

# Borders in seconds: around Discord's limit of 3, a search's few milliseconds, an answer's patience, builds of an hour.
ACKNOWLEDGING: Final = (0.05, 0.1, 0.25, 0.5, 1.0, 1.5, 2.0, 2.5, 3.0)
SEARCHING: Final = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5)
REPLYING: Final = (0.05, 0.1, 0.25, 0.5, 1.0, 1.5, 2.5, 5.0, 10.0, 30.0)
FACE: Final = "face"
OWNER: Final = "owner"
REINDEXING: Final = (0.1, 0.5, 1.0, 5.0, 15.0, 60.0, 300.0, 900.0, 3600.0)


class Metrics(Observer):
    """Counts what it is told of; safe for many threads.

    Args:
        clock: seconds, never going back.

    Attributes:
        registry: all that is counted, and what the process takes.
    """

    def __init__(self, clock: Callable[[], float] = time.perf_counter) -> None:
        self._clock = clock
        self.registry = CollectorRegistry()
        ProcessCollector(registry=self.registry)
        PlatformCollector(registry=self.registry)
        GCCollector(registry=self.registry)
        self._questions = self._counter(
            "questions", "Questions, by how they came and what became of them.", FACE, "outcome"
        )
        self._searching = self._histogram("search_seconds", "From a question to its answer, in the process.", SEARCHING)
        self._acknowledging = self._histogram(
            "acknowledge_seconds", "From a command or press to the first that Discord hears.", ACKNOWLEDGING
        )
        self._replying = self._histogram("reply_seconds", "From an event to the reply that was sent.", REPLYING, "to")
        self._reindexing = self._histogram("reindex_seconds", "Re-indexes that succeeded.", REINDEXING, OWNER)
        self._failures = self._counter("reindex_failures", "Re-indexes that failed.", OWNER)
        self._kills = self._counter("sandbox_kills", "Files whose reading was given up, by the limit.", "limit")
        self._store_errors = self._counter("store_errors", "What the database failed with, by its code.", "code")
        self._show_zeros()

    def add_figures(self, read: Callable[[], Figures]) -> None:
        """Have figures of this moment beside what is counted; they are read at each look."""
        self.registry.register(FiguresCollector(read))

    def asked(self, face: Face, answering: Callable[[], "Answer"]) -> "Answer":
        """Have a question answered; count it and its time."""
        begun = self._clock()
        try:
            answer = answering()
        except Exception as err:
            self._questions.labels(face, "refused" if isinstance(err, UserError) else "failed").inc()
            raise
        self._searching.observe(self._clock() - begun)
        self._questions.labels(face, outcome_of(answer)).inc()
        return answer

    def reindexed(self, owner: Owner, reindexing: Callable[[], Result]) -> Result:
        """Have a library re-indexed; count its time, or that it failed."""
        begun = self._clock()
        try:
            done = reindexing()
        except Exception:
            self._failures.labels(owner).inc()
            raise
        self._reindexing.labels(owner).observe(self._clock() - begun)
        return done

    def replying(self, to: Addressee) -> ReplyWatch:
        """Return what measures a reply that begins now."""
        acknowledging = self._acknowledging if to == "interaction" else None
        return TimedReply(self._clock, acknowledging, self._replying.labels(to))

    def killed(self, limit: str) -> None:
        """Count a file whose reading was given up."""
        self._kills.labels(limit).inc()

    def store_failed(self, problem: str) -> None:
        """Count a failure of the database."""
        self._store_errors.labels(problem).inc()

    def _counter(self, name: str, help_text: str, *labels: str) -> Counter:
        return Counter(f"caveat_{name}", help_text, labels, registry=self.registry)

    def _histogram(self, name: str, help_text: str, borders: tuple[float, ...], *labels: str) -> Histogram:
        return Histogram(f"caveat_{name}", help_text, labels, buckets=borders, registry=self.registry)

    def _show_zeros(self) -> None:
        """Begin what alerts look at with 0: the first of something that was never there is no increase."""
        for owner in get_args(Owner):
            self._failures.labels(owner)
            self._reindexing.labels(owner)
        for limit in get_args(Limit):
            self._kills.labels(limit)
        for code in get_args(StoreProblem):
            self._store_errors.labels(code)
        for face in get_args(Face):
            self._questions.labels(face, "failed")


class TimedReply(ReplyWatch):
    """Measures one reply; used on the event loop alone."""

    def __init__(self, clock: Callable[[], float], acknowledging: Histogram | None, replying: Histogram) -> None:
        self._clock = clock
        self._acknowledging = acknowledging
        self._replying = replying
        self._begun = clock()

    def acknowledged(self) -> None:
        """Measure the time to the first that Discord hears."""
        if self._acknowledging is not None:
            self._acknowledging.observe(self._clock() - self._begun)
            self._acknowledging = None

    def sent(self) -> None:
        """Measure the whole; what was not acknowledged before is so by the reply."""
        self.acknowledged()
        self._replying.observe(self._clock() - self._begun)


def outcome_of(answer: "Answer") -> str:
    """Name what became of a question: how sure its answer is, or that it was about a document."""
    if answer.documents:
        return "document"
    return "choice" if answer.choices else answer.confidence
