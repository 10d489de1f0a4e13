"""Measures on a small collection whose right figures are known by hand."""

import gzip
import json
from dataclasses import replace
from pathlib import Path

import pytest

from index.errors import CollectionError
from index.evaluation.collection import Collection, Row, load_collection
from index.evaluation.evaluate import AbstentionTest, evaluate, measure, measure_each
from index.processes import forks
from index.processes.forks import WORTH_FORKING
from index.settings import BuildSettings

ROWS = (
    Row("p1", "Stones", "Granite is hard."),  # answers q1
    Row("p2", "Stones", "Marble is soft."),  # answers q2
    Row("p3", "Trees", "Oak burns slowly."),  # answers q3
    Row("p4", "Trees", "Pine burns fast."),  # answers nothing
)
QUESTIONS = {
    "q1": "How hard is granite?",
    "q2": "Is marble soft?",
    "q3": "Does oak burn?",
    "q4": "Not judged, so not measured",
}
QRELS = {"q1": {"p1": 1}, "q2": {"p2": 1}, "q3": {"p3": 1}}
COLLECTION = Collection("small", ROWS, QUESTIONS, QRELS)
FOREIGN = Collection("foreign", (), {"f1": "Who won the World Cup?", "f2": "Which vitamins are in spinach?"}, {})


def test_perfect_rankings_measure_one() -> None:
    """Every judged question has its passage first; unjudged ones are left out."""
    figures, run = evaluate(COLLECTION, BuildSettings(), AbstentionTest(0.1))

    assert figures.measures == {"ndcg@10": 1.0, "recall@100": 1.0, "mrr@10": 1.0, "ap": 1.0}
    assert (figures.passages, figures.queries) == (4, 3)
    assert set(run) == {"q1", "q2", "q3"}


def test_questions_asked_several_at_once_measure_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    """Run and figures, in the order of the questions; only the questions asked one at a time are timed."""
    questions = {f"q{n}": f"{QUESTIONS[f'q{n % 3 + 1}']} {n}" for n in range(3 * WORTH_FORKING)}
    qrels = {question: {f"p{number % 3 + 1}": 1} for number, question in enumerate(questions)}
    collection = Collection("many", ROWS, questions, qrels)
    test = AbstentionTest(0.1, [replace(FOREIGN, questions=questions)], remove=1)
    monkeypatch.setattr(forks, "cores", lambda: 1)
    one, run = evaluate(collection, BuildSettings(), test)

    monkeypatch.setattr(forks, "cores", lambda: 2)
    monkeypatch.setattr("index.evaluation.evaluate.TIMED", 7)
    told: list[tuple[int, int]] = []
    several, other_run = evaluate(
        collection, BuildSettings(), test, lambda stage, *counts: told.append(counts) if stage == "asking" else None
    )

    assert list(run.items()) == list(other_run.items())
    assert (one.measures, one.abstention) == (several.measures, several.abstention)
    assert [(done, len(questions)) for done in range(1, len(questions) + 1)] == told


def test_ties_count_against_us() -> None:
    """Among equal scores the right passage is taken to come last."""
    tied = measure({"q": {"right": 1}}, {"q": [("right", 1.0), ("wrong", 1.0)]})
    clear = measure({"q": {"right": 1}}, {"q": [("right", 2.0), ("wrong", 1.0)]})

    assert (tied["mrr@10"], clear["mrr@10"]) == (0.5, 1.0)


def test_a_question_without_hits_measures_zero() -> None:
    """What was not found counts, it is not left out."""
    assert measure({"q": {"p": 1}, "r": {"p": 1}}, {"q": [("p", 1.0)], "r": []})["mrr@10"] == 0.5


def test_each_question_has_its_measures() -> None:
    """The means are means of these."""
    each = measure_each({"q": {"p": 1}, "r": {"p": 1}}, {"q": [("p", 1.0)], "r": []})

    assert {"ndcg@10": 1.0, "recall@100": 1.0, "mrr@10": 1.0, "ap": 1.0} == each["q"]
    assert {"ndcg@10": 0.0, "recall@100": 0.0, "mrr@10": 0.0, "ap": 0.0} == each["r"]


def test_abstention_is_measured_in_three_ways() -> None:
    """Answered, declined from another collection, declined after removal: shares of one."""
    figures, _ = evaluate(COLLECTION, BuildSettings(), AbstentionTest(0.2, [FOREIGN], remove=1))

    shares = figures.abstention
    assert (shares.answered, shares.declined_foreign, shares.declined_removed) == (1.0, 1.0, 1.0)


def test_what_was_not_asked_for_is_none() -> None:
    """No foreign questions and nothing removed: no share."""
    figures, _ = evaluate(COLLECTION, BuildSettings(), AbstentionTest(0.2))

    assert (figures.abstention.declined_foreign, figures.abstention.declined_removed) == (None, None)


def write_collection(folder: Path, corpus: str) -> Path:
    """Write a collection of one row, its corpus under a given name."""
    row = json.dumps({"_id": "p", "title": "", "text": "Granite."}) + "\n"
    (folder / "queries.jsonl").write_text(json.dumps({"_id": "q", "text": "granite"}) + "\n")
    (folder / "qrels.tsv").write_text("query-id\tcorpus-id\tscore\nq\tp\t1\n")
    (folder / corpus).write_bytes(gzip.compress(row.encode()) if corpus.endswith(".gz") else row.encode())
    return folder


@pytest.mark.parametrize("corpus", ["corpus.jsonl", "corpus.jsonl.gz"])
def test_collections_are_read_plain_and_packed(tmp_path: Path, corpus: str) -> None:
    """Rows, questions and judgements come back."""
    collection = load_collection(write_collection(tmp_path, corpus))

    assert collection.rows == (Row("p", "", "Granite."),)
    assert collection.questions == {"q": "granite"}
    assert collection.qrels == {"q": {"p": 1}}


@pytest.mark.parametrize(
    ("file", "content", "words"),
    [
        ("corpus.jsonl", '{"_id": "p"}\n', "line 1"),
        ("corpus.jsonl", "[]\n", "line 1"),
        ("queries.jsonl", "nonsense\n", "queries.jsonl, line 1"),
        ("qrels.tsv", "header\nq\tp\tmany\n", "qrels.tsv, line 2"),
        ("qrels.tsv", None, "qrels.tsv"),
        ("corpus.jsonl", None, "corpus.jsonl"),
    ],
)
def test_a_broken_collection_is_named(tmp_path: Path, file: str, content: str | None, words: str) -> None:
    """File and line, one sentence."""
    write_collection(tmp_path, "corpus.jsonl")
    if content is None:
        (tmp_path / file).unlink()
    else:
        (tmp_path / file).write_text(content)

    with pytest.raises(CollectionError, match=words):
        load_collection(tmp_path)
