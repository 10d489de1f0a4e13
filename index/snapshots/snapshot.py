"""A finished, immutable index on disk, opened and checked; publishing.py writes it.

    <root>/CURRENT            the generation in use, one line
    <root>/<generation>/      manifest.json, bm25/, words.txt, and seed parts end to end (seed_part.py): texts.bin,
                              documents.jsonl, passages.jsonl, keys.npy, and where in them what begins

The seeds are the truth and a snapshot is a cache, so everything doubtful is a SnapshotError and a rebuild.
Knows nothing of how seeds are read or of how a question is answered.
"""

import zlib
from functools import cached_property, lru_cache
from hashlib import sha256
from pathlib import Path
from weakref import WeakValueDictionary

from index.bm25 import open_ranking
from index.errors import SnapshotError
from index.model import Passage
from index.snapshots.holdings import Holdings
from index.snapshots.manifest import Manifest, SeedEntries, read_manifest
from index.storage.rows import Numbers, RowFile, RowLines, map_file, starts

TEXTS = "texts.bin"
Stamp = tuple[tuple[str, int, int, int], ...]  # of each file, its name, inode, size and time of change


class Snapshot(Holdings):
    """One opened snapshot; read-only, safe for many threads, readable even after its folder is gone.

    Attributes:
        ranking: what its passages are found by.
        passage_rows: a line each.
        stamp: what the file system said of its files when it was opened.
        size_bytes: of all its files.
    """

    def __init__(self, path: Path, manifest: Manifest, stamp: Stamp = ()) -> None:
        super().__init__(path, manifest)
        self.stamp = stamp
        self.size_bytes = sum(size for _, _, size, _ in stamp)
        self.ranking = open_ranking(path / "bm25")
        self.passage_rows = RowFile(path / "passages.jsonl")
        self._texts = RowFile(path / TEXTS)
        self._verified: set[int] = set()
        self.passage = lru_cache(maxsize=4096)(self._passage)

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


_OPEN: WeakValueDictionary[Path, Snapshot] = WeakValueDictionary()  # what follows from one is derived once


def open_snapshot(path: Path) -> Snapshot:
    """Open and check one snapshot directory; one that is open in this process, and is as it was, is the same object.

    Raises:
        SnapshotError: it is missing, of another format version, or any file differs from its checksum.
    """
    try:
        known, stamp = _OPEN.get(path), _stamp(path)
        if known is not None and known.stamp == stamp:
            return known
        manifest = read_manifest(path)
        for name, checksum in manifest.checksums.items():
            if file_checksum(path / name) != checksum:
                raise SnapshotError("{path} is damaged; re-index to rebuild it", path=path / name)
        _OPEN[path] = snapshot = Snapshot(path, manifest, stamp)
    except (OSError, ValueError, KeyError, TypeError, EOFError) as err:
        raise SnapshotError(
            "{path} cannot be opened ({reason}); re-index to rebuild it", path=path, reason=err
        ) from err
    return snapshot


def _stamp(path: Path) -> Stamp:
    """Return what the file system says of each file of a directory."""
    found = ((file.name, file.stat()) for file in sorted(path.rglob("*")))
    return tuple((name, state.st_ino, state.st_size, state.st_mtime_ns) for name, state in found)


def current_generation(root: Path) -> str | None:
    """Return the name of the published directory, or None where nothing was published yet."""
    try:
        return (root / "CURRENT").read_text("utf-8", errors="replace").strip() or None
    except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
        return None


def file_checksum(path: Path) -> int:
    """Return the CRC-32 of a file; a large one is mapped, as it will be when it is used, and copied nowhere."""
    return zlib.crc32(map_file(path))
