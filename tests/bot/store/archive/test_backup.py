"""Backups: complete, of one moment, to either database and back, or nothing at all."""

import json
import threading
import zipfile
from collections.abc import Callable
from datetime import timedelta
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import inspect, select, text

from bot.store.archive import backup
from bot.store.archive.backup import TRANSIENT, BackupManifest, write_backup
from bot.store.archive.restore import read_manifest, restore_backup
from bot.store.database import migrate
from bot.store.database.base import Base
from bot.store.database.engine import open_engine, reading, writing
from bot.store.database.errors import ArchiveError
from bot.store.queries.audit import AuditAct
from bot.store.queries.curating.messages import MessageSeed
from bot.store.queries.curating.pinned import PinnedQuestion
from bot.store.queries.curating.proposals import Proposal
from bot.store.queries.curating.sources import SourceLook
from bot.store.queries.feedback import Feedback
from bot.store.queries.gaps import Gap
from bot.store.queries.news import NewsState
from bot.store.queries.posted_cards import PostedCard
from bot.store.queries.seed_acts import Admin
from bot.store.queries.seeds import SeedContents
from bot.store.queries.usage import UsageCount
from bot.store.store import Store
from tests.bot.store.conftest import ADMIN, NOON

GUILD = 2**63 - 1
ALL_BYTES = bytes(range(256))


def nothing(_stage: str, _done: int, _total: int) -> None:
    """Watch no progress."""


def rows(url: str) -> dict[str, list[tuple[object, ...]]]:
    """Return everything that is backed up, as the code sees it."""
    with reading(open_engine(url, migrating=True)) as connection:
        return {
            table.name: [tuple(row) for row in connection.execute(select(table).order_by(*table.primary_key))]
            for table in Base.metadata.sorted_tables
            if table.name not in TRANSIENT
        }


def fill(url: str) -> None:
    """Leave rows in every table, with characters, bytes and numbers that like to get lost."""
    with Store.open(url) as store:
        for guild_id in (GUILD, 7):
            admin = Admin(guild_id, ADMIN, NOON)
            seed = store.add_seed(admin, "Grüße 🪨.txt", SeedContents(ALL_BYTES, b"title: x\r\n"))
            store.change_seed(admin, seed.seed, SeedContents(b""), seed.version)
            removed = store.add_seed(admin, "removed.txt", SeedContents(b"removed"))
            store.remove_seed(admin, removed.seed, removed.version)
            store.add_seed(admin, "blocked.txt", SeedContents(b"blocked", None, "text"))
            store.block_seed(admin, "blocked")
            store.change_guild_settings(guild_id, {"π": [1.5, None, "\u2028\n"]}, ADMIN, NOON)
            store.record_feedback(Feedback(f"p{guild_id}", "g", guild_id, ADMIN, -1, NOON + timedelta(microseconds=1)))
            store.record_gap(Gap(guild_id, NOON.date(), 'why "not"?\\', "nothing"))
            store.curators.propose(Proposal(f"t{guild_id}", guild_id, ADMIN, NOON, "π.txt", ALL_BYTES, ""), most=3)
            store.curators.put_message(MessageSeed(guild_id, 7, 8, ADMIN, ADMIN, NOON, "checksum", "asked"))
            store.curators.record_cards([PostedCard(guild_id, 5, guild_id, "own/grusse", NOON)])
            store.curators.pin(PinnedQuestion(guild_id, "why?", "abcdefghij", "own/grusse#1", ""), most=5)
            store.curators.put_source_look(SourceLook(guild_id, "own/grusse", "checksum", NOON, "gone"))
            store.curators.claim(guild_id, "digest", NOON, timedelta(days=7))
            store.add_usage([UsageCount(guild_id, NOON.date(), "asked", "", 2)])
            store.put_news_state(guild_id, NewsState(0, {"seeds": []}, NOON.date(), {}))
            store.put_news_state(guild_id, NewsState(0, {"seeds": []}, NOON.date(), {}), "daily")
        store.record_feedback(Feedback("p", "g", None, 2**62, 1, NOON))
        store.delete_user(2**62)
        store.schedule_deletion(7, NOON)
        store.record_command_hash(1, "hash")


@pytest.fixture
def archive(url: str, tmp_path: Path) -> Path:
    """A backup of a database with rows in every table."""
    fill(url)
    write_backup(url, tmp_path / "backup.zip", NOON, nothing)
    return tmp_path / "backup.zip"


