"""Answers monitoring over HTTP: `/livez`, `/readyz`, `/metrics`; imported only where `metrics.port` is set.

It runs on the event loop that answers people: where that is stuck, nothing comes back, which is what `/livez` is for.
"""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager

from aiohttp import web
from prometheus_client import CollectorRegistry
from prometheus_client.exposition import choose_encoder

from bot.health.readiness import Check, problems

UNREADY = 503


def application(registry: CollectorRegistry, checks: Mapping[str, Check]) -> web.Application:
    """Return what answers, from a registry of metrics and the checks of readiness."""

    async def livez(_request: web.Request) -> web.Response:
        return web.json_response({"alive": True})

    async def readyz(_request: web.Request) -> web.Response:
        found = await problems(checks)
        return web.json_response({"ready": not found, "problems": found}, status=UNREADY if found else 200)

    async def metrics(request: web.Request) -> web.Response:
        encode, content_type = choose_encoder(request.headers.get("Accept", ""))
        return web.Response(body=encode(registry), headers={"Content-Type": content_type})

    app = web.Application()
    app.add_routes([web.get("/livez", livez), web.get("/readyz", readyz), web.get("/metrics", metrics)])
    return app


@asynccontextmanager
async def listening(app: web.Application, host: str, port: int) -> AsyncIterator[None]:
    """Answer on an address until the block ends; raises OSError where that cannot be listened on."""
    runner = web.AppRunner(app, access_log=None, handle_signals=False, shutdown_timeout=0.5)
    await runner.setup()
    try:
        await web.TCPSite(runner, host, port).start()
        yield
    finally:
        await runner.cleanup()
