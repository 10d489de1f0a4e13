"""Each seed is loaded once in a build, and a snapshot opened once, whatever the build finds."""

import threading
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from index.building.build import build
from index.errors import SeedError
from index.seeds import SeedFile
from index.seeds.seed_source import Contents, FolderSource
from index.snapshots.publishing import building
from index.snapshots.segmented import Published, open_current
from index.snapshots.snapshot import Snapshot, current_generation
from tests.conftest import write_seeds

FILES = {"a.md": "Granite.", "b.md": "Marble.", "c.md": "Slate.", "bad.md": "---\nauthor: Ada\nby: Bo\n---\n\nText."}


class CountingSource(FolderSource):
    """A folder that counts how often each seed's bytes were read."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.loads = Counter[str]()

    def load(self, seed: SeedFile, *, max_bytes: int) -> Contents:
        """Load, and count."""
        self.loads[seed.name] += 1
        return super().load(seed, max_bytes=max_bytes)


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The folders of snapshots that were opened, in order."""
    names: list[str] = []
    whole = Snapshot.__init__

    def opening(self: Snapshot, path: Path, *others: object) -> None:
        names.append(path.name)
        whole(self, path, *others)  # type: ignore[arg-type]

    monkeypatch.setattr(Snapshot, "__init__", opening)
    return names


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A folder of seeds that was built."""
    build(write_seeds(tmp_path / "seeds", FILES), tmp_path / "root")
    return tmp_path


CHANGES: dict[str, Callable[[Path], object]] = {
    "nothing": lambda _: None,
    "the first": lambda seeds: (seeds / "a.md").write_text("Gneiss."),
    "the last": lambda seeds: (seeds / "c.md").write_text("Gneiss."),
    "one more": lambda seeds: (seeds / "d.md").write_text("Gneiss."),
    "one gone": lambda seeds: (seeds / "b.md").unlink(),
    "one that cannot be loaded": lambda seeds: (seeds / "d.yaml").write_text("title: Nothing"),
    "one that could not be read": lambda seeds: (seeds / "bad.md").write_text("Text."),
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_seed_is_loaded_once_whatever_changed(home: Path, change: str) -> None:
    """Looking for changes and indexing them is one reading."""
    CHANGES[change](home / "seeds")
    source = CountingSource(home / "seeds")

    build(source, home / "root")

    assert {file.name: 1 for file in source.seeds()} == dict(source.loads)


@pytest.mark.parametrize("force", [False, True])
def test_a_first_build_loads_each_seed_once(tmp_path: Path, force: bool) -> None:  # noqa: FBT001 a parameter's value
    """Where there is nothing to compare with, nothing is looked at beforehand."""
    source = CountingSource(write_seeds(tmp_path / "seeds", FILES))

    build(source, tmp_path / "root", force=force)

    assert set(source.loads.values()) == {1}


@pytest.mark.parametrize(("change", "times"), [("nothing", 1), ("the first", 2)])
def test_what_is_served_was_opened_once(home: Path, opened: list[str], change: str, times: int) -> None:
    """The snapshot before is opened to compare and to take over from, the new one to check and to serve it."""
    CHANGES[change](home / "seeds")
    served: list[Published] = []

    build(home / "seeds", home / "root", serve=served.append)

    assert [snapshot.path.name for snapshot in served] == [current_generation(home / "root")]
    assert len(opened) == len(set(opened)) == times


def test_what_another_build_published_meanwhile_is_looked_at_anew(home: Path) -> None:
    """A build that was waited for has done the work; the seeds are compared with what it made."""
    (home / "seeds" / "a.md").write_text("Gneiss.")
    source, waiting = CountingSource(home / "seeds"), threading.Event()
    reports = []

    def rebuild() -> None:
        waiting.set()
        reports.append(build(source, home / "root"))

    with building(home / "root", 1):
        other = threading.Thread(target=rebuild)
        other.start()
        waiting.wait(10)
        while not source.loads:  # it has looked, and waits for the lock
            other.join(0.01)
        _published_by_another(home)
    other.join(30)

    assert [report.rebuilt for report in reports] == [False]


def _published_by_another(home: Path) -> None:
    """Put what a build of the same seeds makes elsewhere in place, as a process that holds the lock does."""
    build(home / "seeds", home / "elsewhere")
    made = open_current(home / "elsewhere").path
    made.rename(home / "root" / made.name)
    (home / "root" / "CURRENT").write_text(made.name + "\n", "utf-8")


def test_a_seed_that_goes_while_it_is_looked_at_is_skipped(home: Path) -> None:
    """Whatever a source finds out late is told of the seed, and spoils no other."""

    class Losing(FolderSource):
        def load(self, seed: SeedFile, *, max_bytes: int) -> Contents:
            if seed.name == "b.md":
                raise SeedError(seed.path, "was removed meanwhile")
            return super().load(seed, max_bytes=max_bytes)

    report = build(Losing(home / "seeds"), home / "root")

    assert [str(each.problem) for each in report.skipped if "b.md" in each.path] == [
        f"{home / 'seeds' / 'b.md'}: was removed meanwhile"
    ]
    assert report.passages == 2
