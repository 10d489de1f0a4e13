"""Snapshots on disk: what is written is what is read, damage is found, a killed build changes nothing."""

import errno
import json
import os
import random
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from index.building.build import build
from index.engines.library import Library
from index.errors import BuildError, SeedError, SnapshotError
from index.model import Block, Passage, Position
from index.readers import formats
from index.readers.parsing.base import Format, ParsedDocument
from index.snapshots.publishing import building
from index.snapshots.segmented import open_current
from index.snapshots.snapshot import current_generation
from tests.conftest import write_seeds

ESSAY = """---
title: On Granite
author: [A. Mason, B. Quarry]
caveat: Everything here is from memory.
---

# Hardness

Granite is hard. 🪨 Some say it is the hardest, but I doubt this.

Take everything in this essay with a grain of salt.
"""
FILES = {"essay.md": ESSAY, "notes.txt": "Marble is soft.\n\nSlate splits easily."}


@pytest.fixture
def seeds(tmp_path: Path) -> Path:
    """A folder of two seeds."""
    return write_seeds(tmp_path / "seeds", FILES)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Where the snapshots of that folder go."""
    return tmp_path / "root"


def passages(root: Path) -> list[Passage]:
    """Return all passages of what is published."""
    snapshot = open_current(root)
    return [snapshot.passage(number) for number in range(len(snapshot))]


def test_passages_come_back_whole(seeds: Path, root: Path) -> None:
    """Text, attribution, caveats, hedges and position survive the way to disk and back."""
    build(seeds, root)

    hard = next(passage for passage in passages(root) if "hard" in passage.text)
    assert hard.attribution.authors == ("A. Mason", "B. Quarry")
    assert [caveat.by for caveat in hard.caveats] == ["author", "curator"]
    assert "🪨" in hard.text
    assert {hard.text[hedge.start : hedge.end] for hedge in hard.hedges} >= {"I doubt"}


def test_who_speaks_and_where_comes_back(seeds: Path, root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A passage keeps its own author and its place in the original; its document keeps its own."""

    def chat(text: str) -> tuple[ParsedDocument, ...]:
        blocks = (Block(0, 6, "post", speaker="Bo", position=Position("message", "7")), Block(6, len(text), "post"))
        return (ParsedDocument(text, blocks, authors=("Ada",)),)

    monkeypatch.setattr(formats, "TEXT_FORMATS", (Format("chat", chat, frozenset({".txt", ".md"})),))
    build(seeds, root)

    first, second = (each for each in passages(root) if each.seed == "notes")
    assert ("Marble", "Bo", Position("message", "7")) == (first.text, first.attribution.author, first.position)
    assert ("Ada", None) == (second.attribution.author, second.position)


def test_a_passage_is_a_slice_of_its_document(seeds: Path, root: Path) -> None:
    """Verbatim by construction: the stored text, cut where the passage says."""
    build(seeds, root)
    snapshot = open_current(root)

    cut = [
        snapshot.document_text(number)[passage.start : passage.end]
        for number, passage in enumerate(map(snapshot.passage, range(len(snapshot))))
    ]

    assert cut == [passage.text for passage in passages(root)]


def test_a_key_leads_to_its_passage(seeds: Path, root: Path) -> None:
    """Keys are found, unknown ones are not."""
    build(seeds, root)
    library = Library([root])
    searcher = library.reload()

    assert [searcher.find(passage.key) for passage in passages(root)] == passages(root)
    assert searcher.find("0000000000") is None


def test_an_unchanged_folder_is_not_built_again(seeds: Path, root: Path) -> None:
    """Equal seeds, settings and code give an equal generation."""
    first = build(seeds, root)
    second = build(seeds, root)

    assert (first.rebuilt, second.rebuilt) == (True, False)
    assert first.generation == second.generation


def test_a_build_reports_what_changed(seeds: Path, root: Path) -> None:
    """Added, changed, removed and skipped are named by path."""
    build(seeds, root)
    (seeds / "notes.txt").write_text("Marble is rather soft.")
    (seeds / "essay.md").unlink()
    (seeds / "new.txt").write_text("Chalk writes.")
    (seeds / "broken.md").write_text("---\nauthor: Ada\nby: Bo\n---\ntext")

    report = build(seeds, root)

    assert [Path(path).name for path in report.added] == ["new.txt"]
    assert [Path(path).name for path in report.changed] == ["notes.txt"]
    assert [Path(path).name for path in report.removed] == ["essay.md"]
    assert [Path(skipped.path).name for skipped in report.skipped] == ["broken.md"]


def test_the_last_seed_can_go(seeds: Path, root: Path) -> None:
    """An empty folder is published as an empty library: what was removed is not served."""
    build(seeds, root)
    for file in seeds.iterdir():
        file.unlink()

    build(seeds, root)

    assert passages(root) == []
    assert len(Library([root]).reload()) == 0


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    """One sentence with the path."""
    with pytest.raises(SeedError, match="nowhere"):
        build(tmp_path / "nowhere", tmp_path / "root")


