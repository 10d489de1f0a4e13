"""Seeds to a published snapshot, with a report and a progress callback. Knows nothing of questions."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial
from hashlib import blake2b
from pathlib import Path

from index.bm25 import save_ranking
from index.building.fingerprint import pipeline_fingerprint
from index.building.gathering import (
    DEFAULTS,
    Before,
    Bench,
    Corpus,
    CorpusIndex,
    SeedState,
    gather,
    state,
)
from index.building.runs import passages_of
from index.errors import SeedError, SnapshotError
from index.progress import Progress, no_progress
from index.seeds.seed_source import FolderSource, SeedSource
from index.settings import BuildSettings
from index.snapshots.lexicon import write_words
from index.snapshots.publishing import KEPT_GENERATIONS, building, checksums, prune, publish
from index.snapshots.snapshot import (
    FORMAT,
    Manifest,
    Skipped,
    Snapshot,
    current_generation,
    open_current,
    open_snapshot,
    read_manifest,
)

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


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What a build changed against the snapshot before, as paths of seeds in their folder.

    Attributes:
        skipped: files that could not be read, with the reason.
        unchanged: how many seeds are as they were.
        rebuilt: False where the current snapshot already was what the seeds ask for.
        seconds: from the first look at the folder to the published snapshot.
        damage: why the snapshot before could not be used, None where it could or there was none.
    """

    generation: str
    passages: int
    added: tuple[str, ...]
    changed: tuple[str, ...]
    removed: tuple[str, ...]
    skipped: tuple[Skipped, ...]
    unchanged: int
    rebuilt: bool
    seconds: float
    damage: str | None = None


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
) -> BuildReport:
    """Index seeds and publish the result under `root`, unless it is already current.

    May take minutes; one build per root at a time. What was published before stays current whatever fails.

    Args:
        seeds: a folder of them, or another stock.
        root: where the snapshots of this stock live.
        settings: sizes and weights.
        force: build even where the current snapshot is of the same seeds and settings, and read every seed anew.
        lock_wait_s: seconds to wait for another build of this root.
        progress: called with a stage ("reading", "indexing", "writing", "checking"), done and total.
        kept: generations that stay on disk, the current one included.
        processes: how many may read seeds where there is much to read; what is built does not depend on it. They
            are started afresh, so a script that asks for several must guard its main part, as `multiprocessing` says.

        memory_bytes: from which on what waits for the end of the seeds does so in files.

    Raises:
        SeedError: the seeds cannot be listed: the folder is missing, say.
        BuildError: another build holds the lock for too long.
    """
    started = datetime.now(UTC)
    seed_source = FolderSource(seeds) if isinstance(seeds, Path) else seeds
    if not force and (report := _unchanged(seed_source, root, settings, started)):
        return report  # found without the lock, so that nobody waits for a build to learn that nothing is to be done
    with building(root, lock_wait_s):
        if not force and (report := _unchanged(seed_source, root, settings, started)):
            return report  # the build that was waited for did it
        try:
            bench = partial(Bench, processes=processes, memory_bytes=memory_bytes)
            return _build(seed_source, root, settings, started, progress, set_up=bench, force=force)
        finally:
            prune(root, kept)


def _unchanged(seed_source: SeedSource, root: Path, settings: BuildSettings, started: datetime) -> BuildReport | None:
    """Return a report without changes where the current snapshot is sound and what the seeds ask for."""
    current = _manifest_before(root)
    if current is None or current.generation != generation_of(seed_source, settings) or _damage(root):
        return None
    return _report(current, current, started, rebuilt=False)


def _damage(root: Path) -> str | None:
    """Say why the published snapshot cannot be used; None where it can, or where there is none."""
    found = _published(root)
    return str(found) if isinstance(found, SnapshotError) else None


def _published(root: Path) -> Snapshot | SnapshotError | None:
    """Open what is published; where that cannot be used, return why."""
    if current_generation(root) is None:
        return None
    try:
        return open_current(root)
    except SnapshotError as err:
        return err


