"""Tests that start something are told by reading them."""

import subprocess
from collections.abc import Callable

import pytest

from tests.bot.process import started
from tests.conftest import write_seeds
from tests.shared import shared
from tests.starting import reads_collections, starts


def starter() -> None:
    """Start a process itself."""
    subprocess.run(["true"], check=True)


def caller() -> None:
    """Name a helper of the tests that does."""
    helpers = [started]
    assert helpers


def writer() -> None:
    """Only write files."""
    assert write_seeds.__name__


def reader() -> None:
    """Ask for a real collection."""
    shared("collections")


@pytest.mark.parametrize(
    ("part", "starting", "reading"),
    [(starter, True, False), (caller, True, False), (writer, False, False), (reader, False, True)],
)
def test_what_a_test_names_tells_what_it_does(part: Callable[[], None], starting: bool, reading: bool) -> None:  # noqa: FBT001
    """Helpers are followed, however far."""
    assert (starting, reading) == (starts(part), reads_collections(part))
