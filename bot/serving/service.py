"""What every face calls: scopes to look things up on, check, add, re-index; rebuilds what is damaged.

Synchronous and safe for many threads; knows no terminal and no Discord.
"""

import logging
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Future, wait
from contextlib import suppress
from dataclasses import asdict, replace
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING

from bot.config.values import Config, data_folder, names_engine
from bot.health.observer import UNOBSERVED, Observer
from bot.serving.building import OperatorSeeds, build_settings
from bot.serving.folders import default_seeds, snapshot_root
from bot.serving.reindexing import GivenUp, Reindexer, note_renewal, warn_of_skipped
from bot.serving.scope import NO_STANDBY, Scope, Standby
from index.answers.answer import AnswerSettings
from index.engines.library import Library, Searcher, View
from index.errors import BuildError, SnapshotError
from index.progress import Progress, no_progress
from index.settings import BuildSettings
from index.snapshots.layout import read_layout
from index.snapshots.segmented import Published, open_current
from index.snapshots.snapshot import current_generation

# What builds is imported by what builds, since a question on the command line finds a snapshot as a rule. What servers
# have of their own takes the database along, which the command line can do without.
if TYPE_CHECKING:
    from bot.serving.engine import EngineService
    from bot.serving.libraries import Libraries
    from bot.serving.meaning import MeaningService
    from bot.store.guild_settings import SettingsBook
    from bot.store.store import Store
    from index.building.lint import FileFindings
    from index.building.report import BuildReport

log = logging.getLogger(__name__)
FIRST_PATIENCE_S = 2.0  # seconds that the first question waits for a server's index; an autocompletion has 3 in all
PATIENCE_S = 5.0  # seconds that answers wait for another process's build, where an older index could answer


