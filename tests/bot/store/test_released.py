"""What version 0.1 stored goes on being read: a database of each kind and a backup, as that version wrote them."""

import sqlite3
from contextlib import closing
from pathlib import Path

import psycopg
import pytest
from sqlalchemy.engine import make_url

from bot.store.archive.restore import restore_backup
from bot.store.database import migrate
from bot.store.queries.feedback import Feedback
from bot.store.store import Store
from tests.bot.store.conftest import ADMIN, NOON

RELEASED = Path(__file__).with_name("released")
GUILD = 1234567890123456789
GONE = "aaaaaaaaaa"  # the key of a passage that no snapshot has any more


@pytest.fixture
def sqlite_0_1(sqlite_url: str) -> str:
    """Give a SQLite file of version 0.1."""
    path = Path(make_url(sqlite_url).database or "")
    path.parent.mkdir(parents=True)
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript((RELEASED / "sqlite_0_1.sql").read_text("utf-8"))
    return sqlite_url


@pytest.fixture
def postgres_0_1(postgres_url: str) -> str:
    """Give a PostgreSQL database of version 0.1; what begins with a backslash is for psql alone."""
    dump = (RELEASED / "postgres_0_1.sql").read_text("utf-8")
    script = "\n".join(line for line in dump.splitlines() if not line.startswith("\\"))
    with psycopg.connect(postgres_url, autocommit=True) as connection:
        connection.execute(script.encode())
    return postgres_url


@pytest.fixture(params=["sqlite_0_1", "postgres_0_1"])
def url_0_1(request: pytest.FixtureRequest) -> str:
    """Give a database of version 0.1, once of each kind."""
    return str(request.getfixturevalue(request.param))


def check_whole(url: str) -> None:
    """Hold a database against what version 0.1 was told."""
    with Store.open(url) as store:
        served = store.guild_seeds(GUILD)
        assert [("grusse", 2)] == [(seed.seed, seed.version) for seed in served]
        assert "Der Granit ist sehr hart." == store.seed_contents(GUILD, "grusse").data.decode()
        assert b"author: A. Mason\n" == store.seed_contents(GUILD, "grusse").sidecar
        assert ["removed"] == [seed.seed for seed in store.guild_seeds(GUILD, removed=True)]
        assert {"pages_per_answer": 2, "keep_unanswered": True} == store.guild_settings(GUILD)
        assert ["Who cut the marble?"] == [gap.question for gap in store.gaps(GUILD)]
        assert "block" in {entry.act.action for entry in store.audit_entries(GUILD, limit=50)}


def test_a_database_of_version_0_1_migrates_forward(url_0_1: str) -> None:
    """Nothing that people did is lost, and nothing of the store fails on it."""
    migrate.upgrade(url_0_1)

    check_whole(url_0_1)


def test_a_verdict_on_a_passage_that_is_gone_breaks_nothing(url_0_1: str) -> None:
    """It can be changed, and it goes when whoever gave it is forgotten."""
    migrate.upgrade(url_0_1)

    with Store.open(url_0_1) as store:
        again = store.record_feedback(Feedback(GONE, "another", GUILD, 101, -1, NOON))
        changed = store.record_feedback(Feedback(GONE, "another", GUILD, 101, 1, NOON))
        forgotten = [store.delete_user(101), store.delete_user(ADMIN)]

    assert (False, True, [1, 1]) == (again, changed, forgotten)


def test_a_backup_of_version_0_1_is_restored(empty_url: str) -> None:
    """To either database, whatever it was taken from."""
    restore_backup(empty_url, RELEASED / "backup_0_1.zip", lambda _stage, _done, _total: None)

    check_whole(empty_url)
