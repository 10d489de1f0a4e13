"""A finished, immutable index on disk, opened and checked; publishing.py writes it.

    <root>/CURRENT            the generation in use, one line
    <root>/<generation>/      manifest.json, bm25/, words.txt, and seed parts end to end (seed_part.py): texts.bin,
                              documents.jsonl, passages.jsonl, keys.npy, and where in them what begins

The seeds are the truth and a snapshot is a cache, so everything doubtful is a SnapshotError and a rebuild.
Knows nothing of how seeds are read or of how a question is answered.
"""

import json
import zlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, fields
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any, overload

from index.bm25 import Ranking, open_ranking, select_passages
from index.errors import SnapshotError
from index.messages import sentence_from_json
from index.model import Passage
from index.snapshots.holdings import Holdings
from index.storage.rows import RowFile, RowLines, map_file

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


class Snapshot(Holdings):
    """One opened snapshot; read-only, safe for many threads, readable even after its folder is gone.

    Attributes:
        ranking: what its passages are found by.
        passage_rows: a line each.
        size_bytes: of all its files.
    """

    def __init__(self, path: Path, manifest: Manifest) -> None:
        super().__init__(path)
        self.manifest = manifest
        self.size_bytes = sum(file.stat().st_size for file in path.rglob("*"))
        self.ranking = open_ranking(path / "bm25")
        self.passage_rows = RowFile(path / "passages.jsonl")
        self._texts = RowFile(path / TEXTS)
        self._verified: set[int] = set()
        self.passage = lru_cache(maxsize=4096)(self._passage)

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

    def select(self, hidden: Collection[str], kept: Sequence[range]) -> Ranking:  # noqa: ARG002 # told to one elsewhere
        """Rank some of its passages as if the others, those of hidden seeds, had never been there."""
        return select_passages(self.ranking, kept)

    def document_text(self, number: int) -> str:
        """Return the whole text of the document a passage is from, checked against its checksum."""
        return self._texts[self._checked(self.document_of(number))].decode()

    def texts(self, first: int, stop: int) -> RowLines:
        """Return the texts of the documents from `first` to before `stop`, each checked against its checksum."""
        for which in range(first, stop):
            self._checked(which)
        return self._texts.lines(first, stop)

    def _passage(self, number: int) -> Passage:
        which, row = self._checked(self.document_of(number)), self.passage_rows.json(number)
        return self.passage_of(number, row, self._texts.part(which, *row["bytes"]).decode())

    def _checked(self, which: int) -> int:
        """Hold a document's text against its checksum once, when something of it is first shown."""
        if which not in self._verified:
            if sha256(self._texts[which]).hexdigest() != self.document(which).checksum:
                raise SnapshotError(
                    "{path} is damaged at document {place}; re-index to rebuild it",
                    path=self.path / TEXTS,
                    place=which,
                )
            self._verified.add(which)
        return which


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
