"""One key of the metadata with what was typed for it, and what a header or a side-car comes to. It knows no syntax."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePath
from typing import TypeAlias

from index.errors import SeedError
from index.messages import N_, Sentence

MetadataValue: TypeAlias = str | tuple["MetadataValue", ...] | Mapping[str, "MetadataValue"] | None


@dataclass(frozen=True, slots=True)
class MetadataEntry:
    """One key of the metadata as typed, with file and line.

    Attributes:
        value: a text, a list, further keys, or None where it is nested too deeply to mean anything.
    """

    key: str
    value: MetadataValue
    path: str
    line: int

    @property
    def file(self) -> str:
        """The file's name, for warnings; errors name its path."""
        return PurePath(self.path).name

    def error(self, problem: str) -> SeedError:
        """Make the error that names this entry's key, file and line."""
        return SeedError(self.path, Sentence("{key}: {problem}", key=self.key, problem=problem), self.line)

    def not_used(self, problem: str) -> str:
        """Warn that this entry's value is not used, and say why."""
        template = N_("{key} ({file}, line {line}) is not used: {problem}.")
        return Sentence(template, key=self.key, file=self.file, line=self.line, problem=problem)


@dataclass(frozen=True, slots=True)
class Entries:
    """What a header or a side-car holds.

    Attributes:
        warnings: what was read otherwise than its syntax says.
        lost: what could not be read at all, one warning each.
    """

    entries: tuple[MetadataEntry, ...] = ()
    warnings: tuple[str, ...] = ()
    lost: tuple[str, ...] = ()


def joined(parts: Sequence[Entries]) -> Entries:
    """Put what was read piece by piece together."""
    return Entries(
        tuple(entry for part in parts for entry in part.entries),
        tuple(warning for part in parts for warning in part.warnings),
        tuple(lost for part in parts for lost in part.lost),
    )


def unreadable(path: str, line: int, reason: str) -> str:
    """Warn of metadata whose syntax is broken, and say why."""
    template = N_("Metadata that cannot be read is not used ({file}, line {line}): {reason}.")
    return Sentence(template, file=PurePath(path).name, line=line, reason=reason)


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """What stands above a text: its entries, the text below, and what a curator should know of their reading."""

    entries: tuple[MetadataEntry, ...]
    body: str
    warnings: tuple[str, ...] = ()
