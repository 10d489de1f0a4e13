"""Passages by chance and by turns: such as can stand alone, and none again before all were shown."""

import random
from collections.abc import Callable

import pytest

from bot.serving.picking import Turn, by_chance, is_shown_alone
from index.answers.filters import Filter
from index.engines.library import Library, Searcher

PROSE = "The keeper wrote down every evening how high the water stood, and nobody ever asked him for the numbers. " * 3
SOURCES = "\n".join(
    f"- Holt, M. ({1990 + n}). On tides {n}. Harbour Press. https://press.example/{n}" for n in range(9)
)
CONTENTS = "\n".join(f"Chapter {n}: of water" for n in range(20))
NUMBERED = "\n".join(f"[{n}] B. Lund, Storms of the north, volume {n}, Copenhagen, {1950 + n}." for n in range(9))


NOTES = (("tides", "sea", "Mira Holt"), ("surge", "sea", "Bo Lund"), ("wars", "history", "Bo Lund"))


@pytest.fixture(name="searched")
def _searched(make_library: Callable[..., Library]) -> Searcher:
    notes = {
        f"{name}.md": f"---\ntags: {tag}\nauthor: {by}\n---\n\n{name.title()}. {PROSE}\n" for name, tag, by in NOTES
    }
    return make_library({**notes, "short.md": "Too short.", "sources.md": SOURCES}).searcher


@pytest.mark.parametrize(
    ("text", "alone"),
    [(PROSE, True), (PROSE[:150], False), (SOURCES, False), (NUMBERED, False), (CONTENTS, False),
     (f"{PROSE}\nhttps://press.example/1", True), (f"In 1910, the harbour flooded. {PROSE}", True),
     ("- " + PROSE.replace(". ", ".\n- ").strip("- \n"), True)],
)  # fmt: skip
def test_what_can_stand_alone_is_prose(make_library: Callable[..., Library], text: str, *, alone: bool) -> None:
    """Neither headings nor lists of sources, whatever these look like; a list of sentences is prose."""
    searcher = make_library({"a.md": text}, target_chars=5_000).searcher

    assert alone is all(is_shown_alone(searcher.passage(number)) for number in searcher.numbers())


@pytest.mark.parametrize(
    ("filters", "documents"),
    [((), {"tides", "surge", "wars"}), ((Filter("tag", "sea"),), {"tides", "surge"}),
     ((Filter("author", "lund"),), {"surge", "wars"}), ((Filter("seed", "short"),), {"short"})],
)  # fmt: skip
def test_chance_chooses_among_what_passes(searched: Searcher, filters: tuple[Filter, ...], documents: set[str]) -> None:
    """By seed, author, tag; what cannot stand alone only where there is nothing else."""
    found = [by_chance(searched, filters, random.Random(seed)) for seed in range(40)]

    assert documents == {each.document for each in found if each is not None}


def test_no_passage_comes_again_before_all_were_shown(searched: Searcher) -> None:
    """Each round has an order of its own."""
    turn, rounds = Turn(), []
    for _ in range(4):
        shown = []
        for _ in NOTES:
            found = turn.following(searched, ())
            assert found is not None
            passage, turn = found
            shown.append(passage.document)
        rounds.append(tuple(shown))

    assert [{"tides", "surge", "wars"}] * 4 == [set(each) for each in rounds]
    assert len(set(rounds)) > 1


def test_where_nothing_can_stand_alone_no_turn_comes(searched: Searcher) -> None:
    """Rather nothing than a list of sources."""
    assert Turn().following(searched, (Filter("seed", "short,sources"),)) is None
