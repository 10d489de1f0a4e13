"""Measures how soon a question on the command line is answered, and what the Discord process takes in memory.

    python benchmarks/startup.py --record

Both on the shipped seeds, built before. What the libraries of the Discord process cost is measured too: another
process imports every module, not ours, that the bot had loaded when it ended.
"""

import argparse
import asyncio
import os
import platform
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from itertools import repeat
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from results import record, table

sys.path.append(str(Path(__file__).parents[1]))  # for the tests' double

from tests.bot.load import UNLIMITED, ask_all, memory_mb
from tests.discord_double import DiscordDouble, openapi, running

ROOT = Path(__file__).parents[1]
QUESTION = "Why is the corridor to Nakhchivan contested?"
READY_S = 120.0
ASKED = 50  # questions after which the memory is read once more
RUN = """
import atexit, os, sys
from pathlib import Path
from bot.terminal.cli import main

def note():
    loaded = [(name, getattr(module, "__file__", None) or "") for name, module in sys.modules.items()]
    Path(os.environ["NOTED"]).write_text("\\n".join(name for name, path in loaded if "site-packages" in path))

atexit.register(note)
sys.argv = ["bot", "run"]
main()
"""
IMPORT = """
import importlib, sys
from contextlib import suppress
from pathlib import Path
for name in Path(sys.argv[1]).read_text().split():
    with suppress(Exception):
        importlib.import_module(name)
print(next(line.split()[1] for line in Path("/proc/self/status").read_text().splitlines() if line[:5] == "VmRSS"))
"""


def ask(environ: dict[str, str], *options: str) -> tuple[float, float, float]:
    """Ask on the command line; return seconds on the wall clock and of processor time, and the most memory, in MB."""
    start = time.perf_counter()
    command = [sys.executable, "-m", "bot", "ask", QUESTION, *options]
    process = subprocess.Popen(command, env=os.environ | environ, cwd=ROOT, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise RuntimeError(f"ask ended with {process.returncode}")
    return time.perf_counter() - start, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


async def discord_memory(home: Path, noted: Path) -> tuple[float, float]:
    """Run the bot; return its memory when it is ready and after some questions, in MB, and note what it loaded."""
    environ = UNLIMITED | {"CAVEAT_DATA__DIR": str(home / "data"), "NOTED": str(noted), "PYTHONPATH": str(ROOT)}
    async with DiscordDouble() as double, running(double, sys.executable, "-c", RUN, env=environ) as bot:
        await double.ready(timeout_s=READY_S)
        await double.settled()
        ready = memory_mb(bot.pid)
        await ask_all(double, bot, repeat(QUESTION, ASKED))
        asked = memory_mb(bot.pid)
        await bot.send(signal.SIGTERM)
    return ready, asked


def libraries_memory(modules: Path) -> float:
    """Import modules in a process of its own; return its memory, in MB."""
    done = subprocess.run([sys.executable, "-c", IMPORT, modules], capture_output=True, text=True, check=True)
    return int(done.stdout) / 1024


def main(arguments: Sequence[str]) -> None:
    """Measure and print; record where asked."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--record", action="store_true", help="write the section of RESULTS.md")
    options = parser.parse_args(arguments)
    openapi.DESCRIPTION = Path(os.devnull)  # what is sent is held against the description in the tests, not here
    rows = []
    with TemporaryDirectory() as folder:
        environ = {"CAVEAT_DATA__DIR": str(Path(folder, "data"))}
        ask(environ)  # builds
        for name, more in (("card", ()), ("JSON", ("--json",))):
            times = [ask(environ, *more) for _ in range(options.rounds)]
            walls, works, memories = zip(*times, strict=True)
            rows.append([name, *(f"{each:.2f}" for each in (min(walls), median(walls), median(works)))])
            rows[-1].append(f"{max(memories):.0f}")
        noted = Path(folder, "modules.txt")
        asyncio.run(discord_memory(Path(folder), noted))  # makes the database, which is no start as any other
        ready, asked = asyncio.run(discord_memory(Path(folder), noted))
        floor = libraries_memory(noted)
    report = (
        f"## Start-up\n\n`python benchmarks/startup.py --record`, {os.cpu_count()} CPUs, Python "
        f"{platform.python_version()}; the shipped seeds, built before. One question on the command line, "
        f"{options.rounds} times; on a busy machine the shortest time and the processor's tell most.\n\n"
        + table(["printed as", "shortest, s", "median, s", "processor time, s", "most memory, MB"], rows)
        + f"\nThe Discord process: {ready:.0f} MB when it is ready, {asked:.0f} MB after {ASKED} questions; importing "
        f"its libraries alone: {floor:.0f} MB.\n"
    )
    print(report)
    if options.record:
        record("startup", report)


if __name__ == "__main__":
    main(sys.argv[1:])
