"""Examines the search engine elsewhere: whether it answers, what serves, whether it is copied, room on its disks."""

from collections.abc import Iterator
from typing import Final

from bot.serving.service import Service
from bot.terminal.doctor.findings import Finding
from index.engines.opensearch.cluster import Call, Cluster
from index.errors import EngineError

GAVE_UP: Final = (
    "{count} copies are nowhere, since their nodes gave up after five attempts: once all nodes are well, have them "
    "made with `POST /_cluster/reroute?retry_failed=true`"
)
FULL: Final = "{node} has {free} % of its disk free: below 5 % the engine takes no re-index; free some"
SCARCE_PERCENT: Final = 15


def examine_engine(service: Service) -> Iterator[Finding]:
    """Yield nothing where the config names no engine."""
    if service.engine is None:
        return
    elsewhere = service.engine.elsewhere
    health = elsewhere.cluster.ask(Call("GET", "/_cluster/health"))
    there = elsewhere.published()
    if there is None:
        words = f"it answers, and nothing of {elsewhere.library} is published there: run `caveat reindex`"
        yield Finding("engine", "warning", words)
        return
    if not elsewhere.loader.is_whole(there.index_name):
        words = f"it answers, and {there.index_name} is gone from it: run `caveat reindex --force`"
        yield Finding("engine", "wrong", words)
        return
    nodes = health["number_of_nodes"]
    yield Finding("engine", "ok", f"{nodes} nodes, {there.index_name} serves since {there.published_at:%Y-%m-%d %H:%M}")
    yield from _copies(elsewhere.cluster, there.index_name)
    yield from _disks(elsewhere.cluster)


def _copies(cluster: Cluster, name: str) -> Iterator[Finding]:
    health = cluster.ask(Call("GET", f"/_cluster/health/{name}"))
    if health["status"] == "red":
        yield Finding("engine copies", "wrong", f"a part of {name} is on no node: start the nodes that had it")
    elif health["status"] == "yellow" and not health["initializing_shards"]:
        yield Finding("engine copies", "warning", GAVE_UP.format(count=health["unassigned_shards"]))


def _disks(cluster: Cluster) -> Iterator[Finding]:
    params = {"format": "json", "h": "node,disk.percent"}
    try:
        rows = cluster.ask(Call("GET", "/_cat/allocation", params=params))
    except EngineError:  # a hosted service may not tell
        return
    for row in rows:
        if row.get("disk.percent") and 100 - int(row["disk.percent"]) < SCARCE_PERCENT:
            words = FULL.format(node=row["node"], free=100 - int(row["disk.percent"]))
            yield Finding("engine disk", "warning", words)
