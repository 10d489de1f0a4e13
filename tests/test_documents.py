"""Documents are tested like code: every command and key is in README, and what README runs works."""

import re
from collections.abc import Iterator
from fnmatch import fnmatch
from pathlib import Path

import click
import pytest

from bot.config.values import SECTIONS
from bot.terminal.cli import cli

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text("utf-8")


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


def test_every_module_stands_in_the_architecture() -> None:
    """A room that ARCHITECTURE.md does not show is a room nobody finds."""
    text = (ROOT / "ARCHITECTURE.md").read_text("utf-8")
    rooms = {path.relative_to(ROOT).parts[1] for package in ("index", "bot") for path in (ROOT / package).rglob("*.py")}
    rooms -= {"__init__.py", "__pycache__", "data"}

    shown = re.findall(r"`([\w*.]+)/?`", text)  # `wording*.py` shows several
    assert {room for room in rooms if not any(fnmatch(room, name) for name in shown)} == set()


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
