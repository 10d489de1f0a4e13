"""All that goes into one snapshot, seed by seed: read where it is new, taken over where it stands in the one before.

Knows no folders of snapshots, no locks and no reports.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property, partial
from itertools import chain
from pathlib import Path

import numpy as np

from index.bm25 import PostingsBuilder, Ranking, Source, build_ranking
from index.building.looking import LoadedSeed, Look, SeedState, state_of
from index.building.runs import Reader, SeedBatch, Unread, skipped
from index.errors import SeedError, SnapshotError
from index.processes.pool import ProcessPool
from index.progress import Progress
from index.seeds import SeedFile
from index.settings import BuildSettings
from index.snapshots.lexicon import NumberedWords
from index.snapshots.seed_part import SeedPart, SegmentFiles, Taken
from index.snapshots.snapshot import SeedEntry, Skipped, Snapshot
from index.storage.spill import Spill

RUN_BYTES = 1 << 20  # of seeds that are read together
# Below so many bytes of seeds to read, starting processes takes longer than they save.
WORTH_PROCESSES_BYTES = 4 << 20
DEFAULTS = BuildSettings()


@dataclass(frozen=True, slots=True)
class Kept:
    """A seed that stands in the snapshot before, at a place of its own there."""

    segment: SeedPart
    place: int


Step = tuple[Kept | Skipped | None, Sequence[Unread] | None]  # what is known of a seed, or seeds to read


@dataclass(slots=True)
class Corpus:
    """What was gathered.

    Attributes:
        library: the stock's.
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


