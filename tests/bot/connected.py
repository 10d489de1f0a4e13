"""The bot inside the test's own process: the real client on the double's sockets, with a service that obeys the test.

So a test decides when a search ends and how, without waiting for a clock.
"""

import asyncio
import threading
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest_asyncio
from discord.http import Route

from bot.config.values import Config, DataConfig, DiscordConfig, MeaningConfig, SeedsConfig
from bot.gateway.client import CaveatBot
from bot.serving.scope import Scope
from bot.serving.service import Service
from bot.store.database import migrate
from bot.store.store import Store
from index.answered import Answer
from tests.conftest import write_seeds
from tests.discord_double import DiscordDouble

SEEDS = {
    "stones.md": "---\nauthor: A. Mason\n---\n\n## Granite\n\nGranite is hard. My guess: it will outlast us.\n\n"
    "## Marble\n\nMarble is soft, and granite is not marble.\n\n"
    "## Reservations\n\nTake everything here with a grain of salt.\n"
}


class ObedientScope(Scope):
    """The scope of an obedient service."""

    def __init__(self, scope: Scope, service: "ObedientService") -> None:
        vars(self).update(vars(scope))
        self.service = service

    def ask(self, question: str, limit: int | None = None, **options: Any) -> Answer:
        """Answer, when and how the test wants it."""
        self.service.asked.set()
        assert self.service.may_answer.wait(30)
        if self.service.error is not None:
            raise self.service.error
        return super().ask(question, limit, **options)


class ObedientService(Service):
    """Answers when `may_answer` is set; raises `error` instead where there is one."""

    def __init__(self, config: Config, seeds: Path) -> None:
        super().__init__(config, seeds)
        self.may_answer = threading.Event()
        self.may_answer.set()
        self.asked = threading.Event()
        self.error: Exception | None = None

    def scope(self, guild_id: int | None = None) -> Scope:
        """Return a scope that obeys too."""
        return ObedientScope(super().scope(guild_id), self)


async def until(look: Callable[[], object]) -> None:
    """Wait for something that only the bot's own state shows; the double tells of everything else itself."""
    async with asyncio.timeout(30):
        while not look():  # noqa: ASYNC110 what is looked at is the bot's own, which knows no tests
            await asyncio.sleep(0.005)


def show_to_everybody(double: DiscordDouble, *names: str) -> None:
    """Let an admin show hidden commands to everybody, as Server Settings > Integrations can."""
    for command in double.hub.commands.all():
        if command["name"] in names:
            command["default_member_permissions"] = None


def service_in(folder: Path, **discord: Any) -> ObedientService:
    """Make a service over a few seeds, with a config that keeps everything in a folder."""
    config = Config(data=DataConfig(dir=folder / "data"), discord=DiscordConfig(**discord))
    service = ObedientService(config, write_seeds(folder / "seeds", SEEDS))
    service.open()
    return service


@asynccontextmanager
async def connected(double: DiscordDouble, service: Service) -> AsyncIterator[CaveatBot]:
    """Connect a bot to the double until the block ends, then let go what a test holds back, and drain it."""
    url = f"sqlite:///{service.config.data.dir}/caveat.sqlite3"
    migrate.upgrade(url)
    base, Route.BASE = Route.BASE, double.hub.api_url
    try:
        with Store.open(url) as store:
            bot = CaveatBot(service.config, service, store)
            async with bot:
                connection = asyncio.create_task(bot.start(double.env()["DISCORD_TOKEN"]))
                double.journal.watch(connection)
                try:
                    await double.ready()
                    yield bot
                finally:
                    double.journal.unwatch(connection)
                    if isinstance(service, ObedientService):
                        service.may_answer.set()
                    await bot.drain()
                    connection.cancel()
    finally:
        Route.BASE = base


@asynccontextmanager
async def connected_at(double: DiscordDouble, home: Path, **sections: Any) -> AsyncIterator[CaveatBot]:
    """Connect a bot over the seeds of a folder to run in: what `started` does, for a tenth of its processor time.

    Args:
        double: Discord.
        home: the folder, with seeds.
        sections: of the config, where they are not the defaults.
    """
    data, seeds = DataConfig(dir=home / "data"), SeedsConfig(dir=home / "seeds")
    service = Service(Config(data=data, seeds=seeds, meaning=MeaningConfig(use="off"), **sections), None)
    service.open()
    service.complete_names()
    async with connected(double, service) as client:
        yield client


@pytest_asyncio.fixture
async def connected_bot(double: DiscordDouble, service: ObedientService) -> AsyncIterator[CaveatBot]:
    """The bot, connected."""
    async with connected(double, service) as client:
        yield client
