"""What abbreviations stand for, where a text says so; and questions that use the other name."""

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.answers.answer import ask
from index.building.build import build
from index.engines.library import Library, Searcher
from index.questions.query import read_question
from index.snapshots.segmented import open_current, without_seeds
from index.text.acronyms import Acronym, definitions
from tests.conftest import write_seeds

SEEDS = {
    "pact.md": "The Collective Security Treaty Organization (CSTO) met on Tuesday.",
    "meeting.md": "Nobody expected that CSTO would send observers to the frontier.",
    "mines.md": "Quarries in the north were flooded by heavy rain in spring.",
}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("the Collective Security Treaty Organization (CSTO)", ("CSTO", "Collective Security Treaty Organization")),
        ("CSTO (the Collective Security Treaty Organization) met", ("CSTO", "Collective Security Treaty Organization")),
        ("U.S. (United States)", ("U.S.", "United States")),
        ("many non-governmental organizations (NGOs)", ("NGO", "non-governmental organizations")),
        ("at the Department of Defense (DoD)", ("DoD", "Department of Defense")),  # a function word counts
        ("by the Bank of Greenland (BG)", ("BG", "Bank of Greenland")),  # or does not
        ("Договора о коллективной безопасности (ДКБ)", ("ДКБ", "Договора о коллективной безопасности")),
        ("In May, Prime Minister (PM) Li", ("PM", "Prime Minister")),
    ],
)
def test_a_definition_is_found(text: str, found: tuple[str, str]) -> None:
    """In either order, in any script that has capitals, with its plural."""
    assert [Acronym(*found)] == list(definitions(text))


@pytest.mark.parametrize(
    "text",
    [
        "The army (NATO) came.",  # not its initials
        "It rained. Security Treaty (CSTO)",  # too few words
        "He came, saw (CS) nothing.",  # a pause in between
        "the treaty (see above)",
        "in London (UK)",
        "CSTO (founded in 1992 by the Collective Security Treaty Organization)",  # more than a name
        "CSTO (",
        "(CSTO)",
        "population (2021) 12",
    ],
)
def test_what_only_looks_like_one_is_none(text: str) -> None:
    """Brackets hold all sorts of things."""
    assert [] == list(definitions(text))


@given(st.text("ABCab. ()\n&sé", max_size=40))
def test_what_is_found_stands_in_the_text(text: str) -> None:
    """Whatever the text: both sides are its words, and the initials are those of the abbreviation."""
    for acronym in definitions(text):
        assert acronym.long in text
        assert acronym.short in text
        assert acronym.long[0].casefold() == acronym.short[0].casefold()


@pytest.fixture
def searcher(make_library: Callable[..., Library]) -> Searcher:
    """One seed that defines an abbreviation, one that uses it, one about something else."""
    return make_library(SEEDS).searcher


@pytest.mark.parametrize(
    ("question", "seed"),
    [
        ("What did the Collective Security Treaty Organization expect at the frontier?", "meeting"),
        ("Did csto send observers?", "meeting"),
        ("When was the meeting of the CSTO on Tuesday?", "pact"),
    ],
)
def test_either_name_finds_the_other(searcher: Searcher, question: str, seed: str) -> None:
    """A seed that only uses the abbreviation answers a question that only has the name."""
    answer = ask(searcher, question)

    assert seed == (answer.hits or answer.misses)[0].passage.seed
    assert answer.searched_for is None  # it was searched besides, not instead


def test_a_common_word_is_no_abbreviation(make_library: Callable[..., Library]) -> None:
    """Who asks about a cat does not ask about tomography."""
    searcher = make_library({"a.md": "Computerized axial tomography (CAT) is dear.", "b.md": "A cat sleeps."}).searcher

    lower, upper = (read_question(question, searcher).concepts[0] for question in ("cat", "CAT"))

    assert ["exact"] == [each.kind for each in lower.alternatives]
    assert ["exact", "synonym"] == [each.kind for each in upper.alternatives]


def test_a_removed_seed_defines_nothing(tmp_path: Path) -> None:
    """Neither where it is left out, nor in the build that follows."""
    build(write_seeds(tmp_path / "seeds", SEEDS), tmp_path / "root")
    hidden = without_seeds(open_current(tmp_path / "root"), {"pact"})
    (tmp_path / "seeds" / "pact.md").unlink()
    build(tmp_path / "seeds", tmp_path / "root")

    left = open_current(tmp_path / "root")

    assert [] == list(hidden.acronyms()) == list(left.acronyms())


def test_what_was_defined_is_taken_over(tmp_path: Path) -> None:
    """A build that reads only what changed knows what the other seeds define."""
    build(write_seeds(tmp_path / "seeds", SEEDS), tmp_path / "root")
    (tmp_path / "seeds" / "mines.md").unlink()

    build(tmp_path / "seeds", tmp_path / "root")

    assert ["csto"] == [short for short, _ in open_current(tmp_path / "root").acronyms()]
