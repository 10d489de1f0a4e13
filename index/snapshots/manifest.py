"""What a snapshot says of itself: which seeds it holds, of what it was made, and the checksums of its files."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, Self, overload

from index.errors import SnapshotError
from index.messages import sentence_from_json
from index.storage.rows import row_of

FORMAT = 5
READABLE = (
    3,
    4,
    5,
)  # 3 is that of version 0.1: what it does not state of a caveat or a passage is not stated; 4 knew no segments
MANIFEST = "manifest.json"


@dataclass(frozen=True, slots=True)
class SeedEntry:
    """What a snapshot holds of one seed. `checksum` covers the file and its side-car."""

    seed: str
    path: str
    checksum: str
    documents: int
    passages: int
    languages: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()


class SeedEntries(Sequence[SeedEntry]):
    """The entries of a manifest as it is read, each made when it is asked for: an answer asks for none of thousands.

    Attributes:
        rows: as JSON has them.

    Raises:
        ValueError: one of the rows is no entry.
    """

    def __init__(self, rows: Sequence[dict[str, Any]]) -> None:
        keys = {field.name for field in fields(SeedEntry)}
        if any(not isinstance(row, dict) or row.keys() != keys for row in rows):
            raise ValueError("a seed is described by other keys than expected")
        self.rows = rows

    @classmethod
    def of(cls, entries: Sequence[SeedEntry]) -> Self:
        """Lay entries out as a manifest has them; what is laid out so already stays."""
        return entries if isinstance(entries, cls) else cls([row_of(entry) for entry in entries])

    def __len__(self) -> int:
        return len(self.rows)

    @overload
    def __getitem__(self, number: int) -> SeedEntry: ...
    @overload
    def __getitem__(self, number: slice) -> tuple[SeedEntry, ...]: ...
    def __getitem__(self, number: int | slice) -> SeedEntry | tuple[SeedEntry, ...]:
        if isinstance(number, slice):
            return tuple(map(_seed_entry, self.rows[number]))
        return _seed_entry(self.rows[number])


def _seed_entry(row: Mapping[str, Any]) -> SeedEntry:
    warnings = tuple(map(sentence_from_json, row["warnings"]))
    return SeedEntry(**{**row, "languages": tuple(row["languages"]), "warnings": warnings})


@dataclass(frozen=True, slots=True)
class Skipped:
    """A file that could not be read, with the sentence that says why; `checksum` of its bytes, if they could be."""

    path: str
    problem: str
    checksum: str = ""


@dataclass(frozen=True, slots=True)
class Manifest:
    """The description of a snapshot.

    Attributes:
        generation: hash of all that shaped the snapshot; equal seeds and equal settings give an equal one.
        shape: hash of all that shaped its parts besides the seeds: the pipeline (see fingerprint.py) and the settings.
        built_at: ISO 8601, UTC.
        checksums: CRC-32 per file, except texts.bin, whose documents carry their own.
    """

    generation: str
    shape: str
    languages: tuple[str, ...]
    built_at: str
    passages: int
    seeds: Sequence[SeedEntry]
    skipped: tuple[Skipped, ...]
    checksums: Mapping[str, int]
    format: int = FORMAT


def read_manifest(path: Path) -> Manifest:
    """Read the manifest of a snapshot directory.

    Raises:
        SnapshotError: it is missing, damaged or of another format version.
    """
    try:
        raw = json.loads((path / MANIFEST).read_text("utf-8"))
        found = raw["format"]
        if found in READABLE:
            raw["languages"] = tuple(raw["languages"])
            raw["skipped"] = tuple(_skipped(row) for row in raw["skipped"])
            raw["seeds"] = SeedEntries(raw["seeds"])
            return Manifest(**raw)
    except (OSError, ValueError, LookupError, TypeError) as err:
        raise SnapshotError(
            "{path} cannot be read ({reason}); re-index to rebuild it", path=path / MANIFEST, reason=err
        ) from err
    raise SnapshotError(
        "{path} has format {found}, this version reads {wanted}; re-index to rebuild it",
        path=path,
        found=found,
        wanted=FORMAT,
    )


def _skipped(row: dict[str, Any]) -> Skipped:
    return Skipped(**row | {"problem": sentence_from_json(row["problem"])})
