"""Telling questions about a document from questions about its subject."""

import json

import pytest

from index.questions import about_documents
from index.questions.about_documents import DocumentQuestion, read_document_question, said_of
from tests.index.labelled import load
from tests.shared import shared

LABELLED = load("document_questions.yaml")
ABOUT = [(subject, text) for subject, texts in LABELLED["about"].items() for text in texts]


@pytest.mark.parametrize(("subject", "text"), ABOUT)
def test_a_question_about_a_document_is_known_by_what_it_asks(subject: str, text: str) -> None:
    """In any of the languages that people ask in, with or without a mark."""
    assert DocumentQuestion(subject) == read_document_question(text)  # type: ignore[arg-type]  # read from a file


@pytest.mark.parametrize("text", LABELLED["other"])
def test_a_question_about_something_else_is_left_alone(text: str) -> None:
    """Unless its whole object happens to be the name of a document, which the seeds tell."""
    found = read_document_question(text)

    assert found is None or (found.names and not found.is_certain)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Can I trust the thread on Armenia?", DocumentQuestion("trust", ("armenia",), topic="armenia")),
        ("Who wrote the essay called Tides?", DocumentQuestion("who", ("tides",))),
        ("When was the mill report published?", DocumentQuestion("when", ("the mill",))),
        ("Who wrote On the Mills?", DocumentQuestion("who", ("on the mills",), is_certain=False)),
        ("Kann ich dem Bericht über Zink trauen?", DocumentQuestion("trust", ("zink",), topic="zink")),
    ],
)
def test_the_name_of_a_document_is_read(text: str, expected: DocumentQuestion) -> None:
    """What stands in the place of a document may be its name."""
    assert expected == read_document_question(text)


def test_few_ways_to_ask_are_tried() -> None:
    """Those whose words a question has: to compile them all takes longer than the rest of an answer."""
    compiled = about_documents._compiled
    compiled.cache_clear()

    assert read_document_question("Why are they attacking now?") is None
    tried = compiled.cache_info().currsize
    assert read_document_question("How sure is the author?") == DocumentQuestion("certainty")

    assert tried <= 6
    assert compiled.cache_info().currsize <= 12


def test_hardly_any_judged_question_is_taken_for_one_about_a_document() -> None:
    """At most one in a thousand of those that people asked about other things, and none that names no document."""
    files = sorted(shared("collections").glob("*/queries.jsonl"))
    asked = [json.loads(line)["text"] for file in files for line in file.read_text("utf-8").splitlines()]

    taken = [found for text in asked if (found := read_document_question(text)) and found.is_certain]

    assert len(taken) <= len(asked) / 1000
    assert [] == [found for found in taken if not found.names]


@pytest.mark.parametrize(
    ("text", "is_said"),
    [
        ("That's it for now. May write more if there's interest.", True),
        ("I'll save the details for another post.", True),
        ("The author may continue if readers are interested.", True),
        ("To be continued.", True),
        ("The fighting may continue through the winter.", False),
        ("She points to another thread with video.", False),
        ("More troops will be sent.", False),
    ],
)
def test_a_text_says_whether_its_author_goes_on(text: str, is_said: bool) -> None:  # noqa: FBT001 a row of the table
    """Its author does, not what it tells of."""
    assert is_said == (said_of("more", text, "en") is not None)
