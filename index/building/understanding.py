"""All that is understood of seeds, passage by passage as it would be quoted: what a curator looks at first."""

from dataclasses import dataclass
from pathlib import Path

from index.building.batches import passages_of
from index.errors import SeedError
from index.model import Document, Passage
from index.seeds import find_seeds, read_seed
from index.seeds.apart import SeedReader
from index.settings import BuildSettings


@dataclass(frozen=True, slots=True)
class UnderstoodDocument:
    """A document with the passages it is cut into."""

    document: Document
    passages: tuple[Passage, ...]


@dataclass(frozen=True, slots=True)
class UnreadFile:
    """A file that cannot be read, and why, in one sentence."""

    path: str
    problem: str


@dataclass(frozen=True, slots=True)
class Understood:
    """What some files say, and which of them cannot be read."""

    documents: tuple[UnderstoodDocument, ...]
    skipped: tuple[UnreadFile, ...] = ()


def understand_seed(
    data: bytes, name: str, settings: BuildSettings, *, seed: str, sidecar: bytes | None = None
) -> tuple[UnderstoodDocument, ...]:
    """Read a seed as a build does. Raises SeedError where it cannot be read."""
    documents = read_seed(data, name, seed=seed, sidecar=sidecar)
    return tuple(UnderstoodDocument(each, passages_of(each, settings.size)) for each in documents)


def understand_path(path: Path, settings: BuildSettings) -> Understood:
    """Read a file or all seeds of a folder. Raises SeedError where there is no such file or folder."""
    documents: list[UnderstoodDocument] = []
    skipped: list[UnreadFile] = []
    with SeedReader(settings.reading) as reader:
        for file in find_seeds(path):
            try:
                read = reader.load(file, max_bytes=settings.max_bytes)
            except SeedError as err:
                skipped.append(UnreadFile(str(file.path), err.sentence))
            else:
                documents += (UnderstoodDocument(each, passages_of(each, settings.size)) for each in read)
    return Understood(tuple(documents), tuple(skipped))
