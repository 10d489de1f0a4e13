"""Many people asking at once through the loopback Discord: how long each waits, and what the bot's process takes.

Used by the soak tests and by benchmarks/discord_load.py.
"""

import asyncio
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from tests.discord_double import BotProcess, DiscordDouble, NoAnswer

PEOPLE = 20
FORGET_EVERY = 500  # answers after which the double forgets them
UNLIMITED = {
    f"CAVEAT_LIMITS__{kind}": "1000000000" for kind in ("USER_QUESTIONS", "CHANNEL_QUESTIONS", "SERVER_QUESTIONS")
}


@dataclass(slots=True)
class Load:
    """What a load came to.

    Attributes:
        seconds: from the first question to the last answer.
        cpu_s: what the bot's process worked meanwhile, all its threads together.
        unanswered: questions to which nothing came within Discord's three seconds.
        acknowledged_ms: how long each person waited for the first response.
        memory_mb: the bot's memory, after every so many answers.
    """

    seconds: float = 0.0
    cpu_s: float = 0.0
    unanswered: int = 0
    acknowledged_ms: list[float] = field(default_factory=list)
    memory_mb: list[float] = field(default_factory=list)


def memory_mb(pid: int) -> float:
    """Read how much memory a process has; raises OSError where the system does not say."""
    for line in Path(f"/proc/{pid}/status").read_text("ascii").splitlines():
        if line.startswith("VmRSS"):
            return int(line.split()[1]) / 1024
    raise OSError("this system does not say how much memory a process has")


def cpu_s(pid: int) -> float:
    """Read how long a process has worked, in user code and in the system's."""
    ticks = Path(f"/proc/{pid}/stat").read_text("ascii").rpartition(")")[2].split()[11:13]
    return sum(map(int, ticks)) / 100  # ticks are 1/100 s on Linux, whatever its own clock does


async def ask_all(double: DiscordDouble, bot: BotProcess, questions: Iterable[str], at_once: int = 8) -> Load:
    """Ask all questions, so many at a time, each person the next as soon as they are answered."""
    load, waiting = Load(), iter(questions)
    started_s, worked_s = time.perf_counter(), cpu_s(bot.pid)
    await asyncio.gather(*(_person(double, bot, f"person {place}", waiting, load) for place in range(at_once)))
    load.seconds, load.cpu_s = time.perf_counter() - started_s, cpu_s(bot.pid) - worked_s
    return load


async def _person(double: DiscordDouble, bot: BotProcess, name: str, waiting: Iterator[str], load: Load) -> None:
    user = double.user(name)
    for question in waiting:
        try:
            answer = await user.slash(double.channel, "ask", question=question)
        except NoAnswer:  # on a machine that others keep busy; who waits for all answers looks at how many came
            load.unanswered += 1
            continue
        load.acknowledged_ms.append(answer.latency_s * 1000)
        if len(load.acknowledged_ms) % FORGET_EVERY == 0:
            double.forget()
            load.memory_mb.append(memory_mb(bot.pid))
