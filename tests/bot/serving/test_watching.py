"""The operator's folder, watched: what changes is indexed, what another process built is served."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from bot.serving.service import Service
from bot.serving.watching import Watch
from tests.bot.connected import connected, service_in, until
from tests.bot.servers import shown
from tests.conftest import write_seeds
from tests.discord_double import DiscordDouble

pytestmark = pytest.mark.asyncio
SLATE = {"slate.md": "Slate splits well into thin plates.\n"}


@pytest.fixture
def service(tmp_path: Path) -> Service:
    """A service over a few seeds."""
    return service_in(tmp_path)


@asynccontextmanager
async def watched(service: Service, act: Callable[[str], None]) -> AsyncIterator[None]:
    """Watch until the block ends; what is to be done is told to `act` instead."""

    async def reindex() -> None:
        act("reindex")

    async def refresh() -> None:
        act("refresh")

    watching = asyncio.create_task(Watch(service, reindex, refresh, debounce_ms=50).run())
    await asyncio.sleep(0)  # the first step begins to watch
    try:
        yield
    finally:
        watching.cancel()
        await asyncio.wait({watching})


async def test_a_changed_seed_is_indexed(service: Service, tmp_path: Path) -> None:
    """Several files that change together are one change."""
    acts: list[str] = []

    async with watched(service, acts.append):
        write_seeds(tmp_path / "seeds", SLATE | {"basalt.md": "Basalt is black.\n"})
        await until(lambda: acts)

    assert ["reindex"] == acts


async def test_a_folder_that_is_replaced_is_watched_again(
    service: Service, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As a deployment does; while none is there, what was indexed stays."""
    monkeypatch.setattr("bot.serving.watching.LOOK_AGAIN_S", 0.01)
    acts: list[str] = []

    async with watched(service, acts.append):
        (tmp_path / "seeds").rename(tmp_path / "away")
        write_seeds(tmp_path / "new", SLATE).rename(tmp_path / "seeds")
        await until(lambda: len(acts) == 2)
        acts.clear()
        write_seeds(tmp_path / "seeds", {"basalt.md": "Basalt is black.\n"})
        await until(lambda: acts)

    assert ["reindex"] == acts


async def test_what_another_process_built_is_served(service: Service, tmp_path: Path) -> None:
    """A published generation that is not the one served; its own is no news."""
    acts: list[str] = []
    other = Service(service.config, service.seeds)

    async with watched(service, acts.append):
        other.reindex(force=True)
        await until(lambda: acts)
    behind = service.is_behind()
    service.refresh()

    assert ["refresh"] == acts
    assert [True, False] == [behind, service.is_behind()]


async def test_a_watch_that_the_system_refuses_is_one_line_in_the_log(
    service: Service, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A system has only so many watches; the bot does without."""

    def refuse(*_args: Any, **_options: Any) -> None:
        raise OSError("too many watches")

    monkeypatch.setattr("watchfiles.awatch", refuse)

    async with watched(service, lambda _: None):
        pass

    assert "not watched (too many watches)" in caplog.text


async def test_a_running_bot_serves_what_an_operator_writes(double: DiscordDouble, tmp_path: Path) -> None:
    """A seed is put into the folder, and questions find it, without a signal or a command."""
    service = service_in(tmp_path)

    async with connected(double, service):
        write_seeds(tmp_path / "seeds", SLATE)
        await until(lambda: shown(service, None, "How does slate split?"))

    assert ["Slate splits well"] == shown(service, None, "How does slate split?")
