"""The checksums of seeds' files by what the file system says of them, so that what did not change is not read.

    <root>/STAMPS    of each file of seeds: its checksum, then device, inode, size and times of it and what is beside it

A cache: what is doubtful counts as not known, and is read. Knows no format.
"""

import os
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

import msgpack

from index.building.looking import LoadedSeed
from index.seeds import SeedFile
from index.snapshots.freshness import is_settled

STAMPS = "STAMPS"
_AS_NAMED = "surrogatepass"  # file names that are no UTF-8


class Stamps:
    """What was known of the files of a folder when they were last looked at.

    Args:
        root: where the snapshots of these seeds live.
    """

    def __init__(self, root: Path) -> None:
        self._path = root / STAMPS
        self._known: dict[str, list[str | int]] = {}
        with suppress(OSError, ValueError, msgpack.UnpackException):
            found = msgpack.unpackb(self._path.read_bytes(), unicode_errors=_AS_NAMED)
            self._known = found if isinstance(found, dict) else {}

    def checksum(self, file: SeedFile) -> str | None:
        """Return the checksum of a seed whose files are as they were; None where that is not known."""
        known = self._known.get(file.name)
        if not isinstance(known, list) or not file.stamp or known[1:] != list(file.stamp):
            return None
        return str(known[0])

    def note(self, seeds: Iterable[LoadedSeed], now: float) -> None:
        """Note the checksums of seeds; where that cannot be written, they are read again.

        Args:
            seeds: as they were found.
            now: seconds since 1970, before they were looked at: what changed at that very moment may change again
                unseen.
        """
        noted: dict[str, list[str | int]] = {
            each.file.name: [each.checksum, *each.file.stamp]
            for each in seeds
            if each.checksum and each.file.stamp and is_settled(_times(each.file.stamp), now)
        }
        if noted == self._known:
            return
        scratch = self._path.with_name(f".tmp-{STAMPS}-{os.getpid()}")
        with suppress(OSError, OverflowError):  # of a time beyond the year 2554
            scratch.write_bytes(msgpack.packb(noted, unicode_errors=_AS_NAMED))
            scratch.replace(self._path)


def _times(stamp: tuple[int, ...]) -> tuple[int, ...]:
    return stamp[3::5] + stamp[4::5]
