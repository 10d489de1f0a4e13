"""The tables by which workers share the shards of an application; what stands there is of moments, and in no backup."""

from datetime import datetime

from sqlalchemy.orm import Mapped, mapped_column

from bot.store.database.base import Base


class ShardLeaseRow(Base):
    """Which worker answers for a shard, and until when."""

    __tablename__ = "shard_lease"

    application_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    shard_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    shard_count: Mapped[int]
    owner: Mapped[str]
    expires_at: Mapped[datetime]


class WorkerRow(Base):
    """A worker that runs, and until when it counts as running; `may_hold` names its shards, empty for any."""

    __tablename__ = "worker"

    application_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    owner: Mapped[str] = mapped_column(primary_key=True)
    shard_count: Mapped[int]
    may_hold: Mapped[str]
    expires_at: Mapped[datetime]


class HandedSessionRow(Base):
    """A shard's session with Discord that one worker has left for the next to go on with, and what it knew by then."""

    __tablename__ = "handed_session"

    application_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    shard_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    shard_count: Mapped[int]
    session_id: Mapped[str]
    resume_url: Mapped[str]
    sequence: Mapped[int]
    known: Mapped[bytes]
    at: Mapped[datetime]


class WorkerTurnRow(Base):
    """When the next of an application's workers may do something that one of them does at a time, now and then."""

    __tablename__ = "worker_turn"

    application_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    name: Mapped[str] = mapped_column(primary_key=True)
    free_at: Mapped[datetime]
