"""Create the drafts of seeds, count the revisions of each seed by itself, and keep what near copies are known by."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Create the tables; a seed that is there already has had as many revisions as are kept of it."""
    op.add_column("guild_seed", sa.Column("revision", sa.BigInteger, nullable=False, server_default="1"))
    op.execute(
        "UPDATE guild_seed SET revision = (SELECT count(*) FROM seed_version "
        "WHERE seed_version.guild_id = guild_seed.guild_id AND seed_version.seed = guild_seed.seed)"
    )
    op.add_column("seed_version", sa.Column("sketch", sa.LargeBinary))
    op.create_table(
        "seed_draft",
        sa.Column("token", sa.String, primary_key=True),
        sa.Column("guild_id", sa.BigInteger, nullable=False, index=True),
        sa.Column("user_id", sa.BigInteger, nullable=False, index=True),
        sa.Column("version", sa.BigInteger, nullable=False),
        sa.Column("state", sa.String, nullable=False),
        sa.Column("pending", sa.JSON),
        sa.Column("reader", sa.String),
        sa.Column("is_table", sa.Boolean, nullable=False),
        sa.Column("size_bytes", sa.BigInteger, nullable=False),
        sa.Column("expires_at", MOMENT, nullable=False, index=True),
        sa.CheckConstraint("state IN ('ready', 'reading', 'taken')", "state"),
    )
    op.create_table(
        "seed_draft_file",
        sa.Column("token", sa.String, primary_key=True),
        sa.Column("place", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("name", sa.String, nullable=False),
        sa.Column("data", sa.LargeBinary, nullable=False),
        sa.Column("sidecar", sa.LargeBinary),
        sa.Column("seed", sa.String),
        sa.Column("seed_version", sa.BigInteger),
        sa.Column("problem", sa.String),
        sa.Column("blocked_at", MOMENT),
        sa.Column("is_left_out", sa.Boolean, nullable=False),
        sa.ForeignKeyConstraint(["token"], ["seed_draft.token"], ondelete="CASCADE"),
    )
