"""Create what curators need: proposals, posted cards, pinned questions, chores; why a document is blocked."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Create the tables and columns; those of before keep their rows."""
    op.add_column("blocked_seed", sa.Column("reason", sa.String))
    op.add_column("seed_draft_file", sa.Column("blocked_because", sa.String))
    op.add_column("gap", sa.Column("answered_by", sa.String))
    _create_proposals()
    _create_posted_cards()
    op.create_table(
        "pinned_question",
        _key("guild_id", sa.BigInteger),
        _key("question", sa.String),
        sa.Column("passage_key", sa.String, nullable=False),
        sa.Column("ref", sa.String, nullable=False),
        sa.Column("found", sa.String, nullable=False),
    )
    op.create_table(
        "guild_chore",
        _key("guild_id", sa.BigInteger),
        _key("name", sa.String),
        sa.Column("at", MOMENT, nullable=False),
    )


def _key(name: str, kind: type[sa.BigInteger | sa.String]) -> "sa.Column[int | str]":
    return sa.Column(name, kind, primary_key=True, autoincrement=False)


def _create_proposals() -> None:
    op.create_table(
        "proposal",
        _key("token", sa.String),
        sa.Column("guild_id", sa.BigInteger, nullable=False, index=True),
        sa.Column("user_id", sa.BigInteger, nullable=False, index=True),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("name", sa.String, nullable=False),
        sa.Column("data", sa.LargeBinary),
        sa.Column("note", sa.String, nullable=False),
        sa.Column("channel_id", sa.BigInteger),
        sa.Column("message_id", sa.BigInteger),
    )


def _create_posted_cards() -> None:
    op.create_table(
        "posted_card",
        _key("message_id", sa.BigInteger),
        _key("seed", sa.String),
        sa.Column("guild_id", sa.BigInteger, nullable=False),
        sa.Column("channel_id", sa.BigInteger, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("corrections", sa.String, nullable=False),
        sa.Column("mark", sa.String),
        sa.Index("ix_posted_card_guild_id", "guild_id", "seed"),
    )
