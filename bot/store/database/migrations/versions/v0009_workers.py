"""Create which workers run, which sessions they hand over, and whose turn it is."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    """Create the tables."""
    op.create_table(
        "worker",
        sa.Column("application_id", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("owner", sa.String, primary_key=True),
        sa.Column("shard_count", sa.BigInteger, nullable=False),
        sa.Column("may_hold", sa.String, nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_table(
        "handed_session",
        sa.Column("application_id", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("shard_id", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("shard_count", sa.BigInteger, nullable=False),
        sa.Column("session_id", sa.String, nullable=False),
        sa.Column("resume_url", sa.String, nullable=False),
        sa.Column("sequence", sa.BigInteger, nullable=False),
        sa.Column("known", sa.LargeBinary, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_table(
        "worker_turn",
        sa.Column("application_id", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("name", sa.String, primary_key=True),
        sa.Column("free_at", sa.DateTime(timezone=True), nullable=False),
    )
