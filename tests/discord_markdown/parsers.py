"""Asks parsers of Discord's Markdown, installed once with npm into a cache folder, what a text is shown as."""

import json
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import pytest
from filelock import FileLock

HERE = Path(__file__).parent
INSTALL_S = 120


@dataclass(frozen=True, slots=True)
class Shown:
    """What one parser takes a Markdown text for.

    Attributes:
        text: what a person reads.
        kinds: names of all node types, as the parser has them.
        quotes: the texts of its block quotes.
        links: the addresses that can be followed.
    """

    parser: str
    text: str
    kinds: list[str]
    quotes: list[str]
    links: list[str]


class Parsers:
    """A node process that reads one text after the other; states: started, asked any number of times, closed."""

    def __init__(self, folder: Path) -> None:
        command = ["node", str(HERE / "read.mjs"), str(folder)]
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def read(self, markdown: str) -> list[Shown]:
        """Return what each parser takes the text for."""
        stdin, stdout = self._pipes()
        stdin.write(json.dumps(markdown) + "\n")
        stdin.flush()
        return [Shown(**each) for each in json.loads(stdout.readline())]

    def close(self) -> None:
        """End the process and wait for it."""
        stdin, stdout = self._pipes()
        stdin.close()
        self._process.wait()
        stdout.close()

    def _pipes(self) -> tuple[IO[str], IO[str]]:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        return self._process.stdin, self._process.stdout


def installed(cache: Path) -> Path:
    """Install the parsers below a cache folder, where they are not yet; skip the test where that cannot be."""
    npm = shutil.which("npm")
    if npm is None or shutil.which("node") is None:
        pytest.skip("NOT CHECKED against independent Discord-Markdown parsers: needs node and npm")
    wanted = (HERE / "package.json").read_text("utf-8")
    done = cache / "installed.json"
    with FileLock(cache / "lock"):
        if not done.exists() or done.read_text("utf-8") != wanted:
            (cache / "package.json").write_text(wanted, "utf-8")
            _install(npm, cache)
            done.write_text(wanted, "utf-8")
    return cache


def _install(npm: str, folder: Path) -> None:
    command = [npm, "install", "--ignore-scripts", "--no-audit", "--no-fund", "--no-package-lock"]
    try:
        subprocess.run(command, cwd=folder, check=True, capture_output=True, timeout=INSTALL_S)
    except (OSError, subprocess.SubprocessError) as err:
        pytest.skip(f"NOT CHECKED against independent Discord-Markdown parsers: npm install failed ({err})")
