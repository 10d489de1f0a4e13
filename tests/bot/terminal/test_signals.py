"""A signal at any moment of a build: one exit code, no traceback, no process left, what was published intact."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from random import Random

import psutil
import pytest

from index.snapshots.segmented import open_current
from tests.bot.process import environ_in
from tests.conftest import write_seeds

LONGEST_S = 2.5  # until the signal: by then a build of these seeds is in its midst, or done
END_S = 20.0
QUIET = {signal.SIGINT: {130, -signal.SIGINT, 0}, signal.SIGTERM: {143, -signal.SIGTERM, 0}}


@pytest.fixture(scope="module")
def seeds(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Seeds of some megabytes, which several processes read; one of them is published already."""
    words = "is harder than the one before, and weathers slowly in the rain of autumn"
    paragraphs = ["\n\n".join(f"Stone {file}-{line} {words}." for line in range(150)) for file in range(400)]
    home = tmp_path_factory.mktemp("many")
    write_seeds(home / "seeds", {"s0.txt": paragraphs[0]})
    subprocess.run([sys.executable, "-m", "bot", "reindex"], env=os.environ | environ_in(home), cwd=home, check=True)
    write_seeds(home / "seeds", {f"s{number}.txt": text for number, text in enumerate(paragraphs)})
    return home


def one_try(home: Path, random: Random) -> tuple[str, int, str]:
    """Start a re-index, send it a signal at a random moment, and return what became of it."""
    number = random.choice([signal.SIGINT, signal.SIGTERM])
    environ = os.environ | environ_in(home) | {"CAVEAT_REINDEX__PROCESSES": "4"}
    process = subprocess.Popen(
        [sys.executable, "-m", "bot", "reindex", "--force"],
        env=environ,
        cwd=home,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    time.sleep(random.uniform(0.001, LONGEST_S))  # the moment is what is tried
    to_all = number == signal.SIGINT or random.random() < 0.5  # a terminal signals all, a supervisor one or all
    if process.poll() is None:
        (os.killpg if to_all else os.kill)(process.pid, number)
    _, errors = process.communicate(timeout=END_S)
    return number.name, process.returncode, errors


def left_of(home: Path) -> list[str]:
    """Name the processes that still work in a folder, after a moment in which killed ones may go."""
    deadline = time.monotonic() + 5
    while True:
        found = [each for each in psutil.process_iter(["cwd", "status", "cmdline"]) if each.info["cwd"] == str(home)]
        living = [str(each.info["cmdline"]) for each in found if each.info["status"] != psutil.STATUS_ZOMBIE]
        if not living or time.monotonic() > deadline:
            return living


def check(home: Path, tries: int, random: Random) -> None:
    """Try so often, and look at each; what Python itself says before a line of ours runs is not ours."""
    (root,) = (home / "data" / "snapshots").iterdir()
    for _ in range(tries):
        name, code, errors = one_try(home, random)

        assert code in QUIET[signal.Signals[name]] | ({1} if is_pythons_own(errors) else set())
        assert errors == "" or is_pythons_own(errors)
        assert left_of(home) == []
        assert len(open_current(root)) > 0


def is_pythons_own(errors: str) -> bool:
    """Tell a traceback of the interpreter's own start from one of ours."""
    return errors.rstrip().endswith("KeyboardInterrupt") and "bot/terminal" not in errors and "index/" not in errors


@pytest.mark.parametrize("seed", range(2))
def test_a_signal_at_any_moment_of_a_build(seeds: Path, seed: int) -> None:
    """A sample of the campaign."""
    check(seeds, 3, Random(seed))


@pytest.mark.soak
@pytest.mark.timeout(0)
def test_two_hundred_signals(seeds: Path) -> None:
    """From the first millisecond on."""
    check(seeds, 200, Random(21))
