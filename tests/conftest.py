"""Fixtures that several rooms share: small libraries built from literal seeds."""

import os
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from unittest.mock import patch

import pytest
from hypothesis import settings

from index.building.build import build
from index.engines.library import Library
from index.settings import BuildSettings, PassageSize
from tests.bot.wording.lag import pytest_terminal_summary
from tests.starting import pytest_collection_modifyitems

__all__ = ["pytest_collection_modifyitems", "pytest_terminal_summary"]

# A shared machine has slow moments, and a first call loads word lists: time never decides a property.
# A sample of each property's inputs is drawn; `make soak` draws many more.
settings.register_profile("caveat", deadline=None, max_examples=20)
settings.register_profile("soak", deadline=None, max_examples=1_000)
settings.load_profile("caveat")

# What is tested are the English words, also in processes that are started, whatever this machine speaks.
os.environ["LANGUAGE"] = "en"

SHIPPED = Path(__file__).resolve().parent.parent / "seeds"


@pytest.fixture(scope="session", autouse=True)
def _nothing_waits_for_the_disk() -> Iterator[None]:
    """Whether bytes outlive the machine is no question here, and thousands of small builds would wait for a disk.

    Processes that are started sync as they always do: what is killed is one of them.
    """
    with patch("os.fsync", lambda _file: None):
        yield


def write_seeds(folder: Path, files: Mapping[str, str | bytes]) -> Path:
    """Write literal seeds into a folder, and return it."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        (folder / name).write_bytes(content.encode() if isinstance(content, str) else content)
    return folder


@pytest.fixture
def make_library(tmp_path: Path) -> Callable[..., Library]:
    """Return a maker of libraries: literal files in, an opened library out."""

    def make(files: Mapping[str, str | bytes], target_chars: int = 700) -> Library:
        settings = BuildSettings(size=PassageSize(target_chars=target_chars, max_chars=max(1_200, target_chars)))
        build(write_seeds(tmp_path / "seeds", files), tmp_path / "root", settings)
        library = Library([tmp_path / "root"])
        library.reload()
        return library

    return make


@pytest.fixture(scope="session")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> Library:
    """The seeds that ship with the program, built once."""
    root = tmp_path_factory.mktemp("shipped")
    build(SHIPPED, root)
    library = Library([root])
    library.reload()
    return library
