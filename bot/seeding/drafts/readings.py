"""What was understood of files, kept in memory as long as a draft, so that one that is looked at is not read again.

Another worker, or this one after a restart, reads the files of a draft anew when it is looked at.
"""

from collections.abc import Sequence
from hashlib import sha256
from threading import Lock
from typing import Final

from cachetools import TTLCache

from bot.seeding.intake.sandbox import Sandbox
from bot.seeding.intake.understanding import AttachedFile, AttachmentReading
from bot.store.drafts import LIFE
from bot.wording.i18n import language

MOST_KEPT: Final = 500

_ReadingKey = tuple[str, bytes, bytes, str]


class Readings:
    """Reads files, each once; safe for many threads.

    Args:
        room: reads files apart.
    """

    def __init__(self, room: Sandbox) -> None:
        self._room = room
        self._lock = Lock()
        self._known: TTLCache[_ReadingKey, AttachmentReading] = TTLCache(MOST_KEPT, LIFE.total_seconds())

    def read(self, files: Sequence[AttachedFile]) -> list[AttachmentReading]:
        """Return what is understood of files, in their order; blocks until all are read or given up."""
        keys = [_key(file) for file in files]
        with self._lock:
            known = {key: self._known[key] for key in keys if key in self._known}
        unknown = {key: file for key, file in zip(keys, files, strict=True) if key not in known}
        known |= zip(unknown, self._room.read(list(unknown.values())) if unknown else (), strict=True)
        with self._lock:
            self._known.update((key, known[key]) for key in unknown)
        return [known[key] for key in keys]

    def forget(self) -> None:
        """Forget everything: something was taken down, and any of it may hold that."""
        with self._lock:
            self._known.clear()


def _key(file: AttachedFile) -> _ReadingKey:
    """Tell files apart by name, bytes and side-car; problems are worded in the language that is spoken."""
    return file.name, sha256(file.data).digest(), sha256(repr(file.sidecar).encode()).digest(), language()
