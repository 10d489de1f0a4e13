"""Runs commands in the test's own process: starting one each takes a second, and most tests read what is printed."""

import io
import json
import logging
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from contextvars import copy_context
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from bot.terminal.cli import exit_code

OURS = ("CAVEAT_", "DISCORD_", "DATABASE_")


@dataclass(frozen=True, slots=True)
class Done:
    """What became of a command."""

    returncode: int
    stdout: str
    stderr: str


def caveat(home: Path, *arguments: str, stdin: str = "", **environ: str) -> Done:
    """Do what `caveat …` does in a folder, but for its start and end as a process."""
    stdout, stderr = (io.TextIOWrapper(io.BytesIO(), "utf-8", write_through=True) for _ in range(2))
    with pytest.MonkeyPatch.context() as patch, _logging_as_before():
        for name in [each for each in os.environ if each.startswith(OURS)]:
            patch.delenv(name)
        for name, value in ({"CAVEAT_MEANING__USE": "off"} | environ).items():
            patch.setenv(name, value)
        patch.chdir(home)
        patch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin.encode()), "utf-8"))
        with redirect_stdout(stdout), redirect_stderr(stderr):
            code = copy_context().run(exit_code, list(arguments))  # the language that it speaks is no other test's
    return Done(code, *(each.buffer.getvalue().decode() for each in (stdout, stderr)))


def printed_json(done: Done) -> Any:
    """Return the one JSON object that a command printed."""
    assert done.stderr == ""
    return json.loads(done.stdout)


@contextmanager
def _logging_as_before() -> Iterator[None]:
    """Give back the log that a command sets up for its process."""
    root = logging.getLogger()
    handlers, level = list(root.handlers), root.level
    root.handlers.clear()  # or they would be closed
    try:
        yield
    finally:
        root.handlers[:] = handlers
        root.setLevel(level)
