"""Narrowed engines and searchers: the best of those that pass, scored as among all, however they are found."""

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.building.build import build
from index.engines.library import Library, Searcher
from index.engines.narrowed import ChosenSearcher, NarrowedEngine, NarrowedSearcher
from tests.conftest import write_seeds

WORDS = ("granite", "marble", "oak", "river", "mill", "lamp")
TERMS = (*(word.removesuffix("e") for word in WORDS), *WORDS, "unheard")


@pytest.fixture(scope="module")
def searcher(tmp_path_factory: pytest.TempPathFactory) -> Searcher:
    """Sixty passages of a few words each, in sixty documents, some of them alike."""
    files = {
        f"{number:02}.md": " ".join(WORDS[(number * step + step) % len(WORDS)] for step in range(1, 2 + number % 4))
        + "."
        for number in range(60)
    }
    home = tmp_path_factory.mktemp("narrowed")
    build(write_seeds(home / "seeds", files), home / "root")
    return Library([home / "root"]).reload()


@given(
    terms=st.lists(st.sampled_from(TERMS), max_size=5),
    numbers=st.sets(st.integers(0, 59), max_size=60),
    k=st.integers(1, 70),
    weighted=st.booleans(),
)
def test_few_that_are_all_scored_are_those_that_are_gone_through(
    searcher: Searcher, terms: Sequence[str], numbers: set[int], k: int, *, weighted: bool
) -> None:
    """To the last digit of each score, and ties by number."""
    few = np.array(sorted(numbers), np.int64)
    weights = [1.0 / (1 + place) for place, _ in enumerate(terms)] if weighted else None
    engines = (
        NarrowedEngine(searcher.engine, lambda found: np.isin(found, few), len(searcher), scored)
        for scored in (None, few)
    )

    expected, found = (engine.top(terms, k, weights) for engine in engines)

    assert expected[0].tolist() == found[0].tolist()
    assert expected[1].tolist() == found[1].tolist()


def test_a_narrowed_searcher_names_its_own_documents_alone(searcher: Searcher) -> None:
    """And one that is narrowed again finds none that the first one does not."""
    even = NarrowedSearcher(searcher, lambda name: int(name.document) % 2 == 0)
    sixes = NarrowedSearcher(even, lambda name: int(name.document) % 3 == 0)
    chosen = ChosenSearcher(even, range(10))

    assert [f"{number:02}" for number in range(0, 60, 2)] == [each.document for each in even.names()]
    assert {number for number in range(60) if number % 6 == 0} >= set(sixes.engine.top(list(TERMS), 60)[0].tolist())
    assert {0, 2, 4, 6, 8} >= set(chosen.engine.top(list(TERMS), 60)[0].tolist())
