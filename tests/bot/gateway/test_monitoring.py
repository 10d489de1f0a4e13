"""What monitoring is told of a bot: over HTTP, by a process; in the test's own process, whatever is wrong."""

import asyncio
import json
import signal
import socket
import sys
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import aiohttp
import pytest
import pytest_asyncio
from prometheus_client.parser import text_string_to_metric_families
from sqlalchemy import text

from bot.config.values import ConfigError, MetricsConfig
from bot.gateway.client import CaveatBot
from bot.gateway.monitoring import (
    DATABASE_GONE,
    DRAINING,
    NOT_CONNECTED,
    NOT_OPEN,
    checks,
    counting,
    figures,
    monitored,
)
from bot.health.metrics import Metrics
from bot.health.readiness import problems
from bot.store.database import migrate
from bot.store.database.engine import reading
from bot.store.database.errors import StoreError
from bot.store.store import Store
from tests.bot.connected import service_in
from tests.bot.process import started
from tests.discord_double import DiscordDouble

pytestmark = pytest.mark.asyncio

QUESTION = "How hard is granite?"


def unused_port() -> int:
    """Return a port on loopback that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest_asyncio.fixture
async def http() -> AsyncIterator[aiohttp.ClientSession]:
    """What monitoring asks with."""
    async with aiohttp.ClientSession() as session:
        yield session


def samples(exposition: str) -> dict[str, float]:
    """Return the values of an exposition by name and labels."""
    return {
        f"{sample.name}{sorted(sample.labels.values())}": sample.value
        for family in text_string_to_metric_families(exposition)
        for sample in family.samples
    }


async def test_a_running_bot_is_alive_ready_and_counted(
    double: DiscordDouble, home: Path, http: aiohttp.ClientSession
) -> None:
    """A question is found in the figures, none of its words, no number of who asked or where; the log is JSON."""
    port = unused_port()
    base = f"http://127.0.0.1:{port}"
    async with started(double, home, CAVEAT_METRICS__PORT=str(port), CAVEAT_LOG__FORMAT="json") as bot:
        await bot.wrote("ready: ")
        asker = double.user("alice")
        await asker.slash(double.channel, "ask", question=QUESTION)
        async with http.get(f"{base}/livez") as alive, http.get(f"{base}/readyz") as ready:
            told = alive.status, ready.status, await ready.json()
        async with http.get(f"{base}/metrics") as response:
            exposition = await response.text()
        await bot.send(signal.SIGTERM)
    lines = [json.loads(line) for line in bot.output().splitlines()]
    found = samples(exposition)

    assert told == (200, 200, {"ready": True, "problems": {}})
    assert found["caveat_questions_total['command', 'strong']"] == 1
    assert found["caveat_acknowledge_seconds_count[]"] == 1
    assert found["caveat_index_passages[]"] == 3
    assert found["caveat_leases_held[]"] == found["caveat_shards[]"]
    assert found["process_resident_memory_bytes[]"] > 0
    assert not any(word in exposition.lower() for word in ("granite", "alice", str(asker.id)))
    assert "draining" in [line["message"] for line in lines]
    assert QUESTION not in bot.output()


def with_port(bot: CaveatBot, port: int) -> Metrics:
    """Let a bot that runs already be monitored."""
    bot.config = replace(bot.config, metrics=MetricsConfig(port=port))
    return Metrics()


async def test_a_port_that_is_taken_is_one_sentence(connected_bot: CaveatBot) -> None:
    """It names the key, the value and the way out; as a mistake in the config it ends with exit code 2."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(ConfigError) as refused:
            await monitored(connected_bot, with_port(connected_bot, port)).__aenter__()

    assert str(refused.value).startswith(
        f"metrics.port: 127.0.0.1 port {port} cannot be listened on (Address already in use): name another port"
    )


async def test_readiness_names_what_is_wrong(
    connected_bot: CaveatBot, http: aiohttp.ClientSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each check for itself, in words without addresses; a worker that is ending is alive, and not ready."""
    await connected_bot.wait_until_ready()
    port = unused_port()
    well = await problems(checks(connected_bot))
    monkeypatch.setattr(connected_bot.store, "identity", lambda: None)
    monkeypatch.setattr(connected_bot.service.library, "_view", None)
    monkeypatch.setattr(connected_bot, "is_ready", lambda: False)
    ill = await problems(checks(connected_bot))
    monkeypatch.setattr(connected_bot, "draining", True)
    base = f"http://127.0.0.1:{port}"
    async with (
        monitored(connected_bot, with_port(connected_bot, port)),
        http.get(f"{base}/livez") as alive,
        http.get(f"{base}/readyz") as ready,
    ):
        ending = await ready.json()

    assert well == {}
    assert ill == {"library": NOT_OPEN, "database": DATABASE_GONE, "gateway": NOT_CONNECTED}
    assert (alive.status, ready.status, ending["ready"]) == (200, 503, False)
    assert ending["problems"]["gateway"] == DRAINING


async def test_the_figures_are_the_bots(connected_bot: CaveatBot) -> None:
    """What is served, how many servers there are, and for how many shards it answers."""
    await connected_bot.wait_until_ready()
    found = figures(connected_bot)

    assert (found.passages, found.seeds, found.skipped) == (3, 1, 0)
    assert (found.servers, found.shards, found.leases) == (len(connected_bot.guilds), 1, 1)
    assert found.built_at > 0
    assert not found.reindex_is_failing


async def test_who_wants_no_metrics_imports_nothing_for_them() -> None:
    """Neither what counts nor what listens: a start takes no longer."""
    code = "import sys, bot.gateway.run; print([n for n in ('prometheus_client', 'aiohttp.web') if n in sys.modules])"
    process = await asyncio.create_subprocess_exec(sys.executable, "-c", code, stdout=asyncio.subprocess.PIPE)

    output, _ = await process.communicate()

    assert output.split() == [b"[]"]


async def test_failures_of_the_database_are_counted(tmp_path: Path) -> None:
    """By the code of the error that everybody else is told of."""
    service = service_in(tmp_path)
    url = f"sqlite:///{tmp_path}/data/counted.sqlite3"
    migrate.upgrade(url)
    told: list[str] = []
    with Store.open(url) as store:
        store.on_failure(told.append)
        store.ping()
        with pytest.raises(StoreError), reading(store._engine) as connection:
            connection.execute(text("SELECT 1 FROM nowhere"))

    assert told == ["outdated"]
    assert counting(service.config, service, store) is None
