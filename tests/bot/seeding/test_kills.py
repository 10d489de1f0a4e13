"""Killed at any moment of a change of seeds, of a re-index or of a migration: nothing is lost or half there.

What a life confirmed is there, what it had begun is done or not begun, what was removed is found no more.
"""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture(params=["sqlite", "postgres"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Give the address of an empty database, once of each kind."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/caveat.db"
    return str(request.getfixturevalue("postgres_url"))


def lives(url: str, folder: Path, count: int, seed: int) -> list[dict[str, Any]]:
    """Live some lives in a program of their own, since it forks; return what each of them came to."""
    program = [sys.executable, "-m", "tests.bot.seeding.killed_lives", url, str(folder), str(count), str(seed)]
    done = subprocess.run(program, cwd=ROOT, capture_output=True, text=True, check=False)
    (folder.parent / "lives.jsonl").write_text(done.stdout)  # the figures of RESULTS.md, for who looks for them
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_killed_lives_leave_all_or_nothing(url: str, tmp_path: Path) -> None:
    """A sample of the campaign."""
    reports = lives(url, tmp_path / "snapshots", 10, 0)

    assert len(reports) == 12
    assert sum(report.get("confirmed", 0) for report in reports) > 0


@pytest.mark.soak
@pytest.mark.timeout(0)
@pytest.mark.parametrize("seed", [1000, 2000])
def test_many_killed_lives_leave_all_or_nothing(url: str, tmp_path: Path, seed: int) -> None:
    """A hundred lives and twenty migrations, each of the two times."""
    reports = lives(url, tmp_path / "snapshots", 100, seed)

    assert len(reports) == 120
