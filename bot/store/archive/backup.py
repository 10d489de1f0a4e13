"""Everything the store holds as one archive, taken while the bot runs. Must not know what the tables mean.

An archive is a zip file: `manifest.json`, and a file of JSON lines for each table, one line a row. It says nothing of
the database it came from, so it can be restored to the other kind.
"""

import json
import os
import zipfile
from base64 import b64encode
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import date, datetime
from hashlib import sha256
from io import BufferedWriter
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Connection, Table, func, select

from bot.store.database import migrate
from bot.store.database.base import Base
from bot.store.database.engine import open_engine, reading_one_state
from bot.store.database.errors import ArchiveError

FORMAT: Final = 1
MANIFEST: Final = "manifest.json"
# What is true of running workers only (whoever restores has others, and syncs the commands anew), drafts, which
# nobody confirmed and which must not outlive their minutes in an archive, and which private cards were shared.
TRANSIENT: Final = frozenset(
    {
        *("shard_lease", "worker", "handed_session", "worker_turn", "command_hash"),
        *("seed_draft", "seed_draft_file", "shared_card"),
    }
)
ROWS_AT_ONCE: Final = 50
OWNER_ONLY: Final = 0o600  # it holds what people did

BackupProgress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class ArchivedTable:
    """One table in an archive: its rows, and the SHA-256 of its lines."""

    rows: int
    sha256: str


@dataclass(frozen=True, slots=True)
class BackupManifest:
    """What an archive says of itself.

    Attributes:
        revision: the last migration of the database it was taken from.
        made_at: when, in ISO 8601.
    """

    format: int
    revision: str
    made_at: str
    tables: Mapping[str, ArchivedTable]

    @property
    def rows(self) -> int:
        """The rows of all tables."""
        return sum(member.rows for member in self.tables.values())


def write_backup(url: str, file: Path, now: datetime, progress: BackupProgress) -> BackupManifest:
    """Write all that the database holds, as of one moment, into a new file; the bot may go on meanwhile.

    Raises:
        ArchiveError: the file is there already, or cannot be written.
        StoreError: the database cannot be read, or is at another version.
    """
    engine = open_engine(url, migrating=True)
    migrate.check(engine)
    with _new_file(file) as raw, zipfile.ZipFile(raw, "w", zipfile.ZIP_DEFLATED) as archive:
        with reading_one_state(engine) as connection:
            revision = migrate.revision(connection)
            tables = dict(_written(archive, connection, progress))
        manifest = BackupManifest(FORMAT, str(revision), now.isoformat(), tables)
        archive.writestr(MANIFEST, json.dumps(asdict(manifest), indent=1))
    return manifest


def member_name(table: str) -> str:
    """Return where a table stands in an archive."""
    return f"tables/{table}.jsonl"


def _written(
    archive: zipfile.ZipFile, connection: Connection, progress: BackupProgress
) -> Iterator[tuple[str, ArchivedTable]]:
    tables = [table for table in Base.metadata.sorted_tables if table.name not in TRANSIENT]
    total = sum(connection.execute(select(func.count()).select_from(table)).scalar_one() for table in tables)
    done = 0
    for table in tables:
        digest, rows = sha256(), 0
        with archive.open(member_name(table.name), "w", force_zip64=True) as lines:
            for line in _lines(connection, table):
                lines.write(line)
                digest.update(line)
                rows += 1
                if rows % ROWS_AT_ONCE == 0:
                    progress("backing up", done + rows, total)
        done += rows
        progress("backing up", done, total)
        yield table.name, ArchivedTable(rows, digest.hexdigest())


def _lines(connection: Connection, table: Table) -> Iterator[bytes]:
    """Yield a table's rows as they are read, not all of them at once."""
    statement = select(table).order_by(*table.primary_key)
    for row in connection.execution_options(yield_per=ROWS_AT_ONCE).execute(statement):
        values = {name: _encoded(value) for name, value in row._mapping.items()}  # noqa: SLF001 SQLAlchemy's public name
        yield json.dumps(values, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def _encoded(value: Any) -> Any:
    if isinstance(value, bytes):
        return b64encode(value).decode()
    return value.isoformat() if isinstance(value, date) else value  # a datetime is a date


@contextmanager
def _new_file(file: Path) -> Iterator[BufferedWriter]:
    """Write beside a file that must not exist yet, and put it in place once it is whole and on the disk."""
    if file.exists():
        raise ArchiveError(f"{file} is there already: name a new file, or move that one away")
    beside = file.with_name(f".{file.name}.tmp-{os.getpid()}")
    try:
        with os.fdopen(os.open(beside, os.O_CREAT | os.O_EXCL | os.O_WRONLY, OWNER_ONLY), "wb") as raw:
            yield raw
            raw.flush()
            os.fsync(raw.fileno())
        os.link(beside, file)  # unlike a rename, never over a file that came meanwhile
    except OSError as err:
        raise ArchiveError(f"{file} cannot be written ({err.strerror}): name a file where there is room") from err
    finally:
        beside.unlink(missing_ok=True)
