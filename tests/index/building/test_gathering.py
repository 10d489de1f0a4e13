"""What did not change is taken over from the snapshot before, and the result is what building anew would give."""

import random
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import index.building.gathering
import index.seeds.apart
from index.answers.answer import ask
from index.building import merging
from index.building.build import build
from index.building.report import BuildReport
from index.engines.library import Searcher
from index.seeds import read_seed
from index.settings import BuildSettings, PassageSize
from index.snapshots.segmented import Published, open_current, without_seeds
from index.snapshots.snapshot import current_generation, file_checksum, open_snapshot
from tests.conftest import write_seeds

SETTINGS = BuildSettings(size=PassageSize(100, 200))
WORDS = (
    "granite",
    "marbles",
    "running",
    "run",
    "der",
    "Steine",
    "камень",
    "камни",
    "ice-cream",
    "U.S.",
    "naïve",
    "a",
    "Old Stone Quarry (OSQ)",
)
SENTENCES = st.lists(st.sampled_from(WORDS), min_size=1, max_size=8).map(lambda words: " ".join(words) + ".")
BODIES = st.lists(SENTENCES, min_size=1, max_size=5).map("\n\n".join)
FOLDERS = st.dictionaries(st.sampled_from([f"{letter}.md" for letter in "abcde"]), BODIES, max_size=5)


def set_folder(folder: Path, files: Mapping[str, str]) -> None:
    """Let a folder hold these seeds and no others."""
    write_seeds(folder, files)
    for path in folder.iterdir():
        if path.name not in files:
            path.unlink()


def contents(snapshot: Path) -> dict[str, int]:
    """Return a checksum of every file but the manifest, which has the moment of the build."""
    return {
        str(path.relative_to(snapshot)): file_checksum(path)
        for path in snapshot.rglob("*")
        if path.is_file() and path.name != "manifest.json"
    }


def built_anew(folder: Path, root: Path) -> Path:
    """Build a folder where nothing was before."""
    build(folder, root, SETTINGS)
    return open_current(root).path


