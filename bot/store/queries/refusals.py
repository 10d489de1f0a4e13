"""Why the store does not do what an admin asked: the state of a server's seeds forbids it, no fault of the database.

Must not know queries. Each sentence is for developers and terminals; faces word it themselves by the attributes.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal


class RefusedError(Exception):
    """An act on a server's seeds was refused, and nothing was changed."""


@dataclass
class SeedExistsError(RefusedError):
    """The server has a seed of this file name already: *seed*."""

    seed: str

    def __str__(self) -> str:
        return f"{self.seed} has this file name already: change that seed, or rename the file"


@dataclass
class SameFileError(RefusedError):
    """The server has the very same file already, as *seed*."""

    seed: str

    def __str__(self) -> str:
        return f"{self.seed} is the same file, byte for byte: change that seed, or remove it first"


@dataclass
class SeedBlockedError(RefusedError):
    """The server blocked this document, and does not want it back; the reason is empty where none was given."""

    at: datetime
    reason: str = ""

    def __str__(self) -> str:
        return f"this document was blocked on {self.at:%Y-%m-%d}, so it cannot be added again"


@dataclass
class SeedMissingError(RefusedError):
    """The server has no such seed, or no longer that version of it."""

    seed: str

    def __str__(self) -> str:
        return f"there is no seed {self.seed}: it was removed for good, or never added"


@dataclass
class SeedConflictError(RefusedError):
    """Somebody else changed or removed the seed since it was looked at.

    Attributes:
        changed_by: who did, None where that person was forgotten.
        is_removed: it is removed now.
    """

    seed: str
    version: int
    changed_by: int | None
    changed_at: datetime
    is_removed: bool

    def __str__(self) -> str:
        done = "removed" if self.is_removed else "changed"
        return f"{self.seed} was {done} meanwhile, at {self.changed_at:%Y-%m-%d %H:%M} UTC: look at it again first"


@dataclass
class QuotaError(RefusedError):
    """Somebody, or the server, would have more of something than they may."""

    what: Literal["seeds", "bytes", "proposals", "pinned"]
    limit: int

    def __str__(self) -> str:
        return f"the server would have more than {self.limit:,} {self.what}: remove seeds first"
