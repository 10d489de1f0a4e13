"""Create what is kept of a search engine elsewhere: which index serves, what belongs to it, who uses it."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0011"


def upgrade() -> None:
    """Create the tables."""
    op.create_table(
        "engine_generation",
        sa.Column("library", sa.String, primary_key=True),
        sa.Column("generation", sa.String, nullable=False),
        sa.Column("index_name", sa.String, nullable=False),
        sa.Column("similarity", sa.String, nullable=False),
        sa.Column("major", sa.BigInteger, nullable=False),
        sa.Column("sha256", sa.String, nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_table(
        "engine_bundle",
        sa.Column("index_name", sa.String, primary_key=True),
        sa.Column("number", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("data", sa.LargeBinary, nullable=False),
    )
    op.create_table(
        "engine_use",
        sa.Column("index_name", sa.String, primary_key=True),
        sa.Column("owner", sa.String, primary_key=True),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
    )
