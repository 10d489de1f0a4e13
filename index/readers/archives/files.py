"""What an archive holds, whatever packed it: names, and the bytes of each file within limits."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from index.messages import N_, Sentence
from index.readers.parsing.base import FormatError

MIB = 1024 * 1024

TOO_MANY = N_("holds more than {most} files; split it into several archives")
TOO_LARGE = N_("unpacks to more than {most} MiB; split it into several archives")
MEMBER_TOO_LARGE = N_("{name} in it unpacks to more than {most} MiB; take it out, or split it")
ENCRYPTED = Sentence("is locked with a password; save it without one")
DAMAGED = Sentence("is a damaged archive; pack it again")


Unpack = Callable[[int], bytes]  # gives a file's bytes, up to so many


@dataclass(frozen=True, slots=True)
class ArchiveLimits:
    """What an archive may hold: files, bytes of all when unpacked, bytes of one, archives in archives."""

    members: int = 20_000
    unpacked_bytes: int = 512 * MIB
    member_bytes: int = 128 * MIB
    depth: int = 2


LIMITS = ArchiveLimits()


class Files(Mapping[str, bytes]):
    """The files of an archive by their paths, with "/"; bytes are unpacked when they are asked for, and counted.

    Args:
        load: of each path, what gives its bytes, up to so many; raises FormatError where they are damaged.
        skipped: members that are no files to read, each with its reason: links, devices, paths that leave the archive.

    Raises FormatError from `files[path]` where a limit is passed.
    """

    def __init__(
        self,
        load: Mapping[str, Unpack],
        skipped: Mapping[str, str] | None = None,
        limits: ArchiveLimits = LIMITS,
    ) -> None:
        self._load, self.skipped, self.limits = load, dict(skipped or {}), limits
        self._unpacked = 0

    def __getitem__(self, path: str) -> bytes:
        """Return a file's bytes."""
        data = self._load[path](self.limits.member_bytes + 1)
        if len(data) > self.limits.member_bytes:
            raise FormatError(MEMBER_TOO_LARGE, name=path, most=self.limits.member_bytes // MIB)
        self._unpacked += len(data)
        if self._unpacked > self.limits.unpacked_bytes:
            raise too_large(self.limits)
        return data

    def __iter__(self) -> Iterator[str]:
        """Yield the paths, in the archive's order."""
        return iter(self._load)

    def __len__(self) -> int:
        """How many files there are."""
        return len(self._load)

    def below(self, folder: str) -> "Files":
        """Return the files below a folder, by their paths from there; their bytes count as this archive's."""
        start = folder.rstrip("/") + "/"
        inner = {path[len(start) :]: _whole(self, path) for path in self if path.startswith(start)}
        return Files(inner, limits=self.limits)


def too_large(limits: ArchiveLimits) -> FormatError:
    """Return the error of an archive that unpacks to more than it may."""
    return FormatError(TOO_LARGE, most=limits.unpacked_bytes // MIB)


def too_many(limits: ArchiveLimits) -> FormatError:
    """Return the error of an archive that holds more files than it may."""
    return FormatError(TOO_MANY, most=limits.members)


def _whole(files: Files, path: str) -> Unpack:
    return lambda _most: files[path]
