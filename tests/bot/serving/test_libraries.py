"""Servers' own seeds: seen in their server and nowhere else, removed at once, built again from the database."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.serving.service import Service
from bot.store.database import migrate
from bot.store.guild_settings import SettingsBook
from bot.store.queries.seed_acts import Admin
from bot.store.store import Store
from index.errors import BuildError, QuestionError
from tests.bot.servers import FOREST, MARBLE, NOW, OAK, QUARRY, SEEDS, add, broken, indexed, remove, shown, worker


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """A database."""
    url = f"sqlite:///{tmp_path}/caveat.sqlite3"
    migrate.upgrade(url)
    with Store.open(url) as store:
        yield store


@pytest.fixture
def service(tmp_path: Path, store: Store) -> Iterator[Service]:
    """A worker that serves servers."""
    service = worker(tmp_path, store)
    yield service
    service.stop()


def test_a_servers_seeds_stand_beside_the_operators_in_that_server_alone(service: Service, store: Store) -> None:
    """Another server, and a direct message, have the operator's only."""
    add(store, QUARRY, "marble.md", MARBLE)
    indexed(service, QUARRY)

    assert [["Marble is soft"], [], []] == [shown(service, place) for place in (QUARRY, FOREST, None)]
    assert [["Granite is hard"]] * 3 == [
        shown(service, each, "How hard is granite?") for each in (QUARRY, FOREST, None)
    ]


def test_ids_and_keys_never_collide(service: Service, store: Store) -> None:
    """The same file under the same name is another seed with the operator and in every server."""
    same = SEEDS["stones.md"].encode()
    for guild_id in (QUARRY, FOREST):
        add(store, guild_id, "stones.md", same)
        indexed(service, guild_id)
    scopes = [service.scope(guild_id) for guild_id in (QUARRY, FOREST)]

    ids = [[document.id for document in scope.documents()] for scope in scopes]
    keys = {scope.passage(f"{name}#1").key for scope in scopes for name in ("stones", "own/stones")}

    assert [["stones", "own/stones"]] * 2 == ids
    assert len(keys) == 3


