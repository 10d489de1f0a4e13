"""A finished, immutable index on disk, opened and checked; publishing.py writes it.

    <root>/CURRENT            the generation in use, one line
    <root>/<generation>/      manifest.json, texts.bin, *.jsonl with *.offsets.npy, keys.npy, words.txt, bm25/

The seeds are the truth and a snapshot is a cache, so everything doubtful is a SnapshotError and a rebuild.
Knows nothing of how seeds are read or of how a question is answered.
"""

import json
import mmap
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np

from index.bm25 import CompiledBM25
from index.errors import SnapshotError
from index.model import Attribution, Caveat, Citation, Hedge, Passage
from index.words import sentence_from_json

FORMAT = 1
TEXTS = "texts.bin"
MANIFEST = "manifest.json"


@dataclass(frozen=True, slots=True)
class SeedEntry:
    """What a snapshot holds of one seed. `checksum` covers the file and its side-car."""

    seed: str
    path: str
    checksum: str
    documents: int
    passages: int
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Skipped:
    """A file that could not be read, with the sentence that says why."""

    path: str
    problem: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """The description of a snapshot.

    Attributes:
        generation: hash of all that shaped the snapshot; equal seeds and equal settings give an equal one.
        fingerprint: of the pipeline that made it, see pipeline.py.
        built_at: ISO 8601, UTC.
        checksums: CRC-32 per file, except texts.bin, whose documents carry their own.
    """

    generation: str
    fingerprint: str
    languages: tuple[str, ...]
    built_at: str
    passages: int
    seeds: tuple[SeedEntry, ...]
    skipped: tuple[Skipped, ...]
    checksums: Mapping[str, int]
    format: int = FORMAT


@dataclass(frozen=True, slots=True)
class StoredDocument:
    """A document as a snapshot keeps it.

    Attributes:
        start, end: bytes in texts.bin.
        first, passages: number of its first passage in the snapshot, and how many it has.
    """

    id: str
    seed: str
    start: int
    end: int
    checksum: str
    first: int
    passages: int
    attribution: Attribution
    caveats: tuple[Caveat, ...]
    language: str | None
    epistemic_status: str | None
    note: str | None


class Snapshot:
    """One opened snapshot; read-only, safe for many threads, readable even after its folder is gone."""

    def __init__(self, path: Path, manifest: Manifest) -> None:
        self.path = path
        self.manifest = manifest
        self.index = CompiledBM25.open(path / "bm25") if (path / "bm25").is_dir() else None
        self._texts = _map(path / TEXTS)
        self._words = _map(path / "words.txt")
        self._rows = _Rows(path / "passages")
        self._documents = _Rows(path / "documents")
        self._keys = np.load(path / "keys.npy", mmap_mode="r")
        self._verified: set[int] = set()
        self.passage = lru_cache(maxsize=4096)(self._passage)
        self._document = lru_cache(maxsize=4096)(self._read_document)

    def __len__(self) -> int:
        return self.manifest.passages

    @property
    def generation(self) -> str:
        """The id of this snapshot."""
        return self.manifest.generation

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages of its documents."""
        return self.manifest.languages

    def find_key(self, key: str) -> int | None:
        """Return the number of the passage with this key, or None."""
        found = np.flatnonzero(self._keys == key.encode())
        return int(found[0]) if len(found) else None

    def words(self) -> dict[str, str]:
        """Read the folded words of all passages with their terms."""
        lines = self._words[:].decode().splitlines()
        return dict(line.split("\t", 1) for line in lines)

    def documents(self) -> Iterator[StoredDocument]:
        """Yield every document in corpus order."""
        return (self._document(i) for i in range(len(self._documents)))

    def document_text(self, number: int) -> str:
        """Return the whole text of the document a passage is from, checked against its checksum."""
        row = self._rows[number]
        document = self._document(row["document"])
        self._verify(row["document"], document)
        return self._texts[document.start : document.end].decode()

    def _passage(self, number: int) -> Passage:
        row = self._rows[number]
        document = self._document(row["document"])
        self._verify(row["document"], document)
        first, last = row["bytes"]
        return Passage(
            key=self._keys[number].decode(),
            document=document.id,
            seed=document.seed,
            number=row["number"],
            of=row["of"],
            start=row["start"],
            end=row["end"],
            text=self._texts[document.start + first : document.start + last].decode(),
            attribution=document.attribution,
            caveats=document.caveats,
            heading=row["heading"],
            hedges=tuple(Hedge(**hedge) for hedge in row["hedges"]),
            citations=tuple(Citation(**citation) for citation in row["citations"]),
            language=document.language,
            epistemic_status=document.epistemic_status,
            note=document.note,
        )

    def _read_document(self, number: int) -> StoredDocument:
        row = self._documents[number]
        attribution = row.pop("attribution")
        attribution["authors"] = tuple(attribution["authors"])
        caveats = tuple(Caveat(**caveat) for caveat in row.pop("caveats"))
        return StoredDocument(attribution=Attribution(**attribution), caveats=caveats, **row)

    def _verify(self, number: int, document: StoredDocument) -> None:
        """Hold a document's text against its checksum once, when something of it is first shown."""
        if number in self._verified:
            return
        if sha256(self._texts[document.start : document.end]).hexdigest() != document.checksum:
            raise SnapshotError(f"{self.path / TEXTS} is damaged at document {number}; re-index to rebuild it")
        self._verified.add(number)


