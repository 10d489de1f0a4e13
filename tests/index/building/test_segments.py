"""A change is written beside what stays, and what it replaces leaves the disk in time."""

import os
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from index.building.build import build
from index.building.looking import LoadedSeed
from index.building.stamps import Stamps
from index.seeds.folder import find_seeds, load_bytes
from index.snapshots.publishing import holds_overdue
from index.snapshots.segmented import Segmented, open_current
from tests.conftest import write_seeds

STONES = {f"{number:02}.md": f"Stone {number} is of granite number {number}.\n" for number in range(12)}
LONG_AGO_NS = 10**18


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A library of twelve stones in one segment."""
    write_seeds(tmp_path / "seeds", STONES)
    build(tmp_path / "seeds", tmp_path / "root")
    return tmp_path


def _rebuilt(
    home: Path, files: Mapping[str, str | None], erase_after_s: float = 3600, *, compact: bool = False
) -> None:
    """Write some seeds, remove those without a text, and build."""
    for name, text in files.items():
        if text is None:
            (home / "seeds" / name).unlink()
        else:
            (home / "seeds" / name).write_text(text)
    build(home / "seeds", home / "root", erase_after=timedelta(seconds=erase_after_s), compact=compact)


def _now(home: Path) -> datetime:
    """Return a moment after all that was done to a library."""
    return datetime.fromtimestamp((home / "root" / "CURRENT").stat().st_mtime + 1, UTC)


def _settle(home: Path) -> None:
    """Note the seeds as they look, as if they had been so for long."""
    seeds = find_seeds(home / "seeds")
    Stamps(home / "root").note([LoadedSeed(each, None, load_bytes(each).checksum) for each in seeds], 2**33)


def _on_disk(home: Path) -> bytes:
    return b"".join(path.read_bytes() for path in (home / "root").rglob("*") if path.is_file())


def test_a_change_leaves_what_stays_untouched(home: Path) -> None:
    """The segment of before is the same folder; the new one holds what changed, and no more."""
    before = open_current(home / "root")

    _rebuilt(home, {"03.md": "Stone 3 is of marble."})
    now = open_current(home / "root")

    assert isinstance(now, Segmented)
    assert [before.path, now.path] == [each.path for each in now.segments]
    assert [12, 1] == [len(each) for each in now.segments]
    assert [f"{number:02}.md" for number in range(12)] == [entry.path for entry in now.manifest.seeds]


def test_a_removal_writes_no_passage(home: Path) -> None:
    """Nothing is left of a seed in what is found, its words included."""
    _rebuilt(home, {"03.md": "Zanzibarite, a stone."})
    _rebuilt(home, {"03.md": None})
    now = open_current(home / "root")

    assert 11 == len(now) == len(now.manifest.seeds)
    assert "zanzibarite" not in now.words()
    assert "zanzibarite" not in now.ranking


def test_compacting_makes_one_segment_once(home: Path) -> None:
    """A second time there is nothing to do."""
    _rebuilt(home, {"03.md": "Stone 3 is of marble."})
    _rebuilt(home, {}, compact=True)
    compact = open_current(home / "root")

    report = build(home / "seeds", home / "root", compact=True)

    assert not isinstance(compact, Segmented)
    assert not report.rebuilt


@pytest.mark.parametrize("text", ["Stone 3 is of marble.", None])
def test_what_was_changed_or_removed_leaves_the_disk_in_time(home: Path, text: str | None) -> None:
    """Its bytes stay for an hour, and go with the first build after it, though no seed changed since."""
    _rebuilt(home, {"03.md": text})
    there, overdue = b"granite number 3." in _on_disk(home), holds_overdue(home / "root", _now(home), timedelta(0))
    _rebuilt(home, {}, erase_after_s=0)

    assert (there, overdue) == (True, True)
    assert b"granite number 3." not in _on_disk(home)
    assert not holds_overdue(home / "root", _now(home), timedelta(0))


def test_what_is_to_go_at_once_goes_at_once(home: Path) -> None:
    """As servers' own seeds do."""
    build(home / "seeds", home / "root", kept=1, erase_after=timedelta(0))
    (home / "seeds" / "03.md").unlink()

    build(home / "seeds", home / "root", kept=1, erase_after=timedelta(0))

    assert b"granite number 3." not in _on_disk(home)
    assert b"granite number 4." in _on_disk(home)


def test_a_library_that_lacks_a_segment_is_built_anew(home: Path) -> None:
    """Seeds are the truth."""
    _rebuilt(home, {"03.md": "Stone 3 is of marble."})
    now = open_current(home / "root")
    assert isinstance(now, Segmented)
    (now.segments[0].path / "keys.npy").unlink()

    report = build(home / "seeds", home / "root")

    assert report.rebuilt
    assert report.damage is not None
    assert 12 == len(open_current(home / "root"))


def test_many_changes_take_a_bounded_number_of_folders(home: Path) -> None:
    """What was merged away is deleted."""
    for number in range(12):
        _rebuilt(home, {f"{number:02}.md": f"Stone {number} is of marble."})

    assert len([path for path in (home / "root").iterdir() if path.is_dir()]) <= 5


def test_files_that_are_as_they_were_are_not_read(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """By their stamps alone; one with another time is read, and no other."""
    for path in (home / "seeds").iterdir():
        os.utime(path, ns=(LONG_AGO_NS, LONG_AGO_NS))
    _settle(home)
    read = list[str]()

    def reading(path: Path, _most: int) -> bytes:
        read.append(path.name)
        return path.read_bytes()

    monkeypatch.setattr("index.seeds.folder._bytes", reading)

    os.utime(home / "seeds" / "05.md", ns=(LONG_AGO_NS, LONG_AGO_NS + 1))
    build(home / "seeds", home / "root")

    assert ["05.md"] == read


def test_what_changed_just_now_is_read_again(tmp_path: Path) -> None:
    """The file system's clock may not tell the next change from this one."""
    write_seeds(tmp_path / "seeds", {"a.md": "Granite."})
    (file,) = find_seeds(tmp_path / "seeds")
    changed_s = file.stamp[4] / 10**9
    stamps = Stamps(tmp_path)

    stamps.note([LoadedSeed(file, None, "sum")], changed_s + 0.01)
    at_once = Stamps(tmp_path).checksum(file)
    stamps.note([LoadedSeed(file, None, "sum")], changed_s + 9)

    assert (None, "sum") == (at_once, Stamps(tmp_path).checksum(file))


def test_a_time_beyond_all_sense_is_not_noted(tmp_path: Path) -> None:
    """The seed is read again, and nothing fails."""
    write_seeds(tmp_path / "seeds", {"a.md": "Granite."})
    (file,) = find_seeds(tmp_path / "seeds")
    odd = replace(file, stamp=(*file.stamp[:3], 1 << 70, file.stamp[4]))

    Stamps(tmp_path).note([LoadedSeed(odd, None, "sum")], 1 << 70)

    assert Stamps(tmp_path).checksum(odd) is None


@pytest.mark.parametrize("damaged", [b"", b"{", b"\x81", b"\x81\xa501.md\x01", b"\xc1", b'{"05.md": []}'])
def test_damaged_stamps_count_as_none(home: Path, damaged: bytes) -> None:
    """They are a cache."""
    (home / "root" / "STAMPS").write_bytes(damaged)

    assert not build(home / "seeds", home / "root").rebuilt
