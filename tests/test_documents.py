"""Documents are tested like code: every command, key and part stands in README or docs, and what they name is there."""

import asyncio
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

import click
import pytest
from discord import AppCommandType, app_commands

from bot.config.values import SECTIONS, Config, DataConfig
from bot.gateway.client import CaveatBot
from bot.serving.service import Service
from bot.store.database.engine import open_engine
from bot.store.store import Store
from bot.terminal.cli import cli
from bot.terminal.output import answer_json, quote_json
from index.answers.answer import ask
from index.engines.library import Library
from index.quoting.check import verify
from tests.test_architecture import ROOMS

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text("utf-8")
DOCS = {path.stem: path.read_text("utf-8") for path in (ROOT / "docs").glob("*.md")}
TOLD = "\n".join([README, *DOCS.values()])
MOST_LINES_OF_README = 150
LINK = re.compile(r"\]\((?!https?://)([^)#]+)")
ARCHITECTURE = (ROOT / "ARCHITECTURE.md").read_text("utf-8")


def commands(group: click.Group, path: str = "") -> Iterator[tuple[str, click.Command]]:
    """Yield every command with its full name."""
    for name, command in group.commands.items():
        if isinstance(command, click.Group):
            yield from commands(command, f"{path}{name} ")
        else:
            yield f"{path}{name}", command


@pytest.mark.parametrize(("name", "command"), list(commands(cli)))
def test_every_command_has_help_and_its_row(name: str, command: click.Command) -> None:
    """A command nobody can find does not exist; its row has every option."""
    rows = [line for line in DOCS["commands"].splitlines() if f"`caveat {name}`" in line or f"`caveat {name} " in line]
    options = {
        option
        for parameter in command.params
        if isinstance(parameter, click.Option)
        for option in parameter.opts
        if option.startswith("--")
    }

    assert command.help
    assert len(rows) == 1
    assert {option for option in options if option not in rows[0]} == set()


def test_every_command_in_discord_is_told(tmp_path: Path) -> None:
    """With its group, as it is typed; what stands in the menu of a message, by its name."""
    names = asyncio.run(names_in_discord(tmp_path))

    assert names
    assert {name for name in names if f"`{name}" not in TOLD and name not in TOLD} == set()


async def names_in_discord(folder: Path) -> list[str]:
    """Set the commands up without a connection, and name them."""
    config = Config(data=DataConfig(dir=folder))
    with Store(open_engine(f"sqlite:///{folder}/empty.sqlite3")) as store:
        async with CaveatBot(config, Service(config), store) as bot:
            await bot.add_commands()
            found = [each for each in bot.tree.walk_commands() if isinstance(each, app_commands.Command)]
            menus = [each.name for each in bot.tree.get_commands(type=AppCommandType.message)]
            return [f"/{each.qualified_name}" for each in found] + menus


def test_every_section_and_secret_of_the_config_is_told() -> None:
    """docs/config.md names the sections and variables; config/caveat.yaml explains each key."""
    example = (ROOT / "config" / "env.example").read_text("utf-8")
    variables = re.findall(r"^(\w+)=", example, re.MULTILINE)

    assert {name for name in (*SECTIONS, *variables) if f"`{name}`" not in DOCS["config"]} == set()


def test_every_key_of_json_is_told(shipped: Library) -> None:
    """Whoever reads an answer or a checked quote finds each of its keys."""
    searcher = shipped.searcher
    answered = answer_json(ask(searcher, "Why are they attacking now?"))
    checked = quote_json(verify(searcher, "Russia looks weak"))

    assert answered["passages"]
    assert {key for key in (*keys(answered), *keys(checked)) if f"`{key}`" not in DOCS["json"]} == set()


def keys(value: object) -> Iterator[str]:
    """Yield the keys of an object and of those in it."""
    if isinstance(value, Mapping):
        yield from value
    inner = value.values() if isinstance(value, Mapping) else value if isinstance(value, list) else ()
    for each in inner:
        yield from keys(each)


def test_the_readme_is_short() -> None:
    """Tables of reference stand in docs."""
    assert len(README.splitlines()) <= MOST_LINES_OF_README


def test_every_link_leads_somewhere() -> None:
    """A link to a file of ours is to one that is there."""
    folders = {ROOT: [README], ROOT / "docs": DOCS.values()}
    links = [(folder, link) for folder, texts in folders.items() for text in texts for link in LINK.findall(text)]

    assert links
    assert [link for folder, link in links if not (folder / link).exists()] == []


def test_every_room_stands_in_the_architecture() -> None:
    """A room that ARCHITECTURE.md does not show is a room nobody finds."""
    rooms = [f"`{room.replace('.', '/')}/`" for room in ROOMS]

    assert [room for room in rooms if room not in ARCHITECTURE] == []


def test_every_file_that_the_architecture_names_is_there() -> None:
    """A name that is not there any more sends a newcomer astray."""
    named = re.findall(r"`((?:index|bot|tests|config|docs|scripts|seeds|benchmarks)/[\w./-]+)`", ARCHITECTURE)

    assert named
    assert [name for name in named if not (ROOT / name).exists()] == []


def test_every_file_that_a_word_list_names_is_there() -> None:
    """The comments of the data say which module reads them."""
    lists = [path.read_text("utf-8") for path in sorted((ROOT / "index" / "data").glob("*.yaml"))]
    named = {name for text in lists for name in re.findall(r"\bindex/[\w/]+\.py\b", text)}

    assert named
    assert {name for name in named if not (ROOT / name).exists()} == set()


def test_the_documents_are_there() -> None:
    """What a newcomer and an operator look for."""
    names = (
        "README.md",
        "ARCHITECTURE.md",
        "CONTRIBUTING.md",
        "CHANGELOG.md",
        "LICENSE",
        "SECURITY.md",
        "seeds/README.md",
    )

    assert [name for name in names if not (ROOT / name).is_file()] == []


def test_every_picture_is_there_and_small() -> None:
    """README shows pictures that exist, each with words for those who cannot see it."""
    shown = re.findall(r"!\[([^\]]*)\]\(([^)]+)\)", README)

    assert shown != []
    assert all(words.strip() and (ROOT / path).stat().st_size < 150_000 for words, path in shown)
    assert {path.name for path in (ROOT / "docs").glob("*.png")} == {Path(path).name for _, path in shown}