@pytest.fixture(params=["sqlite", "postgres"])
def other_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Give the address of a second empty database, once of each kind."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/other/caveat.db"
    server = request.getfixturevalue("postgres_server")
    server.execute(f"CREATE DATABASE other_{tmp_path.name.replace('-', '_')}")
    return str(server.url(f"other_{tmp_path.name.replace('-', '_')}"))


def test_everything_comes_back_on_either_database(url: str, archive: Path, other_url: str) -> None:
    """Row for row; only what is true of running workers alone is left behind."""
    told: list[tuple[str, int, int]] = []

    manifest = restore_backup(other_url, archive, lambda *step: told.append(step))

    before = rows(url)
    assert all(before.values())
    assert before == rows(other_url)
    assert sum(map(len, before.values())) == manifest.rows
    assert ("restoring", manifest.rows, manifest.rows) == told[-1]
    with Store.open(other_url) as store:
        assert store.command_hash(1) is None


def test_numbers_go_on_after_the_restored_ones(archive: Path, other_url: str) -> None:
    """What is stored next collides with nothing."""
    restore_backup(other_url, archive, nothing)

    with Store.open(other_url) as store:
        last = store.audit_entries(GUILD, limit=1)[0].number
        store.record_act(GUILD, ADMIN, NOON, AuditAct("reindex"))
        store.record_gap(Gap(GUILD, NOON.date(), "next?", "nothing"))
        assert store.audit_entries(GUILD, limit=1)[0].number > last


