"""Pages as the operator's seeds, by the commands' own functions: the network is the tests' loopback."""

import asyncio
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner

from bot.fetching import pages as fetching
from bot.fetching.pages import FetchedPage
from bot.terminal.cli import cli
from tests.bot.fetching.site import NOON

ADDRESS = "https://page.example/rain"
PAGE = b"# Of Rain\n\nRain falls on the old roofs of the town all night.\n"  # plain, so that no process reads it
OTHER = PAGE + b"\nSnow lies on the high passes of the mountains until the end of May.\n"


@pytest.fixture
def served(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> dict[str, bytes]:
    """What stands at the address; commands run in a folder of their own."""
    found = {ADDRESS: PAGE}

    async def fetch(_self: object, address: str) -> FetchedPage:
        await asyncio.sleep(0)
        return FetchedPage(address, NOON, "text/markdown", found[address])

    monkeypatch.setattr(fetching.PageFetcher, "fetch", fetch)
    monkeypatch.chdir(tmp_path)
    return found


def run(*arguments: str) -> tuple[int, str]:
    """Run a command in this process; return its exit code and what it printed."""
    runner = CliRunner()
    done = runner.invoke(cli, arguments, standalone_mode=False)
    if done.exception is not None:
        raise done.exception
    return int(done.return_value or 0), done.output


def test_a_page_is_added_checked_and_taken_anew(served: dict[str, bytes], tmp_path: Path) -> None:
    """With where it came from beside it; what it was stays until it is taken."""
    seed = tmp_path / "seeds" / "rain.md"
    run("seeds", "add", ADDRESS, "--seeds", "seeds", "--author", "Ada Rain")
    same = run("seeds", "check-again", str(seed))
    served[ADDRESS] = OTHER
    changed = run("seeds", "check-again", str(seed))
    before = seed.read_bytes()
    taken = run("seeds", "check-again", str(seed), "--take")
    stated = yaml.safe_load(seed.with_name("rain.md.yaml").read_text("utf-8"))

    assert (0, f"{seed}: the page has not changed since 2026-11-30.\n") == same
    assert 1 == changed[0]
    assert changed[1].startswith("+ Snow lies on the high passes of the mountains until the end of May.")
    assert PAGE == before
    assert "was taken anew" in taken[1]
    assert OTHER == seed.read_bytes()
    assert ("Ada Rain", ADDRESS, ADDRESS) == (stated["author"], stated["source"], stated["fetched_from"])
