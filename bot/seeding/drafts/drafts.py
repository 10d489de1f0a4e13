"""What somebody is about to add to their server's seeds, or to change there, and how a correction changes it.

Pure values; knows neither Discord nor the store.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Final, Self

from bot.seeding.drafts.sidecars import Value, edited
from bot.seeding.drafts.sidecars import stated as stated_beside
from bot.seeding.intake.understanding import AttachedFile, AttachmentReading
from bot.store.drafts import LIFE
from bot.store.queries.refusals import SeedBlockedError

LIFE_S: Final = LIFE.total_seconds()
UNREAD: Final[Mapping[str, Any]] = {"unread": True}  # what stands in a correction's place until a draft is first read


@dataclass(frozen=True, slots=True)
class Target:
    """The seed whose place a file is to take, as it was when that was chosen."""

    seed: str
    version: int


@dataclass(frozen=True, slots=True)
class DraftFile:
    """One file of a draft, and what was understood of it.

    Attributes:
        target: the seed whose place it is to take; None where it is new.
        block: that the server blocked this document, when and why.
        is_left_out: the curator does not want it stored.
    """

    file: AttachedFile
    understood: AttachmentReading
    target: Target | None = None
    block: SeedBlockedError | None = None
    is_left_out: bool = False

    @property
    def is_readable(self) -> bool:
        """Whether it could be stored."""
        return self.understood.problem is None


@dataclass(frozen=True, slots=True)
class Draft:
    """A draft as its maker sees it.

    Attributes:
        entries: its files by their places, which stay theirs when others were stored.
        version: grows with each correction that was taken.
        is_table: its files are shown as a table.
    """

    guild_id: int
    user_id: int
    entries: Mapping[int, DraftFile]
    version: int = 1
    is_table: bool = False

    @property
    def usable(self) -> dict[int, DraftFile]:
        """The files that can be read and are wanted."""
        return {place: each for place, each in self.entries.items() if each.is_readable and not each.is_left_out}

    @property
    def can_be_confirmed(self) -> bool:
        """Whether anything could be stored; what is blocked now may not be by then."""
        return bool(self.usable) or any(each.block for each in self.entries.values())


@dataclass(frozen=True, slots=True)
class DraftCorrection:
    """What a curator wants otherwise, in files of a draft.

    Attributes:
        places: of the files.
        changes: of their side-cars, by key.
        name: another name.
        replaces: the seed whose place the file is to take.
        fills: changes count only where a file states nothing of the kind itself.
        leaves_out: whether the files are not to be stored; None where that stays as it is.
    """

    places: tuple[int, ...]
    changes: Mapping[str, Value]
    name: str | None = None
    replaces: str | None = None
    fills: bool = False
    leaves_out: bool | None = None

    def to_json(self) -> dict[str, Any]:
        """Return it as it is kept while it is read."""
        return {
            "places": list(self.places),
            "changes": {key: value if isinstance(value, str) else list(value) for key, value in self.changes.items()},
            "name": self.name,
            "replaces": self.replaces,
            "fills": self.fills,
            "leaves_out": self.leaves_out,
        }

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> Self:
        """Return a correction as it was kept."""
        changes = {key: value if isinstance(value, str) else tuple(value) for key, value in kept["changes"].items()}
        return cls(tuple(kept["places"]), changes, kept["name"], kept["replaces"], kept["fills"], kept["leaves_out"])

    def of(self, entry: DraftFile) -> AttachedFile:
        """Return a file with its side-car and its name corrected.

        Raises SeedError where the side-car cannot be read.
        """
        file = entry.file
        changes = self._where_unstated(entry) if self.fills else self.changes
        sidecar = edited(file.sidecar, file.name, changes) if changes else file.sidecar
        return replace(file, name=self.name or file.name, sidecar=sidecar)

    def _where_unstated(self, entry: DraftFile) -> dict[str, Value]:
        first = entry.understood.firsts[0]
        stated = {"author": bool(first.attribution.authors), "caveat": bool(first.caveats)}
        changes = {key: value for key, value in self.changes.items() if value and not stated.get(key, False)}
        if "tags" in changes:
            changes["tags"] = tuple(dict.fromkeys((*_texts(entry, "tags"), *changes["tags"])))
        return changes


def _texts(entry: DraftFile, key: str) -> tuple[str, ...]:
    """Return what a side-car states under a key, as texts."""
    value = stated_beside(entry.file.sidecar, entry.file.name).get(key, ())
    return (value,) if isinstance(value, str) else value
