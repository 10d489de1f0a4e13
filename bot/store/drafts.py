"""The door to the drafts of seeds; each method is one transaction and blocks, as those of the store.

Must not know formats, nor any clock: whoever calls says which moment it is.
"""

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import Connection, Engine

from bot.store.database.engine import reading, reading_one_state, scrub, writing
from bot.store.queries import drafts, foreseeing, seed_acts, seeds
from bot.store.queries.drafts import DraftKey, DraftReading, StoredDraft, StoredFile
from bot.store.queries.foreseeing import WantedSeed
from bot.store.queries.refusals import RefusedError, SeedBlockedError
from bot.store.queries.seed_acts import Admin, SeedLimits
from bot.store.queries.seeds import GuildSeed, SeedContents

LIFE: Final = timedelta(minutes=15)  # of a draft, after its last correction


class DraftChangedError(Exception):
    """The draft is another one by now than the one that was looked at, is being read, or is gone."""


@dataclass(frozen=True, slots=True)
class StoredOutcome:
    """What became of one file of a draft: its seed, or why it was refused."""

    seed: GuildSeed | None = None
    refusal: RefusedError | None = None


@dataclass(frozen=True, slots=True)
class TextMarks:
    """What a text is known again by: the checksum of its letters, and what near copies share with it."""

    checksum: str
    sketch: bytes | None = None


class DraftBook:
    """Drafts in the database; safe to share between threads and processes.

    Args:
        engine: the store's.
        acting: gives a connection for an administrative act, of which others hear once it is stored.
    """

    def __init__(self, engine: Engine, acting: Callable[[], AbstractContextManager[Connection]]) -> None:
        self._engine = engine
        self._acting = acting

    def keep(
        self, key: DraftKey, files: Sequence[StoredFile], first: DraftReading, now: datetime, *, is_table: bool
    ) -> StoredDraft:
        """Keep a new draft for its time, before its files are read; what is over the limits goes, the oldest first.

        Of a file that the server blocked the name alone is kept.
        """
        unread = [WantedSeed(file.name, SeedContents(file.data).checksum, "", len(file.data)) for file in files]
        with writing(self._engine) as connection:
            seed_acts.wait_for_turn(connection, key.guild_id)  # what is blocked meanwhile is not kept either
            kept = _unless_blocked(connection, key.guild_id, dict(enumerate(files)), dict(enumerate(unread)))
            drafts.purge(connection, now)
            drafts.keep(connection, key, list(kept.values()), first, now + LIFE, is_table=is_table)
        return StoredDraft(key, 1, "reading", first.pending, kept, is_table)

    def settle_first(self, draft: StoredDraft, reader: str, wanted: Mapping[int, WantedSeed], now: datetime) -> None:
        """Make a draft ready whose files were read now; of a document that the server blocked the name alone stays."""
        key = draft.key
        with writing(self._engine) as connection:
            seed_acts.wait_for_turn(connection, key.guild_id)
            kept = _unless_blocked(connection, key.guild_id, draft.files, wanted)
            changed = {place: file for place, file in kept.items() if file is not draft.files[place]}
            drafts.settle(connection, key, reader, changed, now)
        if changed:
            scrub(self._engine)

    def find(self, key: DraftKey, now: datetime) -> StoredDraft | None:
        """Return a draft; None where it is gone, or another's."""
        with reading_one_state(self._engine) as connection:
            return drafts.find(connection, key, now)

    def latest(self, guild_id: int, user_id: int, now: datetime) -> DraftKey | None:
        """Return the draft that somebody made or corrected last in a server; None where there is none."""
        with reading(self._engine) as connection:
            return drafts.latest(connection, guild_id, user_id, now)

    def begin(self, key: DraftKey, version: int, pending: Mapping[str, Any], reader: str, now: datetime) -> bool:
        """Write down a correction before it is read; say whether the draft was ready, and at that version."""
        with writing(self._engine) as connection:
            return drafts.begin(connection, key, version, pending, reader, now, now + LIFE)

    def take_over(self, key: DraftKey, reader: str, now: datetime) -> bool:
        """Read a pending correction in another's place; say whether there is one."""
        with writing(self._engine) as connection:
            return drafts.take_over(connection, key, reader, now)

    def settle(self, key: DraftKey, reader: str, files: Mapping[int, StoredFile], now: datetime) -> bool:
        """Put what was read in place; say whether this reader still was the one whose result counts."""
        with writing(self._engine) as connection:
            return drafts.settle(connection, key, reader, files, now)

    def discard(self, key: DraftKey) -> None:
        """Delete a draft."""
        with writing(self._engine) as connection:
            drafts.discard(connection, key)
        scrub(self._engine)

    def purge(self, now: datetime) -> None:
        """Delete the drafts that have had their time; takes no writer's place where there are none."""
        with reading(self._engine) as connection:
            lapsed = drafts.any_lapsed(connection, now)
        if lapsed:
            with writing(self._engine) as connection:
                drafts.purge(connection, now)
            scrub(self._engine)

    def foresee(
        self, guild_id: int, wanted: Sequence[WantedSeed], limits: SeedLimits | None
    ) -> list[RefusedError | None]:
        """Say of each file, in order, why it would be refused if all were stored now; None where it would not."""
        with reading_one_state(self._engine) as connection:
            return foreseeing.refusals(connection, guild_id, wanted, limits)

    def sketches(self, guild_id: int) -> dict[str, bytes]:
        """Return what near copies of a server's seeds are known by, by their ids."""
        with reading(self._engine) as connection:
            return seeds.sketches(connection, guild_id)

    def confirm(
        self, key: DraftKey, version: int, admin: Admin, marks: Mapping[int, TextMarks]
    ) -> dict[int, StoredOutcome]:
        """Store files of a draft, by their places, as seeds; what is refused stays in the draft.

        Raises DraftChangedError where it is not ready at that version; nothing was stored then.
        """
        with self._acting() as connection:
            seed_acts.wait_for_turn(connection, key.guild_id)  # before the draft's row, as all acts on seeds
            draft = drafts.find(connection, key, admin.now, locked=True)
            if draft is None or (draft.state, draft.version) != ("ready", version):
                raise DraftChangedError
            done = {place: _stored(connection, admin, draft.files[place], of_text) for place, of_text in marks.items()}
            stored = [place for place, outcome in done.items() if outcome.seed is not None]
            if stored:
                drafts.take(connection, key, stored)
        return done


