"""Many questions one after the other: all are answered, in time, and nothing of them stays in memory."""

from itertools import cycle, islice
from pathlib import Path

import pytest

from tests.bot.load import UNLIMITED, ask_all, memory_mb
from tests.bot.process import SEED, started
from tests.conftest import write_seeds
from tests.discord_double import DiscordDouble

pytestmark = [
    pytest.mark.asyncio,
    pytest.mark.skipif(
        not Path("/proc/self/status").exists(), reason="this system does not say how much memory is used"
    ),
]

WARM_UP = 100
QUESTIONS = [
    f"How {kind} is {stone}{mark}"
    for kind in ("hard", "soft", "old", "heavy", "hrad", "grey")
    for stone in ("granite", "marble", "granit", "the stone from the north")
    for mark in ("?", " really?", "")
]


@pytest.mark.parametrize(
    ("count", "most_mb"), [(200, 8), pytest.param(100_000, 16, marks=[pytest.mark.soak, pytest.mark.timeout(0)])]
)
async def test_memory_stays_flat_over_many_questions(
    double: DiscordDouble, tmp_path: Path, count: int, most_mb: float
) -> None:
    """After the first questions the process hardly grows, however many follow."""
    write_seeds(tmp_path / "seeds", {"stones.md": SEED})
    questions = cycle(QUESTIONS)

    async with started(double, tmp_path, **UNLIMITED) as bot:
        await double.ready()
        await ask_all(double, bot, islice(questions, WARM_UP))
        before = memory_mb(bot.pid)
        load = await ask_all(double, bot, islice(questions, count))
        grown = memory_mb(bot.pid) - before

    assert count == len(load.acknowledged_ms)
    assert max(load.acknowledged_ms) < 3_000
    assert grown < most_mb
    assert [] == double.violations
