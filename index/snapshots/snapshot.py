"""A finished, immutable index on disk, opened and checked; publishing.py writes it.

    <root>/CURRENT            the generation in use, one line
    <root>/<generation>/      manifest.json, bm25/, words.txt, and seed parts end to end (seed_part.py): texts.bin,
                              documents.jsonl, passages.jsonl, keys.npy, and where in them what begins

The seeds are the truth and a snapshot is a cache, so everything doubtful is a SnapshotError and a rebuild.
Knows nothing of how seeds are read or of how a question is answered.
"""

import json
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any, overload

import numpy as np

from index.bm25 import open_ranking
from index.errors import SnapshotError
from index.messages import sentence_from_json
from index.model import Attribution, Caveat, Citation, Corrected, Hedge, Passage, Place, Position
from index.snapshots.lexicon import Lexicon, Word
from index.snapshots.wordbook import WordBook
from index.storage.rows import RowFile, RowLines, load_array, map_file

FORMAT = 4
READABLE = (3, 4)  # 3 is that of version 0.1: what it does not state of a caveat or a passage is not stated
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
    languages: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()


class SeedEntries(Sequence[SeedEntry]):
    """The entries of a manifest as it is read, each made when it is asked for: an answer asks for none of thousands.

    Raises:
        ValueError: one of the rows is no entry.
    """

    def __init__(self, rows: Sequence[dict[str, Any]]) -> None:
        keys = {field.name for field in fields(SeedEntry)}
        if any(not isinstance(row, dict) or row.keys() != keys for row in rows):
            raise ValueError("a seed is described by other keys than expected")
        self._rows = rows

    def __len__(self) -> int:
        return len(self._rows)

    @overload
    def __getitem__(self, number: int) -> SeedEntry: ...
    @overload
    def __getitem__(self, number: slice) -> tuple[SeedEntry, ...]: ...
    def __getitem__(self, number: int | slice) -> SeedEntry | tuple[SeedEntry, ...]:
        if isinstance(number, slice):
            return tuple(map(_seed_entry, self._rows[number]))
        return _seed_entry(self._rows[number])


def _seed_entry(row: Mapping[str, Any]) -> SeedEntry:
    warnings = tuple(map(sentence_from_json, row["warnings"]))
    return SeedEntry(**{**row, "languages": tuple(row["languages"]), "warnings": warnings})


@dataclass(frozen=True, slots=True)
class Skipped:
    """A file that could not be read, with the sentence that says why; `checksum` of its bytes, if they could be."""

    path: str
    problem: str
    checksum: str = ""


@dataclass(frozen=True, slots=True)
class Manifest:
    """The description of a snapshot.

    Attributes:
        generation: hash of all that shaped the snapshot; equal seeds and equal settings give an equal one.
        shape: hash of all that shaped its parts besides the seeds: the pipeline (see fingerprint.py) and the settings.
        built_at: ISO 8601, UTC.
        checksums: CRC-32 per file, except texts.bin, whose documents carry their own.
    """

    generation: str
    shape: str
    languages: tuple[str, ...]
    built_at: str
    passages: int
    seeds: Sequence[SeedEntry]
    skipped: tuple[Skipped, ...]
    checksums: Mapping[str, int]
    format: int = FORMAT


@dataclass(frozen=True, slots=True)
class StoredDocument:
    """A document as a snapshot keeps it.

    Attributes:
        first, passages: number of its first passage in the snapshot, and how many it has.
    """

    id: str
    seed: str
    checksum: str
    first: int
    passages: int
    attribution: Attribution
    caveats: tuple[Caveat, ...]
    language: str | None
    epistemic_status: str | None
    note: str | None
    tags: tuple[str, ...] = ()


