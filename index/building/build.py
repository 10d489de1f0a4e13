"""Seeds to a published snapshot, with a report and a progress callback. Knows nothing of questions."""

from collections.abc import Callable, Iterable, Mapping
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import partial
from hashlib import blake2b
from pathlib import Path

from index.bm25 import save_ranking
from index.building.batches import passages_of
from index.building.fingerprint import pipeline_fingerprint
from index.building.gathering import (
    DEFAULTS,
    CorpusIndex,
    GatheredCorpus,
    Workspace,
    gather,
)
from index.building.looking import LoadedSeed, Look, SeedState, unknown
from index.building.previous import PreviousLibrary
from index.building.report import BuildReport, report_of
from index.building.stamps import Stamps
from index.errors import SnapshotError
from index.processes.collecting import seldom_collected
from index.progress import Progress, no_progress
from index.seeds.seed_source import FolderSource, SeedSource
from index.settings import BuildSettings
from index.snapshots.layout import ERASE_AFTER, is_due, write_layout
from index.snapshots.lexicon import write_words
from index.snapshots.manifest import FORMAT, Manifest, read_manifest
from index.snapshots.publishing import KEPT_GENERATIONS, building, checksums, holds_overdue, prune, publish
from index.snapshots.segmented import Published, Segmented, open_current, open_published
from index.snapshots.snapshot import current_generation

MEMORY_BYTES = 128 << 20
TEMPORARY = ".tmp-build"  # one at a time, by the lock

__all__ = [
    "DEFAULTS",
    "BuildReport",
    "BuildSettings",
    "build",
    "generation_of",
    "passages_of",
]


def _serve_later(_: Published) -> None:
    """Leave what is published to whoever opens it."""


@seldom_collected()
def build(  # noqa: PLR0913 each option is one
    seeds: Path | SeedSource,
    root: Path,
    settings: BuildSettings = DEFAULTS,
    *,
    force: bool = False,
    lock_wait_s: float = 600.0,
    progress: Progress = no_progress,
    kept: int = KEPT_GENERATIONS,
    processes: int = 1,
    memory_bytes: int = MEMORY_BYTES,
    serve: Callable[[Published], None] = _serve_later,
    compact: bool = False,
    erase_after: timedelta = ERASE_AFTER,
) -> BuildReport:
    """Index seeds and publish the result under `root`, unless it is already current.

    May take minutes; one build per root at a time. What was published before stays current whatever fails.

    Args:
        seeds: a folder of them, or another source.
        root: where the snapshots of these seeds live.
        settings: sizes and weights.
        force: build even where the current snapshot is of the same seeds and settings, and read every seed anew.
        lock_wait_s: seconds to wait for another build of this root.
        progress: called with a stage ("reading", "indexing", "writing", "checking"), done and total.
        kept: generations that stay on disk, the current one included.
        processes: how many may read seeds where there is much to read; what is built does not depend on it. They
            are started afresh, so a script that asks for several must guard its main part, as `multiprocessing` says.
        memory_bytes: from which on what waits for the end of the seeds does so in files.
        serve: is given what is published in the end, opened and checked, so that nobody need open it again.
        compact: put all in one segment, byte for byte what building anew gives.
        erase_after: how long the bytes of a seed that was changed or removed may stay; they leave with the first build
            after that.

    Raises:
        SeedError: the seeds cannot be listed: the folder is missing, say.
        BuildError: another build holds the lock for too long.
    """
    started = datetime.now(UTC)
    seed_source = FolderSource(seeds) if isinstance(seeds, Path) else seeds
    merge = _Merge(started, erase_after, compact=compact)
    situation = _Situation(seed_source, root, settings, merge, force=force)
    report: BuildReport | None = None
    snapshot = situation.current()  # without the lock, so that nobody waits for a build to learn that all is current
    if snapshot is None:
        with building(root, lock_wait_s):
            if current_generation(root) != situation.generation:  # another build, which was waited for, published
                situation = _Situation(seed_source, root, settings, merge, force=force)
                snapshot = situation.current()
            if snapshot is None:
                set_up = partial(Workspace, processes=processes, memory_bytes=memory_bytes)
                try:
                    report, snapshot = _build(situation, started, progress, set_up)
                finally:
                    prune(root, kept, erase_after)
    if holds_overdue(root, started, erase_after):
        with building(root, lock_wait_s):
            prune(root, kept, erase_after)
    serve(snapshot)
    return report or report_of(snapshot.manifest, snapshot.manifest, started, rebuilt=False)


@dataclass(frozen=True, slots=True)
class _Merge:
    """What a build puts together besides what changed."""

    now: datetime
    erase_after: timedelta
    compact: bool


