"""Servers' own libraries: built from the database, opened when first asked, the least recently used closed.

The database says what is served, a snapshot only how to find it: what was removed there is hidden at once, whatever
becomes of the re-index. Knows no Discord, and nothing of the operator's seeds. Logs no word of a seed, nor its name.
"""

import logging
import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property
from pathlib import Path
from threading import Lock

from cachetools import LRUCache

from bot.store.queries.refusals import SeedMissingError
from bot.store.queries.seeds import OWN, GuildSeed, GuildState, SeedContents
from bot.store.store import Store
from index.building.build import build, generation_of
from index.building.report import BuildReport
from index.engines.library import Searcher, View
from index.errors import SeedError, SnapshotError
from index.messages import Sentence
from index.progress import Progress, no_progress
from index.seeds import SeedFile
from index.seeds.works import SideFile
from index.settings import BuildSettings
from index.snapshots.publishing import building, drop_vectors
from index.snapshots.segmented import Published, open_published, without_seeds
from index.snapshots.snapshot import current_generation

log = logging.getLogger(__name__)

ROOT_PREFIX = "guild-"  # of the folder of a server's snapshots, before its number
GONE = Sentence("was removed meanwhile")
OPENING_AT_ONCE = 64
# What an open library takes in memory: see "Five hundred servers" in benchmarks/RESULTS.md.
COST_BYTES, COST_FACTOR = 100_000, 5


class GuildContents:
    """One seed's contents, fetched when they are asked for: an unchanged seed is known by its version alone."""

    def __init__(self, store: Store, seed: GuildSeed) -> None:
        self._store = store
        self._seed = seed

    @property
    def checksum(self) -> str:
        """The version with its moment and its file's checksum: a restored database may count versions again."""
        return f"{self._seed.version} {self._seed.changed_at.isoformat()} {self._seed.checksum}"

    @property
    def data(self) -> bytes:
        """The file; raises SeedError where it was removed meanwhile."""
        return self._contents.data

    @property
    def sidecar(self) -> bytes | None:
        """The side-car; raises as `data` does."""
        return self._contents.sidecar

    @property
    def further(self) -> tuple[SideFile, ...]:
        """Nothing: a server's seeds have no folders, and no references beside them."""
        return ()

    @cached_property
    def _contents(self) -> SeedContents:
        try:
            return self._store.seed_contents(self._seed.guild_id, self._seed.seed, self._seed.version)
        except SeedMissingError as err:
            raise SeedError(self._seed.file_name, GONE) from err


class GuildSeedSource:
    """The seeds of one server as the database had them at one moment."""

    def __init__(self, store: Store, guild_id: int, state: GuildState) -> None:
        self.library = f"{guild_id}/"
        self._store = store
        self._seeds = {OWN + seed.seed: seed for seed in state.seeds}

    def seeds(self) -> Sequence[SeedFile]:
        """List the seeds by id."""
        return [SeedFile(own, seed.file_name, Path(seed.file_name)) for own, seed in self._seeds.items()]

    def load(self, seed: SeedFile, *, max_bytes: int) -> GuildContents:  # noqa: ARG002 what is stored was let in
        """Return what a seed consists of."""
        return GuildContents(self._store, self._seeds[seed.id])


@dataclass(frozen=True, slots=True)
class Opened:
    """What is served of a server's own seeds, as of one revision of the database.

    Attributes:
        snapshot: what the view was made from, None where nothing is published.
        view: None where there is nothing to search.
        is_current: a re-index would change nothing.
    """

    revision: int
    snapshot: Published | None
    view: View | None
    is_current: bool

    @property
    def cost_bytes(self) -> int:
        """The memory it takes at most, with all that is derived from it and remembered of it."""
        return COST_BYTES + (self.snapshot.size_bytes * COST_FACTOR if self.snapshot else 0)


