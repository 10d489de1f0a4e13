"""All that goes into one snapshot, seed by seed: read where it is new, taken over where it stands in the previous one.

Knows no folders of snapshots, no locks and no reports.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import chain
from pathlib import Path

import numpy as np

from index.bm25 import PostingsBuilder, Ranking, build_ranking
from index.building.batches import Reader, SeedBatch, UnreadSeed, skipped
from index.building.looking import LoadedSeed, Look, SeedState, state_of
from index.building.previous import Kept, PreviousLibrary, Spot
from index.errors import SeedError
from index.processes.pool import ProcessPool
from index.progress import Progress
from index.settings import BuildSettings
from index.snapshots.lexicon import NumberedWords
from index.snapshots.manifest import SeedEntry, Skipped
from index.snapshots.seed_part import SeedPart, SeedPartFiles
from index.storage.rows import Numbers
from index.storage.spill import Spill

BATCH_BYTES = 1 << 20  # of seeds that are read together
# Below so many bytes of seeds to read, starting processes takes longer than they save.
WORTH_PROCESSES_BYTES = 4 << 20
DEFAULTS = BuildSettings()


class Staying(list[Spot]):
    """Seeds on end that stay where they are."""


Known = Kept | Skipped | Staying
Step = tuple[Known | None, Sequence[UnreadSeed] | None]  # what is known of a seed, or seeds to read


@dataclass(slots=True)
class GatheredCorpus:
    """What was gathered.

    Attributes:
        library: which the seeds belong to.
        states: of each seed, its id, its name and the checksum of what was read (or why nothing was).
        entries: what there is of the seeds that could be read.
        skipped: those that could not.
        placed: of each seed that could be read, where it stays; None where it is in what was gathered.
        looked_at: all seeds, without their contents.
    """

    library: str
    states: list[SeedState] = field(default_factory=list)
    entries: list[SeedEntry] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)
    placed: list[Spot | None] = field(default_factory=list)
    looked_at: list[LoadedSeed] = field(default_factory=list)


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


def gather(
    look: Look, previous: PreviousLibrary | None, settings: BuildSettings, progress: Progress, workspace: Workspace
) -> tuple[GatheredCorpus, CorpusIndex]:
    """Read every seed that changed, as the look found it, so that it is indexed as its checksum says.

    Seeds on end are read together, in so many processes where that pays; what comes of it is the same, however many.
    """
    corpus, indexer = GatheredCorpus(look.library), _Indexer(previous, workspace)
    total_seeds = len(look.files)
    progress("reading", 0, total_seeds)
    found_of_each = _found(look, previous, corpus)
    processes, steps = _where_it_pays(workspace.processes, _steps(found_of_each))
    with ProcessPool(processes, partial(_reading, settings, look.library)) as pool:
        for known, batch in pool.map(steps):
            found = [known] if known else batch.read if batch else []
            _sort(found, corpus, workspace.seed_parts)
            if isinstance(known, Kept):
                indexer.keep(known)
            elif batch:
                indexer.append(batch)
            progress("reading", len(corpus.placed) + len(corpus.skipped), total_seeds)
    workspace.seed_parts.finish()
    total = sum(entry.passages for entry in corpus.entries)
    progress("indexing", 0, total)
    indexed = indexer.finished(settings)
    progress("indexing", total, total)
    return corpus, indexed


def _sort(found: Iterable[Known | SeedPart], corpus: GatheredCorpus, files: SeedPartFiles) -> None:
    for each in found:
        if isinstance(each, Skipped):
            corpus.skipped.append(each)
            continue
        if isinstance(each, Staying):
            corpus.placed += each
            continue
        corpus.placed.append(None)
        part = each.part if isinstance(each, Kept) else each
        corpus.entries.append(part.entry)
        files.add(part)


def _found(look: Look, previous: PreviousLibrary | None, corpus: GatheredCorpus) -> Iterator[Known | UnreadSeed]:
    """Say what there is of each seed, and note its state."""
    staying = Staying()
    for looked_at in look:
        spot = previous.spot(looked_at.file, looked_at.checksum) if previous else None
        if previous and spot and spot[0] in previous.staying:
            staying.append(spot)
            corpus.states.append(looked_at.state)
            corpus.looked_at.append(looked_at)
            continue
        if staying:
            yield staying
            staying = Staying()
        known = _known(looked_at, spot, previous)
        seed = looked_at if known else look.with_contents(looked_at)
        each = known or _unread(seed)
        found = seed.checksum or (str(each.problem) if isinstance(each, Skipped) else "")
        corpus.states.append(state_of(seed.file, found))
        corpus.looked_at.append(replace(seed, found=None))
        yield each
    if staying:
        yield staying


def _known(seed: LoadedSeed, spot: Spot | None, previous: PreviousLibrary | None) -> Kept | Skipped | None:
    """Return what there is of a seed in the library before, unless it is damaged there."""
    if previous is None or not seed.checksum:
        return None
    return previous.fault(seed.file, seed.checksum) or (previous.kept(spot) if spot else None)


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


def _steps(found: Iterable[Known | UnreadSeed]) -> Iterator[Step]:
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
    """Look at what is to be read, and say in how many processes; a single batch is read sooner here, however large."""
    looked_at, sizes = list[Step](), list[int]()
    while processes > 1 and (len(sizes) < 2 or sum(sizes) < WORTH_PROCESSES_BYTES):  # noqa: PLR2004 one is no use
        step = next(steps, None)
        if step is None:
            return 1, looked_at
        looked_at.append(step)
        if step[1]:
            sizes.append(sum(len(seed.data) for seed in step[1]))
    return processes, chain(looked_at, steps)


def _reading(settings: BuildSettings, library: str) -> Callable[[Sequence[UnreadSeed]], SeedBatch]:
    return Reader(settings, library).read


class _Indexer:
    """Collects terms and numbers words, seed by seed in their order."""

    def __init__(self, previous: PreviousLibrary | None, workspace: Workspace) -> None:
        self._builder = PostingsBuilder(workspace.postings)
        self._previous = previous
        self._words, self._of_seeds = NumberedWords(), workspace.words
        self._kept = 0, range(0)  # a segment, and its seeds that wait to be appended
        self._known = dict[int, Numbers]()  # of each segment, the numbers of its words here

    def append(self, batch: SeedBatch) -> None:
        """Append seeds that were read."""
        self._give()
        numbers = self._words.add(batch.words)
        for own in batch.of_seeds:
            self._of_seeds.append([numbers[own].astype(np.int32)])
        self._builder.append(batch.counted)

    def keep(self, kept: Kept) -> None:
        """Append a seed of the library before."""
        if self._previous is not None:
            which, number = kept.spot
            lexicon = self._previous.segments[which].lexicon
            if which not in self._known:
                self._known[which] = self._words.add(lexicon.words())
            self._of_seeds.append([self._known[which][lexicon.of_seed(number)].astype(np.int32)])
            segment, waiting = self._kept
            if (which, number) != (segment, waiting.stop):
                self._give()
                waiting = range(number, number)
            self._kept = which, range(waiting.start, number + 1)

    def _give(self) -> None:
        """Append what stands on end in a segment in one piece, which takes a fraction of the time."""
        segment, waiting = self._kept
        if self._previous is not None and waiting:
            self._previous.give(self._builder, segment, waiting.start, waiting.stop)
            self._kept = segment, range(0)

    def finished(self, settings: BuildSettings) -> CorpusIndex:
        """Return what all that was added is found by."""
        self._give()
        ranking = build_ranking(self._builder, settings.k1, settings.b, settings.delta)
        return CorpusIndex(ranking, self._words, self._of_seeds)