def _build(  # noqa: PLR0913 as `build`
    seed_source: SeedSource,
    root: Path,
    settings: BuildSettings,
    started: datetime,
    progress: Progress,
    *,
    set_up: Callable[[Path], Bench],
    force: bool,
) -> BuildReport:
    published = _published(root)
    shape = _shape(settings)
    usable = isinstance(published, Snapshot) and published.manifest.shape == shape and not force
    before = Before(published) if isinstance(published, Snapshot) and usable else None
    known = _manifest_before(root)
    prune(root)  # takes away what a killed build left
    temporary = root / TEMPORARY
    temporary.mkdir()
    with closing(set_up(temporary)) as bench:
        corpus, indexed = gather(seed_source, before, settings, progress, bench)
        _write(temporary, indexed, progress)
    manifest = _manifest(corpus, shape, started)
    _publish(root, temporary, manifest, progress)
    damage = str(published) if isinstance(published, SnapshotError) else None
    return replace(_report(known, manifest, started, rebuilt=True), damage=damage)


def _manifest_before(root: Path) -> Manifest | None:
    generation = current_generation(root)
    try:
        return read_manifest(root / generation) if generation else None
    except SnapshotError:
        return None


def generation_of(seed_source: SeedSource, settings: BuildSettings) -> str:
    """Return the generation that a build of these seeds would have now; reads a folder's files, parses none."""
    return _generation(seed_source.library, _look(seed_source, settings), _shape(settings))


def _look(seed_source: SeedSource, settings: BuildSettings) -> Iterator[SeedState]:
    """Take the state of every seed as it is now."""
    for file in seed_source.seeds():
        try:
            yield state(file, seed_source.load(file, max_bytes=settings.max_bytes).checksum)
        except SeedError as err:
            yield state(file, str(err))


def _shape(settings: BuildSettings) -> str:
    return blake2b(repr((FORMAT, pipeline_fingerprint(), settings)).encode(), digest_size=6).hexdigest()


def _generation(library: str, states: Iterable[SeedState], shape: str) -> str:
    return blake2b(repr((shape, library, list(states))).encode(), digest_size=6).hexdigest()


def _manifest(corpus: Corpus, shape: str, built_at: datetime) -> Manifest:
    return Manifest(
        generation=_generation(corpus.library, corpus.states, shape),
        shape=shape,
        languages=tuple(sorted({language for entry in corpus.entries for language in entry.languages})),
        built_at=built_at.isoformat(timespec="seconds"),
        passages=sum(entry.passages for entry in corpus.entries),
        seeds=tuple(corpus.entries),
        skipped=tuple(corpus.skipped),
        checksums={},
    )


def _write(temporary: Path, indexed: CorpusIndex, progress: Progress) -> None:
    progress("writing", 0, 1)
    write_words(temporary, indexed.words, indexed.of_seeds)
    save_ranking(indexed.ranking, temporary / "bm25")


def _publish(root: Path, temporary: Path, manifest: Manifest, progress: Progress) -> None:
    progress("checking", 0, 1)
    target = publish(root, temporary, replace(manifest, checksums=checksums(temporary)))
    open_snapshot(target)
    progress("checking", 1, 1)


def _report(before: Manifest | None, now: Manifest, started: datetime, *, rebuilt: bool) -> BuildReport:
    old = {entry.path: entry.checksum for entry in before.seeds} if before else {}
    new = {entry.path: entry.checksum for entry in now.seeds}
    changed = tuple(path for path in new if path in old and new[path] != old[path])
    return BuildReport(
        generation=now.generation,
        passages=now.passages,
        added=tuple(path for path in new if path not in old),
        changed=changed,
        removed=tuple(path for path in old if path not in new),
        skipped=now.skipped,
        unchanged=len(new.keys() & old.keys()) - len(changed),
        rebuilt=rebuilt,
        seconds=(datetime.now(UTC) - started).total_seconds(),
    )
