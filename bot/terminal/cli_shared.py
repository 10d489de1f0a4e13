"""What all commands share: the config as first argument, options, progress, JSON. Knows no command."""

import json
import os
import sys
import time
from collections.abc import Callable
from contextlib import suppress
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
FEW = 100  # passages whose vectors nobody minds waiting for: 10 to 60 ms each, once
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


def opened(config: "Config", seeds: Path | None, *, asks: bool = False, stays: bool = False) -> "Service":
    """Return the service of a folder, its snapshot built or reused, with a progress bar on a terminal.

    Args:
        config: the operator's.
        seeds: the folder; None for the configured one.
        asks: it is asked at once, so what finds by meaning is made first, where there is little of it.
        stays: it is asked for a while, so that is made beside the answers.
    """
    from bot.serving.service import Service

    service = Service(config, seeds)
    service.use_meaning(make=stays)
    with progress() as tell:
        service.open(tell)
        searcher, meaning = service.library.searcher, service.meaning
        if asks and meaning and len(searcher) <= FEW and meaning.state(searcher) == "building":
            meaning.make(searcher, tell)
    return service


def make_vectors(service: "Service", most_s: float | None) -> None:
    """Make what finds passages by meaning, for so many seconds; None for all of it."""
    until = None if most_s is None else time.monotonic() + most_s
    with suppress(TimeoutError), progress() as tell:

        def tell_in_time(stage: str, done: int, total: int) -> None:
            tell(stage, done, total)
            if until is not None and time.monotonic() > until:
                raise TimeoutError

        if service.meaning:
            service.meaning.make(service.library.searcher, tell_in_time)


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
