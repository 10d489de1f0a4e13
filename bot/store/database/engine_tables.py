"""The tables of a search engine elsewhere: which index serves, what belongs to it, who uses it."""

from datetime import datetime

from sqlalchemy.orm import Mapped, mapped_column

from bot.store.database.base import Base


class EngineGenerationRow(Base):
    """Which index of a search engine elsewhere serves a library: the one row that a re-index changes there.

    `sha256` is that of its bundle, whose pieces are in `engine_bundle`.
    """

    __tablename__ = "engine_generation"

    library: Mapped[str] = mapped_column(primary_key=True)
    generation: Mapped[str]
    index_name: Mapped[str]
    similarity: Mapped[str]
    major: Mapped[int]
    sha256: Mapped[str]
    published_at: Mapped[datetime]


class EngineBundleRow(Base):
    """A piece of what a worker needs of an index on its own disk: words and documents' names, no passage's text."""

    __tablename__ = "engine_bundle"

    index_name: Mapped[str] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    data: Mapped[bytes]


class EngineUseRow(Base):
    """Until when a worker searches or loads an index, so that nobody deletes it."""

    __tablename__ = "engine_use"

    index_name: Mapped[str] = mapped_column(primary_key=True)
    owner: Mapped[str] = mapped_column(primary_key=True)
    until: Mapped[datetime]
