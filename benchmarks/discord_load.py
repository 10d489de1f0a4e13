"""Asks the bot, a process of its own held to one core, through the loopback Discord until it is busy all the time.

    python benchmarks/discord_load.py --questions 3000 --record
    python benchmarks/discord_load.py --questions 100000 --record

The other core is the double's, which stands for Discord and for the people. Where the machine is shared, the wall
clock tells what was left to us; questions a second of the bot's own processor time tell what one core could do.
"""

import argparse
import asyncio
import os
import platform
import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from itertools import cycle, islice
from pathlib import Path
from tempfile import TemporaryDirectory

from corpus import DEFAULT_COLLECTIONS, read_question_texts, write_seeds
from results import record, table

sys.path.append(str(Path(__file__).parents[1]))  # for the tests' double

from tests.bot.load import UNLIMITED, Load, ask_all, memory_mb
from tests.bot.process import started
from tests.discord_double import DiscordDouble, openapi

WARM_UP = 300
SOAK = 50_000  # from so many questions on it is memory that is looked at
READY_S = 600.0  # a first build takes its time


def until(end_s: float, questions: Iterable[str]) -> Iterator[str]:
    """Yield questions until a moment on the monotonic clock."""
    for question in questions:
        if time.monotonic() >= end_s:
            return
        yield question


async def run(home: Path, questions: Sequence[str], count: int, minutes: float) -> tuple[Load, Load, float]:
    """Ask one at a time, then eight at once for so long at most; return both loads and the memory before."""
    asked = cycle(questions)
    async with DiscordDouble() as double, started(double, home, **UNLIMITED) as bot:
        await double.ready(timeout_s=READY_S)
        os.sched_setaffinity(bot.pid, {1})
        os.sched_setaffinity(0, {0})
        await ask_all(double, bot, islice(asked, WARM_UP))
        memory = memory_mb(bot.pid)
        alone = await ask_all(double, bot, islice(asked, WARM_UP), at_once=1)
        busy = await ask_all(double, bot, until(time.monotonic() + 60 * minutes, islice(asked, count)))
        broken = [each for each in double.violations if not each.detail.startswith("no response")]  # those are counted
        if broken:
            raise RuntimeError(f"the bot broke rules of Discord: {broken[:3]}")
        return alone, busy, memory


def spread(load: Load) -> str:
    """Say the median and the 99th percentile to the acknowledgement."""
    times = sorted(load.acknowledged_ms)
    return f"{times[len(times) // 2]:.1f} / {times[len(times) * 99 // 100]:.1f}"


def render(alone: Load, busy: Load, memory: float) -> str:
    """Lay out what was measured."""
    rows = []
    for name, load in (("one after the other", alone), ("eight at once", busy)):
        count = len(load.acknowledged_ms)
        rates = [f"{count / seconds:.0f}" for seconds in (load.seconds, load.cpu_s)]
        rows.append([name, f"{count:,}", *rates, spread(load)])
    head = ["questions", "how many", "a second", "a second of processor time", "acknowledged, p50 / p99, ms"]
    later = busy.memory_mb[:: max(1, len(busy.memory_mb) // 8)]
    course = f"Memory, MB: {memory:.0f} once warm, then {', '.join(f'{each:.0f}' for each in later)}.\n"
    late = f"Not acknowledged within 3 s: {busy.unanswered}.\n" if busy.unanswered else ""
    return table(head, rows) + "\n" + course + late


def main(arguments: Sequence[str]) -> None:
    """Measure and print; record where asked."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--collections", type=Path, default=DEFAULT_COLLECTIONS, help="folder of collections")
    parser.add_argument("--questions", type=int, default=3_000)
    parser.add_argument("--minutes", type=float, default=120.0, help="after which no more questions are asked")
    parser.add_argument("--size", type=int, default=5_000, help="paragraphs in the seeds")
    parser.add_argument("--record", action="store_true", help="write the section of RESULTS.md")
    options = parser.parse_args(arguments)
    openapi.DESCRIPTION = Path(os.devnull)  # what is sent is held against the description in the tests, not here
    questions = [text for text in read_question_texts(options.collections) if 3 <= len(text) <= 300]
    with TemporaryDirectory() as folder:
        write_seeds(options.collections, options.size, Path(folder, "seeds"))
        loads = asyncio.run(run(Path(folder), questions, options.questions, options.minutes))
    long = options.questions >= SOAK
    report = (
        f"## Through Discord{', for long' if long else ''}\n\n"
        f"`python benchmarks/discord_load.py --questions {options.questions} --minutes {options.minutes:g} --record`, "
        f"{os.cpu_count()} CPUs, Python {platform.python_version()}. The bot on one core, the loopback Discord on the "
        f"other; articles of enwiki-250k ({options.size:,} paragraphs), questions of squad20-dev; each answer a card "
        "with buttons. Acknowledged: from the event at the gateway to the first response.\n\n" + render(*loads)
    )
    print(report)
    if options.record:
        record("discord soak" if long else "discord load", report)


if __name__ == "__main__":
    main(sys.argv[1:])
