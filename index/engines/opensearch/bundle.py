"""What a worker needs of a generation on its own disk: documents, words and statistics, packed into one file.

Made from a snapshot, kept in the store, unpacked where it is opened: it holds no passage's text. Knows no cluster.
"""

import shutil
import tarfile
import tempfile
from hashlib import sha256
from pathlib import Path

import numpy as np

from index.engines.opensearch.snapshot import CHECKSUMS, row_checksum
from index.engines.opensearch.statistics import Statistics
from index.errors import SnapshotError
from index.messages import N_
from index.snapshots.manifest import MANIFEST, Manifest, read_manifest
from index.snapshots.snapshot import Snapshot, file_checksum

UNFIT = N_("{path} is not what was published; `caveat reindex --force` publishes it anew")
STATISTICS = "statistics"
HELD = (
    "documents.jsonl", "documents.offsets.npy", "firsts.npy", "keys.npy", "seed_words.bin", "seed_words.offsets.npy",
    "sounds.txt", "words.txt",
)  # fmt: skip # of a snapshot's files, each with its checksum in the manifest
_LEVEL = 3  # of compression: smaller takes several times as long


def pack(snapshot: Snapshot, path: Path) -> str:
    """Write a snapshot's bundle into a file, and return its SHA-256; raises SnapshotError for damaged texts."""
    with tempfile.TemporaryDirectory(dir=path.parent) as scratch:
        folder = Path(scratch)
        Statistics.of(snapshot.ranking).save(folder / STATISTICS)
        checksums = [
            row_checksum(snapshot.passage_rows[number].decode(), snapshot.passage(number).text)
            for number in range(len(snapshot))
        ]
        np.save(folder / CHECKSUMS, np.array(checksums, np.uint32))
        with tarfile.open(path, "w:gz", compresslevel=_LEVEL) as bundle:
            for name in (MANIFEST, *HELD):
                bundle.add(snapshot.path / name, name)
            for file in sorted(folder.rglob("*")):
                if file.is_file():
                    bundle.add(file, str(file.relative_to(folder)))
    return sha256_of(path)


def unpack(path: Path, folder: Path) -> None:
    """Unpack a bundle into a folder, which appears whole or not at all; raises SnapshotError where it is damaged."""
    scratch = Path(tempfile.mkdtemp(prefix=".tmp-", dir=folder.parent))
    try:
        with tarfile.open(path, "r:gz") as bundle:
            bundle.extractall(scratch, filter="data")
        check(scratch)
        if not folder.exists():
            scratch.rename(folder)
    except (OSError, tarfile.TarError, EOFError) as err:
        raise SnapshotError(UNFIT, path=folder) from err
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


def check(folder: Path) -> Manifest:
    """Return the manifest of an unpacked bundle, each of whose files is held against its checksum.

    Raises:
        SnapshotError: one is missing or damaged.
    """
    manifest = read_manifest(folder)
    try:
        if any(file_checksum(folder / name) != manifest.checksums[name] for name in HELD):
            raise SnapshotError(UNFIT, path=folder)
        if len(np.load(folder / CHECKSUMS, mmap_mode="r")) != manifest.passages:
            raise SnapshotError(UNFIT, path=folder)
    except (OSError, KeyError, ValueError) as err:
        raise SnapshotError(UNFIT, path=folder) from err
    return manifest


def sha256_of(path: Path) -> str:
    """Return the SHA-256 of a file."""
    digest = sha256()
    with path.open("rb") as file:
        while block := file.read(1 << 20):
            digest.update(block)
    return digest.hexdigest()
