"""Queries about drafts of seeds. A draft is found by its token, in its server, by its maker; by nobody else.

Must not know formats, nor which database it is. Whoever changes a draft says which state of it they looked at.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any, Final, Literal

from sqlalchemy import ColumnElement, Connection, delete, insert, or_, select, update

from bot.store.database.tables import SeedDraftFileRow, SeedDraftRow
from bot.store.queries.refusals import SeedBlockedError

DraftState = Literal["ready", "reading", "taken"]

MOST_OF_ONE: Final = 5  # drafts of one curator in one server
MOST_DRAFTS: Final = 500
MOST_BYTES: Final = 512 * 1024 * 1024  # of all drafts together; the oldest go


@dataclass(frozen=True, slots=True)
class DraftKey:
    """Which draft, and who wants it where."""

    token: str
    guild_id: int
    user_id: int


@dataclass(frozen=True, slots=True)
class DraftReading:
    """What is being read of a draft, a correction or its files for the first time, and who reads it."""

    pending: Mapping[str, Any]
    reader: str


@dataclass(frozen=True, slots=True)
class StoredFile:
    """One file of a draft.

    Attributes:
        seed, seed_version: the seed that it is to take the place of, as it was looked at; None where it is new.
        problem: why it was not even fetched.
        blocked_at, blocked_because: when and why the server blocked this document; then its bytes are not kept.
        is_left_out: the curator does not want it.
    """

    name: str
    data: bytes
    sidecar: bytes | None = None
    seed: str | None = None
    seed_version: int | None = None
    problem: str | None = None
    blocked_at: datetime | None = None
    is_left_out: bool = False
    blocked_because: str | None = None

    @property
    def block(self) -> SeedBlockedError | None:
        """Why it cannot be stored, where the server blocked it."""
        return SeedBlockedError(self.blocked_at, self.blocked_because or "") if self.blocked_at else None

    @property
    def size_bytes(self) -> int:
        """Bytes of the file and its side-car."""
        return len(self.data) + len(self.sidecar or b"")


@dataclass(frozen=True, slots=True)
class StoredDraft:
    """A draft as it is kept.

    Attributes:
        version: grows with each correction that was taken.
        pending: the correction that is being read, or that no file was read yet; None in any other state.
        is_table: its files are shown as a table.
    """

    key: DraftKey
    version: int
    state: DraftState
    pending: Mapping[str, Any] | None
    files: Mapping[int, StoredFile]
    is_table: bool = False


_FILE_COLUMNS: Final = tuple(getattr(SeedDraftFileRow, field.name) for field in fields(StoredFile))


def keep(  # noqa: PLR0913 what is kept, who reads it, until when, as what
    connection: Connection,
    key: DraftKey,
    files: Sequence[StoredFile],
    first: DraftReading,
    until: datetime,
    *,
    is_table: bool,
) -> None:
    """Keep a new draft that is about to be read, until a moment; the oldest ones go where there are too many."""
    size_bytes = sum(file.size_bytes for file in files)
    _make_room(connection, key, size_bytes)
    row = {
        "token": key.token,
        "guild_id": key.guild_id,
        "user_id": key.user_id,
        "version": 1,
        "state": "reading",
        "pending": dict(first.pending),
        "reader": first.reader,
        "is_table": is_table,
        "size_bytes": size_bytes,
        "expires_at": until,
    }
    connection.execute(insert(SeedDraftRow).values(row))
    for place, file in enumerate(files):
        connection.execute(insert(SeedDraftFileRow).values(_file_row(key, place, file)))


def find(connection: Connection, key: DraftKey, now: datetime, *, locked: bool = False) -> StoredDraft | None:
    """Return a draft; None where it is gone, or another's. *locked* lets nobody change it in this transaction."""
    columns = (SeedDraftRow.version, SeedDraftRow.state, SeedDraftRow.pending, SeedDraftRow.is_table)
    statement = select(*columns).where(*_is(key, now))
    row = connection.execute(statement.with_for_update() if locked else statement).one_or_none()
    if row is None:
        return None
    return StoredDraft(key, row.version, row.state, row.pending, _files(connection, key), row.is_table)


def latest(connection: Connection, guild_id: int, user_id: int, now: datetime) -> DraftKey | None:
    """Return somebody's draft in a server that was made or corrected last; None where there is none to go on with."""
    mine = (SeedDraftRow.guild_id == guild_id, SeedDraftRow.user_id == user_id, SeedDraftRow.expires_at > now)
    statement = select(SeedDraftRow.token).where(*mine, SeedDraftRow.state != "taken")
    token = connection.execute(statement.order_by(SeedDraftRow.expires_at.desc()).limit(1)).scalar()
    return DraftKey(token, guild_id, user_id) if token is not None else None


def begin(  # noqa: PLR0913, PLR0917 what is claimed, in which state, by whom, until when
    connection: Connection,
    key: DraftKey,
    version: int,
    pending: Mapping[str, Any],
    reader: str,
    now: datetime,
    until: datetime,
) -> bool:
    """Write down a correction that is about to be read; say whether the draft still was as it was looked at."""
    unchanged = (SeedDraftRow.version == version, SeedDraftRow.state == "ready")
    values = {"state": "reading", "pending": dict(pending), "reader": reader, "expires_at": until}
    return _changed(connection, values, *_is(key, now), *unchanged)