@pytest.mark.parametrize("how", ["truncate", "flip", "remove"])
def test_every_damaged_file_is_found(seeds: Path, root: Path, how: str) -> None:
    """No file of a snapshot can be damaged without a SnapshotError, at opening or at first rendering."""
    build(seeds, root)
    folder = root / str(current_generation(root))
    unnoticed = []
    for file in sorted(path for path in folder.rglob("*") if path.is_file()):
        original = file.read_bytes()
        damage(file, original, how)
        try:
            passages(root)
            unnoticed.append(file.name)
        except SnapshotError:
            pass
        file.write_bytes(original)

    assert unnoticed == []


def damage(file: Path, original: bytes, how: str) -> None:
    """Cut a file in half, change one byte in its middle, or remove it."""
    middle = len(original) // 2
    if how == "remove":
        file.unlink()
    elif how == "truncate":
        file.write_bytes(original[:middle])
    else:
        file.write_bytes(original[:middle] + bytes([original[middle] ^ 1]) + original[middle + 1 :])


def test_another_format_version_is_rebuilt(seeds: Path, root: Path) -> None:
    """A snapshot of an older program is not served; the next build replaces it."""
    generation = build(seeds, root).generation
    manifest = root / generation / "manifest.json"
    manifest.write_text(json.dumps(json.loads(manifest.read_text()) | {"format": 0}))

    with pytest.raises(SnapshotError, match="format 0"):
        open_current(root)
    assert build(seeds, root).rebuilt
    assert len(passages(root)) > 0


@pytest.mark.parametrize("row", [{"seed": "essay"}, "essay"])
def test_a_seed_that_is_described_otherwise_is_damage(seeds: Path, root: Path, row: object) -> None:
    """Entries are made when they are asked for, but what they are made of is looked at when a snapshot is opened."""
    generation = build(seeds, root).generation
    manifest = root / generation / "manifest.json"
    manifest.write_text(json.dumps(json.loads(manifest.read_text()) | {"seeds": [row]}))

    with pytest.raises(SnapshotError, match="re-index to rebuild it"):
        open_current(root)


def test_a_pointer_that_is_no_text_is_damage(seeds: Path, root: Path) -> None:
    """The next build replaces it, and says that something was wrong."""
    build(seeds, root)
    (root / "CURRENT").write_bytes(b"\xff\xfe")

    with pytest.raises(SnapshotError):
        open_current(root)
    report = build(seeds, root)

    assert report.rebuilt
    assert "re-index to rebuild it" in str(report.damage)
    assert len(passages(root)) > 0


def test_a_forced_build_leaves_the_current_directory_in_place(seeds: Path, root: Path) -> None:
    """Killed between two steps it would leave nothing, if it moved away what is in use."""
    build(seeds, root)
    before = open_current(root)

    report = build(seeds, root, force=True)

    assert before.path.is_dir()
    assert before.path != open_current(root).path
    assert before.generation == report.generation == open_current(root).generation


