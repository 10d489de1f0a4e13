"""Wiring: makes the parts of the double, and serves REST, gateway and attachments on one loopback port."""

import socket
from collections.abc import Callable

from aiohttp import web

from tests.discord_double import routes_account, routes_messages
from tests.discord_double.commands import Commands
from tests.discord_double.faults import Faults
from tests.discord_double.gateway import Gateway, Session
from tests.discord_double.hub import Hub, Teller, greeting
from tests.discord_double.interactions import Interactions
from tests.discord_double.journal import Journal
from tests.discord_double.kinds import CloseCode, Json
from tests.discord_double.messages import Messages
from tests.discord_double.rest import BASE, MAX_BODY_BYTES, handler, unknown
from tests.discord_double.world import World

TOKEN = "double.token.for-tests"
"""The bot's token; it opens nothing but this double."""

SHUTDOWN_S = 1.0


def listen() -> tuple[socket.socket, str]:
    """Take a free loopback port; return its socket and its origin."""
    listener = socket.create_server(("127.0.0.1", 0))
    return listener, f"http://127.0.0.1:{listener.getsockname()[1]}"


def wire(world: World, origin: str, shards: int, clock: Callable[[], float]) -> Hub:
    """Make all parts and tie them together."""
    journal = Journal()

    def greet(session: Session) -> list[tuple[str, Json]]:
        return greeting(world, hub.gateway_url, session.id, session.shard, session.shards)

    gateway = Gateway(world, journal, TOKEN, greet, clock)
    gateway.shards = shards
    teller = Teller(world, gateway)
    messages = Messages(world, origin, teller)
    hub = Hub(
        world=world,
        journal=journal,
        gateway=gateway,
        teller=teller,
        messages=messages,
        interactions=Interactions(world, messages, journal, clock),
        commands=Commands(world.bot_id, world.snowflakes),
        faults=Faults(),
        token=TOKEN,
        origin=origin,
        clock=clock,
    )
    return hub


class Server:
    """Serves a hub from `start` to `stop`."""

    def __init__(self, hub: Hub, listener: socket.socket) -> None:
        self._hub = hub
        self._listener = listener
        app = web.Application(client_max_size=MAX_BODY_BYTES)
        _add_routes(app, hub)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=SHUTDOWN_S)

    async def start(self) -> None:
        """Begin to answer."""
        await self._runner.setup()
        await web.SockSite(self._runner, self._listener).start()

    async def stop(self) -> None:
        """Close all connections and the port."""
        self._hub.gateway.open.set()
        await self._hub.gateway.close_all(CloseCode.UNKNOWN_ERROR)
        await self._runner.cleanup()


def _add_routes(app: web.Application, hub: Hub) -> None:
    for method, path, route in [*routes_account.ROUTES, *routes_messages.ROUTES]:
        app.router.add_route(method, BASE + path, handler(hub, route))
    for method, path, route in routes_messages.TOKEN_ROUTES:
        app.router.add_route(method, BASE + path, handler(hub, route, authorised=False))

    async def download(request: web.Request) -> web.Response:
        content = hub.world.files.get(int(request.match_info["file_id"]))
        return web.Response(status=404) if content is None else web.Response(body=content)

    async def refuse(request: web.Request) -> web.Response:
        return await unknown(hub, request)

    app.router.add_get("/gateway", hub.gateway.handle)
    app.router.add_get("/attachments/{file_id}/{name}", download)
    app.router.add_route("*", "/{rest:.*}", refuse)
