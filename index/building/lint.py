"""What a curator should know of a seed before it is used: errors, warnings, and what was found in it."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from index.building.build import passages_of
from index.building.understanding import UnderstoodDocument
from index.errors import SeedError
from index.messages import N_, Sentence
from index.model import Caveat, Document, Passage
from index.processes.pool import ProcessPool
from index.seeds import SeedFile, find_seeds
from index.seeds.apart import SeedReader
from index.seeds.file_names import ids_stated
from index.settings import BuildSettings

NO_TEXT = Sentence("holds no text that could be quoted")
BATCH = 64  # files that a process is given at once
WORTH_PROCESSES = 2_000  # files; fewer are checked sooner than processes are started
LONG_CAVEAT_CHARS = 1000  # longer ones need a page of their own on a card


@dataclass(frozen=True, slots=True)
class DocumentFindings:
    """What was understood of one document; None and empty where it states nothing."""

    title: str | None
    translation_of: str | None
    author: str | None
    published: str | None
    published_stated: str | None
    source: str | None
    language: str | None
    verbatim: bool
    status: str | None
    caveats: tuple[Caveat, ...]
    passages: int
    hedges: int
    citations: int
    removed_chars: int


@dataclass(frozen=True, slots=True)
class FileFindings:
    """One file: `error` where it cannot be used, else what was found and what to look at."""

    path: str
    error: str | None = None
    warnings: tuple[str, ...] = ()
    documents: tuple[DocumentFindings, ...] = ()


def check_seeds(path: Path, settings: BuildSettings, processes: int = 1) -> Iterator[FileFindings]:
    """Lint one seed file, or every seed of a folder, in order; where there are many, in so many processes.

    Raises:
        SeedError: the path does not exist.
    """
    files = find_seeds(path)
    batches = [files[first : first + BATCH] for first in range(0, len(files), BATCH)]
    worth = processes if len(files) >= WORTH_PROCESSES else 1
    known = frozenset(each.id for each in files) if path.is_dir() else None
    with ProcessPool[Sequence[SeedFile], list[FileFindings]](worth, partial(_checking, settings, known)) as pool:
        for _, found in pool.map((None, batch) for batch in batches):
            yield from found or ()


def _checking(
    settings: BuildSettings, known: frozenset[str] | None
) -> Callable[[Sequence[SeedFile]], list[FileFindings]]:
    """Return what lints some files; it can be sent to another process by its settings and the seeds there are."""
    reader = SeedReader(settings.reading)
    return lambda files: [_tied(_check_file(file, settings, reader), file, known) for file in files]


def _tied(found: FileFindings, file: SeedFile, known: frozenset[str] | None) -> FileFindings:
    """Add what is wrong with the original that a translation names, as far as the seeds are known."""
    stated = dict.fromkeys(each.translation_of for each in found.documents if each.translation_of)
    if known is None or not stated:
        return found
    # The few ids that a name may stand for are looked up; all seeds but one, copied for each seed, took half the time.
    wrong = [each for each in stated if not any(other in known and other != file.id for other in ids_stated(each))]
    told = (
        Sentence(
            N_("translation_of names {name!r}, which is no other seed here; write its id or its file name"),
            name=each,
        )
        for each in wrong
    )
    return replace(found, warnings=(*found.warnings, *told))


def _check_file(file: SeedFile, settings: BuildSettings, reader: SeedReader) -> FileFindings:
    try:
        documents = reader.load(file, max_bytes=settings.max_bytes)
    except SeedError as err:
        return FileFindings(str(file.path), error=err.sentence)
    return check_documents(str(file.path), documents, settings)


def check_documents(path: str, documents: tuple[Document, ...], settings: BuildSettings) -> FileFindings:
    """Describe what was read from one seed."""
    return describe(path, [UnderstoodDocument(each, passages_of(each, settings.size)) for each in documents])


def describe(path: str, read: Sequence[UnderstoodDocument]) -> FileFindings:
    """Describe what was understood of one seed."""
    warnings = [warning for each in read for warning in warnings_of(each)]
    return FileFindings(path, None, tuple(warnings), tuple(_found(each.document, each.passages) for each in read))


def warnings_of(read: UnderstoodDocument) -> Iterator[str]:
    """Say what a curator should look at in a document."""
    yield from _warnings(read.document, read.passages)


def remarks(caveats: Sequence[Caveat], author: str | None) -> Iterator[str]:
    """Say what to look at in what cards will show beside a document's passages."""
    if not caveats:
        yield Sentence(
            "no caveat found: cards will say so; state one with the key 'caveat' if the author gave one elsewhere"
        )
    if author is None:
        yield Sentence("no author found: cards will say 'not stated'; state one with the key 'author'")
    for caveat in caveats:
        if len(caveat.text) > LONG_CAVEAT_CHARS:
            template = N_("a caveat has {count:,} characters; over {most:,} it needs a page of its own")
            yield Sentence(template, count=len(caveat.text), most=LONG_CAVEAT_CHARS)


def _warnings(document: Document, passages: tuple[Passage, ...]) -> Iterator[str]:
    yield from document.warnings
    if not passages:
        yield NO_TEXT
    yield from remarks(passages[0].caveats if passages else (), document.attribution.author)


def _found(document: Document, passages: tuple[Passage, ...]) -> DocumentFindings:
    attribution = document.attribution
    caveats = tuple(dict.fromkeys(each for passage in passages for each in passage.caveats))
    return DocumentFindings(
        title=attribution.title,
        translation_of=attribution.translation_of,
        author=attribution.author,
        published=attribution.published,
        published_stated=attribution.published_stated,
        source=attribution.source,
        language=document.language,
        verbatim=attribution.verbatim,
        status=document.epistemic_status,
        caveats=caveats,
        passages=len(passages),
        hedges=sum(len(passage.hedges) for passage in passages),
        citations=len(document.citations),
        removed_chars=document.removed_chars,
    )
