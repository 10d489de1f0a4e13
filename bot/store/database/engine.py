"""Opens SQLite or PostgreSQL and hides where the two differ: transactions, locks, upserts, patience.

Must not know what the tables hold. Everything here blocks; callers run it in threads.
"""

import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path
from time import monotonic, sleep
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, func, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine.interfaces import DBAPIConnection, DBAPICursor
from sqlalchemy.pool import NullPool

from bot.store.database.base import Base
from bot.store.database.errors import StoreError, store_errors
from bot.store.database.sqlite_file import file_behind, file_of, opened_by, options_of
from bot.store.database.urls import normalise_url

CONNECT_TIMEOUT_S = 5
STATEMENT_TIMEOUT_S = 10
MIGRATION_TIMEOUT_S = 600  # a second process waits this long for the one that migrates
WAL_RETRY_S = 0.01
KEPT_CONNECTIONS = 5  # as many as SQLAlchemy keeps

# https://www.postgresql.org/docs/current/libpq-connect.html#LIBPQ-PARAMKEYWORDS
POSTGRES_OPTIONS: dict[str, int | None] = {
    "connect_timeout": CONNECT_TIMEOUT_S,
    "keepalives_idle": 30,  # seconds; a vanished server is noticed within a minute, not in hours
    "keepalives_interval": 10,
    "keepalives_count": 3,
    "tcp_user_timeout": STATEMENT_TIMEOUT_S * 1000,  # milliseconds
    "prepare_threshold": None,  # psycopg's own: poolers such as PgBouncer lose prepared statements
}


def open_engine(url: str, *, migrating: bool = False) -> Engine:
    """Return an engine for *url* without connecting yet; makes the folder of a SQLite file.

    Args:
        url: any address that `normalise_url` accepts.
        migrating: wait long for locks, keep no connections, and leave foreign keys unchecked, since
            SQLite changes a table by replacing it, which would delete the rows that refer to it.

    Raises:
        StoreError: the address is not accepted, its driver or folder is missing.
    """
    address = normalise_url(url)
    timeout_s = MIGRATION_TIMEOUT_S if migrating else STATEMENT_TIMEOUT_S
    options: dict[str, Any] = {"hide_parameters": True}  # they hold what users did
    if migrating:
        options["poolclass"] = NullPool
    if address.get_backend_name() == "sqlite":
        return _open_sqlite(address, timeout_s, options, foreign_keys=not migrating)
    return _open_postgres(address, timeout_s, options)


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """Give a connection to read with, which waits for no writer; raises StoreError."""
    with store_errors(engine.url), engine.connect() as connection:
        yield connection


@contextmanager
def reading_one_state(engine: Engine) -> Iterator[Connection]:
    """Give a connection whose queries all see the database as the first of them found it; raises StoreError."""
    isolation = {} if engine.dialect.name == "sqlite" else {"isolation_level": "REPEATABLE READ"}
    with store_errors(engine.url), engine.execution_options(**isolation).connect() as connection:
        yield connection


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """Give a connection whose changes are all kept at the end; raises StoreError where they are not."""
    file = file_behind(engine)
    with store_errors(engine.url):
        with engine.execution_options(caveat_writes=True).begin() as connection:
            opened = opened_by(connection)
            if file is not None and file.identity() != opened:
                raise file.gone()
            yield connection
        if file is not None and file.identity() != opened:
            raise file.gone()  # what was written has no name any more


def warm_up(engine: Engine) -> None:
    """Open the connections that are kept to a SQLite file: without a name no further one can be; raises StoreError."""
    if file_behind(engine) is not None:
        with store_errors(engine.url), ExitStack() as opened:
            for _ in range(KEPT_CONNECTIONS):
                opened.enter_context(engine.connect())


def scrub(engine: Engine) -> None:
    """Empty SQLite's log of changes, which else keeps what was deleted until it is overwritten; raises StoreError.

    Where others read at this moment, the log is emptied at the next opportunity, once it is full at the latest.
    """
    if engine.dialect.name == "sqlite":
        with store_errors(engine.url), engine.connect() as connection:
            cursor = connection.connection.cursor()  # beside SQLAlchemy, which would begin a transaction around it
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            cursor.close()


