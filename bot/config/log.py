"""Logging for the whole program: one handler on standard error; a library below it stays quiet.

A traceback in the log shows where something failed and of what kind it was, but not the error's own words, since
they may repeat a question or a name; the level DEBUG shows them.
"""

import json
import logging
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from traceback import extract_tb
from types import TracebackType
from typing import Any

FOR_OPERATORS = "%(asctime)s %(levelname)s %(name)s: %(message)s"
FOR_PEOPLE = "caveat: %(message)s"
PROGRESS_EVERY_S = 2.0

log = logging.getLogger(__name__)
Raised = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


class WordlessFormatter(logging.Formatter):
    """Formats tracebacks without the words of the errors in them."""

    def formatException(self, ei: Raised) -> str:  # noqa: N802 the name is logging's
        """Show every error of the chain, the cause first: its frames and its type."""
        if ei[1] is None:
            return ""
        parts: list[str] = []
        seen: set[int] = set()  # a chain may lead back to where it began
        err: BaseException | None = ei[1]
        while err is not None and id(err) not in seen:
            seen.add(id(err))
            frames = "".join(extract_tb(err.__traceback__).format())
            parts.append(f"Traceback (most recent call last):\n{frames}{type(err).__qualname__}")
            err = err.__cause__ or (None if err.__suppress_context__ else err.__context__)
        return "\nwhich led to:\n".join(reversed(parts))


class JsonFormatter(logging.Formatter):
    """Writes each record as one JSON object in one line.

    Args:
        tracebacks: formats what an error brings along.
    """

    def __init__(self, tracebacks: logging.Formatter) -> None:
        super().__init__()
        self._tracebacks = tracebacks

    def format(self, record: logging.LogRecord) -> str:
        """Write moment, level, logger and message; a traceback where there is one."""
        entry = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
        }
        if record.exc_info:
            entry["traceback"] = self._tracebacks.formatException(record.exc_info)
        return json.dumps(entry, ensure_ascii=False)


class OneLineForNetworks(logging.Filter):
    """Cuts the tracebacks that discord.py logs at every failed connection to the type of the error."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Let every record pass, shortened where it is about a connection."""
        err = record.exc_info[1] if record.exc_info else None
        if err is not None and record.name.startswith("discord.") and _is_network(err):
            record.msg, record.args = f"{record.getMessage()} ({type(err).__name__})", None
            record.exc_info = None
        return True


def set_up_logging(level: str, form: str = FOR_OPERATORS, *, as_json: bool = False) -> None:
    """Send records of this level and above to standard error, one line each, in a form or as JSON."""
    handler = logging.StreamHandler(sys.stderr)
    plain = logging.Formatter(form) if level == "DEBUG" else WordlessFormatter(form)
    handler.setFormatter(JsonFormatter(plain) if as_json else plain)
    handler.addFilter(OneLineForNetworks())
    logging.basicConfig(level=level, handlers=[handler], force=True)
    # Each says at INFO or WARNING what nobody acts on.
    for chatty in ("filelock", "alembic", "discord.client", "markdown_it"):
        logging.getLogger(chatty).setLevel(logging.ERROR)


def log_unseen(_loop: object, context: dict[str, Any]) -> None:
    """Log an error that ended a task nobody waited for; asyncio itself would log the error's words."""
    log.error("a background task failed", exc_info=context.get("exception"))


def progress_in_log(clock: Callable[[], float] = time.monotonic) -> Callable[[str, int, int], None]:
    """Return a progress callback that writes a line now and then, so that a long build is not a silent one."""
    last = clock()

    def tell(stage: str, done: int, total: int) -> None:
        nonlocal last
        if clock() - last >= PROGRESS_EVERY_S:
            last = clock()
            log.info("%s: %d of %d", stage, done, total)

    return tell


def _is_network(err: BaseException) -> bool:
    return isinstance(err, OSError) or type(err).__module__.partition(".")[0] in {"aiohttp", "discord"}
