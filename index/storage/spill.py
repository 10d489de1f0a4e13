"""Arrays that wait for their use, in order: in memory up to a budget, beyond it in a file that nobody else sees.

The file has no name, so that nothing of it is left whatever ends the process. Knows not what the arrays are.
"""

import math
import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, Any

import numpy as np
from numpy.typing import NDArray

Arrays = Sequence[NDArray[Any]]
_Piece = tuple[np.dtype[Any], int, int]  # type, length and where it begins in the file


class Spill:
    """Groups of one-dimensional arrays, as they were appended.

    Attributes:
        held_bytes: what is in memory.
    """

    def __init__(self, folder: Path | None = None, most_bytes: int = 0) -> None:
        """Begin without any; where no folder is given for the file, all of them stay in memory."""
        self._folder, self._most_bytes = folder, most_bytes
        self._file: IO[bytes] | None = None
        self._written: list[list[_Piece]] = []
        self._held: list[Arrays] = []
        self.held_bytes = self._end = 0

    def append(self, arrays: Arrays) -> None:
        """Keep some arrays, which must not change any more."""
        self._held.append(arrays)
        self.held_bytes += sum(array.nbytes for array in arrays)
        if self._folder is not None and self.held_bytes > self._most_bytes:
            self._write(self._folder)

    def __iter__(self) -> Iterator[Arrays]:
        for pieces in self._written:
            yield [self._read(*piece) for piece in pieces]
        yield from self._held

    def drain(self) -> Iterator[Arrays]:
        """Yield all that is kept and give it up, one after the other."""
        for pieces in self._written:
            yield [self._read(*piece) for piece in pieces]
        self._held.reverse()
        while self._held:
            yield self._held.pop()

    def zeros(self, shape: tuple[int, ...], kind: np.dtype[Any]) -> NDArray[Any]:
        """Return an array to be filled: in memory, or where it is beyond the budget, mapped from a file of its own.

        What is not in use of a mapped one need not stay in memory. Its file is gone with the array.

        Raises:
            OSError: the disk has no room for it.
        """
        size = math.prod(shape) * kind.itemsize
        if self._folder is None or size <= self._most_bytes:
            return np.zeros(shape, kind)
        with TemporaryFile(dir=self._folder) as file:
            _reserve(file, size)
            return np.asarray(np.memmap(file, kind, "r+", shape=shape))

    def close(self) -> None:
        """Free the disk."""
        if self._file is not None:
            self._file.close()

    def _write(self, folder: Path) -> None:
        self._file = self._file or TemporaryFile(dir=folder, buffering=0)  # noqa: SIM115 closed by `close`
        for arrays in self._held:
            self._written.append([(array.dtype, len(array), self._put(self._file, array)) for array in arrays])
        self._held.clear()
        self.held_bytes = 0

    def _put(self, file: IO[bytes], array: NDArray[Any]) -> int:
        offset = self._end
        file.seek(offset)
        array.tofile(file)
        self._end += array.nbytes
        return offset

    def _read(self, kind: np.dtype[Any], length: int, offset: int) -> NDArray[Any]:
        if self._file is None:
            raise ValueError("the spill is closed")
        self._file.seek(offset)
        return np.fromfile(self._file, kind, length)


def _reserve(file: IO[bytes], size: int) -> None:
    """Give a file its size; on a disk that fills up later, writing to a map would kill the process."""
    if hasattr(os, "posix_fallocate"):
        os.posix_fallocate(file.fileno(), 0, size)
    else:
        file.truncate(size)
