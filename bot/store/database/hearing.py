"""Words that one process tells others through the database, at once: NOTIFY and LISTEN, which only PostgreSQL has."""

from collections.abc import Callable
from threading import Event
from typing import Any

from sqlalchemy import Connection, Engine, func, select

from bot.store.database.engine import POSTGRES_OPTIONS
from bot.store.database.errors import StoreError, database_name

LOOK_UP_S = 0.5  # seconds between two looks at whether to go on


def can_hear(engine: Engine) -> bool:
    """Tell whether the database tells its processes of changes by itself."""
    return engine.dialect.name == "postgresql"


def tell(connection: Connection, channel: str, words: str) -> None:
    """Have all who listen hear some words once this transaction is kept; where nobody can, they look by themselves."""
    if can_hear(connection.engine):
        connection.execute(select(func.pg_notify(channel, words)))


def listen(engine: Engine, channel: str, heard: Callable[[str | None], None], until: Event) -> None:
    """Hear of what is told on a channel, until told to stop; blocks.

    Args:
        engine: of PostgreSQL.
        channel: a name.
        heard: is told the words; None once listening has begun, since what was told before was not heard.
        until: is set to end.

    Raises:
        StoreError: the connection cannot be made, or broke.
    """
    import psycopg  # here, since SQLite does without
    from psycopg.sql import SQL, Identifier

    words, options = engine.dialect.create_connect_args(engine.url)
    with_defaults: dict[str, Any] = {**POSTGRES_OPTIONS, **options, "autocommit": True}
    try:
        with psycopg.connect(*words, **with_defaults) as connection:
            connection.execute(SQL("LISTEN {}").format(Identifier(channel)))
            heard(None)
            while not until.is_set():
                for note in connection.notifies(timeout=LOOK_UP_S):
                    heard(note.payload)
    except psycopg.Error as error:
        name = database_name(engine.url)
        raise StoreError("unreachable", f"{name} tells of no changes ({type(error).__name__}).") from error
