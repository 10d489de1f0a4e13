"""Servers with seeds of their own, for tests: what one worker serves, and what curators do to it."""

from datetime import UTC, datetime
from pathlib import Path

from bot.config.values import Config, DataConfig, LibrariesConfig
from bot.serving.service import Service
from bot.store.guild_settings import SettingsBook
from bot.store.queries.seed_acts import Admin
from bot.store.queries.seeds import GuildSeed, SeedContents
from bot.store.store import Store
from index.building.report import BuildReport
from index.errors import DiskError
from tests.conftest import write_seeds

NOW = datetime(2026, 3, 1, tzinfo=UTC)
QUARRY, FOREST = 111 << 22, 222 << 22
SEEDS = {"stones.md": "---\nauthor: A. Mason\n---\n\nGranite is hard and grey, and outlasts us all.\n"}
MARBLE = b"---\ntitle: On marble\nauthor: M. Carver\n---\n\nMarble is soft and white, and cuts like cheese.\n"
OAK = b"---\ntitle: On oaks\nauthor: F. Forester\n---\n\nOak burns slowly, and floats on water.\n"


def worker(folder: Path, store: Store, *, memory_mb: float = 10.0) -> Service:
    """Make what one worker serves, on a disk of its own."""
    config = Config(data=DataConfig(dir=folder / "data"), libraries=LibrariesConfig(memory_mb=memory_mb))
    service = Service(config, write_seeds(folder / "seeds", SEEDS))
    service.open()
    service.serve_guilds(store, SettingsBook(store))
    return service


def add(store: Store, guild_id: int, name: str, data: bytes) -> GuildSeed:
    """Give a server a seed."""
    return store.add_seed(Admin(guild_id, 1, NOW), name, SeedContents(data))


def remove(store: Store, seed: GuildSeed) -> None:
    """Take a seed from its server."""
    store.remove_seed(Admin(seed.guild_id, 1, NOW), seed.seed, seed.version)


def indexed(service: Service, guild_id: int) -> BuildReport:
    """Wait until what changed in a server is indexed."""
    return service.guild_changed(guild_id).result(30)


def shown(service: Service, guild_id: int | None, question: str = "How soft is marble?") -> list[str]:
    """Return the first words that answer a question."""
    return [" ".join(hit.passage.text.split()[:3]) for hit in service.scope(guild_id).ask(question).hits]


def broken(*_args: object, **_options: object) -> BuildReport:
    """Fail to build, as on a full disk."""
    raise DiskError("the disk is full")
