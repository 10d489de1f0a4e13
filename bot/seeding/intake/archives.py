"""The files in a zip file that somebody attached, read one after the other within limits; nothing is unpacked to disk.

Nothing that an archive says of itself is believed: not its sizes, not its names, not how many files it holds.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Final

from bot.seeding.intake.attachments import free_name, safe_name
from bot.seeding.intake.understanding import AttachedFile, AttachmentReading
from bot.wording import seeds as wording
from bot.wording.i18n import gettext as _
from bot.wording.i18n import said
from index.readers.archives.files import ArchiveLimits, Files
from index.readers.archives.zipped import is_zip, open_zip
from index.readers.parsing.base import FormatError, suffix_of
from index.readers.registry import export_format_of
from index.seeds import SIDECAR_SUFFIX

ZIP: Final = ".zip"
MOST_FILES: Final = 100  # of one archive, side-cars not counted
MOST_LISTED_BYTES: Final = 256 * 1024  # of an archive's table of contents, which is read as a whole
_END_MARK: Final = b"PK\5\6"
_LISTED_BYTES: Final = slice(12, 16)  # of the record with that mark: how long the table of contents is
_NOT_SEEDS: Final = ("readme", "__macosx")


@dataclass(frozen=True, slots=True)
class UnpackedFiles:
    """The files of an archive with their side-cars, and why others were left out."""

    files: tuple[AttachedFile, ...] = ()
    refused: tuple[AttachmentReading, ...] = ()


def opened(name: str, data: bytes, file_bytes: int, total_bytes: int) -> Files | UnpackedFiles | None:
    """Open an attached zip file of files, or say why it is not read; None for any other file.

    A zip file that a program exported is one seed, as are the formats that are zip files with other endings.
    """
    if suffix_of(name).casefold() != ZIP or not is_zip(data) or _END_MARK not in data:
        return None
    try:
        if _listed_bytes(data) > MOST_LISTED_BYTES:
            return _refused(name, _(wording.TOO_MANY_IN_ARCHIVE).format(name=name, most=MOST_FILES))
        files = open_zip(data, ArchiveLimits(MOST_LISTED_BYTES, total_bytes, file_bytes))
        return None if export_format_of(files) else files
    except FormatError as err:
        return _refused(name, f"{name}: {said(err.sentence)}")


def unpacked(files: Files) -> UnpackedFiles:
    """Read the files of an archive; hidden ones and what no folder of seeds takes are passed over."""
    read: dict[str, AttachedFile] = {}
    refused: list[AttachmentReading] = []
    for path in _seeds(files):
        name = free_name(safe_name(PurePosixPath(path).name), read.keys() | {each.name for each in refused})
        if len(read) == MOST_FILES:
            problem = _(wording.TOO_MANY_IN_ARCHIVE).format(name=name, most=MOST_FILES)
            refused.append(AttachmentReading(name, problem))
            break
        try:
            read[name] = AttachedFile(name, files[path], files.get(path + SIDECAR_SUFFIX))
        except FormatError as err:
            refused.append(AttachmentReading(name, f"{name}: {said(err.sentence)}"))
    return UnpackedFiles(tuple(read.values()), tuple(refused))


def _listed_bytes(data: bytes) -> int:
    return int.from_bytes(data[data.rfind(_END_MARK) :][_LISTED_BYTES], "little")


def _refused(name: str, problem: str) -> UnpackedFiles:
    return UnpackedFiles(refused=(AttachmentReading(name, problem),))


def _seeds(files: Files) -> Iterator[str]:
    """Yield the paths of what a folder of seeds would take: nothing hidden, no README, no side-car."""
    for path in files:
        parts = PurePosixPath(path).parts
        is_hidden = any(part.startswith((".", "_")) or part.casefold() in _NOT_SEEDS for part in parts)
        is_sidecar = path.removesuffix(SIDECAR_SUFFIX) != path and path.removesuffix(SIDECAR_SUFFIX) in files
        if not (is_hidden or is_sidecar or PurePosixPath(path).stem.casefold() in _NOT_SEEDS):
            yield path
