"""The reading room as a process of its own, and beside the bot: when it starts, what keeps it current, when it ends."""

import asyncio
import logging
import signal
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Final

from bot.config.values import Config
from bot.serving.service import Service
from bot.serving.watching import Watch
from bot.web.server import WebServer
from index.errors import LibraryError

log = logging.getLogger(__name__)

IN_USE: Final = "the reading room cannot listen on {host}:{port} ({reason}); name another web.port, or web.host"


class ListenError(LibraryError):
    """The address cannot be listened on; the message says what to change."""

    code = "listen"


async def serve_alone(config: Config, service: Service, ready: Callable[[str], object]) -> None:
    """Serve until a signal; `ready` is told the address. Raises ListenError where that cannot be listened on."""
    stopped = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stopped.set)
    watching = asyncio.create_task(_watch(config, service), name="watch")
    server = WebServer(config, service.scope)
    try:
        ready(f"http://{config.web.host}:{await server.start()}/")
        await stopped.wait()
    except OSError as err:
        raise _not_listening(config, err) from err
    finally:
        await server.stop()
        service.stop()
        watching.cancel()


def _not_listening(config: Config, err: OSError) -> ListenError:
    return ListenError(IN_USE, host=config.web.host, port=config.web.port, reason=err.strerror or type(err).__name__)


async def _watch(config: Config, service: Service) -> None:
    if config.reindex.watch:
        await Watch(service, _told(service.reindex), _told(service.refresh)).run()


def _told(work: Callable[[], object]) -> Callable[[], Awaitable[None]]:
    """Run work in a thread; what fails is a line in the log, and what was served is served on."""

    async def run() -> None:
        try:
            await asyncio.to_thread(work)
        except LibraryError as err:
            log.warning("not renewed: %s", err)

    return run


@asynccontextmanager
async def beside_the_bot(config: Config, service: Service) -> AsyncIterator[None]:
    """Serve inside the block; where another worker of this machine listens already, that one serves."""
    server = WebServer(config, service.scope)
    try:
        port = await server.start()
        log.info("the reading room listens on %s:%d", config.web.host, port)
    except OSError as err:
        log.warning("%s", _not_listening(config, err))
    try:
        yield
    finally:
        await server.stop()