def _unless_blocked(
    connection: Connection, guild_id: int, files: Mapping[int, StoredFile], wanted: Mapping[int, WantedSeed]
) -> dict[int, StoredFile]:
    """Return files, of those that the server blocked the name alone."""
    refusals = dict(zip(wanted, foreseeing.refusals(connection, guild_id, list(wanted.values()), None), strict=True))
    return {place: _without_bytes(file, refusals.get(place)) for place, file in files.items()}


def _without_bytes(file: StoredFile, refusal: RefusedError | None) -> StoredFile:
    if not isinstance(refusal, SeedBlockedError) or file.blocked_at is not None:
        return file
    return replace(file, data=b"", sidecar=None, blocked_at=refusal.at, blocked_because=refusal.reason)


def _stored(connection: Connection, admin: Admin, file: StoredFile, marks: TextMarks) -> StoredOutcome:
    contents = SeedContents(file.data, file.sidecar, marks.checksum, marks.sketch)
    try:
        with connection.begin_nested():  # what is refused leaves no trace, and the others stay
            if file.seed is None:
                return StoredOutcome(seed_acts.add(connection, admin, file.name, contents))
            version = file.seed_version or 0
            return StoredOutcome(seed_acts.change(connection, admin, file.seed, contents, version))
    except RefusedError as err:
        return StoredOutcome(refusal=err)