def take_over(connection: Connection, key: DraftKey, reader: str, now: datetime) -> bool:
    """Read in another's place, whose result then counts for nothing; say whether anything was being read."""
    return _changed(connection, {"reader": reader}, *_is(key, now), SeedDraftRow.state == "reading")


def settle(connection: Connection, key: DraftKey, reader: str, files: Mapping[int, StoredFile], now: datetime) -> bool:
    """Put what was read in place, none where it cannot be used; say whether this reader still was the one."""
    grown = {"version": SeedDraftRow.version + 1} if files else {}
    values = {"state": "ready", "pending": None, "reader": None, **grown}
    if not _changed(connection, values, *_is(key, now), SeedDraftRow.reader == reader):
        return False
    for place, file in files.items():
        connection.execute(
            update(SeedDraftFileRow)
            .where(SeedDraftFileRow.token == key.token, SeedDraftFileRow.place == place)
            .values(_file_row(key, place, file))
        )
    return True


def take(connection: Connection, key: DraftKey, places: Collection[int]) -> None:
    """Let go of files that are stored now; without any file left, the draft only says that it was taken."""
    of_it = SeedDraftFileRow.token == key.token
    connection.execute(delete(SeedDraftFileRow).where(of_it, SeedDraftFileRow.place.in_(places)))
    left = connection.execute(select(SeedDraftFileRow.place).where(of_it)).first()
    _changed(
        connection,
        {"version": SeedDraftRow.version + 1, "state": "ready" if left else "taken"},
        SeedDraftRow.token == key.token,
    )


def discard(connection: Connection, key: DraftKey) -> None:
    """Delete a draft, unless it is taken."""
    mine = (SeedDraftRow.guild_id == key.guild_id, SeedDraftRow.user_id == key.user_id, SeedDraftRow.state != "taken")
    connection.execute(delete(SeedDraftRow).where(SeedDraftRow.token == key.token, *mine))


def discard_all(connection: Connection, *, guild_id: int | None = None, user_id: int | None = None) -> int:
    """Delete all drafts of a server, or of a person; return how many."""
    of_whom = SeedDraftRow.user_id == user_id if guild_id is None else SeedDraftRow.guild_id == guild_id
    return connection.execute(delete(SeedDraftRow).where(of_whom)).rowcount


def purge(connection: Connection, now: datetime) -> int:
    """Delete the drafts that have had their time; return how many."""
    return connection.execute(delete(SeedDraftRow).where(SeedDraftRow.expires_at <= now)).rowcount


def any_lapsed(connection: Connection, now: datetime) -> bool:
    """Tell whether a draft has had its time."""
    return connection.execute(select(SeedDraftRow.token).where(SeedDraftRow.expires_at <= now)).first() is not None


def _is(key: DraftKey, now: datetime) -> tuple[ColumnElement[bool], ...]:
    return (
        SeedDraftRow.token == key.token,
        SeedDraftRow.guild_id == key.guild_id,
        SeedDraftRow.user_id == key.user_id,
        SeedDraftRow.expires_at > now,
    )


def _changed(connection: Connection, values: Mapping[str, Any], *where: ColumnElement[bool]) -> bool:
    return connection.execute(update(SeedDraftRow).where(*where).values(dict(values))).rowcount == 1


def _files(connection: Connection, key: DraftKey) -> dict[int, StoredFile]:
    statement = select(SeedDraftFileRow.place, *_FILE_COLUMNS).where(SeedDraftFileRow.token == key.token)
    rows = connection.execute(statement.order_by(SeedDraftFileRow.place))
    return {row[0]: StoredFile(*row[1:]) for row in rows}


def _file_row(key: DraftKey, place: int, file: StoredFile) -> dict[str, Any]:
    return {"token": key.token, "place": place} | {field.name: getattr(file, field.name) for field in fields(file)}


def _make_room(connection: Connection, key: DraftKey, size_bytes: int) -> None:
    """Delete the oldest drafts, first of somebody who has many, so that nobody else's must go for them.

    Their maker waits for those that are being read, so these do not count as many.
    """
    columns = (
        SeedDraftRow.token,
        SeedDraftRow.guild_id,
        SeedDraftRow.user_id,
        SeedDraftRow.size_bytes,
        SeedDraftRow.state,
    )
    kept = connection.execute(select(*columns).order_by(SeedDraftRow.expires_at)).all()
    whose = (key.guild_id, key.user_id)
    own = [row for row in kept if (row.guild_id, row.user_id) == whose and row.state != "reading"]
    gone = {row.token for row in own[: max(0, len(own) - MOST_OF_ONE + 1)]}
    left = [row for row in kept if row.token not in gone]
    total = size_bytes + sum(row.size_bytes for row in left)
    for place, row in enumerate(left):
        if len(left) - place < MOST_DRAFTS and total <= MOST_BYTES:
            break
        gone.add(row.token)
        total -= row.size_bytes
    if gone:
        connection.execute(delete(SeedDraftRow).where(or_(*(SeedDraftRow.token == token for token in gone))))
