"""Previews that nobody has confirmed yet: kept in this worker's memory, for a while, and nowhere else.

A draft belongs to who made it, in the server where it was made. Knows neither Discord nor the store.
"""

import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from threading import Lock
from typing import Final

from cachetools import TTLCache

from bot.seeding.intake.understanding import AttachedFile, AttachmentReading

LIFE_S: Final = 15 * 60.0
MOST_OF_ONE: Final = 5  # drafts of one curator in one server
MOST_DRAFTS: Final = 200
MOST_BYTES: Final = 96 * 1024 * 1024  # of all drafts together; the oldest go


@dataclass(frozen=True, slots=True)
class Target:
    """The seed that a draft is to change, as it was when the draft was begun."""

    seed: str
    version: int


@dataclass(frozen=True, slots=True)
class DraftFile:
    """One file of a draft, and what was understood of it."""

    file: AttachedFile
    understood: AttachmentReading


@dataclass(frozen=True, slots=True)
class Draft:
    """What somebody is about to add to their server's seeds, or to change there.

    Attributes:
        target: the seed it changes; None where its files are new.
    """

    guild_id: int
    user_id: int
    entries: tuple[DraftFile, ...]
    target: Target | None = None

    @property
    def usable(self) -> tuple[DraftFile, ...]:
        """The files that can be read."""
        return tuple(entry for entry in self.entries if entry.understood.problem is None)

    @property
    def size_bytes(self) -> int:
        """Bytes of all its files."""
        return sum(entry.file.size_bytes for entry in self.entries)

    def with_entry(self, index: int, entry: DraftFile) -> "Draft":
        """Return the draft with another entry at an index."""
        return replace(self, entries=(*self.entries[:index], entry, *self.entries[index + 1 :]))


class Drafts:
    """Every draft of this worker, by a token that cannot be guessed; safe for many threads.

    Args:
        clock: seconds, never going back.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._lock = Lock()
        # Whatever the newest takes, it stays, alone if need be.
        self._kept = TTLCache[str, Draft](MOST_BYTES, LIFE_S, clock, lambda draft: min(draft.size_bytes, MOST_BYTES))

    def keep(self, draft: Draft, token: str | None = None) -> str:
        """Keep a draft, anew or in place of the one with this token, for its full time; return its token."""
        token = token or secrets.token_hex(8)
        with self._lock:
            self._kept.pop(token, None)
            self._make_room_for(draft)
            self._kept[token] = draft
        return token

    def get(self, token: str, guild_id: int | None, user_id: int) -> Draft | None:
        """Return somebody's draft; None where it is gone, or another's, or another server's."""
        with self._lock:
            return self._find(token, guild_id, user_id)

    def take(self, token: str, guild_id: int | None, user_id: int) -> Draft | None:
        """Return somebody's draft and keep it no longer: of two that take it, one gets it."""
        with self._lock:
            draft = self._find(token, guild_id, user_id)
            if draft is not None:
                del self._kept[token]
            return draft

    def forget(self, guild_id: int) -> None:
        """Forget all drafts of a server: something was taken down there, and any of them may hold it."""
        with self._lock:
            for token in [token for token, draft in self._kept.items() if draft.guild_id == guild_id]:
                del self._kept[token]

    def _find(self, token: str, guild_id: int | None, user_id: int) -> Draft | None:
        draft = self._kept.get(token)
        return draft if draft is not None and (draft.guild_id, draft.user_id) == (guild_id, user_id) else None

    def _make_room_for(self, draft: Draft) -> None:
        """Forget the oldest drafts, first of somebody who has many, so that nobody else's must go for them."""
        whose = (draft.guild_id, draft.user_id)
        own = [token for token, kept in self._kept.items() if (kept.guild_id, kept.user_id) == whose]
        for token in own[: max(0, len(own) - MOST_OF_ONE + 1)]:
            del self._kept[token]
        while len(self._kept) >= MOST_DRAFTS:
            self._kept.popitem()