class Snapshot:
    """One opened snapshot; read-only, safe for many threads, readable even after its folder is gone.

    Attributes:
        ranking: what its passages are found by.
        firsts: the first passage of each document, and after the last one their number.
        keys: of each passage.
        document_rows, passage_rows: a line each.
        lexicon: its words.
        size_bytes: of all its files.
    """

    def __init__(self, path: Path, manifest: Manifest) -> None:
        self.path = path
        self.manifest = manifest
        self.size_bytes = sum(file.stat().st_size for file in path.rglob("*"))
        self.ranking = open_ranking(path / "bm25")
        self.firsts = load_array(path / "firsts.npy")
        self.keys = load_array(path / "keys.npy")
        self.document_rows = RowFile(path / "documents.jsonl")
        self.passage_rows = RowFile(path / "passages.jsonl")
        self.lexicon = Lexicon(path)
        self._texts = RowFile(path / TEXTS)
        self._verified: set[int] = set()
        self.passage = lru_cache(maxsize=4096)(self._passage)
        self._document = lru_cache(maxsize=4096)(self._read_document)

    def __len__(self) -> int:
        return self.manifest.passages

    @property
    def root(self) -> Path:
        """The folder in which it lies beside the library's other generations."""
        return self.path.parent

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
        found = np.flatnonzero(self.keys == key.encode())
        return int(found[0]) if len(found) else None

    def words(self) -> WordBook:
        """Return the folded words of all passages with their terms."""
        return self.lexicon.book

    def acronyms(self) -> Iterator[Word]:
        """Return what abbreviations stand for in them."""
        return self.lexicon.acronyms()

    def documents(self) -> Iterator[StoredDocument]:
        """Yield every document in corpus order."""
        return (self._document(i) for i in range(len(self.document_rows)))

    def seed_of(self, number: int) -> str:
        """Return the id of the seed that a passage is from; reads nothing of its text."""
        return self._document(self._document_of(number)).seed

    def document_text(self, number: int) -> str:
        """Return the whole text of the document a passage is from, checked against its checksum."""
        return self._texts[self._checked(self._document_of(number))].decode()

    def texts(self, first: int, stop: int) -> RowLines:
        """Return the texts of the documents from `first` to before `stop`, each checked against its checksum."""
        for which in range(first, stop):
            self._checked(which)
        return self._texts.lines(first, stop)

    def _document_of(self, number: int) -> int:
        """Return the document that a passage is from."""
        return int(self.firsts.searchsorted(number, "right")) - 1

    def _passage(self, number: int) -> Passage:
        which = self._checked(self._document_of(number))
        document, row = self._document(which), self.passage_rows.json(number)
        attribution = _of_passage(document.attribution, row)
        return Passage(
            key=self.keys[number].decode(),
            document=document.id,
            seed=document.seed,
            number=row["number"],
            of=row["of"],
            start=row["start"],
            end=row["end"],
            text=self._texts.part(which, *row["bytes"]).decode(),
            attribution=attribution,
            caveats=tuple(each for each in document.caveats if each.is_about(attribution)),
            heading=row["heading"],
            hedges=tuple(Hedge(**hedge) for hedge in row["hedges"]),
            citations=tuple(Citation(**citation) for citation in row["citations"]),
            language=document.language,
            epistemic_status=document.epistemic_status,
            note=document.note,
            position=Position(**row["position"]) if "position" in row else None,
            places=tuple(Place(each["start"], Position(**each["position"])) for each in row.get("places", ())),
            corrected=tuple(Corrected(**each) for each in row.get("corrected", ())),
            tags=document.tags,
        )

    def _read_document(self, number: int) -> StoredDocument:
        row = self.document_rows.json(number)
        attribution = row.pop("attribution")
        attribution["authors"] = tuple(attribution["authors"])
        return StoredDocument(
            attribution=Attribution(**attribution),
            caveats=tuple(Caveat(**caveat) for caveat in row.pop("caveats")),
            tags=tuple(row.pop("tags", ())),  # version 0.1 kept none
            first=int(self.firsts[number]),
            passages=int(self.firsts[number + 1] - self.firsts[number]),
            **row,
        )

    def _checked(self, which: int) -> int:
        """Hold a document's text against its checksum once, when something of it is first shown."""
        if which not in self._verified:
            if sha256(self._texts[which]).hexdigest() != self._document(which).checksum:
                raise SnapshotError(
                    "{path} is damaged at document {place}; re-index to rebuild it",
                    path=self.path / TEXTS,
                    place=which,
                )
            self._verified.add(which)
        return which


def _of_passage(attribution: Attribution, row: Mapping[str, Any]) -> Attribution:
    """Name who speaks in a passage and where it alone stands, where that differs from its document."""
    if "authors" not in row and "source" not in row:
        return attribution
    authors = tuple(row["authors"]) if "authors" in row else attribution.authors
    return replace(attribution, authors=authors, source=row.get("source", attribution.source))


def open_current(root: Path) -> Snapshot:
    """Open the published snapshot. Reads every file but the texts once.

    Raises:
        SnapshotError: nothing was published yet, or what was is damaged or of another format version.
    """
    generation = current_generation(root)
    if generation is None:
        raise SnapshotError("{path} holds no published snapshot yet; re-index to build one", path=root)
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
                raise SnapshotError("{path} is damaged; re-index to rebuild it", path=path / name)
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
        if found in READABLE:
            raw["languages"] = tuple(raw["languages"])
            raw["skipped"] = tuple(_skipped(row) for row in raw["skipped"])
            raw["seeds"] = SeedEntries(raw["seeds"])
            return Manifest(**raw)
    except (OSError, ValueError, LookupError, TypeError) as err:
        raise SnapshotError(
            "{path} cannot be read ({reason}); re-index to rebuild it", path=path / MANIFEST, reason=err
        ) from err
    raise SnapshotError(
        "{path} has format {found}, this version reads {wanted}; re-index to rebuild it",
        path=path,
        found=found,
        wanted=FORMAT,
    )


def _skipped(row: dict[str, Any]) -> Skipped:
    return Skipped(**row | {"problem": sentence_from_json(row["problem"])})


def current_generation(root: Path) -> str | None:
    """Return the name of the published directory, or None where nothing was published yet."""
    try:
        return (root / "CURRENT").read_text("utf-8", errors="replace").strip() or None
    except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
        return None


def file_checksum(path: Path) -> int:
    """Return the CRC-32 of a file; a large one is mapped, as it will be when it is used, and copied nowhere."""
    return zlib.crc32(map_file(path))