def test_backup_holds_one_moment_while_others_write(url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A seed that comes in the midst of it is in the backup with all its parts, or with none."""
    fill(url)
    before = rows(url)
    lines = backup._lines

    def meanwhile(*arguments: object) -> object:
        with Store.open(url) as store:
            if not store.guild_seeds(99):
                store.add_seed(Admin(99, ADMIN, NOON), "new.txt", SeedContents(b"new"))
        return lines(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(backup, "_lines", meanwhile)
    write_backup(url, tmp_path / "backup.zip", NOON, nothing)

    restored = f"sqlite:///{tmp_path}/restored.db"
    restore_backup(restored, tmp_path / "backup.zip", nothing)
    assert before == rows(restored)
    assert before != rows(url)


def test_database_that_holds_something_is_not_overwritten(archive: Path, other_url: str) -> None:
    """But with the explicit wish; tables of other programs stay in either case."""
    migrate.upgrade(other_url)
    with Store.open(other_url) as store:
        store.change_guild_settings(3, {"pages": 1}, ADMIN, NOON)
    with writing(open_engine(other_url, migrating=True)) as connection:
        connection.execute(text("CREATE TABLE of_others (id INTEGER PRIMARY KEY)"))

    with pytest.raises(ArchiveError, match=r"holds something already: .*--replace"):
        restore_backup(other_url, archive, nothing)
    with Store.open(other_url) as store:
        assert store.guild_settings(3) == {"pages": 1}
    restore_backup(other_url, archive, nothing, replace=True)

    with Store.open(other_url) as store:
        assert store.guild_settings(3) == {}
        assert len(store.guild_seeds(GUILD)) == 1
    with reading(open_engine(other_url, migrating=True)) as connection:
        assert "of_others" in inspect(connection).get_table_names()


def test_database_in_use_is_not_replaced(archive: Path, url: str) -> None:
    """A worker that answers meanwhile would see its tables vanish."""
    with Store.open(url) as store:
        far = NOON + timedelta(days=36500)
        store.workers.acquire_lease(1, 0, 1, "worker", now=far, ttl_s=15)

    with pytest.raises(ArchiveError, match="in use by a worker: stop it first"):
        restore_backup(url, archive, nothing, replace=True)


def test_older_backup_is_migrated_in_the_same_step(empty_url: str, tmp_path: Path) -> None:
    """What was taken before an upgrade is restored after it."""
    lines = {
        "command_hash": "",
        "guild_settings": '{"guild_id":7,"settings":{"pages":3},"updated_at":"2026-01-02T12:00:00+00:00"}\n',
        "feedback": "",
    }
    members = {
        name: {"rows": content.count("\n"), "sha256": sha256(content.encode()).hexdigest()}
        for name, content in lines.items()
    }
    manifest = {"format": 1, "revision": "0001", "made_at": NOON.isoformat(), "tables": members}
    with zipfile.ZipFile(tmp_path / "old.zip", "w") as archive:
        archive.writestr("manifest.json", json.dumps(manifest))
        for name, content in lines.items():
            archive.writestr(f"tables/{name}.jsonl", content)

    restore_backup(empty_url, tmp_path / "old.zip", nothing)

    with Store.open(empty_url) as store:
        assert store.guild_settings(7) == {"pages": 3}


def damaged(archive: Path, change: Callable[[bytes], bytes]) -> Path:
    """Return a copy of an archive whose bytes were changed."""
    copy = archive.with_name("damaged.zip")
    copy.write_bytes(change(archive.read_bytes()))
    return copy


def test_damaged_backup_changes_nothing(sqlite_url: str, tmp_path: Path) -> None:
    """Cut short, or with any byte turned over: refused in one sentence, or restored whole, never in part."""
    migrate.upgrade(sqlite_url)
    fill(sqlite_url)
    archive = tmp_path / "backup.zip"
    write_backup(sqlite_url, archive, NOON, nothing)
    whole, size = rows(sqlite_url), archive.stat().st_size
    target = f"sqlite:///{tmp_path}/target.db"

    for place in range(0, size, 97):
        broken = damaged(archive, lambda data, at=place: data[:at] + bytes([data[at] ^ 255]) + data[at + 1 :])  # type: ignore[misc]
        try:
            restore_backup(target, broken, nothing, replace=True)
        except ArchiveError:
            migrate.upgrade(target)
            assert not any(rows(target).values()) or rows(target) == whole
        else:
            assert rows(target) == whole
    with pytest.raises(ArchiveError, match="no backup of Caveat, or only a part of one"):
        restore_backup(target, damaged(archive, lambda data: data[: size // 2]), nothing, replace=True)


def test_backup_of_a_newer_version_is_refused(archive: Path, other_url: str, tmp_path: Path) -> None:
    """Its rows may mean what this version does not know."""
    manifest = read_manifest(archive)
    assert isinstance(manifest, BackupManifest)
    newer = tmp_path / "newer.zip"
    with zipfile.ZipFile(archive) as old, zipfile.ZipFile(newer, "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name).replace(b'"revision": "0013"', b'"revision": "9999"'))

    with pytest.raises(ArchiveError, match="made by a newer version"):
        restore_backup(other_url, newer, nothing)


def test_backup_never_overwrites_a_file(url: str, tmp_path: Path) -> None:
    """Also not one that comes while it is written; what was written beside is gone."""
    there, late = tmp_path / "backup.zip", tmp_path / "late.zip"
    there.write_text("precious")

    with pytest.raises(ArchiveError, match="is there already"):
        write_backup(url, there, NOON, nothing)
    with pytest.raises(ArchiveError, match="cannot be written"):
        write_backup(url, tmp_path / "no" / "folder.zip", NOON, nothing)
    with pytest.raises(ArchiveError, match="cannot be written"):
        write_backup(url, late, NOON, lambda *_: late.touch())

    assert there.read_text() == "precious"
    assert late.read_bytes() == b""
    assert not list(tmp_path.glob(".*.tmp-*"))


def test_backup_is_for_its_owner_alone(archive: Path) -> None:
    """It holds what people did; nobody else on the machine may read it."""
    assert archive.stat().st_mode & 0o777 == 0o600


names = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1, max_size=20)


# both databases for all examples: each replaces the one before
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=15)
@given(files=st.dictionaries(names, st.binary(max_size=300), max_size=4), question=names)
def test_any_contents_survive(url: str, tmp_path: Path, files: dict[str, bytes], question: str) -> None:
    """Whatever files and questions hold, a backup gives it back."""
    guild_id = threading.get_native_id()
    other = f"sqlite:///{tmp_path}/other.db"
    with Store.open(url) as store:
        store.delete_guild(guild_id)
        for name, data in files.items():
            if data not in [store.seed_contents(guild_id, seed.seed).data for seed in store.guild_seeds(guild_id)]:
                store.add_seed(Admin(guild_id, ADMIN, NOON), name, SeedContents(data))
        store.record_gap(Gap(guild_id, NOON.date(), question, "nothing"))
    (tmp_path / "backup.zip").unlink(missing_ok=True)

    write_backup(url, tmp_path / "backup.zip", NOON, nothing)
    restore_backup(other, tmp_path / "backup.zip", nothing, replace=True)

    assert rows(url) == rows(other)
