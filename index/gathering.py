"""All that goes into one snapshot, seed by seed: read where it is new, taken over where it stands in the one before.

Knows no folders of snapshots, no locks and no reports.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np

from index.analysis import primary
from index.bm25 import CompiledBM25, PostingsBuilder, Source
from index.errors import SeedError, SnapshotError
from index.lexicon import Words
from index.model import Document, Passage
from index.passages import PassageSize, split
from index.progress import Progress
from index.readers import SeedFile, read_seed
from index.rows import Numbers
from index.segment import Segment, Taken
from index.snapshot import SeedEntry, Skipped, Snapshot
from index.stock import Contents, Stock
from index.terms import passage_terms

State = tuple[str, str, str]
TOGETHER = 8_192  # passages whose terms are counted at a time


@dataclass(frozen=True, slots=True)
class BuildSettings:
    """What shapes a snapshot besides the seeds. k1, b and delta are BM25Plus's; sizes are characters."""

    size: PassageSize = field(default_factory=PassageSize)
    title_weight: int = 2
    k1: float = 1.5
    b: float = 0.55
    delta: float = 1.0
    max_bytes: int = 64 * 1024 * 1024


DEFAULTS = BuildSettings()


@dataclass(frozen=True, slots=True)
class Kept:
    """A seed that stands in the snapshot before, at a place of its own there."""

    segment: Segment
    place: int


@dataclass(slots=True)
class Corpus:
    """What was gathered.

    Attributes:
        library: the stock's.
        states: of each seed, its id, its name and the checksum of what was read (or why nothing was).
        segments: of the seeds that could be read.
        skipped: those that could not.
    """

    library: str
    states: list[State] = field(default_factory=list)
    segments: list[Segment] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)

    @property
    def entries(self) -> tuple[SeedEntry, ...]:
        """What there is of each seed."""
        return tuple(segment.entry for segment in self.segments)


@dataclass(frozen=True, slots=True)
class Indexed:
    """What a corpus is found by: its postings, None where it has no term, and its words with those of each seed."""

    index: CompiledBM25 | None
    words: Words
    of_seeds: list[Numbers]


class Before:
    """The snapshot before, of the same shape: what did not change is taken over from it."""

    def __init__(self, snapshot: Snapshot) -> None:
        self.lexicon = snapshot.lexicon
        self._index = snapshot.index
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

    def fault(self, file: SeedFile, checksum: str) -> Skipped | None:
        """Return why the same bytes could not be read then; None where they could, or others stood there."""
        return self._faults.get((str(file.path), checksum))

    def give(self, builder: PostingsBuilder, place: int) -> None:
        """Append a seed's passages to what a builder has."""
        if self._source is not None:
            self._source.give(builder, self._taken.passages[place], self._taken.passages[place + 1])

    @cached_property
    def _source(self) -> Source | None:
        return Source(self._index) if self._index is not None else None


def passages_of(document: Document, size: PassageSize, library: str = "") -> tuple[Passage, ...]:
    """Split a document into passages that carry its caveats and have their hedges marked."""
    from index.caveats import find_caveats  # here, since both read long lists that nobody needs who only asks
    from index.hedges import mark_hedges

    passages = split(document, caveats=find_caveats(document), size=size, library=library)
    marked = ((each, mark_hedges(each.text, document.language)) for each in passages)
    return tuple(replace(each, hedges=hedges) if hedges else each for each, hedges in marked)


def gather(stock: Stock, before: Before | None, settings: BuildSettings, progress: Progress) -> tuple[Corpus, Indexed]:
    """Read every seed that changed once, so that one that changes meanwhile is indexed as its checksum says.

    Terms are counted as seeds are read, so that no more than one seed's passages are in memory at once.
    """
    corpus, indexer = Corpus(stock.library), _Indexer(before, settings.title_weight)
    files = stock.seeds()
    for done, file in enumerate(files):
        progress("reading", done, len(files))
        try:
            found = stock.load(file, max_bytes=settings.max_bytes)
        except SeedError as err:
            corpus.states.append(state(file, str(err)))
            corpus.skipped.append(_skipped(err))
            continue
        corpus.states.append(state(file, found.checksum))
        if before and (fault := before.fault(file, found.checksum)):
            corpus.skipped.append(fault)
            continue
        try:
            kept = before.find(file, found.checksum) if before else None
            corpus.segments.append(indexer.keep(kept) if kept else _read(file, found, settings, stock.library, indexer))
        except SeedError as err:
            corpus.skipped.append(_skipped(err, found.checksum))
    progress("reading", len(files), len(files))
    total = sum(entry.passages for entry in corpus.entries)
    progress("indexing", 0, total)
    indexed = indexer.finished(settings)
    progress("indexing", total, total)
    return corpus, indexed


def state(file: SeedFile, found: str) -> State:
    """Return what tells a seed, with what was found of it, from what it was before."""
    return file.id, file.name, found


def _skipped(err: SeedError, checksum: str = "") -> Skipped:
    return Skipped(str(err.path), err.sentence, checksum)


def _read(file: SeedFile, found: Contents, settings: BuildSettings, library: str, indexer: "_Indexer") -> Segment:
    read = read_seed(found.data, str(file.path), seed=file.id, sidecar=found.sidecar)
    documents = [(each, passages_of(each, settings.size, library)) for each in read]
    passages = [passage for _, own in documents for passage in own]
    entry = SeedEntry(
        seed=file.id,
        path=file.name,
        checksum=found.checksum,
        documents=len(documents),
        passages=len(passages),
        languages=tuple(sorted({primary(document.language) for document in read})),
        warnings=tuple(warning for document in read for warning in document.warnings),
    )
    segment = Segment.made_of(entry, documents)
    indexer.read(passages)
    return segment


class _Indexer:
    """Counts terms, many passages at a time, and numbers words, seed by seed in their order."""

    def __init__(self, before: Before | None, title_weight: int) -> None:
        self._builder = PostingsBuilder()
        self._before = before
        self._title_weight = title_weight
        self._waiting: list[list[str]] = []
        self._words, self._of_seeds = Words(), list[Numbers]()
        self._known = self._words.add(before.lexicon.words()) if before else np.zeros(0, np.int64)

    def read(self, passages: Sequence[Passage]) -> None:
        """Append the passages of a seed that was read."""
        self._of_seeds.append(self._words.of(passages))
        self._waiting.extend(passage_terms(passage, self._title_weight) for passage in passages)
        if len(self._waiting) >= TOGETHER:
            self._count()

    def keep(self, kept: Kept) -> Segment:
        """Append a seed of the snapshot before, and return what it has there."""
        if self._before is not None:
            self._of_seeds.append(self._known[self._before.lexicon.of_seed(kept.place)])
            self._count()
            self._before.give(self._builder, kept.place)
        return kept.segment

    def finished(self, settings: BuildSettings) -> Indexed:
        """Return what all that was added is found by."""
        self._count()
        found = self._builder.total_terms > 0
        index = CompiledBM25.built(self._builder, settings.k1, settings.b, settings.delta) if found else None
        return Indexed(index, self._words, self._of_seeds)

    def _count(self) -> None:
        self._builder.add(self._waiting)
        self._waiting = []
