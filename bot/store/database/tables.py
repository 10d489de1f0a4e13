"""The tables as the code of this version sees them; the migrations make them so. Must not know queries.

Ids are Discord's snowflakes; moments are aware UTC datetimes on both databases.
"""

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Index, SmallInteger
from sqlalchemy.orm import Mapped, mapped_column

from bot.store.database import worker_tables  # noqa: F401 whoever knows these tables knows those of workers
from bot.store.database.base import Base
from bot.store.database.columns import COUNTED


class CommandHashRow(Base):
    """The commands that were last synced for an application."""

    __tablename__ = "command_hash"

    application_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    hash: Mapped[str]


class GuildSettingsRow(Base):
    """What a server's admins set that differs from the defaults."""

    __tablename__ = "guild_settings"

    guild_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    settings: Mapped[dict[str, Any]]
    updated_at: Mapped[datetime]


class FeedbackRow(Base):
    """One person's verdict on one passage: +1 or -1; a guild_id of None means a direct message."""

    __tablename__ = "feedback"
    __table_args__ = (CheckConstraint("verdict IN (-1, 1)", name="verdict"),)

    passage_key: Mapped[str] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(primary_key=True, index=True)
    guild_id: Mapped[int | None] = mapped_column(index=True)
    generation: Mapped[str]
    verdict: Mapped[int] = mapped_column(SmallInteger)
    at: Mapped[datetime]


class GuildRevisionRow(Base):
    """How often a server's seeds changed. Each change takes this row first, so those of one server queue up."""

    __tablename__ = "guild_revision"

    guild_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    revision: Mapped[int]


class GuildSeedRow(Base):
    """A seed of a server's own as it stands now; one that was removed keeps its row until nobody can undo that."""

    __tablename__ = "guild_seed"
    __table_args__ = (Index("uq_guild_seed_file_name", "guild_id", "file_name", unique=True),)

    guild_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    seed: Mapped[str] = mapped_column(primary_key=True)
    file_name: Mapped[str]
    version: Mapped[int]
    revision: Mapped[int]
    checksum: Mapped[str]
    size_bytes: Mapped[int]
    added_by: Mapped[int | None]
    changed_by: Mapped[int | None]
    changed_at: Mapped[datetime]
    removed_at: Mapped[datetime | None]


class SeedFileRow(Base):
    """A file's bytes, once in its server however many versions have them; never shared between servers."""

    __tablename__ = "seed_file"

    guild_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    checksum: Mapped[str] = mapped_column(primary_key=True)
    data: Mapped[bytes]


class SeedVersionRow(Base):
    """What a seed was at one time: its file, and the side-car with its metadata."""

    __tablename__ = "seed_version"
    __table_args__ = (
        ForeignKeyConstraint(["guild_id", "seed"], ["guild_seed.guild_id", "guild_seed.seed"], ondelete="CASCADE"),
        ForeignKeyConstraint(
            ["guild_id", "checksum"], ["seed_file.guild_id", "seed_file.checksum"], name="fk_seed_version_checksum"
        ),
        Index("ix_seed_version_checksum", "guild_id", "checksum"),
    )

    guild_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    seed: Mapped[str] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    checksum: Mapped[str]
    sidecar: Mapped[bytes | None]
    text_checksum: Mapped[str | None]
    sketch: Mapped[bytes | None]
    at: Mapped[datetime]


class BlockedSeedRow(Base):
    """A checksum, of a file or of its text, that a server never wants back, and why; nothing else of it is kept."""

    __tablename__ = "blocked_seed"

    guild_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    checksum: Mapped[str] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    reason: Mapped[str | None]


class AuditEntryRow(Base):
    """One administrative act; after its actor asked to be forgotten, a pseudonym stands in place of the number."""

    __tablename__ = "audit_entry"

    guild_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[datetime]
    actor: Mapped[int | None] = mapped_column(index=True)
    pseudonym: Mapped[str | None]
    action: Mapped[str]
    seed: Mapped[str | None]
    before: Mapped[str | None]
    after: Mapped[str | None]
    details: Mapped[dict[str, Any]]


class GapRow(Base):
    """A question that the seeds did not answer, its day alone, and what answers it by now; not who asked, or where."""

    __tablename__ = "gap"
    __table_args__ = (
        CheckConstraint("reason IN ('nothing', 'thumbs_down')", name="reason"),
        Index("ix_gap_guild_id", "guild_id", "day"),
    )

    number: Mapped[int] = mapped_column(COUNTED, primary_key=True)
    guild_id: Mapped[int]
    day: Mapped[date]
    question: Mapped[str]
    reason: Mapped[str]
    answered_by: Mapped[str | None]


class UsageCountRow(Base):
    """How often something happened in a server on a day: a number, without anybody it could be matched with."""

    __tablename__ = "usage_count"

    guild_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    day: Mapped[date] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(primary_key=True)
    subject: Mapped[str] = mapped_column(primary_key=True)
    count: Mapped[int]


