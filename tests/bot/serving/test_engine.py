"""A library in a cluster in memory: published by one row, followed by others, done without while it is away."""

import logging
import time
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot.config.values import Config, DataConfig, EngineConfig, Secret, Secrets
from bot.serving.elsewhere import access_of
from bot.serving.engine import EngineService
from bot.serving.service import Service
from bot.terminal.doctor.engine import examine_engine
from index.errors import EngineAwayError, EngineError
from tests.conftest import write_seeds
from tests.index.engines.opensearch.fake import FakeCluster
from tests.index.engines.opensearch.stands import timeless

STONES = {"granite.md": "Granite is hard. It holds quartz.", "marble.md": "Marble is soft and white."}
QUESTION = "How hard is granite?"


@pytest.fixture
def cluster(monkeypatch: pytest.MonkeyPatch) -> FakeCluster:
    """What every service of the test finds under its address."""
    made = FakeCluster()
    monkeypatch.setattr("bot.serving.elsewhere.open_hosts", lambda _access: made.hosts())
    return made


def config_of(folder: Path, data: str = "data", *, builds: bool = True) -> Config:
    """One machine's config; all of them share a database."""
    return Config(
        data=DataConfig(dir=folder / data),
        engine=EngineConfig(url="http://search:9200", builds=builds, library="stones"),
        secrets=Secrets(database_url=Secret(f"sqlite:///{folder}/shared.db")),
    )


def service_of(folder: Path, data: str = "data", *, builds: bool = True) -> Service:
    """A service over the same seeds, on one machine or another."""
    from bot.store.database import migrate

    migrate.upgrade(f"sqlite:///{folder}/shared.db")
    return Service(config_of(folder, data, builds=builds), folder / "seeds")


def engine_of(service: Service) -> EngineService:
    """What serves from the cluster."""
    assert service.engine is not None
    return service.engine


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with seeds."""
    write_seeds(tmp_path / "seeds", STONES)
    return tmp_path


def test_answers_come_from_the_cluster_and_are_the_same(folder: Path, cluster: FakeCluster) -> None:
    """Every field but generation and time."""
    alone = Service(Config(data=DataConfig(dir=folder / "alone")), folder / "seeds")
    alone.open()
    service = service_of(folder)
    service.open()
    cluster.requests.clear()

    answer = service.scope().ask(QUESTION)

    assert timeless(alone.scope().ask(QUESTION)) == timeless(answer)
    assert ["_search"] == [path.rpartition("/")[2] for _, path in cluster.requests]


def test_what_is_published_is_not_loaded_again(folder: Path, cluster: FakeCluster) -> None:
    """A second start, and a second machine with the same seeds, open what is there."""
    service_of(folder).open()
    cluster.requests.clear()

    for data in ("data", "other"):
        service_of(folder, data).open()

    assert [] == [path for _, path in cluster.requests if path.endswith("_bulk")]
    assert 1 == len(cluster.indexes)


def test_a_machine_without_seeds_serves_what_another_published(folder: Path, cluster: FakeCluster) -> None:
    """It needs the database and the cluster alone."""
    builder = service_of(folder)
    builder.open()
    reader = Service(config_of(folder, "reader", builds=False), folder / "no-seeds")

    reader.open()

    assert timeless(builder.scope().ask(QUESTION)) == timeless(reader.scope().ask(QUESTION))


def test_where_nothing_is_published_a_sentence_says_so(folder: Path, cluster: FakeCluster) -> None:
    """With the command that publishes."""
    reader = service_of(folder, builds=False)

    with pytest.raises(EngineError, match=r"nothing of stones .* `caveat reindex`"):
        reader.open()


def test_a_re_index_serves_the_new_and_sweeps_the_old_once_nobody_uses_it(folder: Path, cluster: FakeCluster) -> None:
    """A reader keeps its generation until it follows; meanwhile the old index stays."""
    builder, reader = service_of(folder), service_of(folder, "reader", builds=False)
    builder.open()
    reader.open()
    (folder / "seeds" / "slate.md").write_text("Slate splits.")
    builder.reindex()

    before = reader.scope().ask("What splits?").answered
    reader.search_in(engine_of(reader).follow(), None)

    assert (False, True) == (before, reader.scope().ask("What splits?").answered)
    assert 2 == len(cluster.indexes)  # both say that they use the old one, for some minutes more


def test_an_index_that_nobody_uses_is_swept(folder: Path, cluster: FakeCluster) -> None:
    """What a killed load left, but nothing of a library whose name begins alike."""
    service = service_of(folder)
    service.open()
    (serving,) = cluster.indexes
    for name in ("caveat-stones-abc123-00000000", "caveat-stones-two-abc123-00000000"):
        cluster.indexes[name] = cluster.indexes[serving]

    gone = engine_of(service).elsewhere.sweep()

    assert ["caveat-stones-abc123-00000000"] == gone
    assert {serving, "caveat-stones-two-abc123-00000000"} == set(cluster.indexes)


@pytest.mark.parametrize("failing", ["_bulk", "_refresh", "_count", "_settings"])
def test_a_load_that_fails_changes_nothing(folder: Path, cluster: FakeCluster, failing: str) -> None:
    """The row names what it named, the half-loaded index is gone, and this machine's copy answers."""
    service = service_of(folder)
    service.open()
    before = engine_of(service).elsewhere.published()
    (folder / "seeds" / "slate.md").write_text("Slate splits.")
    is_loading = {"_count": "GET"}.get(failing, "")
    cluster.fails = lambda _host, method, path: (
        (500, {}) if path.endswith(failing) and is_loading in {"", method} else None
    )

    service.reindex()

    assert before == engine_of(service).elsewhere.published()
    assert 1 == len(cluster.indexes)
    answer = service.scope().ask("What splits?")
    assert (True, True) == (answer.answered, answer.is_makeshift)


