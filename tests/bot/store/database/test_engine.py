"""Databases that fail: each ends in a StoreError, never in SQLAlchemy's own, and what can recover does."""

import socket
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
import pytest
from sqlalchemy import event, func, select, text

from bot.store.database import engine as engine_module
from bot.store.database import migrate
from bot.store.database.engine import _switch_to_wal, open_engine, reading, serialise, upsert, writing
from bot.store.database.errors import StoreError
from bot.store.database.tables import CommandHashRow
from bot.store.queries.feedback import Feedback
from bot.store.store import Store
from tests.bot.store.conftest import ADMIN, NOON
from tests.postgres import PostgresServer

REFUSE = "CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE disk_full; END $$"
OTHERS = "FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"


@contextmanager
def failing(code: str) -> Iterator[None]:
    """Expect a StoreError with *code* and a sentence that names no password."""
    with pytest.raises(StoreError) as caught:
        yield
    assert code == caught.value.code
    assert "\n" not in str(caught.value)
    assert "hunter2" not in f"{caught.value} {caught.value.data}"


def test_folder_in_place_of_the_file(tmp_path: Path) -> None:
    """A path that names a folder cannot be opened."""
    with failing("unreachable"):
        Store.open(f"sqlite:///{tmp_path}")


def test_file_in_place_of_the_folder(tmp_path: Path) -> None:
    """A folder that cannot be made is named before SQLite is asked."""
    (tmp_path / "data").write_text("a file")

    with failing("unreachable"):
        Store.open(f"sqlite:///{tmp_path}/data/caveat.db")


def test_file_that_is_no_database(tmp_path: Path) -> None:
    """Another program's file is reported, and left as it is."""
    (tmp_path / "caveat.db").write_text("Dear diary, " * 100)

    with failing("damaged"):
        migrate.upgrade(f"sqlite:///{tmp_path}/caveat.db")

    assert (tmp_path / "caveat.db").read_text() == "Dear diary, " * 100


def test_damaged_sqlite_file(tmp_path: Path) -> None:
    """Pages overwritten by a failing disk are reported when they are read."""
    url = f"sqlite:///{tmp_path}/caveat.db"
    migrate.upgrade(url)
    content = (tmp_path / "caveat.db").read_bytes()
    (tmp_path / "caveat.db").write_bytes(content[:4096] + b"\xff" * (len(content) - 4096))

    with failing("damaged"), Store.open(url) as store:
        store.record_command_hash(1, "hash")


def test_read_only_sqlite_file(tmp_path: Path) -> None:
    """A file that may only be read answers, and says so when something is to be stored."""
    migrate.upgrade(f"sqlite:///{tmp_path}/caveat.db")

    with Store.open(f"sqlite:///file:{tmp_path}/caveat.db?mode=ro&uri=true") as store:
        assert store.guild_settings(1) == {}
        with failing("read-only"):
            store.change_guild_settings(1, {}, ADMIN, NOON)


def test_full_disk_under_sqlite(tmp_path: Path) -> None:
    """What does not fit is not stored, and what was stored before stays."""
    url = f"sqlite:///{tmp_path}/caveat.db"
    migrate.upgrade(url)
    engine = open_engine(url)
    event.listen(engine, "connect", lambda connection, _: connection.execute("PRAGMA max_page_count = 20"))
    store = Store(engine)
    store.change_guild_settings(1, {"small": 1}, ADMIN, NOON)

    with failing("full"):
        store.change_guild_settings(1, {"large": "x" * 100_000}, ADMIN, NOON)

    assert store.guild_settings(1) == {"small": 1}
    store.close()


def test_full_disk_under_postgres(postgres_server: PostgresServer, postgres_url: str) -> None:
    """The server's own report of a full disk reaches the operator."""
    migrate.upgrade(postgres_url)
    postgres_server.execute(REFUSE, postgres_url)
    trigger = "CREATE TRIGGER refuse BEFORE INSERT ON command_hash EXECUTE FUNCTION refuse()"
    postgres_server.execute(trigger, postgres_url)

    with Store.open(postgres_url) as store, failing("full"):
        store.record_command_hash(1, "hash")