class Service:
    """One folder of seeds, served.

    Args:
        config: the operator's config.
        seeds: the folder; None for the configured one, else the seeds that ship with the program.
    """

    def __init__(self, config: Config, seeds: Path | None = None) -> None:
        self.config = config
        self.seeds = (seeds or config.seeds.dir or default_seeds()).absolute()
        self.answer_settings = AnswerSettings(**asdict(config.answer))
        self.root = snapshot_root(config, self.seeds)
        self.library = Library([self.root])
        self.libraries: Libraries | None = None
        self._book: SettingsBook | None = None
        self._completes = False
        self.meaning: MeaningService | None = None
        self.is_makeshift = False  # an index of before is served, since none could be built at the start
        self._reindexer = Reindexer(self._reindex_one)
        self._gave_up = GivenUp()
        self.reindexed: Callable[[int | None], None] = lambda _guild_id: None  # told in the thread that re-indexed
        self.observer: Observer = UNOBSERVED

    @cached_property
    def _seeds(self) -> OperatorSeeds:
        return OperatorSeeds(self.config, self.seeds, self.root, self.build_settings)

    @cached_property
    def build_settings(self) -> BuildSettings:
        """What the config says of building."""
        return build_settings(self.config)

    @cached_property
    def engine(self) -> "EngineService | None":
        """What serves the operator's seeds from a cluster; None where the config names none."""
        if not names_engine(self.config):
            return None
        from bot.serving.engine import open_search_engine

        return open_search_engine(self.config, self.root)

    def serve_guilds(self, store: "Store", book: "SettingsBook") -> None:
        """Serve servers their own seeds too, of the database, as each has set it; before that, nobody has any."""
        from bot.serving.libraries import Libraries

        self._book = book
        self.libraries = Libraries(
            store,
            data_folder(self.config) / "snapshots",
            self.build_settings,
            most_bytes=round(self.config.libraries.memory_mb * 1e6),
            lock_wait_s=self.config.reindex.lock_wait_s,
        )

    def use_meaning(self, *, make: bool = False) -> None:
        """Find by meaning too, as configured, and make what it needs in another thread; before, words find alone."""
        if self.config.meaning.use != "off":
            from bot.serving.meaning import open_meaning

            self.meaning = open_meaning(self.config, make=make)

    def complete_names(self) -> None:
        """Have ready, from now on, what completing a name as it is typed needs; a terminal never asks for that."""
        self._completes = True
        self.library.searcher.prepare()

    def open(self, progress: Progress = no_progress, *, at_once: bool = False) -> None:
        """Serve what the seeds hold now, built where need be; may take minutes.

        Where it cannot be built, or another process is at it, what was published before is served with a warning.

        Args:
            progress: is told how far it is.
            at_once: where an earlier version indexed these very seeds, serve that and renew it in another thread.

        Raises:
            SeedError: the folder cannot be listed.
            BuildError: nothing can be built, and nothing was published before.
        """
        if self.engine and not self.config.engine.builds:
            self.search_in(self.engine.follow(), None)
            return
        if self._seeds.is_current(self._seeds.look()):
            with suppress(SnapshotError):  # it is damaged, and built anew below
                # What is published elsewhere is of one segment: else it is put into one below.
                if self.engine is None or read_layout(self.root / (current_generation(self.root) or "")) is None:
                    self._load()
                    log.info("serving %s, with nothing changed", self.library.searcher.generation)
                    return
        published = current_generation(self.root) is not None
        if at_once and published and self._serves_what_was():
            self.start_reindex(None, progress).add_done_callback(note_renewal)
            return
        try:
            report = self.reindex(progress, lock_wait_s=PATIENCE_S if published else None)
        except BuildError as err:
            self._serve_published(err)
        else:
            if report.rebuilt:
                warn_of_skipped(report)

    def _serves_what_was(self) -> bool:
        """Serve what an earlier version published, if this one reads it and it holds nothing that the seeds do not."""
        from index.building.build import is_of_these_seeds
        from index.seeds.seed_source import FolderSource

        try:
            self._load()
        except SnapshotError as err:
            log.warning("rebuilding at once: %s", err)
            return False
        (manifest,) = self.library.view.manifests
        log.info("found %s, which is not this version's", manifest.generation)
        return is_of_these_seeds(manifest, FolderSource(self.seeds), self.build_settings)

    def _serve_published(self, reason: BuildError) -> None:
        try:
            self._load()
        except SnapshotError:
            raise reason from None
        self.is_makeshift = True
        log.warning("%s; until then the index of before answers", reason)

    def _load(self) -> None:
        """Open what is published, and serve it; raises SnapshotError, and then nothing changed."""
        self._serve(open_current(self.root))

    def _serve(self, snapshot: Published, progress: Progress = no_progress, *, force: bool = False) -> None:
        """Serve a snapshot, from the cluster where there is one."""
        self.search_in(self.engine.view(snapshot, progress, force=force) if self.engine else None, snapshot)

    def search_in(self, view: View | None, snapshot: Published | None) -> Searcher:
        """Search a view, else a snapshot; names are gathered after that, so that no answer waits for them."""
        searcher = self.library.serve([snapshot] if snapshot else [], view)
        if self._completes:
            searcher.prepare()
        if self.meaning:
            self.meaning.prepare(searcher)
        return searcher

    def reindex(
        self,
        progress: Progress = no_progress,
        *,
        force: bool = False,
        compact: bool = False,
        lock_wait_s: float | None = None,
    ) -> "BuildReport":
        """Build and publish what changed, then serve it; where that fails, nothing changed.

        Args:
            progress: is told how far it is.
            force: build even where nothing changed.
            compact: put all in one segment.
            lock_wait_s: seconds to wait for another process's build; None for the configured ones.

        Raises:
            SeedError: the folder cannot be listed.
            BuildError: another process is building, or the data folder cannot be written.
        """
        if lock_wait_s is None:
            lock_wait_s = self.config.reindex.lock_wait_s
        serve, compact = partial(self._serve, progress=progress, force=force), compact or self.engine is not None
        report = self._seeds.build(serve, progress, force=force, compact=compact, lock_wait_s=lock_wait_s)
        log.info("serving %s: %d passages", report.generation, report.passages)
        return report

    def start_reindex(
        self, guild_id: int | None, progress: Progress = no_progress, *, changed: bool = False
    ) -> "Future[BuildReport]":
        """Re-index a server's own seeds, or with None the operator's; joins what is under way, and returns at once.

        Args:
            guild_id: whose.
            progress: is told how far it is, in another thread.
            changed: seeds have just changed, and must be in what the future's report tells of.
        """
        return self._reindexer.start(guild_id, progress, changed=changed)

    def guild_changed(self, guild_id: int | None, progress: Progress = no_progress) -> "Future[BuildReport]":
        """Re-index a server's seeds, or the operator's, which have just changed; what was removed is served no more."""
        return self.start_reindex(guild_id, progress, changed=True)

    def _reindex_one(self, guild_id: int | None, progress: Progress) -> "BuildReport":
        if guild_id is not None:
            report = self.observer.reindexed("server", lambda: self._of_guilds().build(guild_id, progress))
            self._of_guilds().renew_vectors(guild_id, self.meaning.prepare if self.meaning else None)
        else:
            report = warn_of_skipped(self.observer.reindexed("operator", lambda: self.reindex(progress)))
        if report.rebuilt:
            self.reindexed(guild_id)
        return report

    def is_overdue(self) -> bool:
        """Tell whether bytes of the operator's seeds are on disk that should have left it; a re-index deletes them."""
        return self._seeds.is_overdue()

    def is_lost(self) -> bool:
        """Tell whether nothing is published any more of the operator's seeds; what is served is served on."""
        return current_generation(self.root) is None

    def is_behind(self) -> bool:
        """Tell whether another process published the operator's seeds anew; what this one is building is no news."""
        return not self._reindexer.is_running(None) and self.library.is_behind()

    def refresh(self) -> None:
        """Serve what is published of the operator's seeds; raises SnapshotError, and then nothing changed."""
        self._load()
        log.info("serving %s, built elsewhere", self.library.searcher.generation)
        self.reindexed(None)  # each worker looks after its own servers

    def forget_guild(self, guild_id: int) -> None:
        """Delete a server's snapshots: what it has in the database is built anew when it is asked for."""
        self._of_guilds().forget(guild_id)

    def own_view(self, guild_id: int) -> View | None:
        """Return what is indexed of a server's own seeds and still served; None where nothing is. Builds nothing."""
        return self._of_guilds().opened(guild_id).view

    def guilds_on_disk(self) -> list[int]:
        """Return the servers that have snapshots here."""
        return self._of_guilds().on_disk()

    def stop(self) -> None:
        """End re-indexes under way at their next report of progress; what is served is served on."""
        self._reindexer.stop()
        for beside in (self.meaning, self.engine):
            if beside:
                beside.stop()

    def scope(self, guild_id: int | None = None) -> Scope:
        """Return what may be seen in a server; with None, in direct messages and where the app is not installed.

        Opens, and builds, the server's own library where need be.

        Raises:
            StoreError: the database cannot be asked.
        """
        view = self._view(guild_id)
        if self.meaning:
            self.meaning.prepare(view.searcher)
        repair = partial(self._repaired, guild_id)
        return Scope(view, repair, self._answers(guild_id), self.meaning, self._standby(guild_id))

    def _standby(self, guild_id: int | None) -> Standby:
        engine = self.engine
        return Standby(lambda err: self._view(guild_id, engine.standby(err)), engine.is_away) if engine else NO_STANDBY

    def _answers(self, guild_id: int | None) -> AnswerSettings:
        """Return how much an answer shows, as the server wants it or else as configured."""
        wanted = self._book.load(guild_id).pages_per_answer if self._book is not None else None
        return replace(self.answer_settings, limit=wanted or self.answer_settings.limit)

    def _view(self, guild_id: int | None, operators: View | None = None) -> View:
        """Return what is seen in a server, the operator's seeds in another view than the one served if it is given."""
        operators = operators or (self.engine.at_hand(self.library.view) if self.engine else self.library.view)
        if guild_id is None or self.libraries is None or self._book is None:
            return operators
        own = self._own(guild_id, self.libraries)
        if not self._book.load(guild_id).operator_seeds:
            return own or View.of([])
        return operators.beside(own) if own else operators

    def _own(self, guild_id: int, libraries: "Libraries") -> View | None:
        """Return a server's own seeds as far as they are indexed; what is missing is on its way then."""
        opened = libraries.opened(guild_id)
        if opened.is_current or not self._gave_up.may_try(guild_id):
            return opened.view
        first_to_ask = not self._reindexer.is_running(guild_id)
        future = self.start_reindex(guild_id)
        future.add_done_callback(partial(self._gave_up.note, guild_id))
        if opened.snapshot is None and first_to_ask:  # a new disk; the others do without what is not there yet
            wait({future}, FIRST_PATIENCE_S)
            opened = libraries.opened(guild_id)
        return opened.view

    def _repaired(self, guild_id: int | None, damage: SnapshotError) -> View:
        libraries = self.libraries
        if guild_id is not None and libraries is not None and damage.is_in(libraries.root(guild_id)):
            libraries.build(guild_id, force=True)
        else:
            self.reindex(force=True)
        return self._view(guild_id)

    def _of_guilds(self) -> "Libraries":
        if self.libraries is None:
            raise RuntimeError("servers are not served yet: call serve_guilds first")
        return self.libraries

    def check(self, path: Path | None = None) -> "Iterator[FileFindings]":
        """Lint a seed file or folder; by default the folder served."""
        from index.building.lint import check_seeds
        from index.processes.pool import usual_processes

        return check_seeds(path or self.seeds, self.build_settings, self.config.reindex.processes or usual_processes())

    def add_seed(self, file: Path, metadata: Mapping[str, str]) -> "FileFindings":
        """Copy a file into the seeds, its metadata and its side-car's beside it; raises SeedError for a bad one."""
        from bot.serving.seed_files import copy_seed

        return copy_seed(self.seeds, file, metadata, self.build_settings)
