"""A site on the loopback interface, and what may reach it: the tests' own rule, which no module of the bot can make."""

import socket
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from aiohttp import web
from aiohttp.abc import AbstractResolver, ResolveResult
from aiohttp.test_utils import TestServer

from bot.fetching.pages import PageFetcher
from bot.fetching.reach import Reach

NOON = datetime(2026, 11, 30, 12, tzinfo=UTC)
NAMES = {"page.example": "127.0.0.1", "inside.example": "127.0.0.2"}  # the second is a private one here
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


@dataclass(frozen=True, slots=True)
class LoopbackReach(Reach):
    """Takes 127.0.0.1 for the public internet, and any port for the web's."""

    def admits(self, host: str, port: int) -> bool:
        """Tell whether it is that."""
        return host == "127.0.0.1"

    def admits_port(self, port: int) -> bool:
        """Take any."""
        return True


class Names(AbstractResolver):
    """Knows the names of the tests."""

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        """Return the one number of a name; raises OSError."""
        if host not in NAMES:
            raise OSError(host)
        return [ResolveResult(hostname=host, host=NAMES[host], port=port, family=family, proto=0, flags=0)]

    async def close(self) -> None:
        """Keep nothing."""


@dataclass(frozen=True, slots=True)
class Site:
    """A running site: where it is, and which paths were asked for."""

    root: str
    asked: list[str]

    def at(self, path: str) -> str:
        """Return the address of a path."""
        return f"{self.root}{path}"


def pages(max_bytes: int = 100_000, seconds: float = 5.0, **options: Any) -> PageFetcher:
    """Make what fetches from the loopback site."""
    given: dict[str, Any] = {"reach": LoopbackReach(), "resolver": Names, "now": lambda: NOON} | options
    return PageFetcher(max_bytes, seconds, **given)


@asynccontextmanager
async def site(handlers: Mapping[str, Handler | bytes], robots: bytes | None = None) -> AsyncIterator[Site]:
    """Serve paths until the block ends."""
    asked: list[str] = []

    async def serve(request: web.Request) -> web.StreamResponse:
        asked.append(request.path)
        if request.path == "/robots.txt":
            return web.Response(body=robots) if robots is not None else web.Response(status=404)
        found = handlers.get(request.path)
        if found is None:
            return web.Response(status=404)
        return web.Response(body=found, content_type="text/html") if isinstance(found, bytes) else await found(request)

    app = web.Application()
    app.router.add_route("*", "/{rest:.*}", serve)
    async with TestServer(app, host="127.0.0.1") as server:
        yield Site(f"http://page.example:{server.port}", asked)
