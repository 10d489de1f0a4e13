"""Brings a database to the form that this version's tables have, and checks that it is there.

Must not know what a migration does. An upgrade is one transaction: killed at any moment, it leaves the old
form or the new one. Alembic is imported where there is something to migrate: it takes 12 MB that a bot keeps.
"""

from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from sqlalchemy import Connection, Engine, inspect, text

from bot.store.database import tables  # noqa: F401 all of them, so that what is lacking is seen
from bot.store.database.base import Base
from bot.store.database.engine import open_engine, reading, serialise, writing
from bot.store.database.errors import StoreError, database_name

if TYPE_CHECKING:
    from alembic.config import Config

MIGRATION_LOCK = 0xCA7EA7  # any number that no application id is: those are above 2**52


def upgrade(url: str, version: str = "head") -> list[str]:
    """Apply all pending migrations up to *version*, and return their names, oldest first.

    A second process that upgrades at the same time waits, then finds nothing to do. Not for two threads of
    one process: Alembic keeps what it is doing in globals.

    Raises:
        StoreError: the database cannot be used, or is newer than this version; nothing was changed.
    """
    with writing(open_engine(url, migrating=True)) as connection:
        lock(connection)
        _refuse_newer(connection)
        is_done = version == "head" and revision(connection) == _versions()[-1]
        return [] if is_done else upgrade_on(connection, version)


def upgrade_on(connection: Connection, version: str = "head") -> list[str]:
    """Do as `upgrade` in the transaction of a caller that holds the `lock`."""
    from alembic import command

    applied: list[str] = []
    config = _config()
    config.attributes["connection"] = connection
    config.attributes["on_version_apply"] = lambda step, **_: applied.append(step.up_revision_id)
    command.upgrade(config, version)
    return applied


def lock(connection: Connection) -> None:
    """Wait until nobody else migrates this database, and keep others waiting until the transaction ends."""
    serialise(connection, MIGRATION_LOCK)


def current(url: str) -> str | None:
    """Return the name of the last migration applied, or None for an empty database; raises StoreError."""
    engine = open_engine(url)
    try:
        with reading(engine) as connection:
            return revision(connection)
    finally:
        engine.dispose()


def check(engine: Engine) -> None:
    """Raise a StoreError that says what to do unless the database is as this version needs it."""
    with reading(engine) as connection:
        found = revision(connection)
        _refuse_newer(connection)
        lacking = sorted(Base.metadata.tables.keys() - inspect(connection).get_table_names())
    needed = _versions()[-1]
    database = database_name(engine.url)
    if found == needed and lacking:
        raise StoreError(
            "lacking",
            f"{database} is at {found} and yet lacks {', '.join(lacking)}, "
            "which somebody has removed: restore a backup.",
            database=database,
            lacking=lacking,
        )
    if found == needed:
        return
    raise StoreError(
        "outdated",
        f"{database} is {f'at {found}' if found else 'empty'} and this version needs {needed}: "
        "run `python -m bot db upgrade`.",
        database=database,
        found=found,
        needed=needed,
    )


def knows(version: str) -> bool:
    """Tell whether this version has a migration."""
    return version in _versions()


def revision(connection: Connection) -> str | None:
    """Return the name of the last migration applied, or None for an empty database."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one_or_none()


def _refuse_newer(connection: Connection) -> None:
    found = revision(connection)
    if found is None or knows(found):
        return
    database = database_name(connection.engine.url)
    raise StoreError(
        "newer",
        f"{database} is at {found}, which this version does not know: a newer version upgraded it, "
        "so deploy that one or restore a backup from before.",
        database=database,
        found=found,
    )


def _config() -> "Config":
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", "bot.store.database:migrations")  # found wherever the package is
    return config


@cache
def _versions() -> tuple[str, ...]:
    """Return the names of all migrations, oldest first: "0001" of v0001_first_tables.py."""
    names = (file.name for file in files("bot.store.database.migrations.versions").iterdir())
    return tuple(sorted(name[1:].partition("_")[0] for name in names if name.startswith("v") and name.endswith(".py")))
