"""Tar archives, compressed or not, to files: read in one pass, nothing written to disk, no link followed."""

import lzma
import tarfile
import zlib
from functools import partial
from io import BytesIO

from index.messages import Sentence
from index.readers.archives.files import DAMAGED, LIMITS, ArchiveLimits, Files, too_large, too_many
from index.readers.archives.names import problem_of
from index.readers.parsing.base import FormatError

_USTAR_AT = 257
_COMPRESSED = (b"\x1f\x8b", b"BZh", b"\xfd7zXZ\x00")
NO_FILE = Sentence("a link or a device, which is not read")


def is_tar(data: bytes) -> bool:
    """Whether bytes begin as a tar file does, or a compressed file."""
    return data[_USTAR_AT : _USTAR_AT + 5] == b"ustar" or data.startswith(_COMPRESSED)


def open_tar(data: bytes, limits: ArchiveLimits = LIMITS) -> Files:
    """Read a tar file's files into memory. Raises FormatError where it is damaged or past the limits."""
    found: dict[str, bytes] = {}
    skipped: dict[str, str] = {}
    unpacked = 0
    try:
        with tarfile.open(fileobj=BytesIO(data), mode="r:*") as archive:
            for number, member in enumerate(archive, start=1):
                unpacked += member.size
                if number > limits.members:
                    raise too_many(limits)
                if unpacked > limits.unpacked_bytes:
                    raise too_large(limits)
                problem = problem_of(member.name) if member.isreg() else NO_FILE
                file = None if problem else archive.extractfile(member)
                if file:
                    found.setdefault(member.name.removeprefix("./"), file.read())
                elif not member.isdir():
                    skipped[member.name] = problem or NO_FILE
    except (tarfile.TarError, zlib.error, lzma.LZMAError, EOFError, OSError, ValueError) as err:
        raise FormatError(DAMAGED) from err
    return Files({path: partial(_first, contents) for path, contents in found.items()}, skipped, limits)


def _first(contents: bytes, most: int) -> bytes:
    return contents[:most]
