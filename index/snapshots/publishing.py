"""Writing snapshots: beside the old one, synced, published by one rename; old ones pruned.

Killed at any moment, a build leaves the published snapshot as it was. Knows nothing of how seeds are read.
"""

import json
import os
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from itertools import chain, count
from pathlib import Path

from index.errors import BusyError, DiskError, SnapshotError
from index.messages import N_, to_json
from index.snapshots.layout import ERASE_AFTER, Below, is_due, read_layout
from index.snapshots.manifest import MANIFEST, Manifest
from index.snapshots.snapshot import TEXTS, current_generation, file_checksum
from index.storage.rows import row_of

VECTORS = "meaning-*"  # files beside the generations, see index/meaning/vectors.py
BUSY = N_("another process is re-indexing {root} (waited {seconds} s); try again when it is done")
UNWRITTEN = N_("{root} cannot be written ({reason}); free or unlock the disk, or set data.dir to another folder")
LEADS_NOWHERE = N_("{path} is a link that leads nowhere; restore what it leads to, or set data.dir to another folder")
NO_FOLDER = N_("{path} is no folder, so nothing can be kept there; move it away, or set data.dir to another folder")
KEPT_GENERATIONS = 2  # the current one and the one before, which a running search may still have open

_LOOK_AGAIN_S = 0.05


@contextmanager
def building(root: Path, wait_s: float) -> Iterator[None]:
    """Hold the one build lock of a root.

    Raises:
        BusyError: another process is still building after `wait_s` seconds.
        DiskError: the root, or what is written while the lock is held, cannot be written.
    """
    from filelock import Timeout  # here, since it brings asyncio along

    try:
        with _locked(root, wait_s):
            yield
    except Timeout as err:
        raise BusyError(BUSY, root=root, seconds=f"{wait_s:g}") from err
    except OSError as err:
        raise unwritten(root, err) from err


@contextmanager
def _locked(root: Path, wait_s: float) -> Iterator[None]:
    """Lock a root that stands: one that is deleted while we wait is made anew, as others lock another file by then."""
    from filelock import FileLock

    deadline = time.monotonic() + wait_s
    while True:
        lock = FileLock(root / "lock", timeout=max(0.0, deadline - time.monotonic()))
        try:
            root.mkdir(parents=True, exist_ok=True)
            lock.acquire()
        except (FileExistsError, FileNotFoundError):
            if _in_the_way(root) or time.monotonic() > deadline:
                raise
            time.sleep(_LOOK_AGAIN_S)
            continue
        try:
            if (root / "lock").exists():
                yield
                return
        finally:
            lock.release()


def unwritten(folder: Path, err: OSError) -> DiskError:
    """Make the error that says why a folder cannot be written: what stands in its way, else what the system says."""
    return _in_the_way(folder) or DiskError(UNWRITTEN, root=folder, reason=err.strerror)


def _in_the_way(root: Path) -> DiskError | None:
    """Say what stands where a root or a folder above it should be: a link that leads nowhere, or a file."""
    for path in (root, *root.parents):
        if os.path.lexists(path):
            if path.is_dir():
                return None
            template = LEADS_NOWHERE if path.is_symlink() and not path.exists() else NO_FOLDER
            return DiskError(template, path=path)
    return None


def checksums(path: Path) -> dict[str, int]:
    """Return the CRC-32 of every file of a snapshot but the texts, whose documents carry their own."""
    names = sorted(str(file.relative_to(path)) for file in path.rglob("*") if file.is_file())
    return {name: file_checksum(path / name) for name in names if name != TEXTS}


def publish(root: Path, temporary: Path, manifest: Manifest) -> Path:
    """Make a written snapshot the current one; whatever happens on the way, the old one stays current.

    The manifest is written last, all files are synced, then one rename puts the directory in place and one
    more swaps CURRENT.
    """
    row = row_of(manifest) | {
        "seeds": list(map(row_of, manifest.seeds)),
        "skipped": list(map(row_of, manifest.skipped)),
    }
    (temporary / MANIFEST).write_text(json.dumps(to_json(row), ensure_ascii=False, indent=1), "utf-8")
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
    pointer, current = root / ".tmp-CURRENT", root / "CURRENT"
    if current.is_dir() and not current.is_symlink():
        shutil.rmtree(current)  # nobody's work: what names a generation is a file
    pointer.write_text(name + "\n", "utf-8")
    _sync(pointer)
    pointer.replace(current)
    _sync(root)


def prune(root: Path, kept: int = KEPT_GENERATIONS, erase_after: timedelta = ERASE_AFTER) -> None:
    """Remove all but so many generations, with the segments they are laid out with, and what killed builds left.

    None is kept beside the current one that holds what should have left the disk. The build lock must be held.
    """
    now = datetime.now(UTC)
    current, others = current_generation(root), _superseded(root)
    others.sort(key=lambda entry: entry.stat().st_mtime, reverse=True)
    published = [root / current] if current else []
    if not _is_old(root, now, erase_after):
        published += [path for path in others[: kept - 1] if not is_due(_below(path), now, erase_after)]
    needed = {name for path in published for name in (path.name, *(each.name for each in _below(path)))}
    for entry in [entry for entry in root.iterdir() if entry.is_dir()]:
        if entry.name not in needed:
            shutil.rmtree(entry, ignore_errors=True)


def holds_overdue(root: Path, now: datetime, erase_after: timedelta = ERASE_AFTER) -> bool:
    """Tell whether there are bytes under a root, of seeds that were changed or removed, which should have left it."""
    current = current_generation(root)
    if current is None:
        return False
    below = _below(root / current)
    if is_due(below, now, erase_after):
        return True
    names = {each.name for each in below}
    return _is_old(root, now, erase_after) and any(path.name not in names for path in _superseded(root))


def _superseded(root: Path) -> list[Path]:
    """Return the directories of the generations that are not current, and of segments."""
    current = current_generation(root)
    found = [entry for entry in root.iterdir() if entry.is_dir()]
    return [entry for entry in found if not entry.name.startswith(".tmp-") and entry.name != current]


def _is_old(root: Path, now: datetime, erase_after: timedelta) -> bool:
    """Tell whether what came before the current generation has been out of use for so long."""
    with suppress(OSError):
        return now.timestamp() - (root / "CURRENT").stat().st_mtime >= erase_after.total_seconds()
    return False


def _below(path: Path) -> tuple[Below, ...]:
    with suppress(SnapshotError):
        layout = read_layout(path)
        return layout.below if layout else ()
    return ()


def drop_vectors(root: Path) -> None:
    """Delete what finds passages of a library by meaning; it is made anew where it is wanted."""
    for path in root.glob(VECTORS):
        path.unlink(missing_ok=True)


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
