"""Create which private cards were shown to everybody."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0008"


def upgrade() -> None:
    """Create the table."""
    op.create_table(
        "shared_card",
        sa.Column("card", sa.String, primary_key=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_index("ix_shared_card_at", "shared_card", ["at"])
