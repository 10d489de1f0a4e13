"""How the process of a command begins and ends: its streams, its signals, its exit code. Knows no command."""

import os
import signal
import sys
import threading
import time
from contextlib import suppress
from io import TextIOWrapper
from pathlib import Path
from typing import NoReturn

import click

SIGNALLED = 128  # what shells add to a signal's number, to say that it ended a program
THREADS_END_S = 0.5  # that threads of a process that is done are given to end too
SHOW_CURSOR = b"\x1b[?25h"  # a progress bar hides it


def begin() -> None:
    """Make streams and signals what a command can rely on."""
    _have_all_streams()
    _never_stumble_over_characters()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, _leave_at_once)
    # Else numpy's library of linear algebra, which nothing here has long enough vectors for, starts threads first.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")


def end(code: int) -> NoReturn:
    """End the process, also where a thread hangs in what does not answer any more."""
    deadline = time.monotonic() + THREADS_END_S
    for thread in threading.enumerate():
        if thread is not threading.main_thread() and not thread.daemon:
            thread.join(max(0.0, deadline - time.monotonic()))
            if thread.is_alive():
                _flush()
                _leave(code)
    sys.exit(code)


def _flush() -> None:
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError, ValueError):
            stream.flush()


def _leave_at_once(number: int, _frame: object) -> NoReturn:
    """End the command without a word, and all processes that it started; whatever is published stays as it was."""
    if sys.stderr.isatty():
        os.write(sys.stderr.fileno(), SHOW_CURSOR)
    _leave(SIGNALLED + number)


def _leave(code: int) -> NoReturn:
    """End this process at once; nothing is imported for it, since an import may be what was interrupted."""
    leave = getattr(sys.modules.get("index.processes.children"), "leave", os._exit)
    leave(code)
    raise AssertionError("unreachable")


def failed(err: Exception) -> int:
    """Say what failed; return the exit code."""
    from bot.wording.errors import FAILED, WRONG_USE, report

    if isinstance(err, click.ClickException):
        err.show()
        return WRONG_USE
    if isinstance(err, BrokenPipeError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # else Python complains at exit
        return FAILED
    told = report(err)
    click.echo(f"caveat: {told.sentence}", err=True)
    return told.exit_code


def _have_all_streams() -> None:
    """Open in place of a stream that was closed before the start one that is empty, or takes everything."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, Path(os.devnull).open(mode, encoding="utf-8"))  # noqa: SIM115 it stays open to the end


def _never_stumble_over_characters() -> None:
    """Let a pipe or a terminal that does not know a character show its number, and take what is no text for one."""
    for stream, errors in ((sys.stdin, "replace"), (sys.stdout, "backslashreplace"), (sys.stderr, "backslashreplace")):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors=errors)