def serialise(connection: Connection, lock: int) -> None:
    """Wait until no other transaction that named the same *lock* is open.

    SQLite has one writer at a time anyway, and `writing` takes that place at its beginning.
    """
    if connection.dialect.name == "postgresql":
        connection.execute(select(func.pg_advisory_xact_lock(lock)))


def upsert(
    connection: Connection, table: type[Base], row: Mapping[str, object], changes: Mapping[str, object] | None = None
) -> None:
    """Insert *row*, or replace the one with the same primary key; *changes* says what is replaced by what instead."""
    dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
    keys = [column.name for column in table.__table__.primary_key]
    if changes is None:
        changes = {name: value for name, value in row.items() if name not in keys}
    statement = dialect.insert(table).values(**row)
    connection.execute(statement.on_conflict_do_update(index_elements=keys, set_=dict(changes)))


def insert_once(connection: Connection, table: type[Base], row: Mapping[str, object]) -> bool:
    """Insert *row* unless there is one with the same primary key; tell whether there was none."""
    dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
    statement = dialect.insert(table).values(**row).on_conflict_do_nothing()
    return connection.execute(statement.returning(*table.__table__.primary_key)).first() is not None


def _open_sqlite(address: URL, timeout_s: float, options: dict[str, Any], *, foreign_keys: bool) -> Engine:
    _make_folder(address)
    file = file_of(address)
    options["execution_options"] = options_of(file)
    engine = create_engine(address, connect_args={"timeout": timeout_s, "isolation_level": None}, **options)

    @event.listens_for(engine, "connect")
    def prepare(connection: DBAPIConnection, _record: object) -> None:
        cursor = connection.cursor()
        _switch_to_wal(cursor, timeout_s)
        cursor.execute(f"PRAGMA foreign_keys={'ON' if foreign_keys else 'OFF'}")
        cursor.execute("PRAGMA secure_delete=ON")  # what was taken down is overwritten, not only let go of
        cursor.close()

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        # Python's sqlite3 would begin late, and not at all before a CREATE TABLE; and a transaction that
        # turns from reading to writing halfway fails at once where another one wrote meanwhile.
        writes = connection.get_execution_options().get("caveat_writes")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    if file is not None:
        file.watch(engine)  # after the first connection was prepared, which makes the file
    return engine


def _switch_to_wal(cursor: DBAPICursor, timeout_s: float) -> None:
    """Let readers go on while one writes; the file remembers it.

    Where two processes switch a new file at the same moment, SQLite fails one of them without waiting.
    """
    deadline = monotonic() + timeout_s
    while True:
        try:
            cursor.execute("PRAGMA journal_mode=WAL")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_BUSY or monotonic() > deadline:
                raise
            sleep(WAL_RETRY_S)
        else:
            return


def _open_postgres(address: URL, timeout_s: float, options: dict[str, Any]) -> Engine:
    defaults = {name: value for name, value in POSTGRES_OPTIONS.items() if name not in address.query}
    if options.get("poolclass") is not NullPool:
        options["pool_timeout"] = CONNECT_TIMEOUT_S
    try:
        engine = create_engine(address, connect_args=defaults, pool_pre_ping=True, **options)
    except ImportError:
        raise StoreError(
            "driver", "PostgreSQL needs a driver that is not installed: pip install 'caveat[postgres]'."
        ) from None

    from bot.store.database.patience import GRACE_S, PatientConnection  # here, since its driver is there by now

    @event.listens_for(engine, "do_connect")
    def connect(_dialect: object, _record: object, words: Any, options: Any) -> PatientConnection:
        connection = PatientConnection.connect(*words, **options)
        connection.patience_s = timeout_s + GRACE_S
        return connection

    @event.listens_for(engine, "connect")
    def limit(connection: DBAPIConnection, _record: object) -> None:
        cursor = connection.cursor()
        cursor.execute(f"SET statement_timeout = {int(timeout_s * 1000)}")
        cursor.close()
        connection.commit()  # else the setting is undone with the transaction it began

    return engine


def _make_folder(address: URL) -> None:
    database = str(address.database)
    if database.startswith("file:"):
        return  # SQLite's own addresses, for files that exist
    try:
        Path(database).parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreError(
            "unreachable",
            f"The folder of the database file {database} cannot be made ({error.strerror}): "
            "give this process write access, or set data.dir (or DATABASE_URL) to another one.",
            database=database,
        ) from error
