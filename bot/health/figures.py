"""How a worker stands at this moment, as figures: of servers and shards only numbers, of people nothing."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, InfoMetricFamily, Metric
from prometheus_client.registry import Collector


@dataclass(frozen=True, slots=True)
class Figures:
    """How a worker stands.

    Attributes:
        generation: of the operator's snapshot.
        built_at: seconds since the epoch when that was built.
        seeds, skipped, passages: how many of the operator's are indexed, could not be read, can be found.
        reindex_is_failing: the last re-index of the operator's seeds failed, and is tried again.
        servers: how many this worker's connection sees.
        shards, leases: how many there are, and for how many of them this worker answers.
        latency_s: from a heartbeat to Discord's answer, by shard; without those that had none yet.
        libraries_open, libraries_bytes, libraries_most_bytes: servers' own libraries in memory, what they are taken
            to need, and what they may.
        undelivered: replies that Discord did not take.
    """

    generation: str
    built_at: float
    seeds: int
    skipped: int
    passages: int
    reindex_is_failing: bool
    servers: int
    shards: int
    leases: int
    latency_s: Mapping[int, float]
    libraries_open: int
    libraries_bytes: int
    libraries_most_bytes: int
    undelivered: int


class FiguresCollector(Collector):
    """Reads the figures each time that somebody asks for them."""

    def __init__(self, read: Callable[[], Figures]) -> None:
        self._read = read

    def describe(self) -> list[Metric]:
        """Name nothing before the first look: there may be nothing to look at yet."""
        return []

    def collect(self) -> Iterator[Metric]:
        """Yield each figure as a metric."""
        now = self._read()
        yield InfoMetricFamily(
            "caveat_index", "The operator's index that is served.", value={"generation": now.generation}
        )
        for name, help_text, value in _gauges(now):
            yield GaugeMetricFamily(name, help_text, value=float(value))
        latency = GaugeMetricFamily(
            "caveat_gateway_latency_seconds", "From a heartbeat to Discord's answer.", labels=["shard"]
        )
        for shard, seconds in now.latency_s.items():
            latency.add_metric([str(shard)], seconds)
        yield latency
        yield CounterMetricFamily(
            "caveat_replies_undelivered", "Replies that Discord did not take.", value=float(now.undelivered)
        )


def _gauges(now: Figures) -> tuple[tuple[str, str, float], ...]:
    return (
        ("caveat_index_built_timestamp_seconds", "When the operator's index was built.", now.built_at),
        ("caveat_index_seeds", "Seeds in the operator's index.", now.seeds),
        ("caveat_index_seeds_skipped", "Seeds that could not be read.", now.skipped),
        ("caveat_index_passages", "Passages in the operator's index.", now.passages),
        ("caveat_reindex_failing", "1 while the last re-index of the operator's seeds failed.", now.reindex_is_failing),
        ("caveat_servers", "Servers that this worker's connection sees.", now.servers),
        ("caveat_shards", "Shards of the application.", now.shards),
        ("caveat_leases_held", "Shards that this worker answers for.", now.leases),
        ("caveat_libraries_open", "Servers' own libraries that are open.", now.libraries_open),
        ("caveat_libraries_bytes", "Memory that open libraries are taken to need.", now.libraries_bytes),
        ("caveat_libraries_limit_bytes", "Memory that open libraries may take.", now.libraries_most_bytes),
    )
