"""Where a build finds its seeds: a folder, or any place that lists seeds and gives their bytes. Knows no format."""

from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

from index.seeds import SeedFile, find_seeds, load_bytes
from index.seeds.works import SideFile


class Contents(Protocol):
    """What one seed consists of; the bytes may be fetched only when they are asked for."""

    @property
    def checksum(self) -> str:
        """What tells these contents from any others the seed had."""

    @property
    def data(self) -> bytes:
        """The file."""

    @property
    def sidecar(self) -> bytes | None:
        """The side-car's file, if there is one."""

    @property
    def further(self) -> tuple[SideFile, ...]:
        """What else speaks of it: references, folders."""


class SeedSource(Protocol):
    """The seeds of one library."""

    @property
    def library(self) -> str:
        """What tells passages of the same words in different libraries apart; "" for the operator's."""

    def seeds(self) -> Sequence[SeedFile]:
        """List the seeds in corpus order, each with an id of its own; raises SeedError where that cannot be done."""

    def load(self, seed: SeedFile, *, max_bytes: int) -> Contents:
        """Return what a seed consists of; raises SeedError for whatever keeps it from being read."""


class FolderSource:
    """The seed files of a folder."""

    library = ""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def seeds(self) -> Sequence[SeedFile]:
        """List the seed files; raises SeedError where the folder is missing or cannot be listed."""
        return find_seeds(self._folder)

    def load(self, seed: SeedFile, *, max_bytes: int) -> Contents:
        """Load a file and its side-car; raises SeedError for what cannot be read."""
        return load_bytes(seed, max_bytes=max_bytes)