@settings(max_examples=20)
@given(states=st.lists(FOLDERS, min_size=2, max_size=5), question=SENTENCES, ratio=st.sampled_from((0, 1, 4)))
def test_it_equals_what_building_anew_gives(
    states: list[dict[str, str]], question: str, ratio: int, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """After any changes: the same answers, and in one segment the same bytes; nothing of a seed that went is left."""
    home = tmp_path_factory.mktemp("home")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(merging, "RATIO", ratio)
        patch.setattr(merging, "LEAST_ALIVE", ratio / 8)  # with 0 nothing is ever merged
        for files in states:
            set_folder(home / "seeds", files)
            build(home / "seeds", home / "root", SETTINGS)
    anew = open_snapshot(built_anew(home / "seeds", home / "anew"))
    questions = [*WORDS, question, "camen", "granit"]

    gathered = open_current(home / "root")

    assert everything(anew, questions) == everything(gathered, questions)

    build(home / "seeds", home / "root", SETTINGS, compact=True)
    compact = open_snapshot(home / "root" / (current_generation(home / "root") or ""))

    assert contents(anew.path) == contents(compact.path)
    assert anew.generation == compact.generation  # the folder of one that came back has a name of its own


def everything(published: Published, questions: Sequence[str]) -> dict[str, object]:
    """Gather all that anybody learns of a library: what is found, and all that a search goes by."""
    searcher = Searcher([published])
    ranking, terms = published.ranking, sorted(published.ranking.terms())
    numbers = range(len(published))
    words = searcher.words
    return {
        "manifest": replace(published.manifest, built_at="", checksums={}, seeds=tuple(published.manifest.seeds)),
        "passages": [published.passage(number) for number in numbers],
        "texts": [published.document_text(number) for number in numbers],
        "seeds": [published.seed_of(number) for number in numbers],
        "places": [published.find_key(key.decode()) for key in published.keys],
        "documents": list(published.documents()),
        "statistics": (len(ranking), ranking.avgdl, [(term, ranking.document_frequency(term)) for term in terms]),
        "scores": [[each.tolist() for each in ranking.top([term, *terms[:2]], 3)] for term in terms],
        "words": {word: words[word] for word in sorted(set(words))},
        "near": [searcher.speller.near(question) for question in questions],
        "meanings": [searcher.acronyms.of((question.casefold(),)) for question in (*questions, "osq")],
        "answers": [replace(ask(searcher, question), took_ms=0.0) for question in questions],
    }


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The seeds that were read, in order."""
    names: list[str] = []

    def reading(data: bytes, name: str, **about: Any) -> object:
        names.append(Path(name).name)
        return read_seed(data, name, **about)

    monkeypatch.setattr(index.seeds.apart, "read_seed", reading)
    return names


def rebuilt(home: Path, files: Mapping[str, str], *, force: bool = False, size: int = 200) -> BuildReport:
    """Build a folder's new state."""
    set_folder(home / "seeds", files)
    return build(home / "seeds", home / "root", BuildSettings(size=PassageSize(100, size)), force=force)


def test_what_did_not_change_is_not_read_again(tmp_path: Path, read: list[str]) -> None:
    """A changed seed, a new one, and nothing else; the report counts the others."""
    rebuilt(tmp_path, {"a.md": "Granite.", "b.md": "Marble.", "c.md": "Slate."})
    read.clear()

    report = rebuilt(tmp_path, {"a.md": "Granite.", "b.md": "Marble, again.", "d.md": "Basalt."})

    assert ["b.md", "d.md"] == read
    assert (("d.md",), ("b.md",), ("c.md",), 1) == (report.added, report.changed, report.removed, report.unchanged)


def test_what_could_not_be_read_is_not_tried_again(tmp_path: Path, read: list[str]) -> None:
    """The same bytes have the same fault; the report goes on naming it."""
    bad = {"bad.md": "---\nauthor: Ada\nby: Bo\n---\n\nText."}
    first = rebuilt(tmp_path, bad)
    read.clear()

    second = rebuilt(tmp_path, bad | {"a.md": "Granite."})
    third = rebuilt(tmp_path, {"bad.md": "Text.", "a.md": "Granite."})

    assert ["a.md", "bad.md"] == read
    assert first.skipped == second.skipped
    assert "Bo is stated as the author here" in str(second.skipped[0].problem)
    assert () == third.skipped


def test_a_seed_under_another_id_is_read_again(tmp_path: Path, read: list[str]) -> None:
    """A second file of the same name takes part of its id: its passages have other keys."""
    rebuilt(tmp_path, {"a.md": "Granite."})
    read.clear()

    rebuilt(tmp_path, {"a.md": "Granite.", "a.txt": "Marble."})

    assert ["a.md", "a.txt"] == read


@pytest.mark.parametrize("change", [{"force": True}, {"size": 150}])
def test_by_force_or_with_other_settings_everything_is_read(
    tmp_path: Path, read: list[str], change: dict[str, int]
) -> None:
    """What was made otherwise is not taken over."""
    files = {"a.md": "Granite.", "b.md": "Marble."}
    rebuilt(tmp_path, files)
    read.clear()

    rebuilt(tmp_path, files | {"c.md": "Slate."}, **change)  # type: ignore[arg-type]

    assert ["a.md", "b.md", "c.md"] == read


def test_a_damaged_text_is_read_again(tmp_path: Path, read: list[str]) -> None:
    """Damage does not go from one snapshot into the next."""
    rebuilt(tmp_path, {"a.md": "Granite is hard.", "b.md": "Marble is soft."})
    texts = open_current(tmp_path / "root").path / "texts.bin"
    texts.write_bytes(texts.read_bytes().replace(b"hard", b"soft"))
    read.clear()

    rebuilt(tmp_path, {"a.md": "Granite is hard.", "b.md": "Marble is soft.", "c.md": "Slate splits."})

    assert ["a.md", "c.md"] == read
    assert b"Granite is hard" in (open_current(tmp_path / "root").path / "texts.bin").read_bytes()


def test_passages_without_a_word_keep_their_numbers(tmp_path: Path) -> None:
    """A seed of signs alone, taken over from a snapshot that has no word, shifts nobody's passages."""
    folder, root = write_seeds(tmp_path / "seeds", {"a.md": "!!! … ???"}), tmp_path / "root"
    build(folder, root)
    write_seeds(folder, {"b.md": "Granite is hard."})
    build(folder, root)

    answer = ask(Searcher([open_current(root)]), "What is granite?")

    assert [hit.passage.text for hit in (*answer.hits, *answer.misses)] == ["Granite is hard."]


def test_many_passages_are_taken_over(tmp_path: Path) -> None:
    """More than are counted at a time, with terms so frequent that they have a column."""
    chance = random.Random(7)
    body = "\n\n".join(f"## {n}\n\nStone {chance.choice(WORDS)} {n % 97} {chance.random()}" for n in range(9_000))
    set_folder(tmp_path / "seeds", {"a.md": body, "b.md": "One more stone."})
    build(tmp_path / "seeds", tmp_path / "root")
    set_folder(tmp_path / "seeds", {"a.md": body, "c.md": "Another stone."})
    build(tmp_path / "seeds", tmp_path / "root")

    build(tmp_path / "seeds", tmp_path / "anew")

    assert contents(open_current(tmp_path / "anew").path) == contents(open_current(tmp_path / "root").path)


@pytest.fixture
def small_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    """Runs of a seed or two, and processes for any of them."""
    monkeypatch.setattr(index.building.gathering, "BATCH_BYTES", 60)
    monkeypatch.setattr(index.building.gathering, "WORTH_PROCESSES_BYTES", 1)


@pytest.mark.usefixtures("small_runs")
def test_several_processes_build_what_one_does(tmp_path: Path) -> None:
    """Byte by byte, with seeds that cannot be read and others that are taken over among them; progress goes on."""
    bad = {"k.md": "---\nauthor: Ada\nby: Bo\n---\n\nText.", "z.pdf": "%PDF"}
    files = {
        f"{letter}.md": f"# {letter}\n\n{WORDS[n % 12]} stone {letter}.\n\nI doubt it."
        for n, letter in enumerate("abcdefghij")
    }
    set_folder(tmp_path / "seeds", files | bad)
    build(tmp_path / "seeds", tmp_path / "one", SETTINGS)
    build(tmp_path / "seeds", tmp_path / "several", SETTINGS, processes=2)
    set_folder(tmp_path / "seeds", files | bad | {"b.md": "Other stone.", "g.md": "I doubt that.", "x.md": "New."})
    seen: list[tuple[int, int]] = []

    one = build(tmp_path / "seeds", tmp_path / "one", SETTINGS)
    several = build(
        tmp_path / "seeds",
        tmp_path / "several",
        SETTINGS,
        processes=2,
        progress=lambda stage, *of: seen.append(of) if stage == "reading" else None,
    )

    assert contents(open_current(tmp_path / "one").path) == contents(open_current(tmp_path / "several").path)
    assert (one.generation, one.skipped, one.unchanged) == (several.generation, several.skipped, several.unchanged)
    assert one.skipped
    assert sorted(seen) == seen
    assert [(0, 13), (13, 13)] == [seen[0], seen[-1]]


@settings(max_examples=20)
@given(files=FOLDERS, memory_bytes=st.sampled_from([0, 100, 1_000]), batch_bytes=st.sampled_from([1, 60]))
def test_what_memory_a_build_may_take_changes_nothing(
    files: dict[str, str], memory_bytes: int, batch_bytes: int, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Byte by byte, whether what waits for the end does so in memory, in a file, or partly in both."""
    home = tmp_path_factory.mktemp("home")
    set_folder(home / "seeds", files)
    anew = built_anew(home / "seeds", home / "anew")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(index.building.gathering, "BATCH_BYTES", batch_bytes)
        build(home / "seeds", home / "tight", SETTINGS, memory_bytes=memory_bytes)

    assert contents(anew) == contents(open_current(home / "tight").path)
    left = {path.name for path in (home / "tight").iterdir()}
    assert {"CURRENT", "lock", anew.name} == left - {"STAMPS"}


KILLED = """
import os, signal, sys
from pathlib import Path
import index.building.gathering
from index.building.build import build

def progress(stage, done, total):
    if (stage, done) == ("reading", 2):
        os.kill(os.getpid(), signal.SIGKILL)

index.building.gathering.BATCH_BYTES = 1
build(Path(sys.argv[1]), Path(sys.argv[2]), progress=progress, memory_bytes=0)
"""


def test_a_build_that_is_killed_between_runs_changes_nothing(tmp_path: Path) -> None:
    """What was published is served; what it had written goes with the next build, which is none the worse for it."""
    seeds, root = tmp_path / "seeds", tmp_path / "root"
    set_folder(seeds, {"a.md": "Granite.", "b.md": "Marble."})
    published = build(seeds, root).generation
    set_folder(seeds, {f"{letter}.md": f"Slate {letter}." for letter in "abcde"})

    killed = subprocess.run([sys.executable, "-c", KILLED, seeds, root], check=False)

    assert (-signal.SIGKILL, published) == (killed.returncode, open_current(root).generation)
    assert (root / ".tmp-build" / "texts.bin").is_file()
    build(seeds, root)
    build(seeds, tmp_path / "anew")
    assert contents(open_current(tmp_path / "anew").path) == contents(open_current(root).path)
    assert not (root / ".tmp-build").exists()


@settings(max_examples=20)
@given(files=FOLDERS, hidden=st.sets(st.sampled_from("abcde")))
def test_a_selection_is_as_if_the_hidden_seeds_had_never_been(
    files: dict[str, str], hidden: set[str], tmp_path_factory: pytest.TempPathFactory
) -> None:
    """The same passages, scores, words, languages and places as a build without them."""
    home = tmp_path_factory.mktemp("home")
    set_folder(home / "all", files)
    set_folder(home / "left", {name: body for name, body in files.items() if name[0] not in hidden})
    for name in ("all", "left"):
        build(home / name, home / f"{name}-root", SETTINGS)
    left = open_current(home / "left-root")

    selection = without_seeds(open_current(home / "all-root"), hidden)

    one, other = Searcher([left]), Searcher([selection])
    assert list(left.documents()) == list(selection.documents())
    assert left.words() == selection.words()
    assert list(left.acronyms()) == list(selection.acronyms())
    assert one.languages == other.languages
    assert [left.passage(n) for n in range(len(left))] == [selection.passage(n) for n in range(len(selection))]
    assert [left.find_key(left.passage(n).key) for n in range(len(left))] == list(range(len(left)))
    assert [n for n in range(len(left)) if selection.find_key(left.passage(n).key) != n] == []
    for question in ("running granite", "камень Steine", "marbels"):
        said = [(hit.passage.key, hit.score) for hit in ask(one, question).hits + ask(one, question).misses]
        assert said == [(hit.passage.key, hit.score) for hit in ask(other, question).hits + ask(other, question).misses]
