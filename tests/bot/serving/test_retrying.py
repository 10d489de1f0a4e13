"""A re-index that fails is tried again by itself, after pauses that grow, and at once when something asks for it."""

import asyncio

import pytest

from bot.serving import retrying
from bot.serving.retrying import Retries
from tests.bot.connected import until

pytestmark = pytest.mark.asyncio


class Attempts:
    """Attempts that fail so many times."""

    def __init__(self, failures: int) -> None:
        self.left = failures
        self.made = 0

    async def attempt(self) -> str | None:
        """Fail, or not."""
        self.made += 1
        self.left -= 1
        return "c0de" if self.left >= 0 else None


async def test_it_is_tried_until_it_succeeds(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody has to ask."""
    monkeypatch.setattr(retrying, "FIRST_PAUSE_S", 0.001)
    attempts = Attempts(3)
    retries = Retries(attempts.attempt)

    await retries.now()
    failure = retries.failure
    await until(lambda: retries.failure is None)

    assert failure is not None
    assert failure.code == "c0de"
    assert attempts.made == 4


async def test_pauses_grow_to_a_bound() -> None:
    """And begin anew after a success."""
    attempts, pauses = Attempts(10), []
    retries = Retries(attempts.attempt)
    for _ in range(10):
        await retries.now()
        assert retries.failure is not None
        pauses.append((retries.failure.next_at - retries.failure.at).total_seconds())
    await retries.now()
    attempts.left = 1
    await retries.now()

    assert pauses == [5, 10, 20, 40, 80, 160, 320, 600, 600, 600]
    assert retries.failure is not None
    assert (retries.failure.next_at - retries.failure.at).total_seconds() == 5
    retries.stop()


async def test_stopping_plans_nothing_any_more(monkeypatch: pytest.MonkeyPatch) -> None:
    """The process is about to end."""
    monkeypatch.setattr(retrying, "FIRST_PAUSE_S", 0.001)
    attempts = Attempts(5)
    retries = Retries(attempts.attempt)
    await retries.now()

    retries.stop()
    await asyncio.sleep(0.01)

    assert attempts.made == 1
