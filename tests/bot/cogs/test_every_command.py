"""No command is left untested: each is used by a person at the loopback Discord in some test."""

import re
from pathlib import Path

import pytest
from discord import AppCommandType
from discord.app_commands import Group

from bot.config.values import Config, DataConfig
from bot.gateway.client import CaveatBot
from bot.serving.service import Service
from bot.store.database.engine import open_engine
from bot.store.store import Store

HERE = Path(__file__).parents[1]


@pytest.mark.asyncio
async def test_every_command_is_used_in_a_test(tmp_path: Path) -> None:
    """By its whole name: of a slash command, a subcommand, or an entry of a menu."""
    texts = " ".join(path.read_text("utf-8") for path in HERE.rglob("test_*.py"))
    used = set(re.findall(r'"([\w -]+)"', texts))
    config = Config(data=DataConfig(dir=tmp_path))
    with Store(open_engine(f"sqlite:///{tmp_path}/empty.sqlite3")) as store:
        async with CaveatBot(config, Service(config), store) as bot:
            await bot.add_commands()
            commands = [*bot.tree.walk_commands(), *bot.tree.walk_commands(type=AppCommandType.message)]

    names = {each.qualified_name for each in commands if not isinstance(each, Group)}
    assert names - used == set()
