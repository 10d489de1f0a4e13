"""Create which private cards were shown to everybody, and how the pages behind seeds were found."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0009"


def upgrade() -> None:
    """Create the tables."""
    op.create_table(
        "shared_card",
        sa.Column("card", sa.String, primary_key=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_index("ix_shared_card_at", "shared_card", ["at"])
    op.create_table(
        "source_look",
        sa.Column("guild_id", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("seed", sa.String, primary_key=True),
        sa.Column("checksum", sa.String, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String, nullable=False),
        sa.CheckConstraint("state IN ('unknown', 'same', 'changed', 'unreached', 'gone')", "state"),
    )
