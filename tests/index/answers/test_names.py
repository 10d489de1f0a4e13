"""Seeds and passages by the names that people type."""

from collections.abc import Callable

import pytest

from index.answers.completion import complete_passage
from index.answers.documents import passage_by_ref, summarise
from index.engines.library import Library, Searcher
from index.errors import QuestionError


@pytest.fixture
def searcher(make_library: Callable[..., Library]) -> Searcher:
    """A seed of two passages."""
    text = "## Granite rocks\n\nGranite is hard.\n\n## Marble\n\nMarble is soft.\n"
    return make_library({"stones.md": text.encode()}).searcher


@pytest.mark.parametrize(
    ("typed", "ref"),
    [("STONES#2", "stones#2"), (" stones # 2 ", "stones#2"), ("Stones", "stones#1"), ("stones#", "stones#1")],
)
def test_a_passage_by_its_name_in_any_case(searcher: Searcher, typed: str, ref: str) -> None:
    """A seed's name alone is its first passage."""
    assert ref == passage_by_ref(searcher, typed).ref


def test_a_seed_by_the_name_of_a_passage(searcher: Searcher) -> None:
    """Whichever passage that is."""
    assert "stones" == summarise(searcher, "Stones#2").document


@pytest.mark.parametrize("typed", ["Pebbles#1", "Stones#9"])
def test_an_error_repeats_what_was_typed(searcher: Searcher, typed: str) -> None:
    """As it was typed, so that it is recognised."""
    with pytest.raises(QuestionError) as raised:
        passage_by_ref(searcher, typed)

    assert typed.partition("#")[0] in str(raised.value)


@pytest.mark.parametrize("typed", ["rocks", "granite r", "stones#gran", "STONES#Granite"])
def test_headings_are_completed(searcher: Searcher, typed: str) -> None:
    """By any of their words, and after the name of a seed."""
    assert ["stones#1"] == [each.name for each in complete_passage(searcher, typed)]
