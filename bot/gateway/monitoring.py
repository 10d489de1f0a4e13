"""The bot as its operator's monitoring sees it: what is counted, figures of this moment, checks, the port for all.

What counts and what listens is imported where `metrics.port` is set, so that nobody else's start pays for it.
"""

import math
import os
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from typing import TYPE_CHECKING, Final

from bot.config.values import Config, ConfigError
from bot.gateway.client import CaveatBot
from bot.health.readiness import Check, DatabaseCheck
from bot.serving.service import Service
from bot.store.store import Store
from index.errors import SnapshotError

if TYPE_CHECKING:
    from bot.health.figures import Figures
    from bot.health.metrics import Metrics

NOT_LISTENING: Final = (
    "metrics.port: {host} port {port} cannot be listened on ({reason}): name another port, or another address in "
    "metrics.host"
)
NOT_OPEN: Final = "is not open"
DATABASE_GONE: Final = "is not there any more"
NOT_CONNECTED: Final = "is not connected to Discord"
DRAINING: Final = "is ending, and takes no more questions"


def counting(config: Config, service: Service, store: Store) -> "Metrics | None":
    """Have counted what is made of a service and where a store fails, if there is a port; return what counts."""
    if config.metrics.port is None:
        return None
    from bot.health.metrics import Metrics

    metrics = Metrics()
    service.observer = metrics
    store.on_failure(metrics.store_failed)
    return metrics


@asynccontextmanager
async def monitored(bot: CaveatBot, metrics: "Metrics | None") -> AsyncIterator[None]:
    """Tell monitoring of a bot until the block ends, if there is a port.

    Raises:
        ConfigError: it cannot be listened on.
    """
    stated = bot.config.metrics
    if metrics is None or stated.port is None:
        yield
        return
    from bot.health.server import application, listening

    metrics.add_figures(lambda: figures(bot))
    async with AsyncExitStack() as listener:
        app = application(metrics.registry, checks(bot))
        try:
            await listener.enter_async_context(listening(app, stated.host, stated.port))
        except OSError as err:
            reason = os.strerror(err.errno) if err.errno else type(err).__name__
            raise ConfigError([NOT_LISTENING.format(host=stated.host, port=stated.port, reason=reason)]) from err
        yield


def checks(bot: CaveatBot) -> Mapping[str, Check]:
    """Return what must hold before a bot can answer, by name."""
    ping = DatabaseCheck(bot.store.ping)

    async def library() -> str:
        try:
            return "" if bot.service.library.view.manifests else NOT_OPEN
        except SnapshotError:
            return NOT_OPEN

    async def database() -> str:
        return DATABASE_GONE if bot.store.identity() is None else await ping()

    async def gateway() -> str:
        if bot.draining:
            return DRAINING
        is_open = bot.is_ready() and not any(shard.is_closed() for shard in bot.shards.values())
        return "" if is_open else NOT_CONNECTED

    return {"library": library, "database": database, "gateway": gateway}


def figures(bot: CaveatBot) -> "Figures":
    """Return how a bot stands; reads memory alone."""
    from bot.health.figures import Figures

    status, libraries = bot.service.scope().status(), bot.service.libraries
    return Figures(
        generation=status.generation,
        built_at=max((moment.timestamp() for moment in status.built), default=0.0),
        seeds=status.seeds,
        skipped=status.skipped,
        passages=status.passages,
        reindex_is_failing=bot.retries.failure is not None,
        servers=len(bot.guilds),
        shards=bot.shard_count or 1,
        leases=len(bot.leases.held()),
        latency_s={shard: seconds for shard, seconds in bot.latencies if math.isfinite(seconds)},
        libraries_open=len(libraries.open_now()) if libraries else 0,
        libraries_bytes=libraries.cost_bytes if libraries else 0,
        libraries_most_bytes=libraries.most_bytes if libraries else 0,
        undelivered=bot.replies.undelivered,
    )
