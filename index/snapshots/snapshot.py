"""A finished, immutable index on disk, opened and checked; publishing.py writes it.

    <root>/CURRENT            the generation in use, one line
    <root>/<generation>/      manifest.json, bm25/, words.txt, and seed parts end to end (seed_part.py): texts.bin,
                              documents.jsonl, passages.jsonl, keys.npy, and where in them what begins

The seeds are the truth and a snapshot is a cache, so everything doubtful is a SnapshotError and a rebuild.
Knows nothing of how seeds are read or of how a question is answered.
"""

import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np

from index.bm25 import open_ranking
from index.errors import SnapshotError
from index.model import Attribution, Caveat, Citation, Corrected, Hedge, Passage, Place, Position
from index.snapshots.lexicon import Lexicon, Word
from index.snapshots.manifest import Manifest, SeedEntries, read_manifest
from index.snapshots.wordbook import WordBook
from index.storage.rows import Numbers, RowFile, RowLines, load_array, map_file, starts

TEXTS = "texts.bin"


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
        self.document = lru_cache(maxsize=4096)(self._read_document)

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

    @cached_property
    def seed_rows(self) -> SeedEntries:
        """Its seeds, as the manifest has them."""
        return SeedEntries.of(self.manifest.seeds)

    @property
    def seed_count(self) -> int:
        """The number of its seeds."""
        return len(self.manifest.seeds)

    @cached_property
    def passage_starts(self) -> Numbers:
        """Where the passages of each seed begin; the last one ends there."""
        return starts([row["passages"] for row in self.seed_rows.rows])

    @cached_property
    def document_starts(self) -> Numbers:
        """Where the documents of each seed begin; the last one ends there."""
        return starts([row["documents"] for row in self.seed_rows.rows])

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
        return (self.document(i) for i in range(len(self.document_rows)))

    def seed_of(self, number: int) -> str:
        """Return the id of the seed that a passage is from; reads nothing of its text."""
        return self.document(self._document_of(number)).seed

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
        document, row = self.document(which), self.passage_rows.json(number)
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
            if sha256(self._texts[which]).hexdigest() != self.document(which).checksum:
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


def current_generation(root: Path) -> str | None:
    """Return the name of the published directory, or None where nothing was published yet."""
    try:
        return (root / "CURRENT").read_text("utf-8", errors="replace").strip() or None
    except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
        return None


def file_checksum(path: Path) -> int:
    """Return the CRC-32 of a file; a large one is mapped, as it will be when it is used, and copied nowhere."""
    return zlib.crc32(map_file(path))
