"""Queries about messages that are seeds, or are to be once their authors allow it. Keeps none of their words.

A seed is known by the checksum of the file that a message was written into: whatever a curator calls it, and whatever
its side-car states, its versions have that.
"""

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Final, Literal

from sqlalchemy import ColumnElement, Connection, Row, delete, select, update
from sqlalchemy import exists as there_is

from bot.store.database import tables
from bot.store.database.engine import upsert
from bot.store.database.tables import GuildSeedRow, SeedVersionRow

MessageState = Literal["asked", "allowed", "refused", "deleted"]
Stored = tables.MessageSeedRow


@dataclass(frozen=True, slots=True)
class MessageSeed:
    """A message that is a seed or is to be one.

    Attributes:
        author_id: who wrote it, and may allow that.
        asked_by: the curator who wants it.
        checksum: of the file that it was written into, as it was when it was asked for.
    """

    guild_id: int
    message_id: int
    channel_id: int
    author_id: int
    asked_by: int
    at: datetime
    checksum: str
    state: MessageState


_COLUMNS: Final = tuple(getattr(Stored, name) for name in MessageSeed.__dataclass_fields__)


def put(connection: Connection, message: MessageSeed) -> None:
    """Keep what is known of a message, in place of what was."""
    upsert(connection, Stored, asdict(message))


def find(connection: Connection, guild_id: int, message_id: int) -> MessageSeed | None:
    """Return what is known of a message; None where nothing is."""
    row = connection.execute(select(*_COLUMNS).where(*_is(guild_id, message_id))).one_or_none()
    return _message(row) if row else None


def settle(connection: Connection, guild_id: int, message_id: int, state: MessageState) -> bool:
    """Note what its author, or Discord, says of a message; tell whether it was known."""
    return connection.execute(update(Stored).where(*_is(guild_id, message_id)).values(state=state)).rowcount == 1


def seeds_of(connection: Connection, message: MessageSeed) -> list[str]:
    """Return the seeds that are served and were made of a message, by id."""
    statement = (
        select(GuildSeedRow.seed)
        .join(SeedVersionRow, _current())
        .where(
            SeedVersionRow.guild_id == message.guild_id,
            SeedVersionRow.checksum == message.checksum,
            GuildSeedRow.removed_at.is_(None),
        )
    )
    return sorted(connection.execute(statement).scalars())


def deleted(connection: Connection, guild_id: int) -> frozenset[str]:
    """Return the seeds of a server whose messages were deleted, by id."""
    rows = connection.execute(select(*_COLUMNS).where(Stored.guild_id == guild_id, Stored.state == "deleted"))
    return frozenset(seed for row in rows for seed in seeds_of(connection, _message(row)))


def of_author(connection: Connection, user_id: int) -> list[MessageSeed]:
    """Return what is known of a person's messages."""
    return [_message(row) for row in connection.execute(select(*_COLUMNS).where(Stored.author_id == user_id))]


def delete_user(connection: Connection, user_id: int) -> int:
    """Forget a person's messages, and who asked for others'; return how many of theirs that were."""
    connection.execute(update(Stored).where(Stored.asked_by == user_id).values(asked_by=0))
    return connection.execute(delete(Stored).where(Stored.author_id == user_id)).rowcount


def delete_before(connection: Connection, moment: datetime) -> int:
    """Forget older messages of which there is no seed any more, and return how many that were."""
    used = there_is().where(SeedVersionRow.guild_id == Stored.guild_id, SeedVersionRow.checksum == Stored.checksum)
    return connection.execute(delete(Stored).where(Stored.at < moment, ~used)).rowcount


def _current() -> ColumnElement[bool]:
    return (
        (SeedVersionRow.guild_id == GuildSeedRow.guild_id)
        & (SeedVersionRow.seed == GuildSeedRow.seed)
        & (SeedVersionRow.version == GuildSeedRow.version)
    )


def _is(guild_id: int, message_id: int) -> tuple[ColumnElement[bool], ...]:
    return Stored.guild_id == guild_id, Stored.message_id == message_id


def _message(row: Row[tuple[object, ...]]) -> MessageSeed:
    return MessageSeed(**row._asdict())
