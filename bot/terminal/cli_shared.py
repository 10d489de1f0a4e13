"""What all commands share: the config as first argument, options, progress, JSON. Knows no command."""

import json
import os
import sys
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from bot.config.values import Config
    from bot.serving.service import Service
    from index.progress import Progress

FOLDER = click.Path(file_okay=False, path_type=Path)
FILE = click.Path(path_type=Path)
SEEDS = click.option("--seeds", type=FOLDER, help="The folder of seeds; default: the configured one.")
JSON = click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")


def with_config(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the config as its first argument, read when it runs."""

    @wraps(command)
    def run(*args: Any, **options: Any) -> Any:
        from bot.config.file import find_home, load_config, read_env_file
        from bot.config.log import FOR_PEOPLE, set_up_logging

        home = find_home(Path.cwd())
        config = load_config(read_env_file(home) | dict(os.environ), home)
        debug = click.get_current_context().find_root().obj["debug"]
        set_up_logging("DEBUG" if debug else "WARNING", FOR_PEOPLE)
        try:
            return command(config, *args, **options)
        except BrokenPipeError:
            raise BrokenPipeError from None  # without its number, for which click would exit with 1: an answer here

    return run


def opened(config: "Config", seeds: Path | None) -> "Service":
    """Return the service of a folder, its snapshot built or reused, with a progress bar on a terminal."""
    from bot.serving.service import Service

    service = Service(config, seeds)
    with progress() as tell:
        service.open(tell)
    return service


def progress() -> "AbstractContextManager[Progress]":
    """Return a bar on standard error, which something slow tells how far it is."""
    if not sys.stderr.isatty():  # nobody watches
        from contextlib import nullcontext

        from index.progress import no_progress

        return nullcontext(no_progress)
    from bot.terminal.console import progress_bar, stderr

    return progress_bar(stderr())


def print_json(value: Any) -> None:
    """Print a value for programs."""
    click.echo(json.dumps(value, ensure_ascii=False, indent=2))
