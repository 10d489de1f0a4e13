"""What an answer asks of an engine: it gives the same over one part, over several, and over none."""

from collections.abc import Callable
from pathlib import Path

import pytest

from index.answers.answer import ask
from index.answers.completion import complete_passage
from index.answers.search import search
from index.building.build import build
from index.engines.library import Library, Searcher
from index.quoting.check import verify
from tests.conftest import write_seeds

STONES = {"granite.txt": "Granite is hard and grey.", "marble.txt": "Marble is soft and white."}
TREES = {"oak.txt": "Oak is hard and burns slowly.", "pine.txt": "Pine is soft and burns fast."}


def searcher_of(tmp_path: Path, *libraries: dict[str, str]) -> Searcher:
    """Search some libraries as one."""
    roots = [tmp_path / f"root-{number}" for number, _ in enumerate(libraries)]
    for number, (root, files) in enumerate(zip(roots, libraries, strict=True)):
        build(write_seeds(tmp_path / f"seeds-{number}", files), root)
    return Library(roots).reload()


def test_several_passages_come_at_once_in_the_order_asked(tmp_path: Path) -> None:
    """Numbers go through all parts; one that is asked twice comes twice."""
    engine = searcher_of(tmp_path, STONES, TREES).engine

    found = [passage.seed for passage in engine.passages([3, 0, 2, 0])]

    assert found == ["pine", "granite", "oak", "granite"]


def test_an_engine_over_several_parts_gives_what_one_over_all_gives(tmp_path: Path) -> None:
    """Best passages, scores, and both frequencies."""
    one = searcher_of(tmp_path / "one", STONES | TREES).engine
    several = searcher_of(tmp_path / "several", STONES, TREES).engine
    terms, numbers = ["hard", "burn", "nowhere"], range(4)

    seen = [
        (
            len(engine),
            [each.tolist() for each in engine.top(terms, 3, weights=[1.0, 0.5, 2.0])],
            engine.scores(terms, numbers),
            [(engine.document_frequency(term), term in engine) for term in terms],
            [engine.term_frequencies(term, numbers).tolist() for term in terms],
        )
        for engine in (one, several)
    ]

    assert seen[0] == seen[1]
    assert seen[0][3] == [(2, True), (2, True), (0, False)]


NOTHING: dict[str, dict[str, str]] = {"no seeds": {}, "no word in any": {"signs.txt": "!!! … ???"}}


@pytest.mark.parametrize("files", NOTHING.values(), ids=NOTHING.keys())
@pytest.mark.parametrize(
    "asked",
    [
        lambda searcher: ask(searcher, "How hard is granite?").misses,
        lambda searcher: search(searcher, "granite").hits,
        lambda searcher: search(searcher, "after:2020").hits,
        lambda searcher: complete_passage(searcher, "granite#"),
        lambda searcher: {"absent": ()}.get(verify(searcher, "Granite is hard.").verdict, "found"),
        lambda searcher: searcher.engine.scores(["granite"], []),
        lambda searcher: searcher.engine.top(["granite"], 5)[0].tolist(),
        lambda searcher: searcher.engine.term_frequencies("granite", []).tolist(),
    ],
)
def test_where_there_is_nothing_nothing_is_found(
    tmp_path: Path, files: dict[str, str], asked: Callable[[Searcher], object]
) -> None:
    """Nobody has to ask first whether there is an index."""
    assert not asked(searcher_of(tmp_path, files))


def test_a_part_without_a_word_changes_no_answer(tmp_path: Path) -> None:
    """Its passages are numbered nowhere, so that they move no other's."""
    searcher = searcher_of(tmp_path, {"signs.txt": "!!! … ???"}, STONES)

    assert [hit.passage.seed for hit in ask(searcher, "What is grey?").hits] == ["granite"]
    assert len(searcher) == 2
