"""Create what servers own: seeds with their versions, blocks, audit, gaps, departures."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

MOMENT = sa.DateTime(timezone=True)
COUNTED = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Create the tables; those of before keep their rows."""
    op.create_index("ix_feedback_guild_id", "feedback", ["guild_id"])
    _create_seeds()
    _create_records()


def _guild() -> "sa.Column[int]":
    return sa.Column("guild_id", sa.BigInteger, primary_key=True, autoincrement=False)


def _create_seeds() -> None:
    op.create_table("guild_revision", _guild(), sa.Column("revision", sa.BigInteger, nullable=False))
    op.create_table(
        "guild_seed",
        _guild(),
        sa.Column("seed", sa.String, primary_key=True),
        sa.Column("file_name", sa.String, nullable=False),
        sa.Column("version", sa.BigInteger, nullable=False),
        sa.Column("checksum", sa.String, nullable=False),
        sa.Column("size_bytes", sa.BigInteger, nullable=False),
        sa.Column("added_by", sa.BigInteger),
        sa.Column("changed_by", sa.BigInteger),
        sa.Column("changed_at", MOMENT, nullable=False),
        sa.Column("removed_at", MOMENT),
        sa.Index("uq_guild_seed_file_name", "guild_id", "file_name", unique=True),
    )
    op.create_table(
        "seed_file",
        _guild(),
        sa.Column("checksum", sa.String, primary_key=True),
        sa.Column("data", sa.LargeBinary, nullable=False),
    )
    op.create_table(
        "seed_version",
        _guild(),
        sa.Column("seed", sa.String, primary_key=True),
        sa.Column("version", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("checksum", sa.String, nullable=False),
        sa.Column("sidecar", sa.LargeBinary),
        sa.Column("text_checksum", sa.String),
        sa.Column("at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["guild_id", "seed"], ["guild_seed.guild_id", "guild_seed.seed"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["guild_id", "checksum"], ["seed_file.guild_id", "seed_file.checksum"], name="fk_seed_version_checksum"
        ),
        sa.Index("ix_seed_version_checksum", "guild_id", "checksum"),
    )
    op.create_table(
        "blocked_seed",
        _guild(),
        sa.Column("checksum", sa.String, primary_key=True),
        sa.Column("at", MOMENT, nullable=False),
    )


def _create_records() -> None:
    op.create_table(
        "audit_entry",
        _guild(),
        sa.Column("number", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("actor", sa.BigInteger, index=True),
        sa.Column("pseudonym", sa.String),
        sa.Column("action", sa.String, nullable=False),
        sa.Column("seed", sa.String),
        sa.Column("before", sa.String),
        sa.Column("after", sa.String),
        sa.Column("details", sa.JSON, nullable=False),
    )
    op.create_table(
        "gap",
        sa.Column("number", COUNTED, primary_key=True),
        sa.Column("guild_id", sa.BigInteger, nullable=False),
        sa.Column("day", sa.Date, nullable=False),
        sa.Column("question", sa.String, nullable=False),
        sa.Column("reason", sa.String, nullable=False),
        sa.CheckConstraint("reason IN ('nothing', 'thumbs_down')", "reason"),
        sa.Index("ix_gap_guild_id", "guild_id", "day"),
    )
    op.create_table("departure", _guild(), sa.Column("delete_at", MOMENT, nullable=False))
