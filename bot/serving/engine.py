"""The search engine as the service sees it: the view over it, what stands by for it, and what keeps it current.

States: serving from the cluster; serving the copy on this machine, because the cluster did not take or answer
something, until it does again. Knows no question.
"""

import logging
import time
from collections.abc import Callable
from pathlib import Path
from threading import Event, Lock, Thread
from typing import Final

from bot.config.values import Config
from bot.serving.elsewhere import Elsewhere, open_elsewhere
from bot.store.database.errors import StoreError
from index.engines.library import Searcher, View
from index.engines.opensearch.snapshot import RemoteSnapshot
from index.errors import EngineError, LibraryError
from index.messages import N_
from index.progress import Progress, no_progress
from index.snapshots.segmented import Published
from index.snapshots.snapshot import Snapshot

log = logging.getLogger(__name__)
SEGMENTS: Final = N_("this machine's index is of several segments; `caveat reindex` puts it into one, and publishes it")
SHUNNED_S: Final = 5.0  # for which questions do without a cluster that did not answer one
FOLLOWED_S: Final = 2.0  # between two looks at which index serves
KEPT_S: Final = 60.0  # between two times that this one is said to be in use, and others are swept
RETRIED_S: Final = 15.0  # after which a cluster that did not take a library is asked again

ServeView = Callable[[View, Published | None], Searcher]


class EngineService:
    """Serves the operator's library from a cluster; safe for many threads.

    Args:
        elsewhere: the library there.
        builds: it is published from this machine's snapshots; else what others publish is served.

    Attributes:
        failure: why the copy on this machine is served; None while it is not.
    """

    def __init__(self, elsewhere: Elsewhere, *, builds: bool) -> None:
        self.elsewhere = elsewhere
        self._builds = builds
        self._local: View | None = None
        self._snapshot: Snapshot | None = None
        self._away_until = 0.0
        self._lock = Lock()
        self._stopped = Event()
        self.failure: EngineError | StoreError | None = None

    def view(self, snapshot: Published, progress: Progress = no_progress, *, force: bool = False) -> View:
        """Return the view over a snapshot in the cluster, published where need be; what is here where it is away."""
        with self._lock:
            self._local = View.of([snapshot])
            if not isinstance(snapshot, Snapshot):  # published before there was an engine; the next re-index mends it
                self.failure = EngineError(SEGMENTS)
                return self._local
            self._snapshot = snapshot
            try:
                view = _view_of(self.elsewhere.serving(snapshot, progress, force=force))
            except (EngineError, StoreError) as err:
                log.warning("%s; the copy on this machine answers", err)
                self.failure = err
                return self._local
            self.failure = None
            return view

    def follow(self) -> View:
        """Return the view over what others published; raises EngineError where nothing is, or nobody answers."""
        return _view_of(self.elsewhere.opened(self.elsewhere.published()))

    @property
    def is_away(self) -> bool:
        """Whether the copy on this machine is to be searched."""
        return self.failure is not None or time.monotonic() < self._away_until

    def at_hand(self, view: View) -> View:
        """Return what is searched in place of a view over the cluster: itself, unless that is away."""
        return self._local if self._local is not None and self.is_away else view

    def standby(self, err: EngineError) -> View:
        """Return what answers a question that the cluster did not, and those of the next moments; raises else."""
        if self._local is None:
            raise err
        self._away_until = time.monotonic() + SHUNNED_S
        log.warning("%s; the copy on this machine answers", err)
        return self._local

    def stay(self, serve: ServeView) -> None:
        """Serve what is published from now on, and say what is in use, in a thread of its own until `stop`.

        Args:
            serve: has a view searched, of a snapshot of this machine where there is one.
        """
        Thread(target=self._keep, args=(serve,), name="engine", daemon=True).start()

    def stop(self) -> None:
        """Follow no more."""
        self._stopped.set()

    def look_again(self, serve: ServeView) -> None:
        """Serve what is to be served by now: what the cluster did not take before, or what another one published.

        Raises:
            EngineError: the cluster does not answer.
            StoreError: the store cannot be asked.
        """
        if self.failure is not None and self._snapshot is not None:
            serve(self.view(self._snapshot), self._snapshot)
        elif self._is_other():
            serve(self.follow(), self._snapshot)

    def _keep(self, serve: ServeView) -> None:
        kept = time.monotonic()
        while not self._stopped.wait(FOLLOWED_S if self.failure is None else RETRIED_S):
            try:
                self.look_again(serve)
                if time.monotonic() - kept >= KEPT_S:
                    kept = time.monotonic()
                    self._mend(serve)
                    self.elsewhere.keep()
                    self.elsewhere.sweep()
            except (LibraryError, StoreError) as err:
                log.warning("following %s: %s", self.elsewhere.library, err)

    def _mend(self, serve: ServeView) -> None:
        """Publish anew what is gone from the cluster, if this machine has it."""
        served, snapshot = self.elsewhere.served, self._snapshot
        if self._builds and served and snapshot and not self.elsewhere.loader.is_whole(served.index_name):
            log.warning("%s is gone from the search engine; publishing it anew", served.index_name)
            serve(self.view(snapshot), snapshot)

    def _is_other(self) -> bool:
        """Tell whether another index serves by now, of the same seeds as this machine's where it has any."""
        there = self.elsewhere.published()
        if there is None or there == self.elsewhere.served:
            return False
        return not self._builds or (self._snapshot is not None and there.generation == self._snapshot.generation)


def open_search_engine(config: Config, root: Path) -> EngineService | None:
    """Return what serves a library from the cluster that the config names; raises as `open_elsewhere` does."""
    elsewhere = open_elsewhere(config, root)
    return EngineService(elsewhere, builds=config.engine.builds) if elsewhere else None


def _view_of(snapshot: RemoteSnapshot) -> View:
    return View(Searcher([snapshot]), (snapshot.manifest,))
