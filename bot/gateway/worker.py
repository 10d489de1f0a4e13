"""A worker's name and its presence: numbered file locks, which the system gives free however the process ends."""

import os
import secrets
import socket
from contextlib import ExitStack
from pathlib import Path

from filelock import FileLock, Timeout

MOST_WORKERS = 64
_NAMES = "worker-{}.lock"


class Worker:
    """A name for this process that a process started after its death on the same data folder takes over.

    The name is a numbered file lock in the data folder: the system gives it free when the process dies, however
    it dies, so the successor is the same owner to the database and need not wait for the lease to lapse. A random
    part, kept in the folder, tells apart machines that call themselves and their folders the same.

    Args:
        folder: the data folder.
        database: the folder of the database's file, where it has one; there too this process shows that it lives.
    """

    def __init__(self, folder: Path, database: Path | None = None) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._locks = ExitStack()
        lock, number = self._take(folder)
        self._own = [lock]
        self._shown_in = database or folder
        if not self._shown_in.samefile(folder):
            self._own.append(self._take(self._shown_in)[0])
        self.name = f"{socket.gethostname()}:{_folder_name(folder, number)}:{number}"

    def is_alone(self) -> bool:
        """Tell whether no other worker lives that has the same file as its database; quick enough to be asked often."""
        own = [(status.st_dev, status.st_ino) for status in self._own]
        return not any(_is_held(path) for path in self._shown_in.glob(_NAMES.format("*")) if _inode(path) not in own)

    def release(self) -> None:
        """Give the name free."""
        self._locks.close()

    def _take(self, folder: Path) -> tuple[os.stat_result, int]:
        """Take the first free number of a folder; return what tells its lock's file, and the number."""
        for number in range(MOST_WORKERS):
            lock = FileLock(folder / _NAMES.format(number))
            try:
                lock.acquire(timeout=0)
            except Timeout:
                continue
            self._locks.callback(lock.release)
            return Path(lock.lock_file).stat(), number
        raise RuntimeError(f"{MOST_WORKERS} workers already run on {folder}")


def _is_held(path: Path) -> bool:
    lock = FileLock(path)
    try:
        lock.acquire(timeout=0)
    except (Timeout, OSError):
        return True
    lock.release()
    return False


def _inode(path: Path) -> tuple[int, int] | None:
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_dev, status.st_ino


def _folder_name(folder: Path, number: int) -> str:
    """Return the random part of a worker's name, made when it is first needed; the lock guards the file."""
    path = folder / f"worker-{number}.name"
    if path.is_file() and (name := path.read_text("utf-8", errors="replace").strip()):
        return name
    name = secrets.token_hex(8)
    path.write_text(name, "utf-8")
    return name
