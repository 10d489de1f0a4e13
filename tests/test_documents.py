"""Documents are tested like code: every command and key is in README, and what README runs works."""

import re
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from bot.config.values import SECTIONS
from bot.terminal.cli import cli
from tests.test_architecture import ROOMS

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text("utf-8")
ARCHITECTURE = (ROOT / "ARCHITECTURE.md").read_text("utf-8")


def commands(group: click.Group, path: str = "") -> Iterator[tuple[str, click.Command]]:
    """Yield every command with its full name."""
    for name, command in group.commands.items():
        if isinstance(command, click.Group):
            yield from commands(command, f"{path}{name} ")
        else:
            yield f"{path}{name}", command


@pytest.mark.parametrize(("name", "command"), list(commands(cli)))
def test_every_command_has_help_and_stands_in_the_readme(name: str, command: click.Command) -> None:
    """A command nobody can find does not exist."""
    assert command.help
    assert f"caveat {name}" in README or f"python -m bot {name}" in README


def test_every_config_section_stands_in_the_readme() -> None:
    """README names the sections; config/caveat.yaml explains each key."""
    sections = set(SECTIONS)

    assert {section for section in sections if f"`{section}`" not in README} == set()


def test_every_room_stands_in_the_architecture() -> None:
    """A room that ARCHITECTURE.md does not show is a room nobody finds."""
    rooms = [f"`{room.replace('.', '/')}/`" for room in ROOMS]

    assert [room for room in rooms if room not in ARCHITECTURE] == []


def test_every_file_that_the_architecture_names_is_there() -> None:
    """A name that is not there any more sends a newcomer astray."""
    named = re.findall(r"`((?:index|bot|tests|config|docs|scripts|seeds|benchmarks)/[\w./-]+)`", ARCHITECTURE)

    assert named
    assert [name for name in named if not (ROOT / name).exists()] == []


def test_the_documents_are_there() -> None:
    """What a newcomer and an operator look for."""
    names = ("README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "CHANGELOG.md", "LICENSE", "seeds/README.md")

    assert [name for name in names if not (ROOT / name).is_file()] == []


def test_every_picture_is_there_and_small() -> None:
    """README shows pictures that exist, each with words for those who cannot see it."""
    shown = re.findall(r"!\[([^\]]*)\]\(([^)]+)\)", README)

    assert shown != []
    assert all(words.strip() and (ROOT / path).stat().st_size < 150_000 for words, path in shown)
    assert {path.name for path in (ROOT / "docs").glob("*.png")} == {Path(path).name for _, path in shown}
