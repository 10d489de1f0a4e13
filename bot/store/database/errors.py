"""The errors of the store, and the tables that turn what a database reports into a sentence with a way out.

Must not know tables or queries: only error codes of SQLite and PostgreSQL, and where the database is. SQLAlchemy is
imported by what turns its errors into ours, since every command imports this module and few open a database.
"""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from sqlalchemy import URL
    from sqlalchemy.exc import SQLAlchemyError

StoreProblem = Literal[
    "url",
    "driver",
    "unreachable",
    "gone",
    "refused",
    "missing",
    "read-only",
    "full",
    "damaged",
    "busy",
    "outdated",
    "lacking",
    "newer",
    "unexpected",
]

SENTENCES: dict[StoreProblem, str] = {
    "unreachable": "{database} cannot be opened ({detail}): check that it is there and running, "
    "and the address in DATABASE_URL.",
    "gone": "{database} is not there any more, or another one stands in its place, so nothing is stored: put it back, "
    "or stop the bot and restore a backup.",
    "refused": "{database} refuses this user or password: check both in DATABASE_URL, "
    "and that the user may read and write there.",
    "missing": "{database} does not exist on that server: create it, or correct its name in DATABASE_URL.",
    "read-only": "{database} cannot be written: give this process write access to it and its folder, "
    "or name another database in DATABASE_URL.",
    "full": "{database} has no space left, so the change was not stored: free some space and try again.",
    "damaged": "{database} is damaged or not a database: restore a backup, or move it away and run "
    "`python -m bot db upgrade` to begin with an empty one.",
    "busy": "{database} was busy for too long, so the change was not stored: try again; if it stays so, "
    "look for another process that holds it.",
    "outdated": "{database} lacks tables that this version needs: run `python -m bot db upgrade`.",
    "unexpected": "{database} failed unexpectedly: the log has the reason; please report it.",
}

LOCKED = (
    "The folder {folder} cannot be written. {database} lies there: give this process write access, "
    "or set data.dir to another folder."
)

# Beginnings of https://www.sqlite.org/rescode.html names; the extended codes repeat the primary one.
SQLITE_PROBLEMS: dict[str, StoreProblem] = {
    "SQLITE_CANTOPEN": "unreachable",
    "SQLITE_PERM": "read-only",
    "SQLITE_AUTH": "read-only",
    "SQLITE_READONLY": "read-only",
    "SQLITE_FULL": "full",
    "SQLITE_IOERR": "unreachable",
    "SQLITE_CORRUPT": "damaged",
    "SQLITE_NOTADB": "damaged",
    "SQLITE_BUSY": "busy",
    "SQLITE_LOCKED": "busy",
}

# Beginnings of https://www.postgresql.org/docs/current/errcodes-appendix.html codes; the longest one counts.
POSTGRES_PROBLEMS: dict[str, StoreProblem] = {
    "08": "unreachable",
    "25006": "read-only",
    "28": "refused",
    "3D000": "missing",
    "40": "busy",
    "42501": "refused",
    "42703": "outdated",
    "42P01": "outdated",
    "53": "busy",
    "53100": "full",
    "55P03": "busy",
    "57014": "busy",
    "57P": "unreachable",
    "XX001": "damaged",
    "XX002": "damaged",
}

# A refused connection carries no code, only libpq's words (English unless the server was told otherwise).
CONNECTION_PROBLEMS: dict[str, StoreProblem] = {
    "authentication failed": "refused",
    "no password supplied": "refused",
    "no pg_hba.conf entry": "refused",
    "permission denied for database": "refused",
    "too many clients": "busy",
    "remaining connection slots": "busy",
    'database "': "missing",
}


class StoreError(Exception):
    """The database cannot be used as asked; the message is one sentence that names the way out.

    Attributes:
        code: stable name of the case; the application picks its own wording by it.
        data: the values the message is made of; never a password.
    """

    def __init__(self, code: StoreProblem, message: str, **data: object) -> None:
        super().__init__(message)
        self.code = code
        self.data = data


class ArchiveError(Exception):
    """A backup cannot be written or restored as asked; the message is one sentence with the way out."""


def hanging() -> "StoreError":
    """Return the error of a database from which no answer came while somebody waited."""
    return StoreError("busy", "The database does not answer in time.")


def database_name(url: "URL") -> str:
    """Name a database for people, without user, password or options."""
    if url.get_backend_name() == "sqlite":
        return f"The database file {url.database}"
    port = f":{url.port}" if url.port else ""
    return f"The database {url.database} on {url.host or 'this machine'}{port}"


@contextmanager
def store_errors(url: "URL") -> Iterator[None]:
    """Turn what SQLAlchemy or a driver raises inside into a StoreError about the database at *url*."""
    from sqlalchemy.exc import SQLAlchemyError

    try:
        yield
    except SQLAlchemyError as error:
        raise explained(error, url) from error


def explained(error: "SQLAlchemyError", url: "URL") -> StoreError:
    """Return the StoreError that says what *error* means for the database at *url*."""
    from sqlalchemy.exc import DBAPIError

    code = problem_of(error)
    cause = error.orig if isinstance(error, DBAPIError) else error
    detail = (str(cause).splitlines() or [type(cause).__name__])[0]
    database = database_name(url)
    if code in ("unreachable", "read-only") and (folder := _locked_folder(url)):
        return StoreError(
            "read-only", LOCKED.format(folder=folder, database=database), database=database, folder=folder
        )
    return StoreError(code, SENTENCES[code].format(database=database, detail=detail), database=database, detail=detail)


def _locked_folder(url: "URL") -> str | None:
    """Return the folder of a SQLite file that is there and cannot be written; None where it can, or there is none."""
    if url.get_backend_name() != "sqlite" or str(url.database).startswith("file:"):
        return None
    folder = Path(str(url.database)).parent
    return str(folder) if folder.is_dir() and not os.access(folder, os.W_OK) else None


def problem_of(error: "SQLAlchemyError") -> StoreProblem:
    """Classify an error by its driver's code, or by its words where it has none."""
    from sqlalchemy.exc import DBAPIError, OperationalError
    from sqlalchemy.exc import TimeoutError as PoolTimeoutError

    if isinstance(error, PoolTimeoutError):
        return "busy"
    if not isinstance(error, DBAPIError):
        return "unexpected"
    if isinstance(error.orig, sqlite3.Error):
        return _sqlite_problem(error.orig)
    code = getattr(error.orig, "sqlstate", None)
    if code is not None:
        return _longest_prefix(POSTGRES_PROBLEMS, code)
    return _connection_problem(str(error.orig)) if isinstance(error, OperationalError) else "unexpected"


def _sqlite_problem(error: sqlite3.Error) -> StoreProblem:
    if str(error).startswith(("no such table", "no such column")):
        return "outdated"  # SQLite's code for it is the same as for a syntax error
    return _longest_prefix(SQLITE_PROBLEMS, getattr(error, "sqlite_errorname", ""))


def _connection_problem(words: str) -> StoreProblem:
    found = (problem for part, problem in CONNECTION_PROBLEMS.items() if part in words)
    return next(found, "unreachable")


def _longest_prefix(problems: dict[str, StoreProblem], code: str) -> StoreProblem:
    prefixes = [prefix for prefix in problems if code.startswith(prefix)]
    return problems[max(prefixes, key=len)] if prefixes else "unexpected"
