"""All that goes into one snapshot, seed by seed: read where it is new, taken over where it stands in the previous one.

Knows no folders of snapshots, no locks and no reports.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property, partial
from itertools import chain
from pathlib import Path

import numpy as np

from index.bm25 import PostingsBuilder, Ranking, RankingSource, build_ranking
from index.building.batches import Reader, SeedBatch, UnreadSeed, skipped
from index.building.looking import LoadedSeed, Look, SeedState, state_of
from index.errors import SeedError, SnapshotError
from index.processes.pool import ProcessPool
from index.progress import Progress
from index.seeds import SeedFile
from index.settings import BuildSettings
from index.snapshots.lexicon import NumberedWords
from index.snapshots.seed_part import SeedPart, SeedPartFiles, SeedParts
from index.snapshots.snapshot import SeedEntry, Skipped, Snapshot
from index.storage.spill import Spill

BATCH_BYTES = 1 << 20  # of seeds that are read together
# Below so many bytes of seeds to read, starting processes takes longer than they save.
WORTH_PROCESSES_BYTES = 4 << 20
DEFAULTS = BuildSettings()


@dataclass(frozen=True, slots=True)
class Kept:
    """A seed as it stands in the previous snapshot, with its number there."""

    part: SeedPart
    number: int


Step = tuple[Kept | Skipped | None, Sequence[UnreadSeed] | None]  # what is known of a seed, or seeds to read


@dataclass(slots=True)
class GatheredCorpus:
    """What was gathered.

    Attributes:
        library: which the seeds belong to.
        states: of each seed, its id, its name and the checksum of what was read (or why nothing was).
        entries: what there is of the seeds that could be read.
        skipped: those that could not.
    """

    library: str
    states: list[SeedState] = field(default_factory=list)
    entries: list[SeedEntry] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class CorpusIndex:
    """What a corpus is found by: its ranking, and its words with those of each seed."""

    ranking: Ranking
    words: NumberedWords
    of_seeds: Spill


class Workspace:
    """A directory in which a snapshot is made, with the processes and the memory that this may take.

    What comes of it depends on neither.

    Attributes:
        processes: that may read seeds.
        seed_parts: the files in the directory.
        postings, words: what waits until all seeds are read, in memory or in files that go with the workspace.
    """

    def __init__(self, folder: Path, *, processes: int, memory_bytes: int) -> None:
        self.processes = processes
        self.seed_parts = SeedPartFiles(folder)
        self.postings, self.words = (Spill(folder, memory_bytes // 2) for _ in range(2))

    def close(self) -> None:
        """Leave the directory as it is."""
        for each in (self.seed_parts, self.postings, self.words):
            each.close()


class PreviousSnapshot:
    """The snapshot that is published, of the same shape: what did not change is taken over from it."""

    def __init__(self, snapshot: Snapshot) -> None:
        self.lexicon = snapshot.lexicon
        self._ranking = snapshot.ranking
        self._faults = {(each.path, each.checksum): each for each in snapshot.manifest.skipped if each.checksum}
        self._seed_parts = SeedParts(snapshot)
        self._numbers = {
            (entry.seed, entry.path, entry.checksum): number for number, entry in enumerate(self._seed_parts.entries)
        }

    def find(self, file: SeedFile, checksum: str) -> Kept | None:
        """Return a seed as it stands there; None where it does not, is another one, or is damaged."""
        number = self._numbers.get((file.id, file.name, checksum))
        if number is None:
            return None
        try:
            return Kept(self._seed_parts.part(number), number)
        except SnapshotError:
            return None

    def knows(self, seed: LoadedSeed) -> bool:
        """Tell whether the snapshot was made of the same seed, or may have been: of one that cannot be loaded now."""
        file, checksum = seed.file, seed.checksum
        is_there = (file.id, file.name, checksum) in self._numbers
        return not checksum or is_there or self.fault(file, checksum) is not None

    def fault(self, file: SeedFile, checksum: str) -> Skipped | None:
        """Return why the same bytes could not be read then; None where they could, or others stood there."""
        return self._faults.get((str(file.path), checksum))

    def give(self, builder: PostingsBuilder, first: int, stop: int) -> None:
        """Append the passages of the seeds from `first` to before `stop` to what a builder has."""
        self._source.give(builder, self._seed_parts.passages[first], self._seed_parts.passages[stop])

    @cached_property
    def _source(self) -> RankingSource:
        return RankingSource(self._ranking)


def gather(
    look: Look, previous: PreviousSnapshot | None, settings: BuildSettings, progress: Progress, workspace: Workspace
) -> tuple[GatheredCorpus, CorpusIndex]:
    """Read every seed that changed, as the look found it, so that it is indexed as its checksum says.

    Seeds on end are read together, in so many processes where that pays; what comes of it is the same, however many.
    """
    corpus, indexer = GatheredCorpus(look.library), _Indexer(previous, workspace)
    total_seeds, done = len(look.files), 0
    progress("reading", 0, total_seeds)
    found_of_each = _found(look, previous, corpus.states)
    processes, steps = _where_it_pays(workspace.processes, _steps(found_of_each))
    with ProcessPool(processes, partial(_reading, settings, look.library)) as pool:
        for known, batch in pool.map(steps):
            found = [known] if known else batch.read if batch else []
            _sort(found, corpus, workspace.seed_parts)
            if isinstance(known, Kept):
                indexer.keep(known)
            elif batch:
                indexer.append(batch)
            done += len(found)
            progress("reading", done, total_seeds)
    workspace.seed_parts.finish()
    total = sum(entry.passages for entry in corpus.entries)
    progress("indexing", 0, total)
    indexed = indexer.finished(settings)
    progress("indexing", total, total)
    return corpus, indexed


def _sort(found: Iterable[Kept | Skipped | SeedPart], corpus: GatheredCorpus, files: SeedPartFiles) -> None:
    for each in found:
        if isinstance(each, Skipped):
            corpus.skipped.append(each)
            continue
        part = each.part if isinstance(each, Kept) else each
        corpus.entries.append(part.entry)
        files.add(part)


def _found(
    look: Look, previous: PreviousSnapshot | None, states: list[SeedState]
) -> Iterator[Kept | Skipped | UnreadSeed]:
    """Say what there is of each seed, and note its state."""
    for looked_at in look:
        known = _known(looked_at, previous)
        seed = looked_at if known else look.with_contents(looked_at)
        each = known or _unread(seed)
        states.append(state_of(seed.file, seed.checksum or (str(each.problem) if isinstance(each, Skipped) else "")))
        yield each


def _known(seed: LoadedSeed, previous: PreviousSnapshot | None) -> Kept | Skipped | None:
    """Return what stands of a seed in the previous snapshot, unless it is damaged there."""
    if previous is None or not seed.checksum:
        return None
    return previous.fault(seed.file, seed.checksum) or previous.find(seed.file, seed.checksum)


def _unread(seed: LoadedSeed) -> UnreadSeed | Skipped:
    """Take a seed's bytes, which may be fetched only now."""
    contents = seed.found
    assert contents is not None  # `with_contents` saw to that  # noqa: S101 the impossible
    if isinstance(contents, SeedError):
        return skipped(contents)
    try:
        return UnreadSeed(seed.file, seed.checksum, contents.data, contents.sidecar, contents.further)
    except SeedError as err:
        return skipped(err, seed.checksum)


