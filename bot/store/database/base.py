"""What all tables share: their metadata, and the Python types that columns may have. Must not know tables."""

from typing import Any, ClassVar

from sqlalchemy import MetaData
from sqlalchemy.orm import DeclarativeBase

from bot.store.database.columns import NAMING, TYPES


class Base(DeclarativeBase):
    """What all tables share: the Python types that columns may have."""

    metadata = MetaData(naming_convention=NAMING)
    type_annotation_map: ClassVar[dict[Any, Any]] = TYPES
