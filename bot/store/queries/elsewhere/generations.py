"""Queries about indexes of a search engine elsewhere. Knows no engine, and no clock but the one it is told."""

from collections.abc import Collection, Iterator
from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy import Connection, delete, select

from bot.store.database.engine import upsert
from bot.store.database.engine_tables import EngineBundleRow, EngineGenerationRow, EngineUseRow


@dataclass(frozen=True, slots=True)
class EngineGeneration:
    """The index that serves a library.

    Attributes:
        similarity, major: how it scores, and the version of the engine that made it.
        sha256: of its bundle.
    """

    library: str
    generation: str
    index_name: str
    similarity: str
    major: int
    sha256: str
    published_at: datetime


def current(connection: Connection, library: str) -> EngineGeneration | None:
    """Return what serves a library, None where nothing does."""
    row = connection.execute(select(EngineGenerationRow).where(EngineGenerationRow.library == library)).first()
    return None if row is None else EngineGeneration(**row._mapping)  # noqa: SLF001 SQLAlchemy's public name


def publish(connection: Connection, generation: EngineGeneration) -> None:
    """Have an index serve its library from now on."""
    upsert(connection, EngineGenerationRow, asdict(generation))


def add_piece(connection: Connection, index_name: str, number: int, data: bytes) -> None:
    """Keep a piece of an index's bundle."""
    upsert(connection, EngineBundleRow, {"index_name": index_name, "number": number, "data": data})


def pieces(connection: Connection, index_name: str) -> Iterator[bytes]:
    """Yield the pieces of an index's bundle in order."""
    wanted = select(EngineBundleRow.data).where(EngineBundleRow.index_name == index_name)
    rows = connection.execution_options(yield_per=1).execute(wanted.order_by(EngineBundleRow.number))
    yield from rows.scalars()


def use(connection: Connection, index_name: str, owner: str, until: datetime) -> None:
    """Note that somebody searches or loads an index until a moment."""
    upsert(connection, EngineUseRow, {"index_name": index_name, "owner": owner, "until": until})


def wanted(connection: Connection, now: datetime) -> set[str]:
    """Return the names of the indexes that serve or are in use."""
    serving = connection.execute(select(EngineGenerationRow.index_name)).scalars()
    used = connection.execute(select(EngineUseRow.index_name).where(EngineUseRow.until > now)).scalars()
    return {*serving, *used}


def forget(connection: Connection, now: datetime, kept: Collection[str]) -> None:
    """Delete bundles that belong to no index that is kept, and uses that have ended."""
    connection.execute(delete(EngineBundleRow).where(EngineBundleRow.index_name.not_in(kept)))
    connection.execute(delete(EngineUseRow).where(EngineUseRow.until <= now))
