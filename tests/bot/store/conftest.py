"""Both databases behind one fixture: what a test asks of `store` must hold on SQLite and PostgreSQL."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.store.database import migrate
from bot.store.store import Store
from tests.postgres import postgres_server, postgres_url

__all__ = ["postgres_server", "postgres_url"]

NOON = datetime(2026, 1, 2, 12, tzinfo=UTC)
ADMIN = 100  # a user's number


@pytest.fixture
def sqlite_url(tmp_path: Path) -> str:
    """Give the address of a SQLite file that does not exist yet."""
    return f"sqlite:///{tmp_path}/data/caveat.db"


@pytest.fixture(params=["sqlite", "postgres"])
def empty_url(request: pytest.FixtureRequest) -> str:
    """Give the address of an empty database, once of each kind."""
    return str(request.getfixturevalue(f"{request.param}_url"))


@pytest.fixture
def url(empty_url: str) -> str:
    """Give the address of a database with this version's tables and no rows."""
    migrate.upgrade(empty_url)
    return empty_url


@pytest.fixture
def store(url: str) -> Iterator[Store]:
    """Give a store with nothing in it."""
    with Store.open(url) as opened:
        yield opened
