"""The local chat at a terminal: questions, completion of commands, history, and how one leaves."""

import os
import pty
import re
import select
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Self

from tests.bot.process import environ_in

PROMPT_READY = "\x1b[?2004h"  # what the editor switches on when it begins to read a line
UP, CTRL_C, CTRL_D, TAB, ENTER = b"\x1b[A", b"\x03", b"\x04", b"\t", b"\r"
CONTROLS = re.compile(r"\x1b(?:\[[0-9;?]*[a-zA-Z]|[=>]|\].*?\x07)")
PATIENCE_S = 20.0


class Terminal:
    """A chat at a terminal of its own."""

    def __init__(self, home: Path) -> None:
        self._master, slave = pty.openpty()
        environ = os.environ | environ_in(home) | {"PROMPT_TOOLKIT_NO_CPR": "1", "TERM": "xterm", "COLUMNS": "200"}
        command = [sys.executable, "-m", "bot", "chat"]
        self._process = subprocess.Popen(command, stdin=slave, stdout=slave, stderr=slave, env=environ)
        os.close(slave)
        self._shown = ""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._process.kill()
        self._process.wait()
        os.close(self._master)

    def types(self, *keys: bytes) -> None:
        """Press keys, once a line is read."""
        self._read_until(lambda: PROMPT_READY in self._shown, "a prompt")
        self.presses(*keys)

    def presses(self, *keys: bytes) -> None:
        """Press keys at once."""
        self._shown = ""
        os.write(self._master, b"".join(keys))

    def shows(self, words: str) -> None:
        """Wait until the terminal has shown some words since the last keys."""
        self._read_until(lambda: words in CONTROLS.sub("", self._shown), words)

    def _read_until(self, look: Callable[[], bool], awaited: str) -> None:
        deadline = time.monotonic() + PATIENCE_S
        while not look():
            ready, _, _ = select.select([self._master], [], [], max(0.0, deadline - time.monotonic()))
            assert ready, f"{awaited!r} is not in {self._shown!r}"
            self._shown += os.read(self._master, 1 << 16).decode(errors="replace")

    def left(self) -> int:
        """Wait for its end, and return its exit code."""
        return self._process.wait(PATIENCE_S)


def test_a_person_asks_completes_and_leaves(home: Path) -> None:
    """A question gets its passage and caveat, Tab completes a command, Ctrl-C clears the line, Ctrl-D leaves."""
    with Terminal(home) as terminal:
        terminal.shows("/quit leaves")
        terminal.types(b"how hard is granite?", ENTER)
        terminal.shows("grain of salt")
        terminal.types(b"/sta")
        terminal.shows("/status")
        terminal.presses(TAB)
        terminal.shows("tus")  # what is new on the line
        terminal.presses(ENTER)
        terminal.shows("generation")
        terminal.types(b"nonsense", CTRL_C)
        terminal.types(b"/help", ENTER)
        terminal.shows("Commands")
        terminal.types(CTRL_D)

        assert terminal.left() == 0


def test_the_next_chat_remembers_what_was_typed(home: Path) -> None:
    """The arrow key brings back the last line, in the same chat and in the next one."""
    for _ in range(2):
        with Terminal(home) as terminal:
            terminal.shows("/quit leaves")
            if not (home / "data" / "chat-history").exists():
                terminal.types(b"how hard is granite?", ENTER)
                terminal.shows("grain of salt")
            terminal.types(UP, ENTER)
            terminal.shows("Granite is hard")
            terminal.types(CTRL_D)

            assert terminal.left() == 0
