"""Checks the address of a database and brings it into the one form the store opens.

Must not connect, and must never repeat an address it could not read: it may hold a password.
"""

from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError

from bot.store.database.errors import StoreError

ACCEPTED = "postgresql://user:password@host/database or sqlite:///path/to/file"
POSTGRES_SCHEMES = ("postgres", "postgresql", "postgresql+psycopg")  # hosting platforms still write the first
SQLITE_SCHEMES = ("sqlite", "sqlite+pysqlite")


def normalise_url(url: str) -> URL:
    """Return the address with its driver named; raise StoreError for what the store does not open."""
    try:
        address = make_url(url.strip())
    except (ArgumentError, ValueError):  # the latter for a port that is not a number
        raise StoreError(
            "url",
            f"DATABASE_URL cannot be read as an address: write {ACCEPTED}, "
            "with %-escapes for special characters in the password.",
        ) from None
    if address.drivername in POSTGRES_SCHEMES:
        return address.set(drivername="postgresql+psycopg")
    if address.drivername in SQLITE_SCHEMES:
        return _checked_sqlite(address)
    raise StoreError(
        "url",
        f"DATABASE_URL begins with {address.drivername}://, which Caveat does not open: write {ACCEPTED}.",
        scheme=address.drivername,
    )


def _checked_sqlite(address: URL) -> URL:
    """Refuse what would be another database than meant: each thread has its own in-memory one."""
    if address.host or not address.database or ":memory:" in address.database:
        raise StoreError(
            "url",
            "DATABASE_URL names no SQLite file: write sqlite:///path/to/file, "
            "with a fourth slash before a path from the root.",
        )
    return address.set(drivername="sqlite")
