"""The reading room over HTTP: what is asked by GET is read, what is typed is sent by POST. Logs no address and no word.

Everything that takes time runs in threads of its own, so that a bot in the same process goes on answering.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Final, TypeVar

from aiohttp import web

from bot.access.limits import Usage, UsageCounts
from bot.config.values import Config, data_folder
from bot.serving.scope import Scope
from bot.web.asking import FORMS
from bot.web.drawing.templating import POLICY
from bot.web.guarding import OpenConnections, counted_address, networks
from bot.web.reading import ReadingRoom, Reply
from bot.wording.i18n import gettext as _
from bot.wording.i18n import speaking
from bot.wording.web import pages as wording

log = logging.getLogger(__name__)

MOST_BYTES: Final = 32_768  # of what is sent: a quote of 4,000 characters, each percent-encoded in a form
BODY_S: Final = 5.0  # seconds within which it must have come
KEEP_ALIVE_S: Final = 15.0
THREADS: Final = 2
HEADERS: Final = {
    "Content-Security-Policy": f"{POLICY}; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
Result = TypeVar("Result")
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class WebServer:
    """The reading room, to be started inside a running event loop.

    Args:
        config: the operator's; `web` says where it listens.
        scope: returns what is served at this moment.
    """

    def __init__(self, config: Config, scope: Callable[[], Scope]) -> None:
        self._config = config
        self._room = ReadingRoom(config, scope, data_folder(config))
        self._counts = UsageCounts()
        self._trusted = networks(config.web.trusted_proxies)
        self._threads = ThreadPoolExecutor(THREADS, thread_name_prefix="web")
        application = web.Application(client_max_size=MOST_BYTES, middlewares=[self._guarded])
        application.add_routes(
            [*(web.post(f"/{name}", partial(self._typed, name)) for name in FORMS), web.get("/{path:.*}", self._get)]
        )
        self._runner = web.AppRunner(application, access_log=None, keepalive_timeout=KEEP_ALIVE_S)
        self._connections: OpenConnections | None = None
        self._listening: asyncio.Server | None = None

    async def start(self) -> int:
        """Listen; returns the port. Raises OSError where that address is taken or not ours."""
        await self._in_thread(self._room.public)
        await self._runner.setup()
        server = self._runner.server
        if server is None:
            raise RuntimeError("the server was set up and is not there")
        self._connections = OpenConnections(server)
        web_config = self._config.web
        loop = asyncio.get_running_loop()
        self._listening = await loop.create_server(self._connections, web_config.host, web_config.port or 0)
        return int(self._listening.sockets[0].getsockname()[1])

    async def stop(self) -> None:
        """Take no more requests, and finish those under way."""
        if self._listening is not None:
            self._listening.close()
        await self._runner.cleanup()
        self._threads.shutdown(wait=False, cancel_futures=True)

    @web.middleware
    async def _guarded(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        """Answer whatever happens with a page of ours, and with the headers that all pages have."""
        if self._connections is not None and request.protocol is not None:
            self._connections.note_request(request.protocol)
        try:
            response = await handler(request)
        except web.HTTPException as err:
            response = self._said(err.status, wording.NOT_FOUND, wording.NOT_FOUND_LONG)
        except Exception as err:  # noqa: BLE001 only its type is told: its message may hold a question
            log.warning("a page could not be made: %s", type(err).__name__)
            response = self._said(503, wording.ROOM, wording.UNAVAILABLE)
        response.headers.update(HEADERS)
        if not self._config.web.index:
            response.headers["X-Robots-Tag"] = "noindex"
        return response

    async def _get(self, request: web.Request) -> web.StreamResponse:
        path = request.match_info["path"]
        if path in FORMS:
            return _response(await self._in_thread(self._room.typed, path, None))
        public = await self._in_thread(self._room.public)
        came_from = request.query.get("from", "")
        tag = self._room.etag(public)
        asked = request.if_none_match or ()
        reply = await self._in_thread(partial(self._room.get, path, came_from=came_from))
        if reply.status != 200 or came_from:  # noqa: PLR2004 HTTP's
            return _response(reply)
        unchanged = any(each.value in {tag, "*"} for each in asked)
        response = web.Response(status=304) if unchanged else _response(reply)
        response.etag = tag
        response.headers["Cache-Control"] = "no-cache"
        return response

    async def _typed(self, form: str, request: web.Request) -> web.StreamResponse:
        forwarded = ",".join(request.headers.getall("X-Forwarded-For", ()))
        address = counted_address(request.remote or "", forwarded, self._trusted)
        refusal = self._counts.take(Usage(address, self._config.web.questions))
        if refusal is not None:
            response = self._said(429, wording.ROOM, wording.TOO_OFTEN, seconds=int(refusal.wait_s) + 1)
            response.headers["Retry-After"] = str(int(refusal.wait_s) + 1)
            return response
        try:
            async with asyncio.timeout(BODY_S):
                words = (await request.post()).get("words", "")
        except (TimeoutError, web.HTTPRequestEntityTooLarge):
            response = self._said(413, wording.ROOM, wording.TOO_LONG)
            response.force_close()
            return response
        typed = words if isinstance(words, str) else ""
        response = _response(await self._in_thread(self._room.typed, form, typed))
        response.headers["Cache-Control"] = "no-store"
        return response

    def _said(self, status: int, title: str, sentence: str, **values: object) -> web.Response:
        with speaking(self._config.discord.language):
            return _response(self._room.message(status, title, _(sentence).format(**values)))

    async def _in_thread(self, work: Callable[..., Result], *values: object) -> Result:
        return await asyncio.get_running_loop().run_in_executor(self._threads, work, *values)


def _response(reply: Reply) -> web.Response:
    headers = {"Content-Type": reply.type} | ({"Location": reply.location} if reply.location else {})
    return web.Response(status=reply.status, body=reply.body, headers=headers)
