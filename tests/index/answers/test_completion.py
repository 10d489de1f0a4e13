"""Completion: useful from the first letter of an id, a title or an author, and never too long."""

from collections.abc import Callable, Sequence

import pytest

from index.answers.completion import MOST, Suggestion, complete_document, complete_passage
from index.engines.library import Library, Searcher
from index.model import Passage

FILES = {
    "stones.md": "---\ntitle: On Granite\nauthor: A. Mason\n---\n\n"
    "## Granite\n\nGranite is hard.\n\n## Marble\n\nIt is soft.",
    "trees.md": "---\ntitle: On Trees\nauthor: Étienne Forester\n---\n\n## Oak\n\nOak is hard.",
    "old-gravel.txt": "Gravel is small.",
}


@pytest.fixture
def searcher(make_library: Callable[..., Library]) -> Searcher:
    """Three documents, four passages."""
    return make_library(FILES, target_chars=100).searcher


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("", ["old-gravel", "stones", "trees"]),
        ("s", ["stones", "trees"]),
        ("S", ["stones", "trees"]),
        ("g", ["old-gravel", "stones"]),  # a word of an id, a word of a title
        ("mas", ["stones"]),  # an author
        ("etienne f", ["trees"]),  # without its accent
        ("Étienne", ["trees"]),
        ("old grav", ["old-gravel"]),  # a blank for a hyphen
        ("rees", ["trees"]),  # inside a word
        ("o", ["old-gravel", "stones", "trees"]),  # an id first, then titles
        ("nothing", []),
    ],
)
def test_seeds_by_id_title_and_author(searcher: Searcher, typed: str, expected: list[str]) -> None:
    """Those whose id begins so come first."""
    assert expected == [each.name for each in complete_document(searcher, typed)]


def test_a_suggestion_says_whose_it_is(searcher: Searcher) -> None:
    """As far as the seed states it."""
    assert complete_document(searcher, "sto") == [Suggestion("stones", "On Granite — A. Mason")]
    assert complete_document(searcher, "old") == [Suggestion("old-gravel", "")]


def test_passages_of_each_seed_that_may_be_meant(searcher: Searcher) -> None:
    """With what they stand under, so that one need not know their numbers."""
    assert complete_passage(searcher, "sto") == [Suggestion("stones#1", "Granite"), Suggestion("stones#2", "Marble")]
    assert [each.name for each in complete_passage(searcher, "")] == ["old-gravel#1", "stones#1", "stones#2", "trees#1"]


@pytest.mark.parametrize(
    ("typed", "expected"), [("stones#", ["stones#1", "stones#2"]), ("stones#2", ["stones#2"]), ("stones#3", [])]
)
def test_a_passage_by_its_number(searcher: Searcher, typed: str, expected: list[str]) -> None:
    """After the hash sign only that seed's passages whose number begins so."""
    assert expected == [each.name for each in complete_passage(searcher, typed)]


def test_one_long_seed_does_not_hide_the_others(make_library: Callable[..., Library]) -> None:
    """Each may show equally many, and together no more than Discord takes."""
    long = "\n\n".join(f"## Part {number}\n\nThis is about the number {number}." for number in range(60))
    searcher = make_library({"a-long.md": long, "b-short.md": "## One\n\nWords."}, target_chars=100).searcher

    found = [each.name for each in complete_passage(searcher, "")]

    assert found[-1] == "b-short#1"
    assert len(found) <= MOST
    assert len(complete_passage(searcher, "a-long")) == MOST


def test_headings_are_read_once_and_not_for_every_letter(searcher: Searcher, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who types a word of a heading waits for no passage of the others to be read again."""
    assert complete_passage(searcher, "Marble") == [Suggestion("stones#2", "Marble")]
    read = list[int]()
    passages = searcher.engine.passages

    def counted(numbers: Sequence[int]) -> list[Passage]:
        read.extend(numbers)
        return passages(numbers)

    monkeypatch.setattr(searcher.engine, "passages", counted)

    assert complete_passage(searcher, "Oak") == [Suggestion("trees#1", "Oak")]
    assert complete_passage(searcher, "zinc") == []
    assert read == []


def test_a_heading_is_found_by_its_words_in_any_case(searcher: Searcher) -> None:
    """By the beginning of one of them, not by what stands inside."""
    assert complete_passage(searcher, "mARb") == [Suggestion("stones#2", "Marble")]
    assert complete_passage(searcher, "arble") == []
