"""Seeds as files or as zip files of which each can be sent: every file and side-car byte for byte. Knows no store."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Final
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from bot.seeding.intake.attachments import safe_name
from bot.seeding.intake.understanding import AttachedFile
from bot.serving.seed_files import write_seed
from index.seeds import SIDECAR_SUFFIX

ENTRY_BYTES: Final = 1_024  # at most, of what a zip keeps beside a file's bytes: its name, twice, and its place


@dataclass(frozen=True, slots=True)
class ExportedZip:
    """One zip file, and how many seeds are in it."""

    data: bytes
    seeds: int


def zipped(files: Iterable[AttachedFile], most_bytes: int) -> Iterator[ExportedZip]:
    """Yield zip files of at most so many bytes with all seeds, in their order.

    Raises ValueError, with the seed's name, where one alone is larger.
    """
    waiting: list[AttachedFile] = []
    for file in files:
        if _room(file) > most_bytes:
            raise ValueError(file.name)
        if waiting and sum(map(_room, waiting)) + _room(file) > most_bytes:
            yield _part(waiting)
            waiting = []
        waiting.append(file)
    if waiting:
        yield _part(waiting)


def written(files: Iterable[AttachedFile], folder: Path) -> Iterator[Path]:
    """Write seeds into a folder, which is made where it is missing, and yield where each stands.

    Raises SeedError where one of that name is there already.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for file in files:
        target = folder / safe_name(file.name)
        write_seed(target, file.data, file.sidecar)
        yield target


def _room(file: AttachedFile) -> int:
    """Return what a seed takes at most: deflating makes texts smaller, and noise hardly larger."""
    return file.size_bytes + file.size_bytes // 1_000 + 3 * ENTRY_BYTES


def _part(files: list[AttachedFile]) -> ExportedZip:
    packed = BytesIO()
    with ZipFile(packed, "w", ZIP_DEFLATED) as archive:
        for file in files:
            # Without a date of now, so that equal seeds make equal archives.
            archive.writestr(ZipInfo(file.name), file.data, ZIP_DEFLATED)
            if file.sidecar is not None:
                archive.writestr(ZipInfo(file.name + SIDECAR_SUFFIX), file.sidecar, ZIP_DEFLATED)
    return ExportedZip(packed.getvalue(), len(files))