def test_a_failed_build_gives_its_space_back(seeds: Path, root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A full disk stays as full as it was, and the old snapshot current."""
    build(seeds, root)
    before = sorted(root.rglob("*"))
    (seeds / "more.txt").write_text("Basalt is black.")

    def fill_the_disk(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr("index.building.build.publish", fill_the_disk)
    with pytest.raises(BuildError, match="No space left"):
        build(seeds, root)

    assert before == sorted(root.rglob("*"))


def test_what_is_indexed_is_what_the_checksum_says(seeds: Path, root: Path) -> None:
    """A seed that changes while it is built, and changes back, is not taken for the one that is served."""
    notes = seeds / "notes.txt"
    original = notes.read_text()

    def edit(stage: str, done: int, total: int) -> None:
        if (stage, done) == ("reading", 0):
            notes.write_text("Basalt is black.")

    build(seeds, root, progress=edit)
    notes.write_text(original)
    build(seeds, root)

    assert "Marble is soft." in " ".join(passage.text for passage in passages(root))


def test_a_failed_reload_keeps_the_searcher(seeds: Path, root: Path) -> None:
    """What is damaged is never swapped in."""
    build(seeds, root)
    library = Library([root])
    before = library.reload()
    (root / "CURRENT").write_text("gone\n")

    with pytest.raises(SnapshotError):
        library.reload()

    assert library.searcher is before
    assert before.passage(0).text


def test_a_search_keeps_its_snapshot_while_it_is_replaced(seeds: Path, root: Path) -> None:
    """An open searcher answers on, even when its files are pruned."""
    build(seeds, root)
    searcher = Library([root]).reload()
    for word in ("one", "two", "three"):
        (seeds / "notes.txt").write_text(f"Changed {word}.")
        build(seeds, root)

    texts = [searcher.passage(number).text for number in range(len(searcher))]

    assert "Marble is soft." in " ".join(texts)
    assert len([path for path in root.iterdir() if path.is_dir()]) == 2


def test_two_builds_wait_for_each_other(seeds: Path, root: Path) -> None:
    """The second is told who is in the way once its patience ends."""
    entered, leave = threading.Event(), threading.Event()

    def hold() -> None:
        with building(root, 1):
            entered.set()
            leave.wait(10)

    holder = threading.Thread(target=hold)
    holder.start()
    entered.wait(10)
    try:
        with pytest.raises(BuildError, match="another process is re-indexing"):
            build(seeds, root, lock_wait_s=0)
    finally:
        leave.set()
        holder.join()


def test_a_build_in_progress_keeps_nobody_from_what_is_current(seeds: Path, root: Path) -> None:
    """Where nothing changed there is nothing to wait for."""
    build(seeds, root)

    with building(root, 1):
        report = build(seeds, root, lock_wait_s=0)

    assert not report.rebuilt


def test_a_folder_that_cannot_be_written_is_named(seeds: Path, tmp_path: Path) -> None:
    """One sentence with the path, for a full or read-only disk as well."""
    (tmp_path / "file").write_text("in the way")

    with pytest.raises(BuildError, match="file"):
        build(seeds, tmp_path / "file" / "root")


BUILD = """
import sys
from datetime import timedelta
from pathlib import Path
from index.building import merging
from index.building.build import build
merging.RATIO = merging.LEAST_ALIVE = int(sys.argv[3])
erase_after = timedelta(0, int(sys.argv[5]))
build(Path(sys.argv[1]), Path(sys.argv[2]), compact=sys.argv[4] == "compact", erase_after=erase_after)
"""
# A ratio of 0 never merges segments; whatever is dead is erased at once, or after an hour.
WAYS = (("0", "", "3600"), ("4", "", "3600"), ("0", "compact", "3600"), ("0", "", "0"), ("0", "", "3600"))


def kills(times: int) -> Iterator[float]:
    """Yield moments to kill at, in seconds from the start, spread over a build."""
    chance = random.Random(7)
    return (chance.uniform(0.0, 1.2) for _ in range(times))


def assert_killed_builds_change_nothing(seeds: Path, root: Path, times: int) -> None:
    """Kill builds of ever new seeds at random moments; what is served is always one whole version, and no older one."""
    notes, chance, served_last = seeds / "notes.txt", random.Random(5), -1
    build(seeds, root)
    for number, moment in enumerate(kills(times)):
        notes.write_text(f"Version {number}. of the notes.")
        (seeds / f"extra{number - 1}.txt").unlink(missing_ok=True)
        (seeds / f"extra{number}.txt").write_text(f"Extra {number}. of the notes.")
        process = subprocess.Popen([sys.executable, "-c", BUILD, str(seeds), str(root), *chance.choice(WAYS)])
        try:
            process.wait(moment)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        served = " ".join(passage.text for passage in passages(root))
        assert "Granite is hard" in served
        versions = [each for each in range(number + 1) if f"Version {each}." in served]
        assert versions == [each for each in range(number + 1) if f"Extra {each}." in served]
        assert len(versions) == 1 or (not versions and served_last < 0)
        assert (versions or [-1])[0] >= served_last
        served_last = (versions or [-1])[0]
    build(seeds, root, compact=True)
    assert f"Version {number}." in " ".join(passage.text for passage in passages(root))
    assert not [path for path in root.iterdir() if path.name.startswith(".tmp-")]


def test_a_killed_build_leaves_the_old_snapshot_current(seeds: Path, root: Path) -> None:
    """Wherever it is killed, one whole snapshot is served and the next build succeeds."""
    assert_killed_builds_change_nothing(seeds, root, times=12)


@pytest.mark.soak
def test_many_killed_builds(seeds: Path, root: Path) -> None:
    """The same, a few hundred times."""
    assert_killed_builds_change_nothing(seeds, root, times=300)


def test_a_lock_in_a_deleted_root_is_no_lock(tmp_path: Path) -> None:
    """Who waits while the root is deleted locks what stands in its place, as everybody does from then on."""
    begun, held = threading.Event(), threading.Event()

    def wait() -> None:
        begun.set()
        with building(tmp_path / "root", 10):
            assert (tmp_path / "root" / "lock").exists()
            held.set()

    with building(tmp_path / "root", 10):
        waiting = threading.Thread(target=wait)
        waiting.start()
        assert begun.wait(10)
        shutil.rmtree(tmp_path / "root", ignore_errors=True)  # it may be made anew at this very moment
    waiting.join(10)

    assert held.is_set()
