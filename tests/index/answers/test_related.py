"""What is related to a passage: others that share its rare words, and those by another author."""

from collections.abc import Callable

import pytest

from index.answers.documents import passage_by_ref
from index.answers.related import more_like, others_on
from index.engines.library import Library, Searcher

ROCK = "## Granite\n\nGranite is a hard rock of quartz and feldspar.\n\n## Marble\n\nMarble is a soft rock of lime.\n\n"
BREAD = "## Bread\n\nBread is baked of flour and water.\n"
MINES = "## Hard\n\nGranite holds quartz, feldspar and mica; it is hard to mine.\n\n## Coal\n\nCoal burns.\n"
SEEDS = {
    "mason.md": f"---\ntitle: Stones\nauthor: A. Mason\n---\n\n{ROCK}{BREAD}",
    "miner.md": f"---\ntitle: Rocks\nauthor: B. Miner\n---\n\n{MINES}",
    "again.md": "---\nauthor: A. Mason\n---\n\n## Granite\n\nWhere granite weathers, feldspar goes before quartz.\n",
    "nobody.md": "## Granite\n\nQuartz and feldspar make granite, somebody wrote on a hard bench.\n",
}


@pytest.fixture
def searcher(make_library: Callable[..., Library]) -> Searcher:
    """Four seeds, two of one author, one of nobody."""
    return make_library({name: text.encode() for name, text in SEEDS.items()}).searcher


def test_passages_like_one_share_its_rare_words(searcher: Searcher) -> None:
    """Of whichever author; neither the passage itself nor what is about something else."""
    found = {hit.passage.ref for hit in more_like(searcher, passage_by_ref(searcher, "mason#1"))}

    assert found == {"miner#1", "again#1", "nobody#1"}


def test_others_are_by_another_author_who_is_named(searcher: Searcher) -> None:
    """Not by the same one elsewhere, nor by nobody."""
    assert ["miner#1"] == [hit.passage.ref for hit in others_on(searcher, passage_by_ref(searcher, "mason#1"))]


def test_nothing_is_like_what_stands_alone(searcher: Searcher) -> None:
    """Nothing is better than anything."""
    assert () == more_like(searcher, passage_by_ref(searcher, "miner#2"))
