"""Where snapshots are kept: whatever stands in its place, a build says so within the time it was given."""

import time
from pathlib import Path

import pytest

from index.building.build import build
from index.errors import DiskError
from index.snapshots import publishing
from index.snapshots.segmented import open_current
from tests.conftest import write_seeds

SEEDS = {"a.txt": "Granite is hard."}


@pytest.fixture
def seeds(tmp_path: Path) -> Path:
    """A folder of one seed."""
    return write_seeds(tmp_path / "seeds", SEEDS)


@pytest.mark.parametrize("depth", [0, 1, 2])
def test_a_link_that_leads_nowhere_is_named(seeds: Path, tmp_path: Path, depth: int) -> None:
    """As the root itself or a folder above it; nothing is tried without end."""
    root = tmp_path / "data" / "snapshots" / "root"
    link = (root, *root.parents)[depth]
    link.parent.mkdir(parents=True, exist_ok=True)
    link.symlink_to(tmp_path / "gone")

    with pytest.raises(DiskError, match=f"{link} is a link that leads nowhere"):
        build(seeds, root, lock_wait_s=600.0)


def test_a_file_in_the_place_of_a_folder_is_named(seeds: Path, tmp_path: Path) -> None:
    """The file, not the root that was to lie below it."""
    (tmp_path / "data").write_text("x")

    with pytest.raises(DiskError, match=f"{tmp_path}/data is no folder"):
        build(seeds, tmp_path / "data" / "root")


def test_a_root_that_is_deleted_again_and_again_is_given_up(
    seeds: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After the time that others are waited for."""
    monkeypatch.setattr(publishing, "_in_the_way", lambda _root: None)
    (tmp_path / "data").symlink_to(tmp_path / "gone")
    began = time.monotonic()

    with pytest.raises(DiskError):
        build(seeds, tmp_path / "data" / "root", lock_wait_s=0.2)

    assert time.monotonic() - began < 10


def test_a_link_that_leads_somewhere_again_is_built_into(seeds: Path, tmp_path: Path) -> None:
    """Nothing has to be cleaned up first."""
    root = tmp_path / "data" / "root"
    (tmp_path / "data").symlink_to(tmp_path / "target")
    with pytest.raises(DiskError):
        build(seeds, root)
    (tmp_path / "target").mkdir()

    assert build(seeds, root).rebuilt


def test_a_pointer_that_is_a_folder_is_replaced(seeds: Path, tmp_path: Path) -> None:
    """It names no generation, so one is built."""
    root = tmp_path / "root"
    build(seeds, root)
    (root / "CURRENT").unlink()
    (root / "CURRENT" / "deep").mkdir(parents=True)

    assert build(seeds, root).rebuilt
    assert len(open_current(root)) == 1
