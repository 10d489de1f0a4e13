"""Vectors for all passages of a part: those of before where nothing changed, the others made; resumed after a kill.

<root>/meaning-<model>.made      rows of passages, appended as they are made; gone once the table is finished
"""

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from functools import lru_cache
from itertools import chain
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from index.engines.parts import SearchedPart
from index.meaning.encoder import Encoder
from index.meaning.vectors import (
    PartVectors,
    Rows,
    checksum_of,
    encoded_text,
    first_rows,
    load_rows,
    open_table,
    row_type,
    rows_of,
    stale_tables,
    write_table,
)  # fmt: skip
from index.model import Passage
from index.progress import Progress, no_progress
from index.text.analysis import primary

STAGE: Final = "meaning"
MADE: Final = ".made"
LOCK: Final = "meaning.lock"


def vectors_of(path: Path, part: SearchedPart) -> PartVectors | None:
    """Open the vectors of a part's passages; None where not all are there."""
    rows = open_table(path)
    return None if rows is None else PartVectors.of(rows, part)


def make_vectors(
    part: SearchedPart,
    path: Path,
    encoder: Callable[[], Encoder],
    progress: Progress = no_progress,
    languages: frozenset[str] | None = None,
) -> bool:
    """Make the vectors that are missing, 10 to 60 ms each, and write the table; return whether it is finished.

    It is not where another process is at it.

    Args:
        part: whose passages.
        path: of the table.
        encoder: opens what makes them; called where there is something to make.
        progress: is told how many passages have theirs; what it raises ends the making, and the next one goes on there.
        languages: of the passages that the encoder understands, None for all; the others' vectors are zero.

    Raises:
        MeaningError: the encoder cannot be opened.
    """
    from filelock import FileLock, Timeout  # here, since it brings asyncio along

    with suppress(Timeout), FileLock(path.with_name(LOCK), timeout=0):
        for stale in stale_tables(path.parent, path):
            stale.unlink(missing_ok=True)
        _Making(part, path, encoder, progress, languages).run()
        return True
    return False


class _Making:
    """One making: looks at every passage and makes what is missing, then writes all in order."""

    def __init__(
        self,
        part: SearchedPart,
        path: Path,
        encoder: Callable[[], Encoder],
        progress: Progress,
        languages: frozenset[str] | None,
    ) -> None:
        self._part, self._path, self._progress, self._languages = part, path, progress, languages
        self._made_path = path.with_suffix(MADE)
        self._encoder = lru_cache(maxsize=1)(encoder)

    def run(self) -> None:
        """Make and write; leaves nothing but the table."""
        sources = self._sources()
        checksums = np.array([self._have(number, sources) for number in range(len(self._part))], np.uint32)
        self._progress(STAGE, len(checksums), len(checksums))
        if len(checksums) and (self._made_path.exists() or vectors_of(self._path, self._part) is None):
            pieces = self._pieces(self._sources(), checksums)
            first = next(pieces)
            write_table(self._path, chain((first,), pieces), first["vector"].shape[1])
        self._made_path.unlink(missing_ok=True)

    def _have(self, number: int, sources: "Sequence[_Source]") -> int:
        """Make a passage's rows unless there are some; return the checksum by which they are known."""
        self._progress(STAGE, number, len(self._part))
        passage = self._part.passage(number)
        text = encoded_text(passage)
        checksum = checksum_of(text)
        if not any(source.has(number, checksum) for source in sources):
            rows = rows_of(bytes(self._part.keys[number]), text, self._vectors(passage, text))
            with self._made_path.open("ab") as file:
                file.write(rows.tobytes())
        return checksum

    def _vectors(self, passage: Passage, text: str) -> NDArray[np.float32]:
        encoder = self._encoder()
        if self._languages is None or primary(passage.language) in self._languages:
            return encoder.of_passage(text)
        return np.zeros((1, encoder.dimensions), np.float32)

    def _pieces(self, sources: "Sequence[_Source]", checksums: NDArray[np.uint32]) -> Iterator[Rows]:
        for number, checksum in enumerate(checksums.tolist()):
            yield next(source.rows(number) for source in sources if source.has(number, checksum))

    def _sources(self) -> "list[_Source]":
        """Open what there is: the finished table, and rows that a making left which did not come to its end."""
        found = [] if (finished := open_table(self._path)) is None else [finished]
        if self._made_path.exists():
            of_row = found[0].dtype if found else row_type(self._encoder().dimensions)
            found.append(_whole_rows(self._made_path, of_row))
        return [_Source(rows, self._part.keys) for rows in found]


class _Source:
    """Rows, and which of them are those of each passage of a part, by its key; of several of one key the last."""

    def __init__(self, rows: Rows, keys: NDArray[np.bytes_]) -> None:
        self._rows = rows
        firsts = first_rows(rows)
        firsts = firsts[np.argsort(rows["key"][firsts], kind="stable")]
        held = rows["key"][firsts]
        places = np.searchsorted(held, keys, "right") - 1
        known = (places >= 0) & (held[places] == keys) if len(held) else np.zeros(len(keys), np.bool_)
        self._firsts = np.where(known, firsts[places], -1) if len(held) else np.full(len(keys), -1)

    def has(self, number: int, checksum: int) -> bool:
        """Tell whether it has the rows of a passage, made from a text with this checksum."""
        first = self._firsts[number]
        return first >= 0 and int(self._rows["encoded"][first]) == checksum

    def rows(self, number: int) -> Rows:
        """Return the rows of a passage that it has."""
        first = int(self._firsts[number])
        return self._rows[first : first + int(self._rows["parts"][first])]


def _whole_rows(path: Path, of_row: np.dtype[Any]) -> Rows:
    """Open appended rows, without a last passage that is cut short, as a kill leaves it; the file then ends there."""
    rows = load_rows(path, of_row)
    firsts = first_rows(rows)
    if len(firsts) and len(rows) - firsts[-1] != rows["parts"][firsts[-1]]:
        rows = rows[: firsts[-1]]
    os.truncate(path, len(rows) * of_row.itemsize)
    return rows
