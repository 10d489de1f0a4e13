"""Writing snapshots: beside the old one, synced, published by one rename; old ones pruned.

Killed at any moment, a build leaves the published snapshot as it was. Knows nothing of how seeds are read.
"""

import json
import os
import shutil
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from hashlib import sha256
from itertools import chain, count
from pathlib import Path
from typing import Any

import numpy as np

from index.bm25 import CompiledBM25
from index.errors import BusyError, DiskError
from index.model import Document, Passage
from index.snapshot import MANIFEST, TEXTS, Manifest, current_generation, file_checksum
from index.words import N_, to_json

BUSY = N_("another process is re-indexing {root} (waited {seconds} s); try again when it is done")
UNWRITTEN = N_("{root} cannot be written ({reason}); free or unlock the disk, or set data.dir to another folder")
KEPT_GENERATIONS = 2  # the current one and the one before, which a running search may still have open


@contextmanager
def building(root: Path, wait_s: float) -> Iterator[None]:
    """Hold the one build lock of a root.

    Raises:
        BusyError: another process is still building after `wait_s` seconds.
        DiskError: the root, or what is written while the lock is held, cannot be written.
    """
    from filelock import FileLock, Timeout  # here, since it brings asyncio along

    try:
        root.mkdir(parents=True, exist_ok=True)
        with FileLock(root / "lock", timeout=wait_s):
            yield
    except Timeout as err:
        raise BusyError(BUSY, root=root, seconds=f"{wait_s:g}") from err
    except OSError as err:
        raise DiskError(UNWRITTEN, root=root, reason=err.strerror) from err


def write(
    path: Path,
    documents: Sequence[tuple[Document, Sequence[Passage]]],
    index: CompiledBM25 | None,
    words: Mapping[str, str],
) -> dict[str, int]:
    """Write all of a snapshot but its manifest into an empty directory; return the checksums."""
    path.mkdir(parents=True)
    (path / TEXTS).write_bytes(b"".join(document.text.encode() for document, _ in documents))
    _write_rows(path / "documents", _document_rows(documents))
    _write_rows(path / "passages", (row for i, (d, p) in enumerate(documents) for row in _passage_rows(i, d, p)))
    keys = [passage.key.encode() for _, passages in documents for passage in passages]
    np.save(path / "keys.npy", np.array(keys, dtype="S10"))
    lines = (f"{word}\t{term}\n" for word, term in sorted(words.items()))
    (path / "words.txt").write_text("".join(lines), "utf-8")
    if index is not None:
        index.save(path / "bm25")
    names = sorted(str(file.relative_to(path)) for file in path.rglob("*") if file.is_file())
    return {name: file_checksum(path / name) for name in names if name != TEXTS}


def _document_rows(documents: Iterable[tuple[Document, Sequence[Passage]]]) -> Iterator[dict[str, Any]]:
    start = first = 0
    for document, passages in documents:
        text = document.text.encode()
        yield {
            "id": document.id,
            "seed": document.seed,
            "start": start,
            "end": start + len(text),
            "checksum": sha256(text).hexdigest(),
            "first": first,
            "passages": len(passages),
            "attribution": asdict(document.attribution),
            "caveats": [asdict(caveat) for caveat in (passages[0].caveats if passages else ())],
            "language": document.language,
            "epistemic_status": document.epistemic_status,
            "note": document.note,
        }
        start += len(text)
        first += len(passages)


def _passage_rows(number: int, document: Document, passages: Iterable[Passage]) -> Iterator[dict[str, Any]]:
    position = size = 0  # characters passed and their bytes, so that each character is encoded once
    for passage in passages:
        first = size + len(document.text[position : passage.start].encode())
        size = first + len(passage.text.encode())
        position = passage.end
        yield {
            "document": number,
            "number": passage.number,
            "of": passage.of,
            "start": passage.start,
            "end": passage.end,
            "bytes": [first, size],
            "heading": passage.heading,
            "hedges": [asdict(hedge) for hedge in passage.hedges],
            "citations": [asdict(citation) for citation in passage.citations],
        }


def _write_rows(stem: Path, rows: Iterable[dict[str, Any]]) -> None:
    offsets = [0]
    with stem.with_suffix(".jsonl").open("wb") as file:
        for row in rows:
            line = json.dumps(row, ensure_ascii=False, separators=(",", ":")) + "\n"
            offsets.append(offsets[-1] + file.write(line.encode()))
    np.save(stem.with_suffix(".offsets.npy"), np.array(offsets, dtype=np.int64))


def publish(root: Path, temporary: Path, manifest: Manifest) -> Path:
    """Make a written snapshot the current one; whatever happens on the way, the old one stays current.

    The manifest is written last, all files are synced, then one rename puts the directory in place and one
    more swaps CURRENT.
    """
    (temporary / MANIFEST).write_text(json.dumps(to_json(asdict(manifest)), ensure_ascii=False, indent=1), "utf-8")
    for file in temporary.rglob("*"):
        _sync(file)
    _sync(temporary)
    target = root / _free_name(root, manifest.generation)
    temporary.rename(target)
    _sync(root)
    _point(root, target.name)
    return target


def _free_name(root: Path, generation: str) -> str:
    """Name the directory after the generation; a second one of the same never moves what may be in use."""
    names = chain([generation], (f"{generation}.{number}" for number in count(2)))
    return next(name for name in names if not (root / name).exists())


def _point(root: Path, name: str) -> None:
    pointer = root / ".tmp-CURRENT"
    pointer.write_text(name + "\n", "utf-8")
    _sync(pointer)
    pointer.replace(root / "CURRENT")
    _sync(root)


def prune(root: Path, kept: int = KEPT_GENERATIONS) -> None:
    """Remove all but so many generations and what killed builds left; the build lock must be held."""
    generation = current_generation(root)
    entries = [entry for entry in root.iterdir() if entry.is_dir() and entry.name != generation]
    finished = [entry for entry in entries if not entry.name.startswith(".tmp-")]
    finished.sort(key=lambda entry: entry.stat().st_mtime, reverse=True)
    for entry in set(entries) - set(finished[: kept - 1]):
        shutil.rmtree(entry, ignore_errors=True)


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
