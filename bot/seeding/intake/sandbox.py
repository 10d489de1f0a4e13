"""Reads what strangers attached in a process of its own, with limits on time and memory, and survives its death.

The process starts afresh: it inherits no connection, no event loop and nothing of another server's seeds.
"""

import logging
import multiprocessing
import os
import signal
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from contextvars import copy_context
from dataclasses import dataclass
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess
from pathlib import Path
from threading import Lock, Thread
from traceback import format_tb

from bot.seeding.intake.understanding import AttachedFile, AttachmentReading, understand
from bot.wording import seeds as wording
from bot.wording.i18n import gettext as _
from bot.wording.i18n import language, speak
from index.settings import BuildSettings

log = logging.getLogger(__name__)

AT_ONCE = 2  # files that are read at the same time; further ones wait
MIB = 1024 * 1024
SPAWN = multiprocessing.get_context("spawn")  # a fork would copy the event loop, its sockets and all that is served


@dataclass(frozen=True, slots=True)
class SandboxLimits:
    """What reading one file may take: its size in bytes, wall-clock seconds, bytes of memory."""

    max_bytes: int
    seconds: float
    memory_bytes: int


class Sandbox:
    """Reads files apart; safe for many threads.

    Args:
        limits: for each file.
        settings: how passages are made.
    """

    def __init__(self, limits: SandboxLimits, settings: BuildSettings) -> None:
        self.limits = limits
        self._settings = settings
        self._threads = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="reading")
        self._lock = Lock()
        self._running: set[SpawnProcess] = set()

    def read(self, files: Sequence[AttachedFile]) -> list[AttachmentReading]:
        """Read files, each by itself, so that a bad one spoils no other; blocks until all are read or given up."""
        begun = [self._threads.submit(copy_context().run, self._read_one, file) for file in files]
        return [reading.result() for reading in begun]

    def close(self) -> None:
        """Take no more files, and end the processes that read some."""
        self._threads.shutdown(wait=False, cancel_futures=True)
        with self._lock:
            for process in self._running:
                process.kill()

    def _read_one(self, file: AttachedFile) -> AttachmentReading:
        if file.size_bytes > self.limits.max_bytes:
            return AttachmentReading(file.name, problem=too_large(file.name, file.size_bytes, self.limits.max_bytes))
        return self._read_apart(file)

    def _read_apart(self, file: AttachedFile) -> AttachmentReading:
        """Read one file in a new process, which is killed when it takes too long."""
        result, outlet = SPAWN.Pipe(duplex=False)
        task = (outlet, file, self._settings, self.limits, language())
        process = SPAWN.Process(target=_read_and_send, args=task, daemon=True)
        with result, self._running_until_read(process):
            outlet.close()  # so that the end of the process is the end of the pipe
            if not result.poll(self.limits.seconds):
                return _too_slow(file.name, self.limits)
            try:
                found: AttachmentReading | str = result.recv()
            except (EOFError, OSError):
                process.join()
                return _died(file.name, process.exitcode, self.limits)
        if isinstance(found, AttachmentReading):
            return found
        log.error("reading a file apart failed: %s", found)
        raise RuntimeError("reading a file apart failed")

    @contextmanager
    def _running_until_read(self, process: SpawnProcess) -> Iterator[None]:
        process.start()
        with self._lock:
            self._running.add(process)
        try:
            yield
        finally:
            with self._lock:
                self._running.discard(process)
            process.kill()
            process.join()
            process.close()


def too_large(name: str, size_bytes: int, max_bytes: int) -> str:
    """Say that a file is over the limit."""
    sizes = {"size": f"{size_bytes / MIB:.1f}", "most": f"{max_bytes / MIB:g}"}
    return _(wording.TOO_LARGE).format(name=name, **sizes)


def _too_slow(name: str, limits: SandboxLimits) -> AttachmentReading:
    return AttachmentReading(name, problem=_(wording.TOO_SLOW).format(name=name, seconds=f"{limits.seconds:g}"))


def _died(name: str, exitcode: int | None, limits: SandboxLimits) -> AttachmentReading:
    """Say why the process ended without a word."""
    if hasattr(signal, "SIGXCPU") and exitcode == -signal.SIGXCPU:  # Windows has no such limit
        return _too_slow(name, limits)
    return AttachmentReading(name, problem=_(wording.BROKE).format(name=name))


def _read_and_send(
    outlet: Connection, file: AttachedFile, settings: BuildSettings, limits: SandboxLimits, spoken: str
) -> None:
    """Read a file in the process that was started for it, and say what is wrong in the curator's language.

    A failure of ours travels as its type and the places in the program, without the words of the file.
    """
    speak(spoken)
    _fall_silent()
    Thread(target=_leave_with_parent, daemon=True).start()
    _limit(limits)
    found: AttachmentReading | str
    try:
        found = understand(file, settings)
    except MemoryError:
        sentence = _(wording.TOO_MUCH_MEMORY).format(name=file.name, most=f"{limits.memory_bytes / MIB:g}")
        found = AttachmentReading(file.name, problem=sentence)
    except Exception as err:  # noqa: BLE001 the process that asked raises it
        found = f"{type(err).__name__}\n{''.join(format_tb(err.__traceback__))}"
    outlet.send(found)


def _fall_silent() -> None:
    """Write nowhere: what a library prints of a stranger's file belongs in no log."""
    with Path(os.devnull).open("wb") as nowhere:
        for stream in (1, 2):
            os.dup2(nowhere.fileno(), stream)


def _leave_with_parent() -> None:
    """End this process when the one that started it does, even by a kill."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _limit(limits: SandboxLimits) -> None:
    """Lower what this process may take, as far as the system can; everything is imported by now."""
    try:
        import resource
    except ImportError:  # Windows has none: there the time limit alone holds
        return
    bounds = {
        resource.RLIMIT_AS: _address_space_bytes() + limits.memory_bytes,
        resource.RLIMIT_CPU: int(limits.seconds) + 2,  # for code that lets no other thread run
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
