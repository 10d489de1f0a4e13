"""What the acts on a server's own seeds take and give. Pure values."""

from dataclasses import dataclass

from bot.seeding.drafts.drafts import Draft
from bot.seeding.errors import CurationError
from bot.store.queries.seeds import OWN, GuildSeed


@dataclass(frozen=True, slots=True)
class CurationLimits:
    """What one server may have of its own: seeds, bytes of their files, passages."""

    seeds: int
    bytes: int
    passages: int


@dataclass(frozen=True, slots=True)
class IndexedSeed:
    """What a server's index says of one of its seeds.

    Attributes:
        title, author: of its first document.
        passages: of all its documents.
        remarks: the linter's, one sentence each.
        problem: why it could not be read; then all else is empty.
    """

    title: str | None = None
    author: str | None = None
    passages: int = 0
    remarks: tuple[str, ...] = ()
    problem: str | None = None


@dataclass(frozen=True, slots=True)
class Listed:
    """A seed in a list; `indexed` is None while it is not in the index."""

    seed: GuildSeed
    indexed: IndexedSeed | None


@dataclass(frozen=True, slots=True)
class Curator:
    """Who acts in which server."""

    guild_id: int
    user_id: int


@dataclass(frozen=True, slots=True)
class Preview:
    """A draft that was kept, and the token that leads back to it."""

    token: str
    draft: Draft


@dataclass(frozen=True, slots=True)
class NearCopy:
    """A seed that has much in common with a file: how much of the shorter of the two stands in the longer, up to 1."""

    seed: str
    share: float


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one file of a confirmed draft: its seed as stored, or why it was not.

    Attributes:
        is_kept: it is in the draft still, with its corrections.
    """

    name: str
    seed: GuildSeed | None = None
    refusal: CurationError | None = None
    is_kept: bool = False


def id_named(typed: str) -> str:
    """Return the id of a server's own seed by what people call it: in any case, and as cards name it (own/rain#3)."""
    return typed.strip().casefold().removeprefix(OWN).partition("#")[0].strip()
