"""Zip archives to files: nothing is written to disk, no link followed, no more unpacked than the limits allow."""

import lzma
import stat
import zipfile
import zlib
from functools import partial
from io import BytesIO

from index.messages import Sentence
from index.readers.archives.files import DAMAGED, ENCRYPTED, LIMITS, ArchiveLimits, Files, Unpack, too_large, too_many
from index.readers.archives.names import problem_of
from index.readers.parsing.base import FormatError

MARKS = (b"PK\x03\x04", b"PK\x05\x06")
_END = b"PK\x05\x06"
_FIRST_NAME_AT = 30  # of the name of the first member; its bytes follow, uncompressed
_END_BYTES, _LONGEST_COMMENT_BYTES = 22, 0xFFFF
_MANY = 0xFFFF  # the count of a zip file with more members than two bytes can count
_ENCRYPTED_FLAG = 0x1
IS_LINK = Sentence("a link, which is not followed")
_DAMAGE = (zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, OSError, ValueError)


def is_zip(data: bytes) -> bool:
    """Whether bytes begin as a zip file does."""
    return data.startswith(MARKS)


def is_packed_as(data: bytes, media_type: str) -> bool:
    """Whether a zip file's first member says what it is a package of, as OpenDocument and EPUB ask for."""
    return is_zip(data) and data.startswith(b"mimetype" + media_type.encode(), _FIRST_NAME_AT)


def open_zip(data: bytes, limits: ArchiveLimits = LIMITS) -> Files:
    """List a zip file's files. Raises FormatError where it is damaged, locked or past the limits."""
    if _count(data) > limits.members:  # before the list is read, which takes memory for each
        raise too_many(limits)
    try:
        archive = zipfile.ZipFile(BytesIO(data))
    except (*_DAMAGE, NotImplementedError) as err:
        raise FormatError(DAMAGED) from err
    members = [info for info in archive.infolist() if not info.filename.endswith("/")]
    if len(members) > limits.members:
        raise too_many(limits)
    if sum(info.file_size for info in members) > limits.unpacked_bytes:  # as it says itself; counted again on the way
        raise too_large(limits)
    load: dict[str, Unpack] = {}
    skipped: dict[str, str] = {}
    for info in members:
        problem = IS_LINK if stat.S_ISLNK(info.external_attr >> 16) else problem_of(info.filename)
        if problem:
            skipped[info.filename] = problem
        else:
            load.setdefault(info.filename, partial(_read, archive, info))
    return Files(load, skipped, limits)


def _count(data: bytes) -> int:
    """Return how many members the end of a zip file says it has; 0 where it has no end."""
    at = data.rfind(_END, max(0, len(data) - _END_BYTES - _LONGEST_COMMENT_BYTES))
    return int.from_bytes(data[at + 10 : at + 12], "little") if at >= 0 else 0


def _read(archive: zipfile.ZipFile, info: zipfile.ZipInfo, most: int) -> bytes:
    if info.flag_bits & _ENCRYPTED_FLAG:
        raise FormatError(ENCRYPTED)
    try:
        with archive.open(info) as member:
            return member.read(most)
    except (*_DAMAGE, NotImplementedError, RuntimeError) as err:
        raise FormatError(DAMAGED) from err
