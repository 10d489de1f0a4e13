"""Seeds on their way out: zip parts under a limit, and folders, byte for byte."""

import os
import subprocess
import sys
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.seeding.exporting import zipped
from bot.seeding.intake.understanding import AttachedFile
from bot.store.database import migrate
from bot.store.queries.seed_acts import Admin
from bot.store.queries.seeds import SeedContents
from bot.store.store import Store
from tests.bot.process import ROOT

GUILD = 1 << 40
RAIN = SeedContents(b"It rains.\r\n\xff", b"# mine\nauthor:   Ada\n")
SNOW = SeedContents("It snows — über alles.".encode("utf-16"))
seeds = st.lists(
    st.builds(
        AttachedFile,
        st.text("abcé", min_size=1, max_size=9),
        st.integers(0, 20_000).map(os.urandom),
        st.one_of(st.none(), st.binary(max_size=50)),
    ),
    unique_by=lambda file: file.name,
    max_size=9,
)


@given(seeds)
def test_parts_hold_every_byte_and_keep_the_limit(files: list[AttachedFile]) -> None:
    """Also of noise, which no zip makes smaller; in order, none empty."""
    limit = 30_000
    parts = list(zipped(files, limit))

    assert all(len(part.data) <= limit and part.seeds for part in parts)
    found = {
        name: archive.read(name)
        for archive in (ZipFile(BytesIO(part.data)) for part in parts)
        for name in archive.namelist()
    }
    expected = {file.name: file.data for file in files}
    expected |= {file.name + ".yaml": file.sidecar for file in files if file.sidecar is not None}
    assert expected == found
    assert (list(expected) and len(files) == sum(part.seeds for part in parts)) or not files


def test_equal_seeds_make_equal_archives() -> None:
    """No moment is written into them."""
    files = [AttachedFile("a.txt", b"It rains.", b"author: Ada")]

    assert list(zipped(files, 10_000)) == list(zipped(files, 10_000))


def test_one_that_is_too_large_is_named() -> None:
    """It cannot be parted."""
    with pytest.raises(ValueError, match=r"long\.txt"):
        list(zipped([AttachedFile("a.txt", b"x"), AttachedFile("long.txt", b"x" * 50_000)], 40_000))


def test_the_operator_exports_a_server(tmp_path: Path) -> None:
    """Every byte stands in the folder, no other server's; nothing there is overwritten."""
    url = f"sqlite:///{tmp_path}/data/caveat.sqlite3"
    migrate.upgrade(url)
    with Store.open(url) as store:
        for guild_id, name, contents in (
            (GUILD, "rain.txt", RAIN),
            (GUILD, "snö.txt", SNOW),
            (GUILD + 1, "x.txt", RAIN),
        ):
            store.add_seed(Admin(guild_id, 1, datetime(2026, 1, 2, tzinfo=UTC)), name, contents)

    done = exported(tmp_path)
    again = exported(tmp_path)

    out = tmp_path / "out"
    assert (0, [str(out / "rain.txt"), str(out / "snö.txt")]) == (done.returncode, done.stdout.splitlines())
    assert {"rain.txt": RAIN.data, "rain.txt.yaml": RAIN.sidecar, "snö.txt": SNOW.data} == {
        path.name: path.read_bytes() for path in out.iterdir()
    }
    assert 2 == again.returncode
    assert "already there" in again.stderr


def exported(home: Path) -> "subprocess.CompletedProcess[str]":
    """Run the command."""
    return subprocess.run(
        [sys.executable, "-m", "bot", "seeds", "export", "--guild", str(GUILD), str(home / "out")],
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
        env=os.environ | {"CAVEAT_DATA__DIR": str(home / "data")},
    )