class _Situation:
    """What is published under a root, and the seeds as they are now: both looked at once.

    Attributes:
        generation: the folder's that is published, None where nothing is.
        published: that library, opened; the reason where it cannot be used, None where there is none.
        previous: it, as far as what did not change can be taken over from it.
        look: at the seeds.
    """

    def __init__(
        self, seed_source: SeedSource, root: Path, settings: BuildSettings, merge: _Merge, *, force: bool
    ) -> None:
        self.root, self.settings, self.shape, self.merge = root, settings, _shape(settings), merge
        self.generation = current_generation(root)
        self.published = _published(root)
        self.previous: PreviousLibrary | None = None
        if isinstance(self.published, Published) and self.published.manifest.shape == self.shape and not force:
            self.previous = PreviousLibrary(self.published)
        self._stamps = Stamps(root)
        self.look = Look(seed_source, settings.max_bytes, self._stamps.checksum if not force else unknown)

    def current(self) -> Published | None:
        """Return what is published if it is what the seeds ask for; plans what stays of it where it is not."""
        if self.previous is None or not isinstance(self.published, Published):
            return None
        seeds = self.look.settled(self.previous.knows)
        wanted = _generation(self.look.library, (each.state for each in seeds), self.shape)
        if self.published.generation == wanted and not self._must_merge():
            self.note(seeds)
            return self.published
        if not self.merge.compact:
            self.previous.plan(seeds, self.merge.now, self.merge.erase_after)
        return None

    def _must_merge(self) -> bool:
        if self.previous is None or not isinstance(self.published, Segmented):
            return False
        return self.merge.compact or is_due(self.published.below, self.merge.now, self.merge.erase_after)

    def note(self, seeds: Iterable[LoadedSeed]) -> None:
        """Note what the file system says of seeds as they were found."""
        self._stamps.note(seeds, self.merge.now.timestamp())


def _published(root: Path) -> Published | SnapshotError | None:
    """Open what is published; where that cannot be used, return why."""
    if current_generation(root) is None:
        return None
    try:
        return open_current(root)
    except SnapshotError as err:
        return err


def _build(
    situation: _Situation, started: datetime, progress: Progress, set_up: Callable[[Path], Workspace]
) -> tuple[BuildReport, Published]:
    """Build, publish and open a library; the lock must be held."""
    root, published, previous = situation.root, situation.published, situation.previous
    known = published.manifest if isinstance(published, Published) else _manifest_before(root)
    prune(root)  # takes away what a killed build left
    temporary = root / TEMPORARY
    temporary.mkdir()
    with closing(set_up(temporary)) as workspace:
        corpus, indexed = gather(situation.look, previous, situation.settings, progress, workspace)
        _write(temporary, indexed, progress)
    layout = previous.layout(corpus.placed, started) if previous else None
    if layout:
        write_layout(temporary, layout)
    progress("checking", 0, 1)
    target = publish(root, temporary, _manifest(corpus, situation.shape, started, checksums(temporary)))
    snapshot = open_published(target, previous.segments if previous else ())
    progress("checking", 1, 1)
    situation.note(corpus.looked_at)
    damage = str(published) if isinstance(published, SnapshotError) else None
    return replace(report_of(known, snapshot.manifest, started, rebuilt=True), damage=damage), snapshot


def _manifest_before(root: Path) -> Manifest | None:
    generation = current_generation(root)
    try:
        return read_manifest(root / generation) if generation else None
    except SnapshotError:
        return None


def generation_of(seed_source: SeedSource, settings: BuildSettings) -> str:
    """Return the generation that a build of these seeds would have now; reads a folder's files, parses none."""
    states = [each.state for each in Look(seed_source, settings.max_bytes)]
    return _generation(seed_source.library, states, _shape(settings))


def is_of_these_seeds(manifest: Manifest, seed_source: SeedSource, settings: BuildSettings) -> bool:
    """Tell whether a snapshot holds nothing but what seeds hold now, whichever program made it; parses no seed."""
    now = {each.state[1:] for each in Look(seed_source, settings.max_bytes)}
    return all((entry.path, entry.checksum) in now for entry in manifest.seeds)


def _shape(settings: BuildSettings) -> str:
    return blake2b(repr((FORMAT, pipeline_fingerprint(), settings)).encode(), digest_size=6).hexdigest()


def _generation(library: str, states: Iterable[SeedState], shape: str) -> str:
    return blake2b(repr((shape, library, list(states))).encode(), digest_size=6).hexdigest()


def _manifest(corpus: GatheredCorpus, shape: str, built_at: datetime, checksums: Mapping[str, int]) -> Manifest:
    return Manifest(
        generation=_generation(corpus.library, corpus.states, shape),
        shape=shape,
        languages=tuple(sorted({language for entry in corpus.entries for language in entry.languages})),
        built_at=built_at.isoformat(timespec="seconds"),
        passages=sum(entry.passages for entry in corpus.entries),
        seeds=tuple(corpus.entries),
        skipped=tuple(corpus.skipped),
        checksums=checksums,
    )


def _write(temporary: Path, indexed: CorpusIndex, progress: Progress) -> None:
    progress("writing", 0, 1)
    write_words(temporary, indexed.words, indexed.of_seeds)
    save_ranking(indexed.ranking, temporary / "bm25")
