"""From the command line to a running bot and back: database, index, signals, and sentences for what Discord refuses."""

import asyncio
import logging
import signal
from pathlib import Path

import discord
from discord.http import Route

from bot.client import CaveatBot
from bot.config import Config, ConfigError, data_folder, database_url
from bot.service import Service
from bot.store import migrate
from bot.store.store import Store
from index.errors import LibraryError

log = logging.getLogger(__name__)

INTENT_REFUSED = 4014  # https://discord.com/developers/docs/topics/opcodes-and-status-codes
NOT_SET_UP = "DISCORD_TOKEN is not set: put the bot's token into the environment or into .env (see config/env.example)"
NOT_ACCEPTED = "Discord refuses this token: copy the bot's token from the developer portal into DISCORD_TOKEN again"
INTENT_OFF = (
    "Discord refuses the message content intent: switch it on for this application in the developer portal, "
    "or set discord.message_content to false"
)


class RunError(LibraryError):
    """The bot cannot run as it is set up; the message says what to change."""

    code = "run"


def run(config: Config, seeds: Path | None, *, sync: bool) -> None:
    """Run the bot until it is told to stop.

    Raises:
        ConfigError: no token.
        StoreError: the database cannot be used or is at another version.
        RunError: Discord refuses the token or an intent, or cannot be reached.
    """
    token = config.secrets.discord_token
    if token is None:
        raise ConfigError([NOT_SET_UP])
    url = database_url(config)
    if config.secrets.database_url is None:  # the default file is ours alone to keep current
        data_folder(config).mkdir(parents=True, exist_ok=True)
        migrate.upgrade(url)
    service = Service(config, seeds)
    service.open()
    Route.BASE = config.discord_api_url
    with Store.open(url) as store:
        asyncio.run(_serve(CaveatBot(config, service, store, sync=sync), token.get_secret_value()))


async def _serve(bot: CaveatBot, token: str) -> None:
    _on_signals(bot)
    try:
        async with bot:
            await bot.start(token)
    except discord.LoginFailure:
        raise RunError(NOT_ACCEPTED) from None
    except discord.PrivilegedIntentsRequired:
        raise RunError(INTENT_OFF) from None
    except discord.ConnectionClosed as err:
        raise RunError(
            INTENT_OFF if err.code == INTENT_REFUSED else f"Discord closed the connection ({err.code}); start again"
        ) from err
    except (discord.HTTPException, OSError) as err:
        raise RunError(
            f"Discord cannot be reached or refuses to talk ({type(err).__name__}); check the network and start again"
        ) from err


def _on_signals(bot: CaveatBot) -> None:
    loop = asyncio.get_running_loop()
    running: set[asyncio.Task[None]] = set()

    def begin(work: str) -> None:
        task = asyncio.create_task(getattr(bot, work)(), name=work)
        running.add(task)
        task.add_done_callback(running.discard)

    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, begin, "shut_down")
    loop.add_signal_handler(signal.SIGHUP, begin, "reindex")