def test_postgres_that_is_not_there() -> None:
    """A port where nothing listens is an unreachable database."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]

    with failing("unreachable"):
        Store.open(f"postgres://u:hunter2@127.0.0.1:{port}/d")


def test_postgres_that_never_answers() -> None:
    """A connection that hangs ends within the time limit, which the address may set."""
    with socket.create_server(("127.0.0.1", 0)) as silent, failing("unreachable"):
        Store.open(f"postgres://u:hunter2@127.0.0.1:{silent.getsockname()[1]}/d?connect_timeout=2")


def test_postgres_that_refuses(postgres_server: PostgresServer) -> None:
    """A wrong password and a wrong name are told apart."""
    with failing("refused"):
        Store.open(f"postgres://caveat:hunter2@127.0.0.1:{postgres_server.port}/postgres")
    with failing("missing"):
        Store.open(postgres_server.url("nowhere"))


def test_postgres_that_may_only_be_read(postgres_server: PostgresServer, postgres_url: str) -> None:
    """A standby, or a database its platform has frozen, answers but stores nothing."""
    migrate.upgrade(postgres_url)
    name = postgres_url.rpartition("/")[2]
    postgres_server.execute(f"ALTER DATABASE {name} SET default_transaction_read_only = on")

    with Store.open(postgres_url) as store:
        assert store.command_hash(1) is None
        with failing("read-only"):
            store.record_command_hash(1, "hash")


def test_lost_connections_are_replaced(postgres_server: PostgresServer, postgres_url: str) -> None:
    """After the server dropped every connection, as in a restart, the next call finds a new one."""
    migrate.upgrade(postgres_url)
    with Store.open(postgres_url) as store:
        store.record_command_hash(1, "hash")
        postgres_server.execute(f"SELECT pg_terminate_backend(pid) {OTHERS}", postgres_url)

        assert store.command_hash(1) == "hash"


def test_missing_driver_names_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    """Who installed without the extra learns what to install."""
    monkeypatch.setitem(sys.modules, "psycopg", None)

    with pytest.raises(StoreError, match=r"pip install 'caveat\[postgres\]'") as caught:
        open_engine("postgres://u@h/d")

    assert caught.value.code == "driver"


def test_tables_that_are_missing_name_the_command(empty_url: str) -> None:
    """A store that skipped the check still says what to run."""
    store = Store(open_engine(empty_url))

    with pytest.raises(StoreError, match="python -m bot db upgrade") as caught:
        store.command_hash(1)

    assert caught.value.code == "outdated"
    store.close()


def test_database_that_stays_busy(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever waits too long for another writer is told, and nothing is stored."""
    monkeypatch.setattr(engine_module, "STATEMENT_TIMEOUT_S", 0.1)
    holder = open_engine(url, migrating=True)

    with Store.open(url) as store, writing(holder) as connection:
        upsert(connection, CommandHashRow, {"application_id": 1, "hash": "of the holder"})
        with failing("busy"):
            store.record_command_hash(1, "of the one who waits")

    with reading(holder) as connection:
        assert connection.execute(select(CommandHashRow.hash)).scalar_one() == "of the holder"


def test_failed_change_is_undone(url: str) -> None:
    """An error halfway, of any kind, leaves nothing of the transaction."""
    engine = open_engine(url, migrating=True)

    def change_and_fail() -> None:
        with writing(engine) as connection:
            upsert(connection, CommandHashRow, {"application_id": 1, "hash": "half"})
            raise KeyError

    with pytest.raises(KeyError):
        change_and_fail()

    with reading(engine) as connection:
        assert connection.execute(select(func.count()).select_from(CommandHashRow)).scalar_one() == 0


def test_readers_go_on_while_one_writes(url: str) -> None:
    """An open change neither blocks a reader nor shows itself before its end."""
    with Store.open(url) as store, writing(open_engine(url, migrating=True)) as connection:
        serialise(connection, 1)
        upsert(connection, CommandHashRow, {"application_id": 1, "hash": "new"})

        assert store.command_hash(1) is None


def test_writers_go_on_while_one_reads(url: str) -> None:
    """A reader that takes its time does not keep changes from being stored."""
    slow_reader = reading(open_engine(url, migrating=True))

    with Store.open(url) as store, slow_reader as connection:
        connection.execute(select(CommandHashRow.hash))
        store.record_command_hash(1, "new")

        assert store.command_hash(1) == "new"


class LockedCursor:
    """Stands for a file that another process is switching: fails as SQLite does, *failures* times."""

    def __init__(self, failures: int) -> None:
        self.failures = failures

    def execute(self, _statement: str) -> None:
        """Fail, or do nothing."""
        self.failures -= 1
        if self.failures >= 0:
            error = sqlite3.OperationalError("database is locked")
            error.sqlite_errorcode = sqlite3.SQLITE_BUSY
            raise error


def test_new_sqlite_file_waits_for_the_process_that_switches_it() -> None:
    """SQLite fails at once here, whatever its timeout, so the wait is ours; and it ends."""
    cursor: Any = LockedCursor(failures=3)
    stuck: Any = LockedCursor(failures=10**6)

    _switch_to_wal(cursor, timeout_s=60)

    assert cursor.failures == -1
    with pytest.raises(sqlite3.OperationalError):
        _switch_to_wal(stuck, timeout_s=0.02)


def test_sqlite_checks_foreign_keys_except_in_migrations(sqlite_url: str) -> None:
    """A migration that replaces a table must not delete what refers to it."""
    found = []
    for migrating in (False, True):
        engine = open_engine(sqlite_url, migrating=migrating)
        with reading(engine) as connection:
            found.append(connection.execute(text("PRAGMA foreign_keys")).scalar_one())
        engine.dispose()

    assert found == [1, 0]


def test_chained_errors_hold_no_values(store: Store) -> None:
    """What SQLAlchemy says, which may reach a log, leaves out what users did."""
    with pytest.raises(StoreError) as caught:
        store.record_feedback(Feedback("key", "generation", None, 1, 2, NOON))  # type: ignore[arg-type]  # fails

    assert "parameters hidden" in str(caught.value.__cause__)


def test_server_is_really_postgres(postgres_server: PostgresServer) -> None:
    """The PostgreSQL lane talks to a server of its own, on loopback."""
    with psycopg.connect(postgres_server.url("postgres")) as connection:
        row = connection.execute("SELECT version(), inet_server_port()").fetchone()

    assert row is not None
    assert str(row[0]).startswith("PostgreSQL")
    assert postgres_server.port == row[1]