def test_a_removed_seed_is_gone_at_once(service: Service, store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """Through every lookup, although no re-index succeeds any more; its neighbours in the library stay."""
    marble = add(store, QUARRY, "marble.md", MARBLE)
    add(store, QUARRY, "oak.md", OAK)
    indexed(service, QUARRY)
    key = service.scope(QUARRY).passage("own/marble#1").key
    monkeypatch.setattr("bot.serving.libraries.build", broken)

    remove(store, marble)

    scope = service.scope(QUARRY)
    assert not scope.ask("How soft is marble?").hits
    assert not scope.search("marble").hits
    assert None is scope.find(key)
    assert "absent" == scope.verify("Marble is soft and white").verdict
    assert [] == scope.complete("marb", passages=False) == scope.complete("own/marb", passages=True)
    assert ["stones", "own/oak"] == [document.id for document in scope.documents()]
    assert (2, 2) == (scope.status().seeds, scope.status().passages)
    with pytest.raises(QuestionError):
        scope.summarise("own/marble")
    assert None is scope.ask("How do you carv marbel?").searched_for
    assert ["Oak burns slowly,"] == shown(service, QUARRY, "How does oak burn?")
    assert isinstance(service.start_reindex(QUARRY).exception(30), BuildError)


def test_a_restored_seed_is_back(service: Service, store: Store) -> None:
    """Undo within the time for it."""
    marble = add(store, QUARRY, "marble.md", MARBLE)
    indexed(service, QUARRY)
    remove(store, marble)
    indexed(service, QUARRY)

    store.restore_seed(Admin(QUARRY, 1, NOW), marble.seed, marble.version)
    indexed(service, QUARRY)

    assert ["Marble is soft"] == shown(service, QUARRY)


def test_what_was_removed_leaves_the_disk(service: Service, store: Store, tmp_path: Path) -> None:
    """Older generations of a server's library are not kept."""
    marble = add(store, QUARRY, "marble.md", MARBLE)
    indexed(service, QUARRY)

    remove(store, marble)
    indexed(service, QUARRY)

    left = [path for path in (tmp_path / "data").rglob("*") if path.is_file() and b"like cheese" in path.read_bytes()]
    assert [] == left


def test_the_first_question_builds_what_a_new_disk_lacks(service: Service, store: Store, tmp_path: Path) -> None:
    """A hosting platform with a throw-away disk rebuilds from the database; a damaged snapshot counts as none."""
    add(store, QUARRY, "marble.md", MARBLE)
    indexed(service, QUARRY)
    service.stop()

    fresh = worker(tmp_path / "elsewhere", store)

    assert ["Marble is soft"] == shown(fresh, QUARRY)
    fresh.stop()
    for file in (tmp_path / "elsewhere").rglob("guild-*/*/passages.jsonl"):
        file.write_bytes(b"rubbish")
    again = worker(tmp_path / "elsewhere", store)
    assert ["Marble is soft"] == shown(again, QUARRY)
    again.stop()


def test_text_that_is_damaged_on_disk_is_rebuilt_from_the_database(
    service: Service, store: Store, tmp_path: Path
) -> None:
    """The question that finds the damage is answered all the same."""
    add(store, QUARRY, "marble.md", MARBLE)
    indexed(service, QUARRY)
    (texts,) = (tmp_path / "data").rglob("guild-*/*/texts.bin")
    texts.write_bytes(texts.read_bytes().replace(b"soft", b"hard"))
    again = worker(tmp_path, store)

    assert ["Marble is soft"] == shown(again, QUARRY)
    again.stop()


def test_another_workers_change_is_noticed(service: Service, store: Store, tmp_path: Path) -> None:
    """The revision in the database tells; here the worker builds itself, its disk being its own."""
    other = worker(tmp_path / "other", store)
    add(store, QUARRY, "marble.md", MARBLE)
    shown(other, QUARRY)
    oak = add(store, QUARRY, "oak.md", OAK)
    indexed(service, QUARRY)

    other.scope(QUARRY)
    other.start_reindex(QUARRY).result(30)

    assert ["Oak burns slowly,"] == shown(other, QUARRY, "How does oak burn?")
    remove(store, oak)
    assert [] == shown(other, QUARRY, "How does oak burn?")
    other.stop()


def test_the_operators_seeds_can_be_switched_off(service: Service, store: Store) -> None:
    """Then the server has its own alone, or nothing."""
    add(store, QUARRY, "marble.md", MARBLE)
    indexed(service, QUARRY)
    for guild_id in (QUARRY, FOREST):
        SettingsBook(store).change(guild_id, {"operator_seeds": False}, 1, NOW)

    documents = [[document.id for document in service.scope(each).documents()] for each in (QUARRY, FOREST, None)]

    assert [["own/marble"], [], ["stones"]] == documents
    assert [] == shown(service, QUARRY, "How hard is granite?")


def test_open_libraries_take_only_so_much_memory(tmp_path: Path, store: Store) -> None:
    """The one that was not asked longest is closed, and opened again when it is asked."""
    service = worker(tmp_path, store, memory_mb=0.5)
    for number in range(1, 5):
        add(store, number << 22, "marble.md", MARBLE)
        indexed(service, number << 22)

    answered = [shown(service, number << 22) for number in (1, 2, 3, 4, 1)]

    assert [["Marble is soft"]] * 5 == answered
    assert service.libraries is not None
    assert {3 << 22, 4 << 22, 1 << 22} == set(service.libraries.open_now())
    service.stop()


def test_a_server_is_forgotten(service: Service, store: Store, tmp_path: Path) -> None:
    """Its snapshots leave the disk."""
    add(store, QUARRY, "marble.md", MARBLE)
    indexed(service, QUARRY)

    store.delete_guild(QUARRY)
    service.forget_guild(QUARRY)

    assert [] == shown(service, QUARRY)
    assert [] == list((tmp_path / "data").rglob("guild-*"))


def test_logs_tell_nothing_of_a_servers_seeds(
    service: Service, store: Store, caplog: pytest.LogCaptureFixture, tmp_path: Path
) -> None:
    """No name, title, author or word, even of one that cannot be read or is damaged."""
    caplog.set_level("DEBUG")
    add(store, QUARRY, "marble.md", MARBLE)
    add(store, QUARRY, "secret-zirconium.md", b"---\npublished: zirconium\n---\n\nZirconium.\n")
    indexed(service, QUARRY)
    (texts,) = (tmp_path / "data").rglob("guild-*/*/texts.bin")
    texts.write_bytes(texts.read_bytes().replace(b"soft", b"hard"))
    again = worker(tmp_path, store)
    shown(again, QUARRY)
    again.stop()

    said = caplog.text.lower()

    assert str(QUARRY) in said
    assert not [word for word in ("marble", "carver", "soft", "zirconium") if word in said]
