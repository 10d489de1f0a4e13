"""Streams that are closed, a terminal without a width, a token in two lines, a folder that cannot be written."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.store.database import migrate
from bot.store.database.engine import open_engine, writing
from bot.store.store import Store
from tests.bot.process import environ_in


def caveat(home: Path, *arguments: str, shell: str = "", **environ: str) -> subprocess.CompletedProcess[str]:
    """Run a command; `shell` follows it, such as a redirection."""
    line = f'"$PYTHON" -m bot "$@" {shell}'
    return subprocess.run(
        ["sh", "-c", line, "sh", *arguments],
        cwd=home,
        env=os.environ | environ_in(home) | {"PYTHON": sys.executable, "DISCORD_TOKEN": ""} | environ,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture
def read_only(tmp_path: Path) -> Iterator[Path]:
    """A folder on a disk that cannot be written."""
    folder = tmp_path / "locked"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "ro", "tmpfs", str(folder)]
    if os.geteuid() != 0 or subprocess.run(mount, check=False, capture_output=True).returncode:
        pytest.skip("a read-only disk is not tested: only root can mount one")
    yield folder
    subprocess.run(["umount", "--lazy", folder], check=True)


@pytest.mark.parametrize("command", ["chat", "start"])
def test_a_chat_without_an_input_ends(home: Path, command: str) -> None:
    """As one whose input is empty does."""
    done = caveat(home, command, shell="<&-")

    assert (0, "", "") == (done.returncode, done.stdout, done.stderr)


@pytest.mark.parametrize("shell", [">&-", "2>&-"])
def test_a_closed_output_is_no_fault(home: Path, shell: str) -> None:
    """What would be written there is written nowhere."""
    assert 0 == caveat(home, "ask", "How hard is granite?", shell=shell).returncode


@pytest.mark.parametrize("columns", ["0", "00", ""])
def test_a_terminal_without_a_width_shows_all(home: Path, columns: str) -> None:
    """As one that states none."""
    assert "Granite is hard." in caveat(home, "ask", "How hard is granite?", COLUMNS=columns).stdout


@pytest.mark.parametrize(("question", "code"), [("", 2), ("Who reigns over Atlantis?", 1)])
def test_debug_keeps_the_exit_code(home: Path, question: str, code: int) -> None:
    """A traceback comes before the sentence."""
    done = caveat(home, "--debug", "ask", question)

    assert code == done.returncode
    assert ("Traceback" in done.stderr) == (code == 2)


@pytest.mark.parametrize("command", [["reindex"], ["guilds"], ["run"], ["db", "upgrade"]])
def test_a_data_folder_that_cannot_be_written_is_named(home: Path, read_only: Path, command: list[str]) -> None:
    """As that, and not by an address that nobody has set."""
    done = caveat(home, *command, CAVEAT_DATA__DIR=str(read_only), DISCORD_TOKEN="x")

    assert 3 == done.returncode
    assert f"{read_only}" in done.stderr
    assert "data.dir" in done.stderr
    assert "DATABASE_URL" not in done.stderr


def test_a_token_in_two_lines_is_named_as_such(home: Path) -> None:
    """By the doctor, and by a start; its words are shown nowhere."""
    found = [caveat(home, *command, DISCORD_TOKEN="hush\nhush") for command in (["run"], ["doctor"])]

    assert [2, 1] == [done.returncode for done in found]
    assert all("a space or a line break" in done.stdout + done.stderr for done in found)
    assert all("hush" not in done.stdout + done.stderr for done in found)


def test_doctor_tells_of_skipped_seeds(home: Path) -> None:
    """Whether or not they were indexed since; it fails by them, though the bot works."""
    (home / "seeds" / "broken.md").write_text("---\nauthor: Ada\nby: Bo\n---\nGranite.")
    before = caveat(home, "doctor")
    caveat(home, "reindex")

    after = caveat(home, "doctor")

    for done in (before, after):
        assert 1 == done.returncode
        assert f"warning  seeds: 1 skipped: {home}/seeds/broken.md" in done.stdout
        assert "Bo is stated as the author here" in done.stdout


def test_doctor_tells_a_dropped_table_from_an_old_version(home: Path) -> None:
    """The way out is another one: an upgrade would find nothing to do."""
    url = f"sqlite:///{home}/data/caveat.sqlite3"
    migrate.upgrade(url)
    engine = open_engine(url)
    with writing(engine) as connection:
        connection.exec_driver_sql("DROP TABLE gap")
    engine.dispose()

    done = caveat(home, "doctor")

    assert "lacks gap, which somebody has removed: restore a backup" in done.stdout
    assert "db upgrade" not in done.stdout


def test_doctor_goes_on_past_what_it_cannot_examine(home: Path) -> None:
    """Here the seeds, which are not there."""
    done = caveat(home, "doctor", CAVEAT_SEEDS__DIR=str(home / "nowhere"))

    assert 1 == done.returncode
    assert "WRONG  index: " in done.stdout
    assert "token: " in done.stdout
    assert "Traceback" not in done.stderr


def test_doctor_makes_no_database(home: Path) -> None:
    """It tells that none is there, and what that means where a bot has run."""
    done = caveat(home, "doctor")

    assert "is not there: the first start of the bot makes it" in done.stdout
    assert not (home / "data" / "caveat.sqlite3").exists()


def test_leases_are_listed_and_freed(home: Path) -> None:
    """The doctor finds one by a wrong clock."""
    url = f"sqlite:///{home}/data/caveat.sqlite3"
    migrate.upgrade(url)
    with Store.open(url) as store:
        ahead = datetime.now(UTC) + timedelta(days=365)
        store.workers.acquire_lease(10**18, 0, 1, "next year", now=ahead, ttl_s=15)

    examined = caveat(home, "doctor")
    listed = json.loads(caveat(home, "leases", "--json").stdout)
    freed = caveat(home, "leases", "--release")

    assert "WRONG  leases: 1 are held until" in examined.stdout
    assert [("next year", 0)] == [(lease["owner"], lease["shard_id"]) for lease in listed]
    assert "held until" in freed.stdout
    assert "1 released" in freed.stdout
    assert [] == json.loads(caveat(home, "leases", "--json").stdout)


def test_a_pointer_that_is_a_folder_is_rebuilt(home: Path) -> None:
    """An answer is found as before."""
    caveat(home, "reindex")
    current = next((home / "data" / "snapshots").iterdir()) / "CURRENT"
    current.unlink()
    current.mkdir()

    assert "Granite is hard." in caveat(home, "ask", "How hard is granite?").stdout