class Bench:
    """A directory in which a snapshot is made, and what its making may take; what comes of it does not depend on that.

    Attributes:
        processes: that may read seeds.
        segments: the files in the directory.
        postings, words: what waits until all seeds are read, in memory or in files that go with the bench.
    """

    def __init__(self, folder: Path, *, processes: int, memory_bytes: int) -> None:
        self.processes = processes
        self.segments = SegmentFiles(folder)
        self.postings, self.words = (Spill(folder, memory_bytes // 2) for _ in range(2))

    def close(self) -> None:
        """Leave the directory as it is."""
        for each in (self.segments, self.postings, self.words):
            each.close()


class Before:
    """The snapshot before, of the same shape: what did not change is taken over from it."""

    def __init__(self, snapshot: Snapshot) -> None:
        self.lexicon = snapshot.lexicon
        self._ranking = snapshot.ranking
        self._faults = {(each.path, each.checksum): each for each in snapshot.manifest.skipped if each.checksum}
        self._taken = Taken(snapshot)
        self._places = {
            (entry.seed, entry.path, entry.checksum): place for place, entry in enumerate(self._taken.entries)
        }

    def find(self, file: SeedFile, checksum: str) -> Kept | None:
        """Return a seed as it stands there; None where it does not, is another one, or is damaged."""
        place = self._places.get((file.id, file.name, checksum))
        if place is None:
            return None
        try:
            return Kept(self._taken.segment(place), place)
        except SnapshotError:
            return None

    def knows(self, seed: LoadedSeed) -> bool:
        """Tell whether a seed was the same then; of one that cannot be loaded, the state of all must tell."""
        file, checksum = seed.file, seed.checksum
        is_there = (file.id, file.name, checksum) in self._places
        return not checksum or is_there or self.fault(file, checksum) is not None

    def fault(self, file: SeedFile, checksum: str) -> Skipped | None:
        """Return why the same bytes could not be read then; None where they could, or others stood there."""
        return self._faults.get((str(file.path), checksum))

    def give(self, builder: PostingsBuilder, first: int, stop: int) -> None:
        """Append the passages of the seeds from `first` to before `stop` to what a builder has."""
        self._source.give(builder, self._taken.passages[first], self._taken.passages[stop])

    @cached_property
    def _source(self) -> Source:
        return Source(self._ranking)


def gather(
    look: Look, before: Before | None, settings: BuildSettings, progress: Progress, bench: Bench
) -> tuple[Corpus, CorpusIndex]:
    """Read every seed that changed, as the look found it, so that it is indexed as its checksum says.

    Seeds on end are read together, in so many processes where that pays; what comes of it is the same, however many.
    """
    corpus, indexer = Corpus(look.library), _Indexer(before, bench)
    total_seeds, done = len(look.files), 0
    progress("reading", 0, total_seeds)
    found_of_each = _found(look, before, corpus.states)
    processes, steps = _where_it_pays(bench.processes, _steps(found_of_each))
    with ProcessPool(processes, partial(_reading, settings, look.library)) as pool:
        for known, run in pool.map(steps):
            found = [known] if known else run.read if run else []
            _sort(found, corpus, bench.segments)
            if isinstance(known, Kept):
                indexer.keep(known)
            elif run:
                indexer.append(run)
            done += len(found)
            progress("reading", done, total_seeds)
    bench.segments.finish()
    total = sum(entry.passages for entry in corpus.entries)
    progress("indexing", 0, total)
    indexed = indexer.finished(settings)
    progress("indexing", total, total)
    return corpus, indexed


def _sort(found: Iterable[Kept | Skipped | SeedPart], corpus: Corpus, files: SegmentFiles) -> None:
    for each in found:
        if isinstance(each, Skipped):
            corpus.skipped.append(each)
            continue
        segment = each.segment if isinstance(each, Kept) else each
        corpus.entries.append(segment.entry)
        files.add(segment)


def _found(look: Look, before: Before | None, states: list[SeedState]) -> Iterator[Kept | Skipped | Unread]:
    """Say what there is of each seed, and note its state."""
    for looked_at in look:
        known = _known(looked_at, before)
        seed = looked_at if known else look.with_contents(looked_at)
        each = known or _unread(seed)
        states.append(state_of(seed.file, seed.checksum or (str(each.problem) if isinstance(each, Skipped) else "")))
        yield each


def _known(seed: LoadedSeed, before: Before | None) -> Kept | Skipped | None:
    """Return what stands of a seed in the snapshot before, unless it is damaged there."""
    if before is None or not seed.checksum:
        return None
    return before.fault(seed.file, seed.checksum) or before.find(seed.file, seed.checksum)


def _unread(seed: LoadedSeed) -> Unread | Skipped:
    """Take a seed's bytes, which may be fetched only now."""
    contents = seed.found
    assert contents is not None  # `with_contents` saw to that  # noqa: S101 the impossible
    if isinstance(contents, SeedError):
        return skipped(contents)
    try:
        return Unread(seed.file, seed.checksum, contents.data, contents.sidecar)
    except SeedError as err:
        return skipped(err, seed.checksum)


def _steps(found: Iterable[Kept | Skipped | Unread]) -> Iterator[Step]:
    """Put seeds to read that stand on end together, so many bytes at a time."""
    run, size = list[Unread](), 0
    for each in found:
        if isinstance(each, Unread) and size < RUN_BYTES:
            run.append(each)
            size += len(each.data)
            continue
        if run:
            yield None, run
        run, size = ([each], len(each.data)) if isinstance(each, Unread) else ([], 0)
        if not isinstance(each, Unread):
            yield each, None
    if run:
        yield None, run


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


def _reading(settings: BuildSettings, library: str) -> Callable[[Sequence[Unread]], SeedBatch]:
    return Reader(settings, library).read


class _Indexer:
    """Collects terms and numbers words, seed by seed in their order."""

    def __init__(self, before: Before | None, bench: Bench) -> None:
        self._builder = PostingsBuilder(bench.postings)
        self._before = before
        self._words, self._of_seeds = NumberedWords(), bench.words
        self._kept = range(0)  # the seeds of the snapshot before that wait to be appended
        self._known = self._words.add(before.lexicon.words()) if before else np.zeros(0, np.int64)

    def append(self, run: SeedBatch) -> None:
        """Append seeds that were read."""
        self._give()
        numbers = self._words.add(run.words)
        for places in run.of_seeds:
            self._of_seeds.append([numbers[places].astype(np.int32)])
        self._builder.append(run.counted)

    def keep(self, kept: Kept) -> None:
        """Append a seed of the snapshot before."""
        if self._before is not None:
            self._of_seeds.append([self._known[self._before.lexicon.of_seed(kept.place)].astype(np.int32)])
            if kept.place != self._kept.stop:
                self._give()
                self._kept = range(kept.place, kept.place)
            self._kept = range(self._kept.start, kept.place + 1)

    def _give(self) -> None:
        """Append what stands on end in the snapshot before in one piece, which takes a fraction of the time."""
        if self._before is not None and self._kept:
            self._before.give(self._builder, self._kept.start, self._kept.stop)
            self._kept = range(0)

    def finished(self, settings: BuildSettings) -> CorpusIndex:
        """Return what all that was added is found by."""
        self._give()
        ranking = build_ranking(self._builder, settings.k1, settings.b, settings.delta)
        return CorpusIndex(ranking, self._words, self._of_seeds)
