"""Runs and tables of measures: what is written is read back, what cannot be read is named."""

from pathlib import Path

import pytest

from index.errors import CollectionError
from index.evaluation.run_files import read_run, write_measures, write_run

RUN = {"q": [("p", 2.5), ("r", 1.0)], "s": [("p", 0.25)]}


def test_a_run_is_written_as_trec_reads_it(tmp_path: Path) -> None:
    """Six columns, ranks from one."""
    write_run(tmp_path / "run", RUN)

    assert (tmp_path / "run").read_text() == (
        "q Q0 p 1 2.500000 caveat\nq Q0 r 2 1.000000 caveat\ns Q0 p 1 0.250000 caveat\n"
    )


def test_a_run_is_read_back(tmp_path: Path) -> None:
    """Questions, passages and scores, in their order."""
    write_run(tmp_path / "run", RUN)

    assert RUN == read_run(tmp_path / "run")


@pytest.mark.parametrize(
    ("content", "words"),
    [("q Q0 p 1 2.5 tag\nq Q0 p\n", "line 2"), ("q Q0 p 1 high tag\n", "line 1"), (None, "cannot be read")],
)
def test_a_broken_run_is_named(tmp_path: Path, content: str | None, words: str) -> None:
    """File and line, one sentence."""
    if content is not None:
        (tmp_path / "run").write_text(content)

    with pytest.raises(CollectionError, match=words):
        read_run(tmp_path / "run")


def test_the_worst_question_stands_on_top(tmp_path: Path) -> None:
    """That is where one looks first."""
    measures = {"q": {"ap": 1.0}, "r": {"ap": 0.25}}

    write_measures(tmp_path / "table.tsv", measures, {"q": "Why now?", "r": "Why not?"})

    assert (tmp_path / "table.tsv").read_text() == (
        "question-id\tap\tquestion\nr\t0.2500\tWhy not?\nq\t1.0000\tWhy now?\n"
    )
