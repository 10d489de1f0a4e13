"""The tables as the code of this version sees them; the migrations make them so.

Must not know queries. Ids are Discord's snowflakes; moments are aware UTC datetimes on both databases.
"""

from datetime import UTC, datetime
from typing import Any, ClassVar

from sqlalchemy import JSON, BigInteger, CheckConstraint, DateTime, Dialect, MetaData, SmallInteger, String
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from sqlalchemy.types import TypeDecorator

# Constraints have names of their own so that a later migration can drop them on either database.
NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "pk": "pk_%(table_name)s",
}


class UtcDateTime(TypeDecorator[datetime]):
    """Aware datetimes in, aware UTC datetimes out; SQLite itself keeps no time zone."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002 - SQLAlchemy's signature
        """Refuse a naive datetime, since nobody knows which moment it means."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"{value!r} has no time zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002 - SQLAlchemy's signature
        """Put the time zone back on: what was stored is UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Base(DeclarativeBase):
    """What all tables share: the Python types that columns may have."""

    metadata = MetaData(naming_convention=NAMING)
    type_annotation_map: ClassVar[dict[Any, Any]] = {
        datetime: UtcDateTime(),
        dict[str, Any]: JSON(),  # not JSONB, which refuses the character U+0000
        int: BigInteger(),
        str: String(),
    }


class CommandHash(Base):
    """The commands that were last synced for an application."""

    __tablename__ = "command_hash"

    application_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    hash: Mapped[str]


class GuildSettings(Base):
    """What a server's admins set that differs from the defaults."""

    __tablename__ = "guild_settings"

    guild_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    settings: Mapped[dict[str, Any]]
    updated_at: Mapped[datetime]


class Feedback(Base):
    """One person's verdict on one passage: +1 or -1; a guild_id of None means a direct message."""

    __tablename__ = "feedback"
    __table_args__ = (CheckConstraint("verdict IN (-1, 1)", name="verdict"),)

    passage_key: Mapped[str] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(primary_key=True, index=True)
    guild_id: Mapped[int | None]
    generation: Mapped[str]
    verdict: Mapped[int] = mapped_column(SmallInteger)
    at: Mapped[datetime]


class ShardLease(Base):
    """Which worker answers for a shard, and until when."""

    __tablename__ = "shard_lease"

    application_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    shard_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    shard_count: Mapped[int]
    owner: Mapped[str]
    expires_at: Mapped[datetime]
