"""Reads what strangers attached in processes of their own, with limits on size, time and memory."""

import logging
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from dataclasses import dataclass
from typing import Final, TypeVar

from bot.health.observer import UNOBSERVED, Observer
from bot.seeding.intake.understanding import AttachedFile, AttachmentReading, paragraphs, understand
from bot.wording import seeds as wording
from bot.wording.i18n import counted, language, number, speak
from bot.wording.i18n import gettext as _
from index.processes.limited import Limit, LimitedProcesses, LimitError, ProcessLimits, WorkFailedError
from index.settings import BuildSettings

log = logging.getLogger(__name__)
Result = TypeVar("Result")

AT_ONCE = 2  # files that are read at the same time; further ones wait
MIB = 1024 * 1024
_GIVEN_UP: Final[Mapping[Limit, str]] = {
    "memory": wording.TOO_MUCH_MEMORY,
    "died": wording.BROKE,
}


@dataclass(frozen=True, slots=True)
class SandboxLimits:
    """What reading one file may take: its size in bytes, wall-clock seconds, bytes of memory."""

    max_bytes: int
    seconds: float
    memory_bytes: int


@dataclass(frozen=True, slots=True)
class ReadingTask:
    """A file to read, how passages are made, and the language of who attached it."""

    file: AttachedFile
    settings: BuildSettings
    language: str


class Sandbox:
    """Reads files apart; safe for many threads.

    Args:
        limits: for each file.
        settings: how passages are made.
        observer: is told of each file whose reading was given up.
    """

    def __init__(self, limits: SandboxLimits, settings: BuildSettings, observer: Observer = UNOBSERVED) -> None:
        self._observer = observer
        self.limits = limits
        self._settings = settings
        self._threads = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="reading")
        self._processes = LimitedProcesses(ProcessLimits(limits.seconds, limits.memory_bytes), AT_ONCE)

    def read(self, files: Sequence[AttachedFile]) -> list[AttachmentReading]:
        """Read files, each by itself, so that a bad one spoils no other; blocks until all are read or given up."""
        begun = [self._threads.submit(copy_context().run, self._read_one, file) for file in files]
        return [reading.result() for reading in begun]

    def close(self) -> None:
        """Take no more files, and end the processes that read some."""
        self._threads.shutdown(wait=False, cancel_futures=True)
        self._processes.close()

    def _read_one(self, file: AttachedFile) -> AttachmentReading:
        if file.size_bytes > self.limits.max_bytes:
            return AttachmentReading(file.name, problem=too_large(file.name, file.size_bytes, self.limits.max_bytes))
        try:
            return self._apart(read_task, file)
        except LimitError as err:
            self._observer.killed(err.limit)
            return AttachmentReading(file.name, problem=self._given_up(file.name, err.limit))

    def paragraphs(self, file: AttachedFile) -> tuple[str, ...]:
        """Return the paragraphs that are read of a file; none where it cannot be read, which `read` says why."""
        try:
            return self._apart(paragraphs_task, file)
        except LimitError:
            return ()

    def _apart(self, work: Callable[[ReadingTask], Result], file: AttachedFile) -> Result:
        try:
            return self._processes.run(work, ReadingTask(file, self._settings, language()))
        except WorkFailedError as err:
            log.error("reading a file apart failed: %s", err)  # noqa: TRY400 its own traceback is in its words
            raise RuntimeError("reading a file apart failed") from None

    def _given_up(self, name: str, limit: Limit) -> str:
        if limit == "seconds":
            return counted(wording.TOO_SLOW, self.limits.seconds, name=name)
        return _(_GIVEN_UP[limit]).format(name=name, most=number(self.limits.memory_bytes / MIB))


def read_task(task: ReadingTask) -> AttachmentReading:
    """Read a file in the process that was started for it, and say what is wrong in the curator's language."""
    speak(task.language)
    return understand(task.file, task.settings)


def paragraphs_task(task: ReadingTask) -> tuple[str, ...]:
    """Read the paragraphs of a file in the process that was started for it."""
    return paragraphs(task.file, task.settings)


def too_large(name: str, size_bytes: int, max_bytes: int) -> str:
    """Say that a file is over the limit."""
    return _(wording.TOO_LARGE).format(name=name, size=number(size_bytes / MIB, 1), most=number(max_bytes / MIB))
