"""Create the first tables: command hashes, server settings, feedback, shard leases."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Create the tables; a migration never imports them from the code, which moves on."""
    op.create_table(
        "command_hash",
        sa.Column("application_id", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("hash", sa.String, nullable=False),
    )
    op.create_table(
        "guild_settings",
        sa.Column("guild_id", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("settings", sa.JSON, nullable=False),
        sa.Column("updated_at", MOMENT, nullable=False),
    )
    op.create_table(
        "feedback",
        sa.Column("passage_key", sa.String, primary_key=True),
        sa.Column("user_id", sa.BigInteger, primary_key=True, index=True),
        sa.Column("guild_id", sa.BigInteger),
        sa.Column("generation", sa.String, nullable=False),
        sa.Column("verdict", sa.SmallInteger, sa.CheckConstraint("verdict IN (-1, 1)", "verdict"), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
    )
    op.create_table(
        "shard_lease",
        sa.Column("application_id", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("shard_id", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("shard_count", sa.BigInteger, nullable=False),
        sa.Column("owner", sa.String, nullable=False),
        sa.Column("expires_at", MOMENT, nullable=False),
    )