class Libraries:
    """The libraries of all servers; safe for many threads.

    Args:
        store: has their seeds.
        folder: where their snapshots live.
        settings: how they are built.
        most_bytes: memory that open libraries may take together; one is open in any case.
        lock_wait_s: seconds to wait for another process's build.
    """

    def __init__(
        self, store: Store, folder: Path, settings: BuildSettings, *, most_bytes: int, lock_wait_s: float
    ) -> None:
        self._store = store
        self._folder = folder
        self._settings = settings
        self._lock_wait_s = lock_wait_s
        # Whatever one takes, it may be open, alone.
        self._opened = LRUCache[int, Opened](most_bytes, getsizeof=lambda opened: min(opened.cost_bytes, most_bytes))
        self._lock = Lock()
        self._opening = [Lock() for _ in range(OPENING_AT_ONCE)]  # so that a crowd of questions opens one once

    def root(self, guild_id: int) -> Path:
        """Return where a server's snapshots live."""
        return self._folder / f"{ROOT_PREFIX}{guild_id}"

    def opened(self, guild_id: int) -> Opened:
        """Return what is served of a server's own seeds now; opens it where need be, which reads all of it.

        Raises:
            StoreError: the database cannot be asked.
        """
        revision = self._store.seeds_revision(guild_id)
        known = self._known(guild_id)
        if known is not None and self._holds(guild_id, known, revision):
            return known
        with self._opening[(guild_id >> 22) % OPENING_AT_ONCE]:
            known = self._known(guild_id)
            if known is not None and self._holds(guild_id, known, revision):
                return known  # another question, which was waited for, has done it
            return self._refreshed(guild_id, known)

    def build(self, guild_id: int, progress: Progress = no_progress, *, force: bool = False) -> BuildReport:
        """Re-index a server's seeds and serve them; where that fails, nothing changed.

        Raises:
            BuildError: another process is building, or the data folder cannot be written.
            StoreError: the database cannot be asked.
        """
        published: list[Published] = []
        report = build(
            GuildSeedSource(self._store, guild_id, self._store.guild_state(guild_id)),
            self.root(guild_id),
            self._settings,
            force=force,
            lock_wait_s=self._lock_wait_s,
            progress=progress,
            kept=1,  # what a server removed is to leave the disk too, and at once
            erase_after=timedelta(0),
            serve=published.append,
        )
        self._refreshed(guild_id, self._known(guild_id), *published)
        log.info("server %d: serving %s, %d passages", guild_id, report.generation, report.passages)
        return report

    def renew_vectors(self, guild_id: int, prepare: Callable[[Searcher], None] | None) -> None:
        """Have what finds a server's passages by meaning made anew, or deleted: what it removed is to leave the disk.

        Args:
            guild_id: the server.
            prepare: has it made; None where nothing is found by meaning.
        """
        view = self.opened(guild_id).view
        if prepare is not None and view is not None:
            prepare(view.searcher)
        else:
            drop_vectors(self.root(guild_id))

    def open_now(self) -> list[int]:
        """Return the servers whose libraries are open."""
        with self._lock:
            return list(self._opened)

    @property
    def cost_bytes(self) -> int:
        """The memory that open libraries are taken to need."""
        with self._lock:
            return round(self._opened.currsize)

    @property
    def most_bytes(self) -> int:
        """The memory that they may take together."""
        return round(self._opened.maxsize)

    def on_disk(self) -> list[int]:
        """Return the servers that have snapshots here."""
        names = (path.name.removeprefix(ROOT_PREFIX) for path in self._folder.glob(f"{ROOT_PREFIX}*"))
        return sorted(int(name) for name in names if name.isdecimal())

    def forget(self, guild_id: int) -> None:
        """Delete a server's snapshots, and close what is open of them; what is asked next is built anew.

        Raises:
            BuildError: another process is building, or the data folder cannot be written.
        """
        root = self.root(guild_id)
        if root.is_dir():
            with building(root, self._lock_wait_s):
                shutil.rmtree(root, ignore_errors=True)
        with self._lock:
            self._opened.pop(guild_id, None)

    def _known(self, guild_id: int) -> Opened | None:
        with self._lock:
            return self._opened.get(guild_id)

    def _holds(self, guild_id: int, known: Opened, revision: int) -> bool:
        """Tell whether what is open is still what is to be served; a stale one may have been rebuilt elsewhere."""
        if known.revision != revision:
            return False
        return known.is_current or _name(known.snapshot) == current_generation(self.root(guild_id))

    def _refreshed(self, guild_id: int, known: Opened | None, published: Published | None = None) -> Opened:
        """Look at the database and at the disk, and remember what is found; `published` is open already."""
        state = self._store.guild_state(guild_id)
        snapshot = self._snapshot(guild_id, (known.snapshot if known else None, published))
        found = Opened(
            revision=state.revision,
            snapshot=snapshot,
            view=self._view(snapshot, state),
            is_current=self._is_current(guild_id, snapshot, state),
        )
        self._keep(guild_id, known, found)
        return found

    def _keep(self, guild_id: int, known: Opened | None, found: Opened) -> None:
        """Remember what is open, and close what there is no room for; what another thread found later stays."""
        with self._lock:
            there = self._opened.get(guild_id)
            if there is None or there is known or there.revision <= found.revision:
                self._opened[guild_id] = found

    def _snapshot(self, guild_id: int, opened: Sequence[Published | None]) -> Published | None:
        """Return what is published, opened anew only where it changed; None where there is nothing sound."""
        root = self.root(guild_id)
        while (published := current_generation(root)) is not None:
            same = next((each for each in opened if _name(each) == published), None)
            if same is not None:
                return same
            try:
                return open_published(root / published)
            except SnapshotError as err:
                if published == current_generation(root):  # else a build took it away at this very moment
                    log.warning("server %d: %s", guild_id, err)
                    return None
        return None

    def _view(self, snapshot: Published | None, state: GuildState) -> View | None:
        if snapshot is None or not state.seeds:
            return None
        served = {OWN + seed.seed for seed in state.seeds}
        hidden = {entry.seed for entry in snapshot.manifest.seeds} - served
        if not hidden:
            return View.of([snapshot])
        return View.of([without_seeds(snapshot, hidden)])

    def _is_current(self, guild_id: int, snapshot: Published | None, state: GuildState) -> bool:
        if snapshot is None:
            return not state.seeds
        return snapshot.generation == generation_of(GuildSeedSource(self._store, guild_id, state), self._settings)


def _name(snapshot: Published | None) -> str | None:
    return snapshot.path.name if snapshot is not None else None
