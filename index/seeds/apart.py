"""Reads seeds of binary, packed and nested formats in a process apart, with limits: no file can hurt this one."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

from index.errors import SeedError
from index.messages import N_, Sentence
from index.model import Document
from index.processes.limited import Limit, LimitedProcesses, LimitError, ProcessLimits, WorkFailedError
from index.readers.registry import is_plain
from index.seeds.folder import SeedFile, load_bytes
from index.seeds.seed import read_seed
from index.seeds.works import SideFile
from index.settings import ReadingLimits

MIB = 1024 * 1024
_PIECES = 500  # files that one process reads before a fresh one does, so that what libraries leak is given back

_GIVEN_UP: Mapping[Limit, str] = {
    "seconds": N_("takes more than {seconds:,g} s to read; split it, or raise seeds.parse_seconds in the config"),
    "memory": N_("takes more than {most:,} MiB to read; split it, or raise seeds.parse_memory_bytes in the config"),
    "output": N_("holds more text than can be taken at once; split it into several files"),
    "died": N_(
        "broke the program that reads it, or took all of its {most} MiB; save it anew, export it in another format, "
        "or raise seeds.parse_memory_bytes in the config"
    ),
}
_FAILED = N_("cannot be read, by a fault of ours ({kind}); save its text as Markdown, and report the file")


@dataclass(frozen=True, slots=True)
class _ReadingTask:
    """A file to read."""

    data: bytes
    name: str
    seed: str
    sidecar: bytes | None
    further: tuple[SideFile, ...]


class SeedReader:
    """Reads seeds: plain text here, everything else in a process that is started when the first such file comes.

    Args:
        limits: for each file.
    """

    def __init__(self, limits: ReadingLimits) -> None:
        self._limits = limits
        self._apart = LimitedProcesses(ProcessLimits(limits.seconds, limits.memory_bytes), at_once=1, pieces=_PIECES)

    def __enter__(self) -> Self:
        """Read until the end of the block."""
        return self

    def __exit__(self, *_error: object) -> None:
        """End the process that reads."""
        self._apart.close()

    def read(
        self, data: bytes, name: str, *, seed: str, sidecar: bytes | None = None, further: tuple[SideFile, ...] = ()
    ) -> tuple[Document, ...]:
        """Read a seed as `read_seed` does. Raises SeedError, also where a limit is passed or the process died."""
        if is_plain(name, data):
            return read_seed(data, name, seed=seed, sidecar=sidecar, further=further)
        return self.read_apart(data, name, seed=seed, sidecar=sidecar, further=further)

    def load(self, seed: SeedFile, *, max_bytes: int) -> tuple[Document, ...]:
        """Open and read a file with its side-car. Raises SeedError for whatever keeps it from being read."""
        found = load_bytes(seed, max_bytes=max_bytes)
        return self.read(found.data, str(seed.path), seed=seed.id, sidecar=found.sidecar, further=found.further)

    def read_apart(
        self, data: bytes, name: str, *, seed: str, sidecar: bytes | None = None, further: tuple[SideFile, ...] = ()
    ) -> tuple[Document, ...]:
        """Read a seed in the process apart, whatever it is. Raises SeedError as `read` does."""
        try:
            documents, error = self._apart.run(_read, _ReadingTask(data, name, seed, sidecar, further))
        except LimitError as err:
            raise SeedError(name, self._given_up(err.limit)) from None
        except WorkFailedError as err:
            raise SeedError(name, Sentence(_FAILED, kind=str(err).partition("\n")[0])) from None
        if error:
            problem, line = error
            raise SeedError(name, problem, line)
        return documents

    def _given_up(self, limit: Limit) -> Sentence:
        return Sentence(_GIVEN_UP[limit], seconds=self._limits.seconds, most=self._limits.memory_bytes // MIB)


def _read(task: _ReadingTask) -> tuple[tuple[Document, ...], tuple[str, int | None] | None]:
    """Read a seed in the process apart; what is wrong with it comes back as a value."""
    try:
        return read_seed(task.data, task.name, seed=task.seed, sidecar=task.sidecar, further=task.further), None
    except SeedError as err:
        return (), (err.problem, err.line)