class ToldColumns:
    """What something that is posted by itself has posted of a server, when last, and what is being posted."""

    guild_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    version: Mapped[int]
    told: Mapped[dict[str, Any]]
    day: Mapped[date]
    waiting: Mapped[dict[str, Any]]


class NewsRow(ToldColumns, Base):
    """What a server's channel of news was told of its seeds, and what is being posted there."""

    __tablename__ = "news"


class DailyRow(ToldColumns, Base):
    """How far the passages are that a server's channel is shown one a day, and which is being posted there."""

    __tablename__ = "daily"


class DepartureRow(Base):
    """When everything of a server that the bot left will be deleted."""

    __tablename__ = "departure"

    guild_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    delete_at: Mapped[datetime]


class SeedDraftRow(Base):
    """What a curator is about to store: whose it is, how often it was corrected, and until when it is kept.

    While a correction is read, `pending` holds it and `reader` names who reads it; whoever finds it may take over.
    """

    __tablename__ = "seed_draft"
    __table_args__ = (CheckConstraint("state IN ('ready', 'reading', 'taken')", name="state"),)

    token: Mapped[str] = mapped_column(primary_key=True)
    guild_id: Mapped[int] = mapped_column(index=True)
    user_id: Mapped[int] = mapped_column(index=True)
    version: Mapped[int]
    state: Mapped[str]
    pending: Mapped[dict[str, Any] | None]
    reader: Mapped[str | None]
    is_table: Mapped[bool]
    size_bytes: Mapped[int]
    expires_at: Mapped[datetime] = mapped_column(index=True)


class SeedDraftFileRow(Base):
    """A file of a draft with its corrected side-car; of a blocked document the name alone."""

    __tablename__ = "seed_draft_file"
    __table_args__ = (ForeignKeyConstraint(["token"], ["seed_draft.token"], ondelete="CASCADE"),)

    token: Mapped[str] = mapped_column(primary_key=True)
    place: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    name: Mapped[str]
    data: Mapped[bytes]
    sidecar: Mapped[bytes | None]
    seed: Mapped[str | None]
    seed_version: Mapped[int | None]
    problem: Mapped[str | None]
    blocked_at: Mapped[datetime | None]
    blocked_because: Mapped[str | None]
    is_left_out: Mapped[bool]


class ProposalRow(Base):
    """A file or a link that a member suggests as a seed; it goes once a curator has decided, or after a while."""

    __tablename__ = "proposal"

    token: Mapped[str] = mapped_column(primary_key=True)
    guild_id: Mapped[int] = mapped_column(index=True)
    user_id: Mapped[int] = mapped_column(index=True)
    at: Mapped[datetime]
    name: Mapped[str]
    data: Mapped[bytes | None]
    note: Mapped[str]
    channel_id: Mapped[int | None]
    message_id: Mapped[int | None]


class MessageSeedRow(Base):
    """A message that is a seed or is to be one, without its words."""

    __tablename__ = "message_seed"
    __table_args__ = (CheckConstraint("state IN ('asked', 'allowed', 'refused', 'deleted')", name="state"),)

    guild_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    message_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    channel_id: Mapped[int]
    author_id: Mapped[int] = mapped_column(index=True)
    asked_by: Mapped[int]
    at: Mapped[datetime]
    checksum: Mapped[str]
    state: Mapped[str]


class PostedCardRow(Base):
    """A public card that shows words of a seed, so that it can be marked when the seed is withdrawn or corrected.

    `corrections` is a digest of the author's corrections that stand on it, `mark` what is still to be written on it.
    """

    __tablename__ = "posted_card"
    __table_args__ = (Index("ix_posted_card_guild_id", "guild_id", "seed"),)

    message_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    seed: Mapped[str] = mapped_column(primary_key=True)
    guild_id: Mapped[int]
    channel_id: Mapped[int]
    at: Mapped[datetime]
    corrections: Mapped[str]
    mark: Mapped[str | None]


class SharedCardRow(Base):
    """A private card that was shown to everybody: a digest of where it stands and what it shows, and when."""

    __tablename__ = "shared_card"

    card: Mapped[str] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(index=True)


class SourceLookRow(Base):
    """How the page behind a seed was found when it was last looked at, and which file it was compared with."""

    __tablename__ = "source_look"
    __table_args__ = (CheckConstraint("state IN ('unknown', 'same', 'changed', 'unreached', 'gone')", name="state"),)

    guild_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    seed: Mapped[str] = mapped_column(primary_key=True)
    checksum: Mapped[str]
    at: Mapped[datetime]
    state: Mapped[str]


class PinnedQuestionRow(Base):
    """A question with the passage that is to answer it, and what answered it after the last re-index."""

    __tablename__ = "pinned_question"

    guild_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    question: Mapped[str] = mapped_column(primary_key=True)
    passage_key: Mapped[str]
    ref: Mapped[str]
    found: Mapped[str]


class GuildChoreRow(Base):
    """When something that is done now and then was last done in a server."""

    __tablename__ = "guild_chore"

    guild_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    name: Mapped[str] = mapped_column(primary_key=True)
    at: Mapped[datetime]
