"""Unanswered questions as files that other programs read: spreadsheets without formulas, `eval` without complaints."""

import csv
import io
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.records import gap_export
from bot.records.gap_export import FORMULA_BEGINNINGS, collection, harmless, table
from bot.records.gap_groups import AskedQuestion, Group
from bot.serving.scope import Scope
from index.answers.answer import AnswerSettings
from index.engines.library import Library
from index.evaluation.collection import Collection, load_collection
from index.evaluation.evaluate import AbstentionTest, evaluate
from index.settings import BuildSettings

DAY = date(2026, 1, 2)
QUESTIONS = (
    AskedQuestion("How hard is granite?", 2, 0, DAY),
    AskedQuestion("Is marble soft?", 0, 1, DAY),
    AskedQuestion("Why?", 1, 0, DAY),
)
SEEDS = {
    "stones.md": "---\ntitle: Stones\n---\n\n## Granite\n\nGranite is hard.\n\n## Marble\n\nMarble is soft.\n",
    "wood.txt": "Oak is heavy, and pine is not.",
}


def scope(library: Library) -> Scope:
    """Return the scope of a library."""
    return Scope(library.view, lambda _damage: library.view, AnswerSettings())


def loaded(data: bytes, folder: Path) -> Collection:
    """Unpack a collection and read it as `eval` does."""
    zipfile.ZipFile(io.BytesIO(data)).extractall(folder)
    return load_collection(folder)


def test_table_has_a_row_for_each_question() -> None:
    """Under a header, grouped, in the encoding that Excel knows by its mark."""
    data = table([Group("granite", QUESTIONS[:1]), Group("", QUESTIONS[1:2])])

    assert data.startswith(b"\xef\xbb\xbf")
    assert [
        ["word", "question", "found_nothing", "thumbs_down", "last_day"],
        ["granite", "How hard is granite?", "2", "0", "2026-01-02"],
        ["", "Is marble soft?", "0", "1", "2026-01-02"],
    ] == list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))


@pytest.mark.parametrize("beginning", FORMULA_BEGINNINGS)
def test_formulas_are_text(beginning: str) -> None:
    """Whatever a spreadsheet would calculate, also behind spaces, stands there as it was typed."""
    assert f"'{beginning}1+1" == harmless(f"{beginning}1+1")
    assert f"'  {beginning}1+1" == harmless(f"  {beginning}1+1")


@given(st.text())
def test_no_cell_is_a_formula_and_none_is_lost(question: str) -> None:
    """Any question comes back from the table, behind an apostrophe where it would have been calculated."""
    readable = question.encode(errors="replace").decode()

    rows = list(
        csv.reader(
            io.StringIO(table([Group("", (AskedQuestion(question, 1, 0, DAY),))]).decode("utf-8-sig"), newline="")
        )
    )

    cell = rows[1][1]
    assert not cell.lstrip(" ").startswith(FORMULA_BEGINNINGS)
    assert cell in (readable, f"'{readable}")


def test_collection_is_what_eval_reads(make_library: Callable[..., Library], tmp_path: Path) -> None:
    """All passages and questions, with the nearest passages waiting for a grade; the measures run."""
    data = collection(QUESTIONS, scope(make_library(SEEDS)))

    found = loaded(data, tmp_path / "gaps")

    assert ["Granite is hard.", "Marble is soft.", "Oak is heavy, and pine is not."] == [row.text for row in found.rows]
    assert {"q1": "How hard is granite?", "q2": "Is marble soft?", "q3": "Why?"} == dict(found.questions)
    assert {"q1": {found.rows[0].id: 0}, "q2": {found.rows[1].id: 0}} == found.qrels
    figures, _run = evaluate(found, BuildSettings(), AbstentionTest(0.21))
    assert 2 == figures.queries


def test_large_corpus_is_cut_to_what_comes_up(
    make_library: Callable[..., Library], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A hundred thousand passages are no attachment; what no question finds is left out then."""
    monkeypatch.setattr(gap_export, "MOST_PASSAGES", 1)

    found = loaded(collection(QUESTIONS, scope(make_library(SEEDS))), tmp_path / "gaps")

    assert ["Granite is hard.", "Marble is soft."] == [row.text for row in found.rows]
