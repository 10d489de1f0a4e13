"""Files of pieces end to end, with where each begins: written whole, mapped, read one at a time. Knows no content.

Small files are held in memory: a map takes a file handle for as long as it lives, and hundreds of small snapshots
may be open at once.
"""

import json
import mmap
from array import array
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from functools import cache
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

IN_MEMORY_BYTES = 1 << 18
_JOINED_AT_A_TIME = 1024  # pieces
Numbers = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class RowLines:
    """Pieces end to end, with the bytes of each."""

    content: bytes | memoryview
    sizes: Numbers

    @classmethod
    def of(cls, pieces: Iterable[bytes]) -> "RowLines":
        """Put pieces end to end; of many small ones, so many at a time, to spare memory."""
        waiting, joined, sizes = iter(pieces), list[bytes](), array("q")
        while some := list(islice(waiting, _JOINED_AT_A_TIME)):
            sizes.extend(map(len, some))
            joined.append(b"".join(some))
        return cls(b"".join(joined), np.array(sizes, np.int64))


def row_of(value: Any) -> dict[str, Any]:
    """Return the fields of a dataclass's value as they are; `asdict` copies what is in them, which takes long."""
    return {name: getattr(value, name) for name in _names(value.__class__)}


@cache  # a few classes, whose fields take longer to list than to read
def _names(kind: Any) -> tuple[str, ...]:
    return tuple(field.name for field in fields(kind))


class RowFile:
    """One file's pieces; safe for many threads, readable even after the file is gone."""

    def __init__(self, path: Path) -> None:
        self._content = map_file(path)
        self._offsets = load_array(_beside(path))

    def __len__(self) -> int:
        return len(self._offsets) - 1

    def __getitem__(self, number: int) -> bytes:
        return self._content[self._offsets[number] : self._offsets[number + 1]]

    def holds(self, piece: bytes) -> bool:
        """Tell whether some bytes stand anywhere in the file; some milliseconds for ten million bytes."""
        return self._content.find(piece) >= 0

    def part(self, number: int, first: int, stop: int) -> bytes:
        """Return some bytes of one piece."""
        start = self._offsets[number]
        return self._content[start + first : start + stop]

    def json(self, number: int) -> dict[str, Any]:
        """Read one piece that is an object."""
        row: dict[str, Any] = json.loads(self[number].decode())  # given bytes, it would first guess their encoding
        return row

    def lines(self, first: int, stop: int) -> RowLines:
        """Return the pieces from `first` to before `stop`; copies nothing of them."""
        start, end = self._offsets[first], self._offsets[stop]
        return RowLines(memoryview(self._content)[start:end], np.diff(self._offsets[first : stop + 1]))


class RowsWriter:
    """Writes pieces one after the other, as `RowFile` reads them; what is written holds no memory."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file = path.open("wb")
        self._sizes = [np.zeros(0, np.int64)]

    def add(self, lines: RowLines) -> None:
        """Append some pieces."""
        self._file.write(lines.content)
        self._sizes.append(lines.sizes)

    def finish(self) -> None:
        """Write where each piece begins."""
        self._file.close()
        np.save(_beside(self._path), starts(np.concatenate(self._sizes)))

    def close(self) -> None:
        """Leave the file as it is."""
        self._file.close()


def starts(sizes: Sequence[int] | Numbers) -> Numbers:
    """Return where each of some things end to end begins, and where the last one ends."""
    return np.concatenate((np.zeros(1, np.int64), np.cumsum(np.asarray(sizes, np.int64))))


def _beside(path: Path) -> Path:
    return path.with_suffix(".offsets.npy")


def map_file(path: Path) -> mmap.mmap | bytes:
    """Map a file, or read it where it is small."""
    if path.stat().st_size <= IN_MEMORY_BYTES:
        return path.read_bytes()
    with path.open("rb") as file:
        return mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)


def load_array(path: Path) -> NDArray[Any]:
    """Map an array, or read it where it is small."""
    array: NDArray[Any] = np.load(path, mmap_mode=None if path.stat().st_size <= IN_MEMORY_BYTES else "r")
    return array
