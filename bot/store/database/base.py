"""What all tables share: their metadata, and the Python types that columns may have. Must not know tables."""

from datetime import datetime
from typing import Any, ClassVar

from sqlalchemy import JSON, BigInteger, LargeBinary, MetaData, String
from sqlalchemy.orm import DeclarativeBase

from bot.store.database.columns import UtcDateTime

# Constraints have names of their own so that a later migration can drop them on either database.
NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(DeclarativeBase):
    """What all tables share: the Python types that columns may have."""

    metadata = MetaData(naming_convention=NAMING)
    type_annotation_map: ClassVar[dict[Any, Any]] = {
        datetime: UtcDateTime(),
        bytes: LargeBinary(),
        dict[str, Any]: JSON(),  # not JSONB, which refuses the character U+0000
        int: BigInteger(),
        str: String(),
    }
