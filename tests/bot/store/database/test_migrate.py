"""Upgrades of the database: complete, one at a time, never half, on both databases."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import inspect, text

from bot.store.database import migrate
from bot.store.database.base import Base
from bot.store.database.engine import open_engine, reading, writing
from bot.store.database.errors import StoreError
from bot.store.store import Store
from tests.bot.store.looking import FeedbackCounts, feedback_counts

RELEASED = ["0001", "0002", "0003", "0004", "0005", "0006", "0008", "0009", "0011", "0013"]
HEAD = RELEASED[-1]
STRIDE = 7  # statements from one kill to the next: a sample of them
TABLES = sorted([*Base.metadata.tables, "alembic_version"])

NEXT_MIGRATION = """
import sqlalchemy as sa
from alembic import op

revision = "9999"
down_revision = "{head}"

def upgrade():
    op.create_table("half", sa.Column("id", sa.Integer, primary_key=True))
    with op.batch_alter_table("feedback") as feedback:
        feedback.drop_column("generation")
    {last_act}
"""


def execute(url: str, statement: str) -> None:
    """Run one statement as the store would."""
    with writing(open_engine(url, migrating=True)) as connection:
        connection.execute(text(statement))


def tables(url: str) -> list[str]:
    """Return the names of all tables there are."""
    with reading(open_engine(url, migrating=True)) as connection:
        return sorted(inspect(connection).get_table_names())


def check(url: str) -> StoreError | None:
    """Return what the check at start says, or None where all is well."""
    try:
        migrate.check(open_engine(url, migrating=True))
    except StoreError as error:
        return error
    return None


def differences(url: str) -> list[object]:
    """Return what Alembic would change in the database to make it fit the code."""
    with reading(open_engine(url, migrating=True)) as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        return list(compare_metadata(context, Base.metadata))


def add_migration(monkeypatch: pytest.MonkeyPatch, folder: Path, last_act: str) -> None:
    """Have this version come with one migration more, which ends with *last_act*."""
    (folder / "v9999_next.py").write_text(NEXT_MIGRATION.format(head=HEAD, last_act=last_act))

    def config() -> Config:
        extended = Config()
        extended.set_main_option("script_location", "bot.store.database:migrations")
        extended.set_main_option("path_separator", "newline")
        extended.set_main_option("version_locations", f"bot.store.database.migrations:versions\n{folder}")
        return extended

    monkeypatch.setattr(migrate, "_config", config)
    monkeypatch.setattr(migrate, "_versions", lambda: (*RELEASED, "9999"))


def test_upgrade_makes_the_tables_once(empty_url: str) -> None:
    """The first upgrade applies everything, the next one nothing."""
    assert migrate.current(empty_url) is None

    assert migrate.upgrade(empty_url) == RELEASED
    assert migrate.upgrade(empty_url) == []

    assert migrate.current(empty_url) == HEAD
    assert tables(empty_url) == TABLES
    assert check(empty_url) is None


def test_the_versions_known_without_alembic_are_alembics() -> None:
    """The files' names tell in which order they are applied."""
    scripts = ScriptDirectory.from_config(migrate._config())

    assert [script.revision for script in scripts.walk_revisions()] == list(reversed(migrate._versions()))


def test_migrations_and_tables_agree(url: str) -> None:
    """What the migrations make is what the code expects: columns, types, indexes."""
    assert differences(url) == []


def test_a_difference_would_be_noticed(url: str) -> None:
    """The comparison sees a column that the code does not know."""
    execute(url, "ALTER TABLE feedback ADD COLUMN mood INTEGER")

    assert len(differences(url)) == 1


def test_check_of_an_empty_database_names_the_command(empty_url: str) -> None:
    """Whoever forgot the release phase learns what to run."""
    error = check(empty_url)

    assert error is not None
    assert error.code == "outdated"
    assert f"is empty and this version needs {HEAD}: run `python -m bot db upgrade`" in str(error)


