"""Runs the checks of this repository, and says how long each took: `make test`, `make fast`.

The first that fails ends it. Types are looked at beside the tests, since that takes one processor a minute. What this
machine does not let us test is said again at the end, where it is read.
"""

import os
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

BIN = Path(sys.executable).parent
CHECKS = {
    "format": ("ruff", "format", "--check", "."),
    "lint": ("ruff", "check", "."),
    "types": ("mypy",),
    "tests": ("pytest", "--numprocesses", "auto"),
}
BESIDE = "types"
# Alone, since three nodes of OpenSearch take all of a small machine; no hook of a commit waits for them. Whoever waits
# for the checks waits a quarter of an hour at most: where the others took long, this one is left to `make cluster`.
APART = {"cluster": ("pytest", "-m", "cluster and not soak", "tests/cluster")}
APART_WITHIN_S = 660.0
TOO_LATE = "NOT TESTED, since the other checks took too long: three nodes of OpenSearch; run `make cluster`"
# Without processes, real collections and properties of many drawn inputs; why each is left out needs no list.
FAST = ("-m", "not (soak or cluster or process or collection or hypothesis)", "-r", "fE")


def main(arguments: Sequence[str]) -> int:
    """Run the checks; return the exit code of the first that fails, 0 where none does."""
    fast = "--fast" in arguments
    took: dict[str, float] = {}
    code = 0
    with beside(CHECKS[BESIDE]) as types:
        untested = [] if fast else system_packages()
        for name, command in (CHECKS if fast else CHECKS | APART).items():
            if name == BESIDE:
                continue
            if name in APART and sum(took.values()) > APART_WITHIN_S:
                untested.append(TOO_LATE)
                continue
            began = time.perf_counter()
            code = run([*command, *FAST] if fast and name == "tests" else command)
            took[name] = time.perf_counter() - began
            if code:
                break
    code = code or types.returncode
    print(*untested, f"{'failed' if code else 'passed'}: {times(took)}", sep="\n", flush=True)
    return code


@contextmanager
def beside(command: Sequence[str]) -> Iterator["subprocess.CompletedProcess[str]"]:
    """Run a check while others run, and show it in the end; yields what its exit code stands in by then."""
    done = subprocess.CompletedProcess[str](command, 0)
    with subprocess.Popen(
        [BIN / command[0], *command[1:]], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as running:
        yield done
        said, _ = running.communicate()
    done.returncode = running.returncode
    print(f"\n$ {' '.join(command)}\n{said}", flush=True)


def system_packages() -> list[str]:
    """Get what the tests need beyond Python; return a line for whatever cannot be tested without."""
    done = subprocess.run(["scripts/system-packages"], stderr=subprocess.PIPE, text=True, check=False)
    print(done.stderr, end="", file=sys.stderr, flush=True)
    return [line for line in done.stderr.splitlines() if "NOT TESTED" in line]


def run(command: Sequence[str]) -> int:
    """Run one check in sight."""
    print(f"\n$ {' '.join(command)}", flush=True)
    # The tests start hundreds of processes: where none may keep what it compiled, each compiles all libraries anew.
    environ = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return subprocess.run([BIN / command[0], *command[1:]], env=environ, check=False).returncode


def times(took: dict[str, float]) -> str:
    """Lay the seconds of each check out: "format 0.2 s · lint 0.3 s · 0.5 s in all"."""
    parts = [f"{name} {seconds:.1f} s" for name, seconds in took.items()]
    return " · ".join([*parts, f"{sum(took.values()):.1f} s in all"])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
