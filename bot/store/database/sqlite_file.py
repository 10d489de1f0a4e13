"""The one file that a SQLite database is: a volume may be replaced under a running bot, or its folder deleted.

SQLite itself notices neither: it goes on with a file that has no name any more. So what was written counts only where
the file still has its name. Reading goes on while no other file stands in the place.
"""

import sqlite3
from pathlib import Path
from typing import Any
from urllib.parse import quote

from sqlalchemy import URL, Connection, Engine, event
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import DisconnectionError

from bot.store.database.errors import SENTENCES, StoreError, database_name

FileIdentity = tuple[int, int]
_OPTION, _OPENED = "caveat_file", "caveat_file"


class SqliteFile:
    """The file of one engine.

    Args:
        url: of the database.
    """

    def __init__(self, url: URL) -> None:
        self._url = url
        self._path = Path(str(url.database))
        self._was_opened = False

    @property
    def folder(self) -> Path:
        """Where it lies."""
        return self._path.parent

    def identity(self) -> FileIdentity | None:
        """Return what tells the file from another one in its place; None where there is none."""
        try:
            status = self._path.stat()
        except OSError:
            return None
        return status.st_dev, status.st_ino

    def watch(self, engine: Engine) -> None:
        """Never make the file anew once it was open, and drop connections to another one than has its name."""
        event.listen(engine, "do_connect", self._connect)
        event.listen(engine, "connect", self._note)
        event.listen(engine, "checkout", self._compare)

    def gone(self) -> StoreError:
        """Make the error that says so."""
        database = database_name(self._url)
        return StoreError("gone", SENTENCES["gone"].format(database=database), database=database)

    def _connect(self, _dialect: object, _record: object, _args: object, options: dict[str, Any]) -> Any:
        if not self._was_opened:
            return None  # SQLAlchemy connects, and SQLite makes the file
        if self.identity() is None:
            raise self.gone()
        return sqlite3.connect(f"file:{quote(str(self._path))}?mode=rw", **options | {"uri": True})

    def _note(self, _connection: DBAPIConnection, record: Any) -> None:
        record.info[_OPENED] = self.identity()
        self._was_opened = True

    def _compare(self, _connection: DBAPIConnection, record: Any, _proxy: object) -> None:
        if self.identity() not in (record.info[_OPENED], None):
            raise DisconnectionError("another file stands in the place of the database's")  # SQLAlchemy connects anew


def file_of(url: URL) -> SqliteFile | None:
    """Return the file of a database; None for one on a server, and for SQLite's own addresses."""
    is_file = url.get_backend_name() == "sqlite" and not str(url.database).startswith("file:")
    return SqliteFile(url) if is_file else None


def options_of(file: SqliteFile | None) -> dict[str, SqliteFile]:
    """Return the execution options by which connections know their file."""
    return {_OPTION: file} if file else {}


def file_behind(engine: Engine) -> SqliteFile | None:
    """Return the file of an engine; None where it has none."""
    found: SqliteFile | None = engine.get_execution_options().get(_OPTION)
    return found


def opened_by(connection: Connection) -> FileIdentity | None:
    """Return which file a connection has open."""
    found: FileIdentity | None = connection.info.get(_OPENED)
    return found
