"""Checks of readiness: one that hangs, one that fails, and what is said of them."""

import threading

import pytest

from bot.health.readiness import AWAY, SLOW, DatabaseCheck, problems

pytestmark = pytest.mark.asyncio


async def well() -> str:
    """Find nothing."""
    return ""


async def ill() -> str:
    """Find something."""
    return "is not open"


async def test_only_what_is_wrong_is_named() -> None:
    """By the name of its check."""
    assert await problems({"gateway": well, "library": ill}) == {"library": "is not open"}


async def test_a_database_that_fails_is_away_and_its_words_are_kept() -> None:
    """Addresses and users stand in such errors."""

    def ping() -> None:
        raise ConnectionError("user caveat on db.example")

    assert await DatabaseCheck(ping)() == AWAY


async def test_a_database_that_hangs_is_asked_once() -> None:
    """However often somebody looks, one thread waits; as soon as it answers, all is well."""
    release, asked = threading.Event(), []

    def ping() -> None:
        asked.append(1)
        assert release.wait(30)

    check = DatabaseCheck(ping, wait_s=0.01)
    found = [await check(), await check(), await check()]
    release.set()
    patient = DatabaseCheck(lambda: None)

    assert found == [SLOW] * 3
    assert asked == [1]
    assert await patient() == ""
