"""The types of columns that both databases keep alike, and how constraints are named. Must not know tables."""

from datetime import UTC, datetime
from typing import Any, Final

from sqlalchemy import JSON, BigInteger, DateTime, Dialect, Integer, LargeBinary, String
from sqlalchemy.types import TypeDecorator

# SQLite counts up by itself only in a column that is declared INTEGER, which holds 64 bits all the same.
COUNTED: Final = BigInteger().with_variant(Integer(), "sqlite")

# Constraints have names of their own so that a later migration can drop them on either database.
NAMING: Final = {
    "ix": "ix_%(table_name)s_%(column_0_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "pk": "pk_%(table_name)s",
}


class UtcDateTime(TypeDecorator[datetime]):
    """Aware datetimes in, aware UTC datetimes out; SQLite itself keeps no time zone."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002 - SQLAlchemy's signature
        """Refuse a naive datetime, since nobody knows which moment it means."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"{value!r} has no time zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002 - SQLAlchemy's signature
        """Put the time zone back on: what was stored is UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


# What the Python types of columns are in a database.
TYPES: Final[dict[Any, Any]] = {
    datetime: UtcDateTime(),
    bytes: LargeBinary(),
    dict[str, Any]: JSON(),  # not JSONB, which refuses the character U+0000
    int: BigInteger(),
    str: String(),
}
