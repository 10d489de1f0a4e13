"""Which addresses the store opens, and how it refuses the others."""

import pytest

from bot.store.database.errors import StoreError
from bot.store.database.urls import normalise_url


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        # what hosting platforms hand out
        ("postgres://u:p@h:5432/d", "postgresql+psycopg://u:p@h:5432/d"),
        # what PostgreSQL's own tools accept
        ("postgresql://u:p@h/d", "postgresql+psycopg://u:p@h/d"),
        # SQLAlchemy's form stays as it is
        ("postgresql+psycopg://u:p@h/d", "postgresql+psycopg://u:p@h/d"),
        # options and escaped characters survive
        (
            "postgres://u:p%40ss%2Fword@h/d?sslmode=require",
            "postgresql+psycopg://u:p%40ss%2Fword@h/d?sslmode=require",
        ),
        # through a socket, as the local user
        ("postgres:///d", "postgresql+psycopg:///d"),
        # a paste with a line end
        (" postgres://u@h/d\n", "postgresql+psycopg://u@h/d"),
        ("sqlite:///data/caveat.db", "sqlite:///data/caveat.db"),
        ("sqlite:////var/lib/caveat.db", "sqlite:////var/lib/caveat.db"),
        ("sqlite+pysqlite:///caveat.db", "sqlite:///caveat.db"),
    ],
)
def test_accepted_addresses_name_their_driver(given: str, expected: str) -> None:
    """Every usual way to write an address leads to the one driver of its database."""
    assert expected == normalise_url(given).render_as_string(hide_password=False)


@pytest.mark.parametrize(
    ("given", "hint"),
    [
        ("", "write postgresql://"),
        ("data/caveat.db", "write postgresql://"),
        ("hunter2", "write postgresql://"),
        ("postgres://u:p@h:hunter2/d", "%-escapes"),
        ("mysql://u:hunter2@h/d", "begins with mysql://"),
        ("postgresql+psycopg2://u:hunter2@h/d", "begins with postgresql+psycopg2://"),
        ("postgresql+asyncpg://u:hunter2@h/d", "begins with postgresql+asyncpg://"),
        # two slashes make a host of the folder
        ("sqlite://data/caveat.db", "sqlite:///path/to/file"),
        ("sqlite://", "sqlite:///path/to/file"),
        ("sqlite:///:memory:", "sqlite:///path/to/file"),
        ("sqlite:///file::memory:?cache=shared&uri=true", "sqlite:///path/to/file"),
    ],
)
def test_other_addresses_are_refused_without_repeating_them(given: str, hint: str) -> None:
    """The sentence names what is accepted and never holds the password."""
    with pytest.raises(StoreError) as caught:
        normalise_url(given)

    assert caught.value.code == "url"
    assert hint in str(caught.value)
    assert "hunter2" not in f"{caught.value} {caught.value.data}"
    assert caught.value.__cause__ is None