class _Rows(Sequence[dict[str, Any]]):
    """JSON lines read one at a time through their offsets."""

    def __init__(self, stem: Path) -> None:
        self._lines = _map(stem.with_suffix(".jsonl"))
        self._offsets = np.load(stem.with_suffix(".offsets.npy"), mmap_mode="r")

    def __len__(self) -> int:
        return len(self._offsets) - 1

    def __getitem__(self, number: Any) -> Any:
        row: dict[str, Any] = json.loads(self._lines[self._offsets[number] : self._offsets[number + 1]])
        return row


def _map(path: Path) -> mmap.mmap | bytes:
    with path.open("rb") as file:
        if path.stat().st_size == 0:
            return b""  # an empty file cannot be mapped
        return mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)


def open_current(root: Path) -> Snapshot:
    """Open the published snapshot. Reads every file but the texts once.

    Raises:
        SnapshotError: nothing was published yet, or what was is damaged or of another format version.
    """
    generation = current_generation(root)
    if generation is None:
        raise SnapshotError(f"{root} holds no published snapshot yet; re-index to build one")
    return open_snapshot(root / generation)


def open_snapshot(path: Path) -> Snapshot:
    """Open and check one snapshot directory.

    Raises:
        SnapshotError: it is missing, of another format version, or any file differs from its checksum.
    """
    try:
        manifest = read_manifest(path)
        for name, checksum in manifest.checksums.items():
            if file_checksum(path / name) != checksum:
                raise SnapshotError(f"{path / name} is damaged; re-index to rebuild it")
        return Snapshot(path, manifest)
    except (OSError, ValueError, KeyError, TypeError, EOFError) as err:
        raise SnapshotError(
            "{path} cannot be opened ({reason}); re-index to rebuild it", path=path, reason=err
        ) from err


def read_manifest(path: Path) -> Manifest:
    """Read the manifest of a snapshot directory.

    Raises:
        SnapshotError: it is missing, damaged or of another format version.
    """
    try:
        raw = json.loads((path / MANIFEST).read_text("utf-8"))
        found = raw["format"]
        if found == FORMAT:
            raw["languages"] = tuple(raw["languages"])
            raw["skipped"] = tuple(Skipped(row["path"], sentence_from_json(row["problem"])) for row in raw["skipped"])
            raw["seeds"] = tuple(_seed_entry(row) for row in raw["seeds"])
            return Manifest(**raw)
    except (OSError, ValueError, LookupError, TypeError) as err:
        raise SnapshotError(f"{path / MANIFEST} cannot be read ({err}); re-index to rebuild it") from err
    raise SnapshotError(f"{path} has format {found}, this version reads {FORMAT}; re-index to rebuild it")


def _seed_entry(row: dict[str, Any]) -> SeedEntry:
    return SeedEntry(**row | {"warnings": tuple(map(sentence_from_json, row["warnings"]))})


def current_generation(root: Path) -> str | None:
    """Return the name of the published directory, or None where nothing was published yet."""
    try:
        return (root / "CURRENT").read_text("utf-8", errors="replace").strip() or None
    except (FileNotFoundError, NotADirectoryError):
        return None


def file_checksum(path: Path) -> int:
    """Return the CRC-32 of a file, read in blocks."""
    checksum = 0
    with path.open("rb") as file:
        while block := file.read(1 << 20):
            checksum = zlib.crc32(block, checksum)
    return checksum
