"""The operator's folder, watched: what changes is indexed, what another process built is served."""

import asyncio
import os
import shutil
import subprocess
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from itertools import count
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
MOMENTS = count(10**18, 10**9)
SLATE = {"slate.md": "Slate splits well into thin plates.\n"}


@pytest.fixture
def service(tmp_path: Path) -> Service:
    """A service over a few seeds."""
    return service_in(tmp_path)


def done(*command: str) -> bool:
    """Run a command of the system; tell whether it did what it should."""
    return subprocess.run(command, check=False, capture_output=True).returncode == 0


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


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Look at folders and seeds all the time."""
    monkeypatch.setattr("bot.serving.watching.LOOK_AGAIN_S", 0.01)
    monkeypatch.setattr("bot.serving.watching.LOOK_CLOSER_S", 0.05)


@pytest.mark.usefixtures("quick")
async def test_a_folder_that_is_replaced_is_watched_again(service: Service, tmp_path: Path) -> None:
    """As a deployment does; while none is there, what was indexed stays."""
    acts: list[str] = []

    async with watched(service, acts.append):
        (tmp_path / "seeds").rename(tmp_path / "away")
        write_seeds(tmp_path / "new", SLATE).rename(tmp_path / "seeds")
        await until(lambda: acts)
        acts.clear()
        write_seeds(tmp_path / "seeds", {"basalt.md": "Basalt is black.\n"})
        await until(lambda: acts)

    assert {"reindex"} == set(acts)


@pytest.mark.usefixtures("quick")
@pytest.mark.parametrize("what", ["folder", "file"])
async def test_a_link_that_leads_elsewhere_is_noticed(service: Service, tmp_path: Path, what: str) -> None:
    """The system tells nothing of it: the folder of seeds is a link that is swapped, or a file's target changes."""
    acts: list[str] = []
    (tmp_path / "seeds").rename(tmp_path / "v1")
    write_seeds(tmp_path / "v2", SLATE)
    (tmp_path / "v1" / "link.txt").symlink_to(tmp_path / "v2" / "slate.md")
    (tmp_path / "seeds").symlink_to(tmp_path / "v1")

    async with watched(service, acts.append):
        for _ in range(2):
            acts.clear()
            if what == "folder":
                target = "v2" if (tmp_path / "seeds").readlink().name == "v1" else "v1"
                (tmp_path / "next").symlink_to(tmp_path / target)
                (tmp_path / "next").rename(tmp_path / "seeds")
            else:
                write_seeds(tmp_path / "v2", {"slate.md": f"Slate splits well. {len(acts)} {what}"})
                os.utime(tmp_path / "v2" / "slate.md", ns=(next(MOMENTS), next(MOMENTS)))
            await until(lambda: acts)

    assert {"reindex"} == set(acts)


@pytest.mark.usefixtures("quick")
async def test_a_folder_that_something_is_mounted_over_is_watched_again(service: Service, tmp_path: Path) -> None:
    """Whether it is mounted over or unmounted, and what changes in it then."""
    acts: list[str] = []
    seeds = tmp_path / "seeds"
    mount = ["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", str(seeds)]
    async with watched(service, acts.append):
        if not done(*mount):
            pytest.skip("remounting is not tested: only root can mount")
        try:
            await until(lambda: acts)
            acts.clear()
            write_seeds(seeds, SLATE)
            await until(lambda: acts)
        finally:
            assert done("umount", "--lazy", str(seeds))
        acts.clear()
        await until(lambda: acts)
        acts.clear()
        write_seeds(seeds, SLATE)
        await until(lambda: acts)

    assert {"reindex"} == set(acts)


@pytest.mark.usefixtures("quick")
async def test_an_index_that_is_deleted_is_built_anew(service: Service) -> None:
    """With the whole data folder, or its pointer alone; what is served is served on meanwhile."""
    acts: list[str] = []

    async with watched(service, acts.append):
        (service.root / "CURRENT").unlink()
        await until(lambda: acts)
        acts.clear()
        shutil.rmtree(service.root)
        await until(lambda: acts)

    assert {"reindex"} == set(acts)


async def test_what_another_process_built_is_served(service: Service, tmp_path: Path) -> None:
    """A published generation that is not the one served; its own is no news."""
    acts: list[str] = []
    other = Service(service.config, service.seeds)

    async with watched(service, acts.append):
        other.reindex(force=True)
        await until(lambda: acts)
    behind = service.is_behind()
    looked_again: list[int | None] = []
    service.reindexed = looked_again.append  # each worker looks after its own servers
    service.refresh()

    assert ["refresh"] == acts
    assert [None] == looked_again
    assert [True, False] == [behind, service.is_behind()]


async def test_a_watch_that_the_system_refuses_is_one_line_in_the_log(
    service: Service, tmp_path: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A system has only so many watches; the bot looks for changes then."""

    def refuse(*_args: Any, **_options: Any) -> None:
        raise OSError("too many watches")

    monkeypatch.setattr("watchfiles.awatch", refuse)

    monkeypatch.setattr("bot.serving.watching.LOOK_AGAIN_S", 0.01)
    monkeypatch.setattr("bot.serving.watching.LOOK_CLOSER_S", 0.05)
    acts: list[str] = []

    async with watched(service, acts.append):
        await until(lambda: "not told (too many watches)" in caplog.text)
        write_seeds(tmp_path / "seeds", SLATE)
        await until(lambda: acts)

    assert ["reindex"] == acts
    assert 1 == caplog.text.count("not told")


async def test_a_running_bot_serves_what_an_operator_writes(double: DiscordDouble, tmp_path: Path) -> None:
    """A seed is put into the folder, and questions find it, without a signal or a command."""
    service = service_in(tmp_path)

    async with connected(double, service):
        write_seeds(tmp_path / "seeds", SLATE)
        await until(lambda: shown(service, None, "How does slate split?"))

    assert ["Slate splits well"] == shown(service, None, "How does slate split?")