def test_check_of_an_older_database_names_both_versions(
    url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The sentence says where the database is and where it should be."""
    add_migration(monkeypatch, tmp_path, "pass")

    error = check(url)

    assert error is not None
    assert f"is at {HEAD} and this version needs 9999: run `python -m bot db upgrade`" in str(error)


def test_newer_database_is_refused_untouched(url: str) -> None:
    """Neither the check nor an upgrade by an old version touches what a newer one made."""
    execute(url, "UPDATE alembic_version SET version_num = '9999'")

    checked = check(url)
    with pytest.raises(StoreError) as upgraded:
        migrate.upgrade(url)

    assert checked is not None
    assert (checked.code, upgraded.value.code) == ("newer", "newer")
    assert "is at 9999, which this version does not know" in str(checked)
    assert migrate.current(url) == "9999"


def test_migration_that_fails_leaves_nothing_behind(url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Tables that it made or changed before it failed are as they were."""
    add_migration(monkeypatch, tmp_path, "op.execute('SELECT no_such_column')")

    with pytest.raises(StoreError):
        migrate.upgrade(url)

    assert migrate.current(url) == HEAD
    assert differences(url) == []


def test_migration_of_a_database_in_use_keeps_its_rows(
    url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A changed table keeps its rows, on SQLite too, where it is copied and replaced."""
    columns = "passage_key, user_id, generation, verdict, at"
    execute(url, f"INSERT INTO feedback ({columns}) VALUES ('p', 1, 'g', 1, '2026-01-02 12:00:00')")
    add_migration(monkeypatch, tmp_path, "pass")

    assert migrate.upgrade(url) == ["9999"]

    with reading(open_engine(url, migrating=True)) as connection:
        assert connection.execute(text("SELECT passage_key, user_id FROM feedback")).all() == [("p", 1)]


UPGRADE_SCRIPT = """
import json, sys
from bot.store.database import migrate
print("ready", flush=True)
sys.stdin.readline()
print(json.dumps(migrate.upgrade(sys.argv[1])))
"""


def test_processes_that_upgrade_at_once_do_not_collide(empty_url: str) -> None:
    """One applies the migrations, the others wait and find nothing to do."""
    pipe = subprocess.PIPE
    command = [sys.executable, "-W", "error", "-c", UPGRADE_SCRIPT, empty_url]
    processes = [subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True) for _ in range(4)]
    assert [process.stdout.readline() for process in processes if process.stdout] == ["ready\n"] * 4

    for process in processes:
        print(file=process.stdin, flush=True)
    applied = [json.loads(process.communicate()[0]) for process in processes]

    assert sorted(applied) == [[], [], [], RELEASED]
    assert differences(empty_url) == []


def test_killed_upgrade_leaves_the_old_form_or_the_new(empty_url: str) -> None:
    """Killed before any of its statements or its commit, it has changed nothing, and the next one works."""
    program = Path(__file__).with_name("killed_upgrade.py")
    command = [sys.executable, "-W", "error", str(program), empty_url, str(STRIDE)]

    output = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True).stdout
    attempts = [json.loads(line) for line in output.splitlines()]

    assert len(attempts) > len(TABLES) / STRIDE
    assert all(attempt == [True, None, []] for attempt in attempts[:-1])
    assert attempts[-1] == [False, HEAD, TABLES]


OLD_ROWS = {
    "0001": """
        INSERT INTO command_hash (application_id, hash) VALUES (1, 'hash');
        INSERT INTO guild_settings (guild_id, settings, updated_at)
            VALUES (7, '{"pages"\\: 3}', '2026-01-02 12\\:00\\:00');
        INSERT INTO feedback (passage_key, user_id, guild_id, generation, verdict, at)
            VALUES ('p', 1, 7, 'g', 1, '2026-01-02 12\\:00\\:00');
        INSERT INTO shard_lease (application_id, shard_id, shard_count, owner, expires_at)
            VALUES (1, 0, 1, 'worker', '2026-01-02 12\\:00\\:00');
    """,
}
OLD_ROWS["0002"] = f"""{OLD_ROWS["0001"]}
        INSERT INTO gap (guild_id, day, question, reason) VALUES (7, '2026-01-02', 'Why?', 'nothing');
    """
for later in RELEASED[2:-1]:
    OLD_ROWS[later] = OLD_ROWS["0002"]


@pytest.mark.parametrize("version", RELEASED[:-1])
def test_upgrade_from_every_released_version_keeps_its_rows(empty_url: str, version: str) -> None:
    """What an older version stored is there after the upgrade, in the form that this version reads."""
    migrate.upgrade(empty_url, version)
    assert migrate.current(empty_url) == version
    for statement in OLD_ROWS[version].split(";")[:-1]:
        execute(empty_url, statement)

    migrate.upgrade(empty_url)

    assert differences(empty_url) == []
    with Store.open(empty_url) as store:
        assert store.command_hash(1) == "hash"
        assert store.guild_settings(7) == {"pages": 3}
        assert feedback_counts(store, "p") == FeedbackCounts(1, 0)
        assert store.workers.release_lease(1, 0, "worker")
