"""The seeds that ship with the program: what the restated thread and the guide must hold."""

import re
from pathlib import Path

import pytest

from index.building.build import passages_of
from index.model import Document, Passage
from index.seeds import find_seeds, read_seed
from index.settings import PassageSize
from tests.index.seeds.loading import load_seed
from tests.shared import shared

SEEDS = Path(__file__).resolve().parents[3] / "seeds"
POINTS = 18  # of the thread, each restated by one passage
COMMON_WORDS = 7  # a run this long would be copying


def read(name: str) -> tuple[Document, tuple[Passage, ...]]:
    """Read a shipped seed and split it as a build does."""
    (document,) = read_seed((SEEDS / name).read_bytes(), name, seed=name)
    return document, passages_of(document, PassageSize())


@pytest.fixture(scope="module")
def restated() -> tuple[Passage, ...]:
    """Return the passages of the restated thread."""
    return read("armenia-azerbaijan-restated.md")[1]


def runs(text: str, length: int) -> set[tuple[str, ...]]:
    """Return all runs of so many words."""
    words = re.findall(r"\w+(?:['’]\w+)?", text.casefold())
    return {tuple(words[start : start + length]) for start in range(len(words) - length + 1)}


def test_every_shipped_seed_reads_without_warnings() -> None:
    """What we ship is clean."""
    seeds = find_seeds(SEEDS)

    assert {seed.path.name for seed in seeds} >= {"armenia-azerbaijan-restated.md", "about-caveat.md"}
    assert [document.warnings for seed in seeds for document in load_seed(seed) if document.warnings] == []


def test_restated_thread_has_one_passage_for_each_point(restated: tuple[Passage, ...]) -> None:
    """Eighteen points, eighteen passages, each under its own heading."""
    assert len(restated) == POINTS
    assert len({passage.heading for passage in restated}) == POINTS


def test_restated_thread_says_that_it_is_restated(restated: tuple[Passage, ...]) -> None:
    """Author and restater are named on every passage, and no date is claimed."""
    for passage in restated:
        assert passage.attribution.author == "Dial M for Matt"
        assert not passage.attribution.verbatim
        assert passage.attribution.restated_by
        assert passage.attribution.published is None


def test_restated_thread_keeps_both_caveats(restated: tuple[Passage, ...]) -> None:
    """The stale news and the call for scepticism are found in its first passage."""
    stale, sceptical = restated[0].caveats

    assert (stale.by, sceptical.by) == ("author", "author")
    assert "stopped keeping up with the news" in stale.text
    assert "sceptically" in sceptical.text


@pytest.mark.parametrize(
    ("number", "reasons"),
    [
        (6, {"hearsay", "no-source", "doubt"}),  # the corridor: unnamed sources, not found, doubted
        (9, {"speculation", "outdated", "possibility"}),  # the timing: speculation by one who had not followed
        (11, {"possibility"}),  # Turkey's economy: a likely reason
        (14, {"possibility"}),  # Iran: a likely ally; its minority may align
        (15, {"possibility", "no-source", "doubt"}),  # NATO: possibly, no evidence, doubted
        (18, {"speculation"}),  # what comes next: an assumption
    ],
)
def test_restated_thread_keeps_its_hedges(restated: tuple[Passage, ...], number: int, reasons: set[str]) -> None:
    """Every doubt of the thread is marked in its restatement."""
    assert {hedge.reason for hedge in restated[number - 1].hedges} >= reasons


@pytest.mark.parametrize("number", [2, 3, 5, 8, 10, 13, 16])
def test_restated_thread_adds_no_hedges(restated: tuple[Passage, ...], number: int) -> None:
    """What the thread states plainly is restated plainly."""
    assert restated[number - 1].hedges == ()


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (2, "caucasus.liveuamap.com"),
        (3, "Nikol Pashinyan"),
        (3, "t.me/armenpress/638…"),
        (5, "Ilham Aliyev"),
        (5, "web.archive.org/web/2009061204…"),
        (9, "attacking now"),
        (10, "win"),
        (14, "Iran"),
        (15, "NATO"),
    ],
)
def test_restated_thread_keeps_who_is_cited_and_what_is_asked(
    restated: tuple[Passage, ...], number: int, words: str
) -> None:
    """Sources stay facts, and the words of an obvious question stand in the passage that answers it."""
    assert words in restated[number - 1].text


def test_restated_thread_copies_nothing() -> None:
    """It shares no run of seven words with the original."""
    original = shared("seed", "thread-original.txt").read_text(encoding="utf-8")
    ours = (SEEDS / "armenia-azerbaijan-restated.md").read_text(encoding="utf-8")

    assert runs(original, COMMON_WORDS) & runs(ours, COMMON_WORDS) == set()


def test_guide_is_quoted_with_its_caveat() -> None:
    """The guide is verbatim, by its maintainers, one passage a section, with one caveat of its own."""
    document, passages = read("about-caveat.md")

    assert document.attribution.verbatim
    assert document.attribution.author == "the Caveat maintainers"
    headings = (SEEDS / "about-caveat.md").read_text("utf-8").count("\n## ")
    assert len(passages) == headings
    assert [("everything in this guide" in each.text, each.by) for each in passages[0].caveats] == [(True, "author")]


def test_readme_is_not_a_seed() -> None:
    """The folder's README explains seeds and is none."""
    assert (SEEDS / "README.md").exists()
    assert "README.md" not in {seed.path.name for seed in find_seeds(SEEDS)}
