"""Questions near the subject of a small library: what it lacks is not answered with confidence."""

from pathlib import Path

import pytest
import yaml

from index.answers.answer import AnswerSettings, ask
from index.building.build import BuildSettings
from index.engines.library import Searcher
from index.evaluation.collection import Row, RowPart

LABELLED = Path(__file__).parents[1] / "labelled"
FILES = ("near_subject.yaml", "near_subject_held_back.yaml")
NOTES = (
    "My relatives came from Kilmore by cart.",
    "The animals were kept behind the mill.",
    "The authors met in the attic of the library.",
    "The organ of the parish church was built by a Dutch master.",
    "The police station moved to the old dairy.",
    "Cheese was imported by the barrel.",
    "His experiments with bees went on for years.",
    "The weather was read aloud on the square each Sunday.",
)


def searcher_over(title: str, texts: list[str]) -> Searcher:
    """Search texts as the passages of one document."""
    rows = [Row(str(number), title, text) for number, text in enumerate(texts, 1)]
    return Searcher([RowPart(rows, BuildSettings())])


def confidences(file: str) -> dict[bool, list[str]]:
    """Ask each document of a file alone; return the confidences of what it answers and of what it does not."""
    found: dict[bool, list[str]] = {True: [], False: []}
    for document in yaml.safe_load((LABELLED / file).read_text("utf-8")).values():
        title, *paragraphs = document["text"].strip().split("\n\n")
        searcher = searcher_over(title.strip("# "), paragraphs)
        found[True] += [ask(searcher, question).confidence for question in document["answerable"]]
        found[False] += [ask(searcher, question).confidence for question in document["unanswerable"]]
    return found


@pytest.mark.parametrize("file", FILES)
def test_strong_is_earned(file: str) -> None:
    """Seven in ten questions near the subject are declined or weak, and nine in ten of those it answers are neither."""
    found = confidences(file)

    assert sum(each in {"none", "weak"} for each in found[False]) >= 0.7 * len(found[False])
    assert sum(each in {"strong", "fair"} for each in found[True]) >= 0.9 * len(found[True])


def test_the_labelled_documents_have_enough_questions() -> None:
    """Six documents, 120 questions of each kind."""
    documents = [each for file in FILES for each in yaml.safe_load((LABELLED / file).read_text("utf-8")).values()]

    assert len(documents) >= 6
    assert sum(len(each["answerable"]) for each in documents) >= 120
    assert sum(len(each["unanswerable"]) for each in documents) >= 120


@pytest.mark.parametrize(
    "question",
    [
        "What about relativity?",
        "animation",
        "the authority",
        "What about the organization?",
        "experience",
        "importance",
    ],
)
def test_a_word_of_the_same_stem_is_no_evidence_by_itself(question: str) -> None:
    """Relatives are no relativity."""
    assert () == ask(searcher_over("Town notes", list(NOTES)), question).hits


@pytest.mark.parametrize("question", ["a relative", "an animal", "the author", "organs", "the experiment", "importing"])
def test_a_form_of_the_word_is_evidence(question: str) -> None:
    """One relative is among the relatives."""
    assert ask(searcher_over("Town notes", list(NOTES)), question).answered


@pytest.mark.parametrize(
    ("question", "text"),
    [
        (
            "relativity",
            "Some say that his lecture on relativity was the longest that anybody in the village ever sat through.",
        ),
        (
            "animation",
            "The animation in the window was made by the baker's son, who drew for a whole winter and a spring.",
        ),
        (
            "importance",
            "Nobody saw the importance of the ledger, in which the clerk had noted every cart that came by here.",
        ),
    ],
)
def test_the_word_itself_comes_before_others_of_its_stem(question: str, text: str) -> None:
    """Although the others stand in shorter passages."""
    searcher = searcher_over("Town notes", [*NOTES, text])

    assert text == ask(searcher, question).hits[0].passage.text


@pytest.mark.parametrize(
    ("question", "lacks"),
    [
        ("How many animals were kept behind the mill?", "number"),
        ("When were the animals kept behind the mill?", "date"),
        ("Where were the animals kept?", None),
        ("Who built the organ of the parish church?", None),
    ],
)
def test_a_passage_without_the_kind_of_answer_is_weak_at_most(question: str, lacks: str | None) -> None:
    """And it is told which kind is missing."""
    answer = ask(searcher_over("Town notes", list(NOTES)), question, AnswerSettings(threshold=0.01))

    first = answer.hits[0]
    assert lacks == first.lacks
    assert lacks is None or first.confidence == "weak"
