"""Seeds to a published snapshot, with a report and a progress callback. Knows nothing of questions."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from hashlib import blake2b
from pathlib import Path

from index.analysis import primary
from index.bm25 import CompiledBM25
from index.errors import SeedError, SnapshotError
from index.model import Document, Passage
from index.passages import PassageSize, split
from index.pipeline import pipeline_fingerprint
from index.publishing import KEPT_GENERATIONS, building, prune, publish, write
from index.readers import SeedFile, read_seed
from index.snapshot import (
    FORMAT,
    Manifest,
    SeedEntry,
    Skipped,
    current_generation,
    open_current,
    open_snapshot,
    read_manifest,
)
from index.stock import Contents, FolderStock, Stock
from index.terms import passage_terms, words_of

Progress = Callable[[str, int, int], None]
State = tuple[str, str, str]
PROGRESS_STEP = 100  # passages between two reports


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


@dataclass(slots=True)
class Corpus:
    """All that goes into one snapshot, gathered seed by seed.

    Attributes:
        library: the stock's.
        states: of each seed, its id, its name and the checksum of what was read (or why nothing was).
    """

    library: str
    states: list[State] = field(default_factory=list)
    documents: list[tuple[Document, tuple[Passage, ...]]] = field(default_factory=list)
    entries: list[SeedEntry] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)

    @property
    def passages(self) -> list[Passage]:
        """Every passage, in corpus order."""
        return [passage for _, passages in self.documents for passage in passages]


def no_progress(stage: str, done: int, total: int) -> None:
    """Take a report of progress and show nothing."""


def passages_of(document: Document, size: PassageSize, library: str = "") -> tuple[Passage, ...]:
    """Split a document into passages that carry its caveats and have their hedges marked."""
    from index.caveats import find_caveats  # here, since both read long lists that nobody needs who only asks
    from index.hedges import mark_hedges

    passages = split(document, caveats=find_caveats(document), size=size, library=library)
    return tuple(replace(each, hedges=mark_hedges(each.text, document.language)) for each in passages)


def build(  # noqa: PLR0913 each option is one
    seeds: Path | Stock,
    root: Path,
    settings: BuildSettings = DEFAULTS,
    *,
    force: bool = False,
    lock_wait_s: float = 600.0,
    progress: Progress = no_progress,
    kept: int = KEPT_GENERATIONS,
) -> BuildReport:
    """Index seeds and publish the result under `root`, unless it is already current.

    May take minutes; one build per root at a time. What was published before stays current whatever fails.

    Args:
        seeds: a folder of them, or another stock.
        root: where the snapshots of this stock live.
        settings: sizes and weights.
        force: build even where the current snapshot was built from the same seeds and settings.
        lock_wait_s: seconds to wait for another build of this root.
        progress: called with a stage ("reading", "indexing", "writing", "checking"), done and total.
        kept: generations that stay on disk, the current one included.

    Raises:
        SeedError: the seeds cannot be listed: the folder is missing, say.
        BuildError: another build holds the lock for too long.
    """
    started = datetime.now(UTC)
    stock = FolderStock(seeds) if isinstance(seeds, Path) else seeds
    if not force and (report := _unchanged(stock, root, settings, started)):
        return report  # found without the lock, so that nobody waits for a build to learn that nothing is to be done
    with building(root, lock_wait_s):
        if not force and (report := _unchanged(stock, root, settings, started)):
            return report  # the build that was waited for did it
        try:
            return _build(stock, root, settings, started, progress)
        finally:
            prune(root, kept)


def _unchanged(stock: Stock, root: Path, settings: BuildSettings, started: datetime) -> BuildReport | None:
    """Return a report without changes where the current snapshot is sound and what the seeds ask for."""
    current = _manifest_before(root)
    if current is None or current.generation != generation_of(stock, settings) or _damage(root):
        return None
    return _report(current, current, started, rebuilt=False)


def _damage(root: Path) -> str | None:
    """Say why the published snapshot cannot be used; None where it can, or where there is none."""
    if current_generation(root) is None:
        return None
    try:
        open_current(root)
    except SnapshotError as err:
        return str(err)
    return None


def _build(stock: Stock, root: Path, settings: BuildSettings, started: datetime, progress: Progress) -> BuildReport:
    before, damage = _manifest_before(root), _damage(root)
    corpus = _read(stock, settings, progress)
    manifest = _manifest(corpus, _generation(corpus.library, corpus.states, settings), started)
    _write_and_publish(root, corpus, manifest, settings, progress)
    return replace(_report(before, manifest, started, rebuilt=True), damage=damage)


def _manifest_before(root: Path) -> Manifest | None:
    generation = current_generation(root)
    try:
        return read_manifest(root / generation) if generation else None
    except SnapshotError:
        return None


def generation_of(stock: Stock, settings: BuildSettings) -> str:
    """Return the generation that a build of these seeds would have now; reads a folder's files, parses none."""
    return _generation(stock.library, _look(stock, settings), settings)


