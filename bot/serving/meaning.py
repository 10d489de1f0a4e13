"""What the config says of finding by meaning, and vectors made in a thread of their own while answers go on.

Knows no terminal and no Discord.
"""

import logging
import os
from collections import deque
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from functools import partial
from pathlib import Path
from threading import Event, Lock
from typing import Final
from weakref import WeakSet

from bot.config.values import Config, MeaningConfig
from bot.serving.reindexing import Leaving
from index.engines.library import Searcher
from index.engines.parts import SearchedPart
from index.errors import MeaningError
from index.meaning.finder import Meaning
from index.meaning.model import Model, model_in, shipped_model
from index.progress import Progress, no_progress

log = logging.getLogger(__name__)

LEAST_MEMORY_BYTES: Final = 1 << 30  # of the machine or its control group; an encoder takes a fifth of it
CGROUP: Final = Path("/sys/fs/cgroup")
LIMITS: Final = ("memory.max", "memory/memory.limit_in_bytes")  # of version 2 and of version 1


class MeaningService:
    """Finding by meaning as one service does it, and the making of what that needs; safe for many threads.

    Args:
        meaning: finds.
        maker: makes vectors in a thread of its own; None where they are made only when that is asked for.
    """

    def __init__(self, meaning: Meaning, maker: "VectorMaker | None" = None) -> None:
        self._meaning, self._maker = meaning, maker
        self.beside = meaning.beside
        self.state = meaning.state

    def prepare(self, searcher: Searcher) -> None:
        """Have what a searcher lacks made, where there is a thread for it; returns at once."""
        if self._maker:
            self._maker.ensure(searcher)

    def make(self, searcher: Searcher, progress: Progress = no_progress) -> None:
        """Make what a searcher lacks here and now; may take hours, and goes on where it was."""
        for layer in searcher.searched:
            self._meaning.make(layer.part, progress)

    def made(self, searcher: Searcher) -> tuple[int, int] | None:
        """Return for how many passages that is done, and of how many; None where nothing is under way."""
        return self._maker.progress(searcher) if self._maker else None

    def stop(self) -> None:
        """End what is under way at the next passage."""
        if self._maker:
            self._maker.stop()


def open_meaning(config: Config, *, make: bool = False) -> MeaningService | None:
    """Return what finds by meaning, as configured; None where words find alone. Opens no encoder yet.

    Args:
        config: the operator's.
        make: make what it needs in a thread, from when a searcher is prepared.
    """
    meaning = meaning_of(config)
    return MeaningService(meaning, VectorMaker(meaning) if make else None) if meaning else None


def meaning_of(config: Config) -> Meaning | None:
    """Return what finds by meaning, as configured; None where that is off, or there is nothing to do it with."""
    wanted = config.meaning
    if wanted.use == "off":
        return None
    memory_bytes = min(memory_limits(), default=LEAST_MEMORY_BYTES)
    if memory_bytes < LEAST_MEMORY_BYTES:
        log.info("nothing is found by meaning: %d MB of memory are too little", memory_bytes >> 20)
        return None
    if wanted.model is None and (missing := _missing()) is not None:  # an operator who named no model misses none
        log.info("nothing is found by meaning: %s", missing)
        return None
    return Meaning(partial(configured_model, wanted), wanted.passages, _warn)


def _missing() -> MeaningError | None:
    try:
        shipped_model()
    except MeaningError as err:
        return err
    return None


def configured_model(wanted: MeaningConfig) -> Model:
    """Return the sentence encoder that the config names; raises MeaningError where it is missing."""
    if wanted.model is None:
        return shipped_model()
    return model_in(wanted.model, wanted.pooling, wanted.question_prefix, wanted.passage_prefix)


def _warn(problem: MeaningError) -> None:
    log.warning("words find alone from now on: %s", problem)


def memory_limits(cgroup: Path = CGROUP) -> Iterator[int]:
    """Yield how many bytes of memory there are, of the machine and as its control group allows, where these say so."""
    with suppress(AttributeError, ValueError, OSError):
        yield os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    for name in LIMITS:
        with suppress(OSError, ValueError):  # "max" is no limit
            yield int((cgroup / name).read_text())


class VectorMaker:
    """Makes the vectors that parts lack, in one thread; safe for many threads.

    A part is queued once. While a large library's are made, those queued meanwhile come in between.

    Args:
        meaning: makes them.
    """

    def __init__(self, meaning: Meaning) -> None:
        self._meaning = meaning
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="meaning")
        self._leaving = Event()
        self._lock = Lock()
        self._seen = WeakSet[SearchedPart]()
        self._queue = deque[SearchedPart]()
        self._running: Path | None = None
        self._done: dict[Path, tuple[int, int]] = {}

    def ensure(self, searcher: Searcher) -> None:
        """Have the vectors of a searcher's parts made, unless that was asked for before; returns at once."""
        for layer in searcher.searched:
            with self._lock:
                if layer.part in self._seen:
                    continue
                self._seen.add(layer.part)
                self._queue.append(layer.part)
            with suppress(RuntimeError):  # stopped
                self._thread.submit(self._next)

    def progress(self, searcher: Searcher) -> tuple[int, int] | None:
        """Return how many passages of those whose vectors are being made have theirs, and of how many."""
        found = [self._done[layer.part.root] for layer in searcher.searched if layer.part.root in self._done]
        return (sum(done for done, _ in found), sum(total for _, total in found)) if found else None

    def stop(self) -> None:
        """End what is under way at the next passage; the next process goes on there."""
        self._leaving.set()
        self._thread.shutdown(wait=False, cancel_futures=True)

    def _next(self) -> None:
        part = self._taken()
        if part is not None:
            try:
                self._make(part)
            except Leaving:
                pass
            except Exception as err:  # noqa: BLE001 nobody waits for it, and other errors may repeat a seed's words
                log.warning("vectors were not made: %s", type(err).__name__)

    def _taken(self) -> SearchedPart | None:
        """Take what is next in the queue; what waits for the library that is under way stays there."""
        with self._lock:
            for part in self._queue:
                if part.root != self._running or self._running is None:
                    self._queue.remove(part)
                    return part
        return None

    def _make(self, part: SearchedPart) -> None:
        outer, root = self._running, part.root
        if root is None:
            return
        self._running = self._running or root

        def tell(_stage: str, done: int, total: int) -> None:
            if self._leaving.is_set():
                raise Leaving
            self._done[root] = done, total
            if outer is None and self._queue:
                self._next()

        try:
            if self._meaning.make(part, tell):
                log.info("meaning: vectors of %s are ready, %d passages", part.generation, len(part))
        finally:
            self._running = outer
            self._done.pop(root, None)
