"""Why a curator's act is not done, in one sentence for the curator; and what the store refuses, put into such words."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, Final

from bot.store.queries.refusals import (
    QuotaError,
    RefusedError,
    SameFileError,
    SeedBlockedError,
    SeedConflictError,
    SeedExistsError,
    SeedMissingError,
)
from bot.wording import seeds as wording
from bot.wording.citing import plain_date
from bot.wording.i18n import said
from index.messages import Sentence


class CurationError(RefusedError):
    """What a curator asked for is not done; the sentence is theirs to read, in their language.

    Attributes:
        replaceable: the seed that stands in the way, whose place the file could take instead.
    """

    def __init__(self, template: str, replaceable: str | None = None, **data: object) -> None:
        self.sentence = template if isinstance(template, Sentence) else Sentence(template, **data)
        super().__init__(said(self.sentence))
        self.replaceable = replaceable


class ConflictError(CurationError):
    """Somebody else changed or removed the seed meanwhile.

    Attributes:
        seed: its id; as it is now it can be looked at, unless it `is_removed`.
        by: who did, None where that person was forgotten.
    """

    def __init__(self, err: SeedConflictError) -> None:
        template = wording.REMOVED_MEANWHILE if err.is_removed else wording.CHANGED_MEANWHILE
        super().__init__(template, seed=err.seed, when=f"{err.changed_at:%Y-%m-%d %H:%M} UTC")
        self.seed = err.seed
        self.by = err.changed_by
        self.is_removed = err.is_removed


class BlockedError(CurationError):
    """The server blocked this document, so no correction and no other name lets it be stored."""

    def __init__(self, err: SeedBlockedError) -> None:
        day = plain_date(f"{err.at:%Y-%m-%d}")
        if err.reason:
            super().__init__(wording.BLOCKED_BECAUSE, day=day, reason=err.reason)
        else:
            super().__init__(wording.BLOCKED, day=day)


class PreviewChangedError(CurationError):
    """The draft is another one than the card shows: what was not seen is not stored."""


@contextmanager
def worded_refusals() -> Iterator[None]:
    """Raise what the store refuses inside as a CurationError, in words for curators."""
    try:
        yield
    except tuple(_WORDED) as err:
        raise worded(err) from err


def worded(err: RefusedError) -> CurationError:
    """Put what the store refuses into words for curators."""
    return _WORDED[type(err)](err)


# What the store refuses, in words for curators.
_WORDED: Final[Mapping[type[RefusedError], Callable[[Any], CurationError]]] = {
    SeedConflictError: ConflictError,
    SeedExistsError: lambda err: CurationError(wording.NAME_TAKEN, err.seed, seed=err.seed),
    SameFileError: lambda err: CurationError(wording.SAME_FILE, err.seed, seed=err.seed),
    SeedBlockedError: BlockedError,
    SeedMissingError: lambda err: CurationError(wording.NO_SUCH_SEED, seed=err.seed),
    QuotaError: lambda err: CurationError(
        Sentence.counted(wording.TOO_MANY_SEEDS, err.limit)
        if err.what == "seeds"
        else Sentence(wording.TOO_MANY_BYTES, limit=err.limit)
    ),
}