def _look(stock: Stock, settings: BuildSettings) -> Iterator[State]:
    """Take the state of every seed as it is now."""
    for file in stock.seeds():
        try:
            yield _state(file, stock.load(file, max_bytes=settings.max_bytes).checksum)
        except SeedError as err:
            yield _state(file, str(err))


def _state(file: SeedFile, found: str) -> State:
    return file.id, file.name, found


def _skipped(err: SeedError) -> Skipped:
    return Skipped(str(err.path), err.sentence)


def _generation(library: str, states: Iterable[State], settings: BuildSettings) -> str:
    shape = (FORMAT, pipeline_fingerprint(), settings, library, list(states))
    return blake2b(repr(shape).encode(), digest_size=6).hexdigest()


def _read(stock: Stock, settings: BuildSettings, progress: Progress) -> Corpus:
    """Read every seed once, so that a file that changes meanwhile is indexed as its checksum says."""
    corpus = Corpus(stock.library)
    files = stock.seeds()
    for done, file in enumerate(files):
        progress("reading", done, len(files))
        try:
            found = stock.load(file, max_bytes=settings.max_bytes)
        except SeedError as err:
            corpus.states.append(_state(file, str(err)))
            corpus.skipped.append(_skipped(err))
            continue
        corpus.states.append(_state(file, found.checksum))
        try:
            _read_one(file, found, settings, corpus)
        except SeedError as err:
            corpus.skipped.append(_skipped(err))
    progress("reading", len(files), len(files))
    return corpus


def _read_one(file: SeedFile, found: Contents, settings: BuildSettings, corpus: Corpus) -> None:
    read = read_seed(found.data, str(file.path), seed=file.id, sidecar=found.sidecar)
    documents = [(each, passages_of(each, settings.size, corpus.library)) for each in read]
    corpus.documents.extend(documents)
    corpus.entries.append(
        SeedEntry(
            seed=file.id,
            path=file.name,
            checksum=found.checksum,
            documents=len(documents),
            passages=sum(len(passages) for _, passages in documents),
            warnings=tuple(warning for document in read for warning in document.warnings),
        )
    )


def _manifest(corpus: Corpus, generation: str, built_at: datetime) -> Manifest:
    return Manifest(
        generation=generation,
        fingerprint=pipeline_fingerprint(),
        languages=tuple(sorted({primary(document.language) for document, _ in corpus.documents})),
        built_at=built_at.isoformat(timespec="seconds"),
        passages=sum(entry.passages for entry in corpus.entries),
        seeds=tuple(corpus.entries),
        skipped=tuple(corpus.skipped),
        checksums={},
    )


def _write_and_publish(
    root: Path, corpus: Corpus, manifest: Manifest, settings: BuildSettings, progress: Progress
) -> None:
    passages = corpus.passages
    terms = list(_analysed(passages, settings.title_weight, progress))
    index = CompiledBM25(terms, k1=settings.k1, b=settings.b, delta=settings.delta) if any(terms) else None
    progress("writing", 0, 1)
    prune(root)  # takes away what a killed build of the same generation left
    temporary = root / f".tmp-{manifest.generation}"
    checksums = write(temporary, corpus.documents, index, words_of(passages))
    progress("checking", 0, 1)
    target = publish(root, temporary, replace(manifest, checksums=checksums))
    open_snapshot(target)
    progress("checking", 1, 1)


def _analysed(passages: Sequence[Passage], title_weight: int, progress: Progress) -> Iterator[list[str]]:
    for done, passage in enumerate(passages):
        if done % PROGRESS_STEP == 0:
            progress("indexing", done, len(passages))
        yield passage_terms(passage, title_weight)
    progress("indexing", len(passages), len(passages))


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
