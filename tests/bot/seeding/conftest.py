"""The bot in the test's own process, in place of one of its own, and soon to say that something takes a while."""

from pathlib import Path

import pytest

from bot.replies import busy
from tests.bot.connected import ObedientService, service_in
from tests.bot.connected import connected_bot as bot

__all__ = ["bot"]


@pytest.fixture(autouse=True)
def never_busy(monkeypatch: pytest.MonkeyPatch) -> None:
    """However slow the machine is, a card says nothing before the outcome, unless a test wants that."""
    monkeypatch.setattr(busy, "BUSY_AFTER_S", 60.0)


@pytest.fixture
def service(tmp_path: Path) -> ObedientService:
    """A service over a few seeds of the operator's."""
    return service_in(tmp_path, defer_after_s=1.0)