def _steps(found: Iterable[Kept | Skipped | UnreadSeed]) -> Iterator[Step]:
    """Put seeds to read that stand on end together, so many bytes at a time."""
    batch, size = list[UnreadSeed](), 0
    for each in found:
        if isinstance(each, UnreadSeed) and size < BATCH_BYTES:
            batch.append(each)
            size += len(each.data)
            continue
        if batch:
            yield None, batch
        batch, size = ([each], len(each.data)) if isinstance(each, UnreadSeed) else ([], 0)
        if not isinstance(each, UnreadSeed):
            yield each, None
    if batch:
        yield None, batch


def _where_it_pays(processes: int, steps: Iterator[Step]) -> tuple[int, Iterable[Step]]:
    """Look at what is to be read, and say in how many processes."""
    looked_at, size = list[Step](), 0
    while processes > 1 and size < WORTH_PROCESSES_BYTES:
        step = next(steps, None)
        if step is None:
            return 1, looked_at
        looked_at.append(step)
        size += sum(len(seed.data) for seed in step[1] or ())
    return processes, chain(looked_at, steps)


def _reading(settings: BuildSettings, library: str) -> Callable[[Sequence[UnreadSeed]], SeedBatch]:
    return Reader(settings, library).read


class _Indexer:
    """Collects terms and numbers words, seed by seed in their order."""

    def __init__(self, previous: PreviousSnapshot | None, workspace: Workspace) -> None:
        self._builder = PostingsBuilder(workspace.postings)
        self._previous = previous
        self._words, self._of_seeds = NumberedWords(), workspace.words
        self._kept = range(0)  # the seeds of the previous snapshot that wait to be appended
        self._known = self._words.add(previous.lexicon.words()) if previous else np.zeros(0, np.int64)

    def append(self, batch: SeedBatch) -> None:
        """Append seeds that were read."""
        self._give()
        numbers = self._words.add(batch.words)
        for own in batch.of_seeds:
            self._of_seeds.append([numbers[own].astype(np.int32)])
        self._builder.append(batch.counted)

    def keep(self, kept: Kept) -> None:
        """Append a seed of the previous snapshot."""
        if self._previous is not None:
            self._of_seeds.append([self._known[self._previous.lexicon.of_seed(kept.number)].astype(np.int32)])
            if kept.number != self._kept.stop:
                self._give()
                self._kept = range(kept.number, kept.number)
            self._kept = range(self._kept.start, kept.number + 1)

    def _give(self) -> None:
        """Append what stands on end in the previous snapshot in one piece, which takes a fraction of the time."""
        if self._previous is not None and self._kept:
            self._previous.give(self._builder, self._kept.start, self._kept.stop)
            self._kept = range(0)

    def finished(self, settings: BuildSettings) -> CorpusIndex:
        """Return what all that was added is found by."""
        self._give()
        ranking = build_ranking(self._builder, settings.k1, settings.b, settings.delta)
        return CorpusIndex(ranking, self._words, self._of_seeds)
