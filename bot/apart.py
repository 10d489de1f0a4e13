"""Reads what strangers attached in a process of its own, with limits on time and memory, and survives its death.

The process starts afresh: it inherits no connection, no event loop and nothing of another server's seeds.
"""

import multiprocessing
import signal
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from contextvars import copy_context
from dataclasses import dataclass
from pathlib import Path

from bot import wording_seeds as wording
from bot.i18n import gettext as _
from bot.i18n import language, speak
from bot.understanding import SeedFile, Understood, understand
from index.build import BuildSettings

AT_ONCE = 2  # files that are read at the same time; further ones wait
MIB = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """What reading one file may take: its size in bytes, wall-clock seconds, bytes of memory."""

    max_bytes: int
    seconds: float
    memory_bytes: int


class ReadingRoom:
    """Reads files apart; safe for many threads.

    Args:
        limits: for each file.
        settings: how passages are made.
    """

    def __init__(self, limits: Limits, settings: BuildSettings) -> None:
        self.limits = limits
        self._settings = settings
        self._threads = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="reading")

    def read(self, files: Sequence[SeedFile]) -> list[Understood]:
        """Read files, each by itself, so that a bad one spoils no other; blocks until all are read or given up."""
        begun = [self._threads.submit(copy_context().run, self._read_one, file) for file in files]
        return [reading.result() for reading in begun]

    def close(self) -> None:
        """Take no more files; those being read end within their limits."""
        self._threads.shutdown(wait=False, cancel_futures=True)

    def _read_one(self, file: SeedFile) -> Understood:
        if file.size_bytes > self.limits.max_bytes:
            return Understood(file.name, problem=too_large(file.name, file.size_bytes, self.limits.max_bytes))
        return _read_apart(file, self._settings, self.limits)


def too_large(name: str, size_bytes: int, max_bytes: int) -> str:
    """Say that a file is over the limit."""
    sizes = {"size": f"{size_bytes / MIB:.1f}", "most": f"{max_bytes / MIB:g}"}
    return _(wording.TOO_LARGE).format(name=name, **sizes)


def _read_apart(file: SeedFile, settings: BuildSettings, limits: Limits) -> Understood:
    """Read one file in a new process, which is killed when it takes too long."""
    from pebble import ProcessExpired, concurrent

    start = concurrent.process(timeout=limits.seconds, mp_context=multiprocessing.get_context("spawn"))
    try:
        found: Understood = start(_read_limited)(file, settings, limits, language()).result()
    except TimeoutError:
        sentence = _(wording.TOO_SLOW).format(name=file.name, seconds=f"{limits.seconds:g}")
    except MemoryError:
        sentence = _(wording.TOO_MUCH_MEMORY).format(name=file.name, most=f"{limits.memory_bytes / MIB:g}")
    except ProcessExpired as err:
        sentence = _died(file.name, err.exitcode, limits)
    else:
        return found
    return Understood(file.name, problem=sentence)


def _died(name: str, exitcode: int | None, limits: Limits) -> str:
    """Say why the process ended without a word."""
    if exitcode == -signal.SIGXCPU:
        return _(wording.TOO_SLOW).format(name=name, seconds=f"{limits.seconds:g}")
    return _(wording.BROKE).format(name=name)


def _read_limited(file: SeedFile, settings: BuildSettings, limits: Limits, spoken: str) -> Understood:
    """Read a file in the process that was started for it, and say what is wrong in the curator's language."""
    speak(spoken)
    _limit(limits)
    return understand(file, settings)


def _limit(limits: Limits) -> None:
    """Lower what this process may take, as far as the system can; everything is imported by now."""
    try:
        import resource
    except ImportError:  # Windows has none: there the time limit alone holds
        return
    bounds = {
        resource.RLIMIT_AS: _address_space_bytes() + limits.memory_bytes,
        resource.RLIMIT_CPU: int(limits.seconds) + 2,  # ends it also where its parent was killed
        resource.RLIMIT_CORE: 0,  # no copy of a stranger's file on the disk
    }
    for kind, most in bounds.items():
        with suppress(ValueError, OSError):  # a stricter limit of the system's own stays
            resource.setrlimit(kind, (most, most))


def _address_space_bytes() -> int:
    """Return the address space in use, which libraries reserve far more of than they fill; 0 where it is not told."""
    import resource

    try:
        pages = int(Path("/proc/self/statm").read_text("ascii").split()[0])
    except OSError:
        return 0
    return pages * resource.getpagesize()
