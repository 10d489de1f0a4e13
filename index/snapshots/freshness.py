"""Whether seeds and program are as they were when a snapshot was found current, by what the file system says of them.

Reads none of the files, knows no format; what it cannot be sure of counts as changed.
"""

import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import suppress
from hashlib import blake2b
from itertools import chain
from operator import attrgetter
from pathlib import Path
from stat import S_ISDIR

import index
from index.snapshots.snapshot import current_generation

SEEN = "SEEN"
_PROGRAM = Path(index.__file__ or "").parent
_LIBRARIES = {"site-packages", "dist-packages"}
_TICK_S = 0.1  # two changes within it may bear one time
_COARSE_TICK_S = 2.0  # of file systems that count in seconds
_NS = 10**9
_NAME = attrgetter("name")
FileState = tuple[str, os.stat_result]


def look(folder: Path, shape: str, now: float) -> str | None:
    """Return a hash that differs as soon as anything in a folder, in the program or in its libraries does.

    Args:
        folder: of seeds; nothing in it that begins with "." or "_" counts.
        shape: what else shapes a snapshot, such as the settings.
        now: seconds since 1970.

    Returns:
        None where something cannot be looked at, or changed so lately that its time may not tell the next change.
    """
    libraries = [Path(entry) for entry in sys.path if Path(entry).name in _LIBRARIES]
    found = blake2b(f"{sys.version} {shape} {folder}".encode(), digest_size=16)
    try:
        states = chain(_below(folder, (".", "_")), _below(_PROGRAM, ("__pycache__",)), map(_state, libraries))
        for path, status in states:
            if not is_settled((status.st_mtime_ns, status.st_ctime_ns), now):
                return None
            told = (os.fsencode(path), status.st_ino, status.st_size, status.st_mtime_ns, status.st_ctime_ns)
            found.update(repr(told).encode())
    except OSError:
        return None
    return found.hexdigest()


def is_settled(times_ns: Iterable[int], now: float) -> bool:
    """Tell of times of change whether a later change will bear another one."""
    changed = max(times_ns)
    return now - changed / _NS >= (_TICK_S if changed % _NS else _COARSE_TICK_S)


def glance(folder: Path) -> str:
    """Return a hash of the names, sizes and times below a folder of seeds, links followed.

    What cannot be looked at is taken as it stands in its folder. It takes some 5 µs a file.
    """
    found = blake2b(digest_size=16)
    with suppress(OSError):
        for path, status in _below(folder, (".", "_"), strict=False):
            told = (os.fsencode(path), status.st_dev, status.st_ino, status.st_size, status.st_mtime_ns)
            found.update(repr(told).encode())
    return found.hexdigest()


def _below(folder: Path, skipped: tuple[str, ...], *, strict: bool = True) -> Iterator[FileState]:
    """Yield every folder and file with its state, links followed, in one order always; enters no folder twice.

    What cannot be looked at raises OSError; where that is not strict, it is passed over.
    """
    waiting, entered = [_state(folder)], set[tuple[int, int]]()
    while waiting:
        path, status = waiting.pop()
        yield path, status
        if S_ISDIR(status.st_mode) and (status.st_dev, status.st_ino) not in entered:
            entered.add((status.st_dev, status.st_ino))
            with suppress(*(() if strict else (OSError,))), os.scandir(path) as children:
                present = sorted((each for each in children if not each.name.startswith(skipped)), key=_NAME)
                waiting += [(each.path, _state_of(each, strict=strict)) for each in present]


def _state_of(entry: os.DirEntry[str], *, strict: bool) -> os.stat_result:
    try:
        return entry.stat()
    except OSError:
        if strict:
            raise
        return entry.stat(follow_symlinks=False)


def _state(path: Path) -> FileState:
    return str(path), path.stat()


def is_seen(root: Path, looked: str | None) -> bool:
    """Tell whether what is published under `root` was current when things looked like this."""
    try:
        return looked is not None and (root / SEEN).read_text("ascii") == _line(root, looked)
    except (OSError, ValueError):
        return False


def note_seen(root: Path, looked: str) -> None:
    """Note that what is published is current while things look like this; where that cannot be written, it is not."""
    scratch = root / f".tmp-{SEEN}-{os.getpid()}"
    with suppress(OSError):
        scratch.write_text(_line(root, looked), "ascii")
        scratch.replace(root / SEEN)


def _line(root: Path, looked: str) -> str:
    return f"{looked} {current_generation(root)}\n"
