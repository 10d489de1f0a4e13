"""An archive back into a database, all of it or nothing. Must not know what the tables mean.

The tables are made as they were when the archive was taken, filled, and then migrated, in one transaction.
"""

import json
import struct
import zipfile
import zlib
from base64 import b64decode
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

from sqlalchemy import (
    Connection,
    Date,
    DateTime,
    LargeBinary,
    MetaData,
    Table,
    exists,
    func,
    insert,
    inspect,
    select,
    text,
)
from sqlalchemy.types import TypeEngine

from bot.store.archive.backup import (
    FORMAT,
    MANIFEST,
    TRANSIENT,
    ArchivedTable,
    BackupManifest,
    BackupProgress,
    member_name,
)
from bot.store.database import migrate
from bot.store.database.base import Base
from bot.store.database.engine import open_engine, writing
from bot.store.database.errors import ArchiveError, database_name
from bot.store.database.worker_tables import ShardLeaseRow

BYTES_AT_ONCE: Final = 4 * 1024 * 1024  # of lines, before they are sent to the database
ROWS_AT_ONCE: Final = 500
VERSION_TABLE: Final = "alembic_version"

# What zipfile raises for archives that were cut, or changed on the disk.
DAMAGE: Final = (
    zipfile.BadZipFile, zlib.error, struct.error, EOFError, KeyError, ValueError, RuntimeError, OSError,
)  # fmt: skip
# What JSON has no value for, by the type of the column.
DECODERS: Final[tuple[tuple[type[TypeEngine[Any]], Callable[[str], Any]], ...]] = (
    (LargeBinary, b64decode),
    (DateTime, datetime.fromisoformat),
    (Date, date.fromisoformat),
)


def read_manifest(file: Path) -> BackupManifest:
    """Return what an archive says of itself; raises ArchiveError where it is none that this version reads."""
    try:
        with zipfile.ZipFile(file) as archive:
            raw = json.loads(archive.read(MANIFEST))
        tables = {name: ArchivedTable(**member) for name, member in raw.pop("tables").items()}
        manifest = BackupManifest(**raw, tables=tables)
    except OSError as err:
        raise ArchiveError(f"{file} cannot be read ({err.strerror}): check the path") from err
    except (*DAMAGE, TypeError, AttributeError) as err:
        raise ArchiveError(f"{file} is no backup of Caveat, or only a part of one: take another") from err
    if manifest.format != FORMAT or not migrate.knows(manifest.revision):
        raise ArchiveError(f"{file} was made by a newer version of Caveat: restore it with that one")
    return manifest


def check_backup(file: Path, manifest: BackupManifest) -> None:
    """Read a whole archive; raises ArchiveError unless every row is as it was written."""
    with zipfile.ZipFile(file) as archive:
        for name, member in manifest.tables.items():
            try:
                found = _member(archive, name)
            except DAMAGE as err:
                raise ArchiveError(f"{file} is damaged at {name}: take another backup") from err
            if found != member:
                raise ArchiveError(f"{file} is damaged at {name}: take another backup")


def _member(archive: zipfile.ZipFile, table: str) -> ArchivedTable:
    digest, rows = sha256(), 0
    for batch in _batches(archive, table):
        for line in batch:
            digest.update(line)
        rows += len(batch)
    return ArchivedTable(rows, digest.hexdigest())


def restore_backup(url: str, file: Path, progress: BackupProgress, *, replace: bool = False) -> BackupManifest:
    """Fill a database with what an archive holds; where that fails, nothing changed.

    Args:
        url: a database that holds nothing of Caveat's yet; other tables there are left alone.
        file: the archive.
        progress: is told how far it is.
        replace: throw away what the database holds.

    Raises:
        ArchiveError: the archive is damaged or newer, the database holds something, or a worker is using it.
        StoreError: the database cannot be written.
    """
    manifest = read_manifest(file)
    check_backup(file, manifest)
    engine = open_engine(url, migrating=True)
    with writing(engine) as connection, zipfile.ZipFile(file) as archive:
        migrate.lock(connection)
        _refuse_use(connection, database_name(engine.url), replace=replace)
        _drop_ours(connection)
        migrate.upgrade_on(connection, manifest.revision)
        tables = MetaData()  # as they were then
        tables.reflect(connection, only=sorted(manifest.tables))
        done = 0
        for name, member in manifest.tables.items():
            table = tables.tables[name]
            for batch in _batches(archive, name):
                connection.execute(insert(table), [_decoded(table, line) for line in batch])
            done += member.rows
            progress("restoring", done, manifest.rows)
        _count_on(connection, tables)
        migrate.upgrade_on(connection)
    return manifest


def _refuse_use(connection: Connection, database: str, *, replace: bool) -> None:
    there = set(inspect(connection).get_table_names())
    now = datetime.now(UTC)
    if (
        ShardLeaseRow.__tablename__ in there
        and connection.execute(select(exists().where(ShardLeaseRow.expires_at > now))).scalar_one()
    ):
        raise ArchiveError(f"{database} is in use by a worker: stop it first, and wait a quarter of a minute")
    if replace:
        return
    for table in Base.metadata.sorted_tables:
        if (
            table.name in there - TRANSIENT
            and connection.execute(select(exists(select(1).select_from(table)))).scalar()
        ):
            raise ArchiveError(
                f"{database} holds something already: name an empty one, or throw that away with --replace"
            )


def _drop_ours(connection: Connection) -> None:
    there = set(inspect(connection).get_table_names()) & {*Base.metadata.tables, VERSION_TABLE}
    ours = MetaData()
    ours.reflect(connection, only=sorted(there))
    ours.drop_all(connection)


def _batches(archive: zipfile.ZipFile, table: str) -> Iterator[list[bytes]]:
    batch: list[bytes] = []
    size = 0
    with archive.open(member_name(table)) as lines:
        for line in lines:
            batch.append(line)
            size += len(line)
            if len(batch) == ROWS_AT_ONCE or size > BYTES_AT_ONCE:
                yield batch
                batch, size = [], 0
    if batch:
        yield batch


def _decoded(table: Table, line: bytes) -> dict[str, Any]:
    row: dict[str, Any] = json.loads(line)
    return {name: _value(table.c[name].type, value) for name, value in row.items()}


def _value(kind: TypeEngine[Any], value: Any) -> Any:
    if value is None:
        return None
    return next((decode(value) for base, decode in DECODERS if isinstance(kind, base)), value)


def _count_on(connection: Connection, tables: MetaData) -> None:
    """Let numbers that PostgreSQL counts go on after the restored ones; SQLite looks at the rows itself."""
    if connection.dialect.name != "postgresql":
        return
    for table in tables.sorted_tables:
        for column in table.primary_key:
            names = {"table": table.name, "column": column.name}
            sequence = text("SELECT pg_get_serial_sequence(:table, :column)")
            counter = connection.execute(sequence, names).scalar()
            largest = connection.execute(select(func.max(column))).scalar() if counter else None
            if largest is not None:
                connection.execute(select(func.setval(counter, largest)))
