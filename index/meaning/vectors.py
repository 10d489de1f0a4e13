"""The vectors of passages in one file beside the snapshots of a library: written whole, checked, mapped.

    <root>/meaning-<model>.vectors   a header, then one row for each part of each passage, in the passages' order

A row names its passage by key, so that it holds for every snapshot that has the passage. The file is a cache: what is
doubtful counts as not there, and is made anew. Knows no encoder.
"""

import os
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Self

import numpy as np
from numpy.typing import NDArray

from index.engines.parts import SearchedPart
from index.meaning.dots import dots
from index.model import Passage
from index.storage.arrays import IN_MEMORY_BYTES

Rows = NDArray[Any]  # of `row_type`

PREFIX: Final = "meaning-"
SUFFIX: Final = ".vectors"
MOST_BITS: Final = 127  # the largest of eight bits with a sign
_MAGIC: Final = b"CAVEAT-1"
_HEADER: Final = np.dtype([("magic", "S8"), ("dimensions", "<u4"), ("checksum", "<u4"), ("rows", "<u8")])


def row_type(dimensions: int) -> np.dtype[Any]:
    """Return the type of a row: a passage's key, how many parts it has, a checksum of what was encoded, and a vector.

    The vector is that of one part; its numbers are `vector` times `scale`.
    """
    fields = [("key", "S10"), ("parts", "<u2"), ("encoded", "<u4"), ("scale", "<f4")]
    return np.dtype([*fields, ("vector", "i1", (dimensions,))])


def table_path(root: Path, model: str) -> Path:
    """Return where the vectors of a library lie that a model made."""
    return root / f"{PREFIX}{model}{SUFFIX}"


def encoded_text(passage: Passage) -> str:
    """Return what is encoded of a passage: its text, after the heading that it stands under.

    The title stands before that where the document has no other passage; where it has, all of them would come nearer to
    each other by it.
    """
    title = passage.attribution.title if passage.of == 1 else None
    above = dict.fromkeys((title, passage.heading))
    return "\n".join([*filter(None, above), passage.text])


def checksum_of(text: str) -> int:
    """Return the checksum by which a passage's vectors are known to be of this text."""
    return zlib.crc32(text.encode())


def rows_of(key: bytes, text: str, vectors: NDArray[np.float32]) -> Rows:
    """Make the rows of a passage from the vectors of its parts."""
    rows = np.empty(len(vectors), row_type(vectors.shape[1]))
    scale = np.abs(vectors).max(axis=1) / MOST_BITS
    scale[scale == 0] = 1
    rows["key"], rows["parts"], rows["encoded"], rows["scale"] = key, len(vectors), checksum_of(text), scale
    rows["vector"] = np.rint(vectors / scale[:, None])
    return rows


def write_table(path: Path, pieces: Iterable[Rows], dimensions: int) -> None:
    """Write rows as a finished table, in place of the one before; others that have that one mapped go on reading it."""
    scratch, checksum, count = path.with_suffix(".new"), 0, 0
    with scratch.open("wb") as file:
        file.write(np.zeros(1, _HEADER).tobytes())
        for rows in pieces:
            content = rows.tobytes()
            checksum, count = zlib.crc32(content, checksum), count + len(rows)
            file.write(content)
        file.seek(0)
        file.write(np.array([(_MAGIC, dimensions, checksum, count)], _HEADER).tobytes())
        file.flush()
        os.fsync(file.fileno())
    scratch.replace(path)


def open_table(path: Path) -> Rows | None:
    """Map a finished table; None where there is none, or where it is not what was written. Reads it once."""
    try:
        with path.open("rb") as file:
            header = np.frombuffer(file.read(_HEADER.itemsize), _HEADER)
    except OSError:
        return None
    if len(header) != 1 or header["magic"][0] != _MAGIC or not 0 < header["dimensions"][0] < 1 << 16:
        return None
    of_row, size = row_type(int(header["dimensions"][0])), path.stat().st_size - _HEADER.itemsize
    if size != int(header["rows"][0]) * of_row.itemsize:
        return None
    rows = load_rows(path, of_row, _HEADER.itemsize)
    return rows if zlib.crc32(rows.view(np.uint8).data) == header["checksum"][0] else None


def load_rows(path: Path, of_row: np.dtype[Any], offset: int = 0) -> Rows:
    """Map rows, or read them where there are few; a last one that is cut short is left out."""
    size = path.stat().st_size - offset
    count = size // of_row.itemsize
    if size <= IN_MEMORY_BYTES or not count:
        return np.fromfile(path, of_row, count, offset=offset)
    return np.asarray(np.memmap(path, of_row, "r", offset, (count,)))


def first_rows(rows: Rows) -> NDArray[np.int64]:
    """Return where the rows of a passage begin, for each one after the other."""
    keys = rows["key"]
    begins = np.ones(len(keys), np.bool_)
    begins[1:] = keys[1:] != keys[:-1]
    return np.flatnonzero(begins)


@dataclass(frozen=True, slots=True)
class PartVectors:
    """The vectors of all passages of a part, and where those of each passage begin.

    Attributes:
        rows: of at least these passages, those of one after the other.
        firsts: the first row of each passage that has rows.
        chosen: which of those passages the part has, in its order; None where it has all.
    """

    rows: Rows
    firsts: NDArray[np.int64]
    chosen: NDArray[np.int64] | None = None

    @classmethod
    def of(cls, rows: Rows, part: SearchedPart) -> Self | None:
        """Find the vectors of a part's passages among rows; None where one has none, or they have another order."""
        firsts = first_rows(rows)
        held = rows["key"][firsts]
        if np.array_equal(held, part.keys):
            return cls(rows, firsts)
        chosen = np.flatnonzero(np.isin(held, part.keys))
        return cls(rows, firsts, chosen) if np.array_equal(held[chosen], part.keys) else None

    @property
    def dimensions(self) -> int:
        """How many numbers a vector has."""
        return int(self.rows.dtype["vector"].shape[0])

    def similarities(self, vector: NDArray[np.float32]) -> NDArray[np.float32]:
        """Return the cosine of each passage's best part with a vector of length 1."""
        scale = float(np.abs(vector).max()) / MOST_BITS or 1.0
        products = dots(self.rows, "vector", np.rint(vector / scale).astype(np.int8))
        found = np.asarray(products * self.rows["scale"] * scale, np.float32)
        if len(self.firsts) != len(found):
            found = np.maximum.reduceat(found, self.firsts)
        return found if self.chosen is None else found[self.chosen]


def stale_tables(root: Path, current: Path | None) -> Iterator[Path]:
    """Yield the files of vectors in a root that are not the current one: other models', and what was left behind."""
    for path in root.glob(f"{PREFIX}*"):
        if current is None or path.stem != current.stem:
            yield path
