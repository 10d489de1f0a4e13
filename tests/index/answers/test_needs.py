"""What is typed without a question mark, of notes on how something is done."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from index.answers.ranking import search
from index.engines.library import Searcher
from index.evaluation.collection import Row, RowPart
from index.questions.query import read_question
from index.settings import BuildSettings

LABELLED = Path(__file__).parents[1] / "labelled" / "howto.yaml"
OTHERS = [Row(f"other#{number}", "", f"Chapter {number} tells of gardens, ships and bells.") for number in range(300)]
THRESHOLD = 0.5


@pytest.fixture(scope="module")
def labelled() -> Any:
    """Read the notes."""
    return yaml.safe_load(LABELLED.read_text("utf-8"))


@pytest.fixture(scope="module")
def searcher(labelled: Any) -> Searcher:
    """Search all notes among hundreds of other passages."""
    rows = []
    for name, note in labelled["notes"].items():
        title, *paragraphs = note["text"].strip().split("\n\n")
        rows += [Row(f"{name}#{number}", title.strip("# "), each) for number, each in enumerate(paragraphs, 1)]
    return Searcher([RowPart([*rows, *OTHERS], BuildSettings())])


def answered_first(searcher: Searcher, need: str) -> str:
    """Return the note of the best passage; empty where the need is declined."""
    found = search(searcher, read_question(need, searcher))
    if found.certainty(searcher) < THRESHOLD:
        return ""
    return searcher.passage(found.candidates[0].number).document.partition("#")[0]


def test_needs_are_answered_by_the_note_on_them(searcher: Searcher, labelled: Any) -> None:
    """Seventeen in twenty, with the right note first."""
    needs = [(name, need) for name, note in labelled["notes"].items() for need in note["needs"]]
    right = [need for name, need in needs if answered_first(searcher, need) == name]

    assert len(right) >= 0.85 * len(needs)


def test_needs_that_no_note_is_on_are_declined(searcher: Searcher, labelled: Any) -> None:
    """A task is asked all the same, which makes no answer of what only shares a word with it."""
    assert [answered_first(searcher, need) for need in labelled["foreign"]] == [""] * len(labelled["foreign"])
