"""Several snapshots as one corpus: one ranking, nothing copied, one reference swapped."""

import sys
import threading
from pathlib import Path

import pytest

from index.answers.answer import ask
from index.building.build import build
from index.engines.library import Library, View
from index.errors import SnapshotError
from tests.conftest import write_seeds

STONES = {"granite.txt": "Granite is hard and grey.", "marble.txt": "Marble is soft and white."}
TYPOS = ("granitt", "marbel", "slowli", "becaus")
TREES = {"oak.txt": "Oak is hard and burns slowly.", "pine.txt": "Pine is soft and burns fast."}


def published(tmp_path: Path, name: str, files: dict[str, str]) -> Path:
    """Build a folder of seeds and return its root."""
    root = tmp_path / f"{name}-root"
    build(write_seeds(tmp_path / name, files), root)
    return root


def opened(root: Path) -> View:
    """Open what is published."""
    library = Library([root])
    library.reload()
    return library.view


def test_two_snapshots_rank_as_one_corpus(tmp_path: Path) -> None:
    """Scores and order over two snapshots equal those of one that holds everything."""
    apart = Library([published(tmp_path, "stones", STONES), published(tmp_path, "trees", TREES)])
    together = Library([published(tmp_path, "both", STONES | TREES)])

    found = [
        [(hit.passage.text, hit.score) for hit in ask(library.reload(), "What is hard and burns?").hits]
        for library in (apart, together)
    ]

    assert found[0] == found[1]
    assert found[0]


def test_two_views_beside_each_other_know_what_one_of_both_knows(tmp_path: Path) -> None:
    """Words, near words, places and languages are those of one snapshot that holds everything."""
    stones, trees = published(tmp_path, "stones", STONES), published(tmp_path, "trees", TREES)
    together = Library([published(tmp_path, "both", STONES | TREES)]).reload()
    first, second = opened(stones), opened(trees)

    joint = first.beside(second).searcher

    assert dict(together.words) == dict(joint.words)
    assert dict(together.numbers_by_document) == dict(joint.numbers_by_document)
    assert together.languages == joint.languages
    assert [together.speller.near(word) for word in TYPOS] == [joint.speller.near(word) for word in TYPOS]
    assert all(joint.speller.near(word) for word in TYPOS)


def test_a_view_beside_another_shares_what_was_derived(tmp_path: Path) -> None:
    """So that a hundred servers cost no hundred spellers of the operator's seeds."""
    first, second = (opened(published(tmp_path, name, files)) for name, files in (("s", STONES), ("t", TREES)))

    layers = [first.beside(second).searcher.layers[0] for _ in range(2)]

    assert layers[0].sounds is layers[1].sounds
    assert layers[0].words is layers[1].words
    assert layers[0].numbers_by_document is layers[1].numbers_by_document


def test_a_part_that_changes_leaves_the_other_untouched(tmp_path: Path) -> None:
    """A change of one folder rebuilds that folder's snapshot alone."""
    stones, trees = published(tmp_path, "stones", STONES), published(tmp_path, "trees", TREES)
    library = Library([stones, trees])
    before = library.reload().generation.split("+")
    build(write_seeds(tmp_path / "trees", {"elm.txt": "Elm is tough."}), trees)

    after = library.reload().generation.split("+")

    assert after[0] == before[0]
    assert after[1] != before[1]


def test_a_library_that_was_not_opened_says_so(tmp_path: Path) -> None:
    """Asking before the first reload is a mistake of the caller's."""
    with pytest.raises(SnapshotError, match="reload"):
        _ = Library([tmp_path]).searcher


def test_answers_flow_while_snapshots_are_swapped(tmp_path: Path) -> None:
    """Many threads ask while the folder is re-indexed again and again; each answer is of one generation."""
    root = published(tmp_path, "stones", STONES)
    library = Library([root])
    library.reload()
    stop = threading.Event()
    problems: list[BaseException] = []

    def keep_asking() -> None:
        try:
            while not stop.is_set():
                assert ask(library.searcher, "How hard is granite?").hits[0].passage.text.startswith("Granite is hard")
        except BaseException as err:  # noqa: BLE001 handed to the test
            problems.append(err)

    threads = [threading.Thread(target=keep_asking, daemon=True) for _ in range(2)]
    interval = sys.getswitchinterval()
    sys.setswitchinterval(
        0.0002
    )  # a build that waits for its turn at each write takes a minute; and more turns find more
    for thread in threads:
        thread.start()
    try:
        for number in range(3):
            build(write_seeds(tmp_path / "stones", {"new.txt": f"Slate number {number}."}), root)
            library.reload()
    finally:
        stop.set()
        sys.setswitchinterval(interval)
    for thread in threads:
        thread.join()

    assert problems == []
