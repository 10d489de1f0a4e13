"""What was seen is told from what changed, by names, sizes and times alone."""

import os
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from index.snapshots.freshness import is_seen, look, note_seen
from tests.conftest import write_seeds

LATER = 60.0  # seconds after which nothing just written counts as changed a moment ago


@pytest.fixture
def seeds(tmp_path: Path) -> Path:
    """A folder with a seed in it, another in a folder below, and what is no seed; all of them old."""
    folder = write_seeds(tmp_path / "seeds", {"a.md": "Granite is hard.", ".hidden": ""})
    write_seeds(folder / "below", {"b.md": "Oak burns."})
    for path in folder.rglob("*"):
        os.utime(path, (0, 0))
    return folder


def looked(seeds: Path, shape: str = "") -> str:
    """Look at a folder when its last change is long ago."""
    found = look(seeds, shape, time.time() + LATER)
    assert found is not None
    return found


def test_what_stays_looks_the_same(seeds: Path) -> None:
    """Looking changes nothing, and what is hidden is not looked at."""
    before = looked(seeds)
    (seeds / ".hidden").write_text("other")

    assert before == looked(seeds)


CHANGES: dict[str, Callable[[Path], object]] = {
    "words of the same length": lambda seeds: (seeds / "a.md").write_text("Granite is soft."),
    "a new file": lambda seeds: (seeds / "c.md").write_text("Ash."),
    "a new file below": lambda seeds: (seeds / "below" / "c.md").write_text("Ash."),
    "a side-car": lambda seeds: (seeds / "a.md.yaml").write_text("title: Stones"),
    "a file that is gone": lambda seeds: (seeds / "below" / "b.md").unlink(),
    "another name": lambda seeds: (seeds / "a.md").rename(seeds / "z.md"),
    "another file of the same size and time": lambda seeds: _replace(seeds / "a.md"),
}


def _replace(path: Path) -> None:
    status = path.stat()
    other = path.with_name(".new")
    other.write_text("Granite is soft.")
    os.utime(other, ns=(status.st_atime_ns, status.st_mtime_ns))
    other.replace(path)


@pytest.mark.parametrize("change", CHANGES)
def test_what_changes_looks_otherwise(seeds: Path, change: str) -> None:
    """Whatever may change what is indexed."""
    before = looked(seeds)

    CHANGES[change](seeds)

    assert before != looked(seeds)


def test_other_settings_look_otherwise(seeds: Path) -> None:
    """A snapshot is shaped by them too."""
    assert looked(seeds, "k1=1.5") != looked(seeds, "k1=1.2")


def test_what_changed_a_moment_ago_is_not_trusted(seeds: Path) -> None:
    """Within one tick of the file system's clock a second change would bear the same time."""
    changed = (seeds / "a.md").stat().st_ctime

    assert look(seeds, "", changed + 0.01) is None


def test_what_cannot_be_looked_at_is_not_trusted(seeds: Path) -> None:
    """A link that leads nowhere, and no folder at all."""
    (seeds / "link.md").symlink_to(seeds / "nowhere")

    assert look(seeds, "", time.time() + LATER) is None
    assert look(seeds / "nowhere", "", time.time() + LATER) is None


def test_links_in_a_circle_are_followed_once(seeds: Path) -> None:
    """As the readers of a folder do it."""
    (seeds / "below" / "up").symlink_to(seeds, target_is_directory=True)

    assert looked(seeds) == looked(seeds)


def test_what_is_noted_holds_for_the_snapshot_it_was_noted_for(tmp_path: Path) -> None:
    """Published anew by another process, nothing is known of it."""
    (tmp_path / "CURRENT").write_text("one\n")
    note_seen(tmp_path, "look")
    as_noted = is_seen(tmp_path, "look")
    (tmp_path / "CURRENT").write_text("two\n")

    assert as_noted
    assert not is_seen(tmp_path, "look")


def test_nothing_is_seen_before_it_was_noted(tmp_path: Path) -> None:
    """Neither without a note, nor another look, nor one that could not be taken."""
    before = is_seen(tmp_path, "look")
    note_seen(tmp_path, "look")

    assert not before
    assert not is_seen(tmp_path, "other")
    assert not is_seen(tmp_path, None)
    assert not is_seen(tmp_path / "nowhere", "look")


def test_a_folder_that_cannot_be_written_notes_nothing(tmp_path: Path) -> None:
    """It is no failure: the seeds are read next time."""
    note_seen(tmp_path / "nowhere", "look")

    assert not (tmp_path / "nowhere").exists()
