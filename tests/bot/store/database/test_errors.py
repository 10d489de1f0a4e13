"""What goes wrong with a database, and the one sentence each case ends in."""

import sqlite3
from pathlib import Path

import psycopg
import pytest
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from bot.store.database.errors import SENTENCES, StoreProblem, explained, problem_of
from bot.store.database.urls import normalise_url


def sqlite_error(name: str, words: str = "words") -> DBAPIError:
    """Make what SQLAlchemy raises when SQLite reports the code *name*."""
    cause = sqlite3.OperationalError(words)
    cause.sqlite_errorname = name
    return OperationalError("SELECT 1", {}, cause)


def postgres_error(code: str) -> DBAPIError:
    """Make what SQLAlchemy raises when PostgreSQL reports *code*."""
    return DBAPIError("SELECT 1", {}, psycopg.errors.lookup(code)("words"))


def connection_error(words: str) -> DBAPIError:
    """Make what SQLAlchemy raises when psycopg cannot connect."""
    return OperationalError(None, None, psycopg.OperationalError(f"connection failed: {words}"))


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (sqlite_error("SQLITE_CANTOPEN"), "unreachable"),
        (sqlite_error("SQLITE_IOERR_WRITE"), "unreachable"),
        (sqlite_error("SQLITE_READONLY_DBMOVED"), "read-only"),
        (sqlite_error("SQLITE_FULL"), "full"),
        (sqlite_error("SQLITE_CORRUPT_INDEX"), "damaged"),
        (sqlite_error("SQLITE_NOTADB"), "damaged"),
        (sqlite_error("SQLITE_BUSY_SNAPSHOT"), "busy"),
        (sqlite_error("SQLITE_ERROR", "no such table: feedback"), "outdated"),
        (sqlite_error("SQLITE_ERROR", "near 'SELEC': syntax error"), "unexpected"),
        # raised by Python's module itself, without a code
        (
            InterfaceError(None, None, sqlite3.ProgrammingError("Cannot operate on a closed database.")),
            "unexpected",
        ),
        (postgres_error("08006"), "unreachable"),
        (postgres_error("57P01"), "unreachable"),
        (postgres_error("28P01"), "refused"),
        (postgres_error("42501"), "refused"),
        (postgres_error("3D000"), "missing"),
        (postgres_error("25006"), "read-only"),
        # the longer beginning counts: 53 alone is a lack of something that comes back
        (postgres_error("53100"), "full"),
        (postgres_error("53300"), "busy"),
        (postgres_error("40P01"), "busy"),
        (postgres_error("57014"), "busy"),
        (postgres_error("42P01"), "outdated"),
        (postgres_error("XX001"), "damaged"),
        (postgres_error("23514"), "unexpected"),
        (connection_error("Connection refused"), "unreachable"),
        (connection_error('FATAL:  password authentication failed for user "u"'), "refused"),
        (connection_error('FATAL:  database "d" does not exist'), "missing"),
        (connection_error("FATAL:  sorry, too many clients already"), "busy"),
        (InterfaceError(None, None, psycopg.InterfaceError("cursor already closed")), "unexpected"),
        (PoolTimeoutError("QueuePool limit reached"), "busy"),
        (SQLAlchemyError("something else"), "unexpected"),
    ],
    ids=repr,
)
def test_each_error_has_its_case(error: SQLAlchemyError, expected: StoreProblem) -> None:
    """Codes of both databases, and words where there is no code, lead to one of few cases."""
    assert expected == problem_of(error)


@pytest.mark.parametrize("code", SENTENCES)
def test_each_case_is_one_sentence_about_the_place(code: StoreProblem) -> None:
    """The sentence names the database, ends with a full stop and stays on one line."""
    sentence = SENTENCES[code].format(database="The database d on h", detail="why")

    assert sentence.startswith("The database d on h ")
    assert sentence.endswith(".")
    assert "\n" not in sentence


def test_sentence_names_the_database_without_its_secrets() -> None:
    """Neither user nor password nor options are repeated; the driver's first line is."""
    url = normalise_url("postgres://someone:hunter2@db.example:5433/caveat?password=hunter2")

    error = explained(connection_error("Connection refused\n\tIs the server running?"), url)

    assert str(error) == (
        "The database caveat on db.example:5433 cannot be opened (connection failed: Connection refused): "
        "check that it is there and running, and the address in DATABASE_URL."
    )
    assert "hunter2" not in str(error.data)


def test_sentence_names_a_sqlite_file(tmp_path: Path) -> None:
    """The file is named as the operator wrote it."""
    url = normalise_url(f"sqlite:///{tmp_path}/caveat.db")

    error = explained(sqlite_error("SQLITE_FULL"), url)

    assert str(error).startswith(f"The database file {tmp_path}/caveat.db has no space left")
