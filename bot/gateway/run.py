"""From the command line to a running bot and back: database, index, signals, and sentences for what Discord refuses."""

import asyncio
import gc
import logging
import signal
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractAsyncContextManager, nullcontext
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryFile
from typing import NoReturn

import aiohttp
import discord
from discord.http import Route

from bot.config.log import log_unseen, progress_in_log
from bot.config.values import Config, ConfigError, Secret, data_folder, database_url
from bot.gateway.client import CaveatBot
from bot.gateway.monitoring import counting, monitored
from bot.serving.service import Service
from bot.store.database import migrate
from bot.store.store import Store
from index.errors import LibraryError
from index.processes.children import leave
from index.snapshots.publishing import unwritten

log = logging.getLogger(__name__)

# Close codes: https://discord.com/developers/docs/topics/opcodes-and-status-codes
TOKEN_REFUSED, INTENT_REFUSED = 4004, 4014
STOPPING = (signal.SIGTERM, signal.SIGINT)
NOT_SET_UP = "DISCORD_TOKEN is not set: put the bot's token into the environment or into .env (see config/env.example)"
NOT_ACCEPTED = "Discord refuses this token: copy the bot's token from the developer portal into DISCORD_TOKEN again"
INTENT_OFF = (
    "Discord refuses the message content intent: switch it on for this application in the developer portal, "
    "or set discord.message_content to false"
)


BROKEN = (
    "DISCORD_TOKEN holds a space or a line break, which no token does: copy the bot's token from the developer portal "
    "again, in one line"
)


class RunError(LibraryError):
    """The bot cannot run as it is set up; the message says what to change."""

    code = "run"


def run(config: Config, seeds: Path | None, *, sync: bool) -> None:
    """Run the bot until it is told to stop.

    Raises:
        ConfigError: no token, or a port for monitoring that cannot be used.
        StoreError: the database cannot be used or is at another version.
        RunError: Discord refuses the token or an intent, or cannot be reached.
    """
    token = config.secrets.discord_token
    if token is None:
        raise ConfigError([NOT_SET_UP])
    if is_broken(token):
        raise ConfigError([BROKEN])
    for number in STOPPING:
        signal.signal(number, _leave_at_once)
    url = database_url(config)
    if config.secrets.database_url is None:  # the default file is ours alone to keep current
        _make(data_folder(config))
        migrate.upgrade(url)
    Route.BASE = config.discord_api_url
    with Store.open(url) as store:
        service = Service(config, seeds)
        service.use_meaning(make=True)
        log.info("opening %s", service.seeds)
        service.open(progress_in_log(), at_once=True)
        service.complete_names()
        if service.engine:
            service.engine.stay(service.search_in)
        gc.collect()
        gc.freeze()  # what stands by now stays: looking for garbage in it took 50 ms, in which nobody was answered
        asyncio.run(_serve(config, service, store, Start(token.get_secret_value(), sync)))


def is_broken(token: Secret) -> bool:
    """Tell whether what is set as the token was copied with something in its middle."""
    return len(token.get_secret_value().split()) > 1


def _make(folder: Path) -> None:
    """Make the data folder; raises DiskError where it cannot be made or written."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with TemporaryFile(dir=folder):
            pass
    except OSError as err:
        raise unwritten(folder, err) from err


@dataclass(frozen=True, slots=True)
class Start:
    """What a start is given beside the config."""

    token: str = field(repr=False)
    sync: bool


class UnwaitedThreads(ThreadPoolExecutor):
    """Threads that the end of the event loop does not wait for: one may hang in a database that is frozen."""

    def shutdown(self, wait: bool = False, *, cancel_futures: bool = True) -> None:  # noqa: ARG002, FBT001, FBT002 the base class's
        """Take no more work; what runs may go on."""
        super().shutdown(wait=False, cancel_futures=cancel_futures)


async def _serve(config: Config, service: Service, store: Store, start: Start) -> None:
    asyncio.get_running_loop().set_exception_handler(log_unseen)
    asyncio.get_running_loop().set_default_executor(UnwaitedThreads(thread_name_prefix="aside"))
    metrics = counting(config, service, store)
    bot = CaveatBot(config, service, store, sync=start.sync)
    stopped = _on_signals(bot)
    try:
        async with bot, monitored(bot, metrics), _reading_room(config, service):
            await _until(stopped, bot, start.token)
    except (discord.DiscordException, aiohttp.ClientError, OSError) as err:
        raise RunError(_sentence(err)) from err


def _reading_room(config: Config, service: Service) -> AbstractAsyncContextManager[None]:
    """Serve the reading room beside the bot, where the config says so."""
    if config.web.port is None:
        return nullcontext()
    from bot.web.serving import beside_the_bot  # here, so that a bot without one imports nothing of it

    return beside_the_bot(config, service)


async def _until(stopped: asyncio.Event, bot: CaveatBot, token: str) -> None:
    """Run a connection until a signal, or until it fails, which is raised; either way the leases are given up."""
    connection = asyncio.create_task(bot.start(token), name="connection")
    stop = asyncio.create_task(stopped.wait(), name="stop")
    await asyncio.wait({connection, stop}, return_when=asyncio.FIRST_COMPLETED)
    failed = connection.done()
    if not failed and not bot.serving:
        connection.cancel()  # a start is given up at once, before it can claim what is about to be given up
        await asyncio.wait({connection})
    await bot.drain()
    stop.cancel()
    connection.cancel()
    await asyncio.wait({connection})
    if failed:
        connection.result()


def _sentence(err: Exception) -> str:
    """Say what Discord or the network means by an error, and what to do."""
    code = err.code if isinstance(err, discord.ConnectionClosed) else None
    if isinstance(err, discord.LoginFailure) or code == TOKEN_REFUSED:
        return NOT_ACCEPTED
    if isinstance(err, discord.PrivilegedIntentsRequired) or code == INTENT_REFUSED:
        return INTENT_OFF
    if code is not None:
        return f"Discord closed the connection ({code}); start again"
    return f"Discord cannot be reached or refuses to talk ({type(err).__name__}); check the network and start again"


def _leave_at_once(_number: int, _frame: object) -> NoReturn:
    """End a start that has not come to Discord yet; what was half built is built again by the next one."""
    leave(0)


def _on_signals(bot: CaveatBot) -> asyncio.Event:
    """Let a signal re-index or stop the bot; return what is set when it is to stop."""
    loop = asyncio.get_running_loop()
    stopped = asyncio.Event()
    running: set[asyncio.Task[None]] = set()

    def reindex() -> None:
        task = asyncio.create_task(bot.reindex(), name="reindex")
        running.add(task)
        task.add_done_callback(running.discard)

    for number in STOPPING:
        loop.add_signal_handler(number, stopped.set)
    loop.add_signal_handler(signal.SIGHUP, reindex)
    return stopped
