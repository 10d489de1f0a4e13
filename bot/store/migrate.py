"""Brings a database to the form that this version's tables have, and checks that it is there.

Must not know what a migration does. An upgrade is one transaction: killed at any moment, it leaves the old
form or the new one.
"""

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine

from bot.store.engine import open_engine, reading, serialise, writing
from bot.store.errors import StoreError, place_of

MIGRATION_LOCK = 0xCA7EA7  # any number that no application id is: those are above 2**52


def upgrade(url: str, version: str = "head") -> list[str]:
    """Apply all pending migrations up to *version*, and return their names, oldest first.

    A second process that upgrades at the same time waits, then finds nothing to do. Not for two threads of
    one process: Alembic keeps what it is doing in globals.

    Raises:
        StoreError: the database cannot be used, or is newer than this version; nothing was changed.
    """
    engine = open_engine(url, migrating=True)
    applied: list[str] = []
    config = _config()
    with writing(engine) as connection:
        serialise(connection, MIGRATION_LOCK)
        _refuse_newer(engine, _revision(connection))
        config.attributes["connection"] = connection
        config.attributes["on_version_apply"] = lambda step, **_: applied.append(step.up_revision_id)
        command.upgrade(config, version)
    return applied


def current(url: str) -> str | None:
    """Return the name of the last migration applied, or None for an empty database; raises StoreError."""
    engine = open_engine(url)
    try:
        with reading(engine) as connection:
            return _revision(connection)
    finally:
        engine.dispose()


def check(engine: Engine) -> None:
    """Raise a StoreError that says what to do unless the database is as this version needs it."""
    with reading(engine) as connection:
        found = _revision(connection)
    _refuse_newer(engine, found)
    needed = _scripts().get_current_head()
    if found == needed:
        return
    place = place_of(engine.url)
    raise StoreError(
        "outdated",
        f"{place} is {f'at {found}' if found else 'empty'} and this version needs {needed}: "
        "run `python -m bot db upgrade`.",
        place=place,
        found=found,
        needed=needed,
    )


def _refuse_newer(engine: Engine, found: str | None) -> None:
    known = {script.revision for script in _scripts().walk_revisions()}
    if found is None or found in known:
        return
    place = place_of(engine.url)
    raise StoreError(
        "newer",
        f"{place} is at {found}, which this version does not know: a newer version upgraded it, "
        "so deploy that one or restore a backup from before.",
        place=place,
        found=found,
    )


def _revision(connection: Connection) -> str | None:
    return MigrationContext.configure(connection).get_current_revision()


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", "bot.store:migrations")  # found wherever the package is
    return config


def _scripts() -> ScriptDirectory:
    return ScriptDirectory.from_config(_config())