class _KilledError(BaseException):
    """Ends a load as a signal would: nothing tidies up after it."""


@pytest.mark.parametrize("at", [1, 2, 3, 6, 8])
def test_a_load_that_is_killed_leaves_nothing_once_it_is_swept(
    folder: Path, cluster: FakeCluster, monkeypatch: pytest.MonkeyPatch, at: int
) -> None:
    """At whichever request: what served serves on, and only that is left when nobody uses the rest any more."""
    service = service_of(folder)
    service.open()
    before = engine_of(service).elsewhere.published()
    monkeypatch.setattr("bot.serving.elsewhere.USED", timedelta(seconds=-1))
    (folder / "seeds" / "slate.md").write_text("Slate splits.")
    asked = iter(range(1, 1_000))

    def kill(*_: object) -> None:
        if next(asked) >= at:
            raise _KilledError

    cluster.fails = kill
    with suppress(_KilledError):
        service.reindex()
    cluster.fails = lambda *_: None

    assert before == engine_of(service).elsewhere.published()
    engine_of(service).elsewhere.sweep()
    assert before is not None
    assert [before.index_name] == list(cluster.indexes)
    assert service_of(folder, "reader", builds=False).engine is not None


def test_an_index_that_is_gone_is_published_anew(folder: Path, cluster: FakeCluster) -> None:
    """Until then the copy on this machine answers."""
    service = service_of(folder)
    service.open()
    cluster.indexes.clear()
    meanwhile = service.scope().ask(QUESTION)

    engine_of(service)._mend(service.search_in)
    engine_of(service)._away_until = 0.0

    assert (True, False) == (meanwhile.is_makeshift, service.scope().ask(QUESTION).is_makeshift)
    assert 1 == len(cluster.indexes)


def test_a_cluster_that_is_away_costs_no_answer(folder: Path, cluster: FakeCluster) -> None:
    """The copy on this machine answers and says so; once the cluster is back, it answers again."""
    service = service_of(folder)
    service.open()
    cluster.fails = lambda *_: "connection refused"

    away = service.scope().ask(QUESTION)
    cluster.fails = lambda *_: None
    engine_of(service)._away_until = 0.0
    back = service.scope().ask(QUESTION)

    assert (True, False) == (away.is_makeshift, back.is_makeshift)
    assert timeless(back) == replace(timeless(away), is_makeshift=False)


def test_without_a_copy_a_sentence_comes_in_time(folder: Path, cluster: FakeCluster) -> None:
    """It names the hosts and why each did not answer, within two seconds."""
    service_of(folder).open()
    reader = service_of(folder, "reader", builds=False)
    reader.open()
    cluster.fails = lambda *_: "connection refused"
    began = time.monotonic()

    with pytest.raises(EngineAwayError, match=r"does not answer .*node-1: connection refused"):
        reader.scope().ask(QUESTION)

    assert time.monotonic() - began < 2


def test_a_start_without_the_cluster_publishes_once_it_is_there(folder: Path, cluster: FakeCluster) -> None:
    """Until then the copy on this machine answers."""
    cluster.fails = lambda *_: "connection refused"
    service = service_of(folder)
    service.open()
    first = service.scope().ask(QUESTION)
    cluster.fails = lambda *_: None
    engine = engine_of(service)

    engine.look_again(service.search_in)

    assert (True, False) == (first.is_makeshift, service.scope().ask(QUESTION).is_makeshift)
    assert 1 == len(cluster.indexes)


def test_secrets_are_neither_printed_nor_logged(caplog: pytest.LogCaptureFixture) -> None:
    """They come from the environment, and an address may not hold them."""
    caplog.set_level(logging.DEBUG)
    secrets = Secrets(
        opensearch_url=Secret("https://one:9200, https://two:9200"),
        opensearch_user=Secret("ann"),
        opensearch_password=Secret("hush-hush"),
    )

    access = access_of(replace(Config(), secrets=secrets))

    assert access is not None
    assert ("https://one:9200", "https://two:9200") == access.urls
    assert "hush-hush" == access.password
    assert "hush" not in f"{access} {secrets} {caplog.text}"


def test_doctor_tells_what_serves_and_what_is_wrong(folder: Path, cluster: FakeCluster) -> None:
    """Nothing published, then all well, then copies that nobody makes and a disk that fills, then an index gone."""
    service = service_of(folder)

    def told() -> list[tuple[str, str]]:
        return [(each.name, each.state) for each in examine_engine(service)]

    before = told()
    service.open()
    well = told()
    cluster.health = {"status": "yellow", "initializing_shards": 0, "unassigned_shards": 2}
    cluster.disks = [{"node": "n1", "disk.percent": "91"}, {"node": "n2", "disk.percent": "40"}]
    ailing = told()
    cluster.indexes.clear()

    assert [("engine", "warning")] == before
    assert [("engine", "ok")] == well
    assert [("engine", "ok"), ("engine copies", "warning"), ("engine disk", "warning")] == ailing
    assert [("engine", "wrong")] == told()
