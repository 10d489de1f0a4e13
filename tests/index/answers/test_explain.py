"""Why a passage was found, in parts that add up."""

from collections.abc import Callable

import pytest

from index.answers.documents import passage_by_ref
from index.answers.explain import explain
from index.engines.library import Library, Searcher

FILES = {"stones.txt": "Granite is hard and lasts.\n\nMarble is soft.", "trees.txt": "Oak is hard."}


@pytest.fixture
def searcher(make_library: Callable[..., Library]) -> Searcher:
    """Two seeds, two or three passages."""
    return make_library(FILES, target_chars=20).searcher


def test_parts_add_up_and_the_weightiest_comes_first(searcher: Searcher) -> None:
    """Shares are of one; a rare word weighs more than a common one."""
    found = explain(searcher, "Is granite hard, or gneiss?", passage_by_ref(searcher, "stones#1"))

    assert [part.words for part in found.parts] == ["granite", "hard"]
    assert sum(part.share for part in found.parts) == pytest.approx(1)
    assert found.missing == ("gneiss",)
    assert found.evidence is not None
    assert 0.5 < found.evidence.probability < 1


def test_a_misspelt_word_says_what_it_was_searched_as(searcher: Searcher) -> None:
    """The way from the typed word to the seed's is named."""
    (part,) = explain(searcher, "granitt", passage_by_ref(searcher, "stones#1")).parts

    assert (part.words, part.found_as, part.kind) == ("granitt", "granite", "spelling")


def test_a_passage_that_holds_nothing_of_it_has_no_parts(searcher: Searcher) -> None:
    """Everything is missing, and next to nothing speaks for it."""
    found = explain(searcher, "granite", passage_by_ref(searcher, "trees#1"))

    assert (found.parts, found.missing) == ((), ("granite",))
    assert found.evidence is not None
    assert found.evidence.probability < 0.1


@pytest.mark.parametrize(
    ("seed", "word"),
    [
        ("---\ntitle: On basalt\n---\nIt is hard and lasts.", "basalt"),
        ("---\ntitle: Über Basalte\nlanguage: de\n---\nEr ist hart und hält lange.", "Basalt"),
        ("# Columns\n\nThey are hard and last.", "columns"),
    ],
)
def test_a_word_of_the_title_or_heading_alone_is_a_part(
    make_library: Callable[..., Library], seed: str, word: str
) -> None:
    """A passage is found by them, so they say why."""
    searcher = make_library({"stones.md": seed, "trees.txt": "Oak burns slowly."}).searcher

    found = explain(searcher, word, passage_by_ref(searcher, "stones#1"))

    assert ([word], ()) == ([part.words for part in found.parts], found.missing)
