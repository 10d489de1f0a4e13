"""How a question reads as it was understood: what it says is a sentence, and true."""

import pytest

from index.answers.answer import AnswerSettings, ask
from index.answers.search import search
from index.engines.library import Searcher
from index.evaluation.collection import Row, RowPart
from index.questions.query import read_question
from index.questions.rewriting import searched_for
from index.settings import BuildSettings

TEXTS = (
    "The ceasefire between Armenia and Azerbaijan did not hold near Nagorno-Karabakh.",
    "Turkey supports the invasion; protesters want the PM, Nikol Pashinyan, to resign.",
    "The database of Russia is at a standstill, says Erdoğan’s man, like Russia itself.",
)


def searcher_of(*texts: str) -> Searcher:
    """Search some texts."""
    return Searcher([RowPart([Row(str(number), "", text) for number, text in enumerate(texts)], BuildSettings())])


@pytest.fixture(scope="module")
def searcher() -> Searcher:
    """Three passages that know few words."""
    return searcher_of(*TEXTS)


@pytest.mark.parametrize(
    ("question", "read"),
    [
        ("Does Turkiye help azerbajan, or Armenia?", "Does Turkey help azerbaijan, or Armenia?"),  # in place
        ("What about Nagorno-Karabagh?", "What about Nagorno-Karabakh?"),  # the half of a name
        ("What about Nagorno Qarabag?", "What about Nagorno Karabakh?"),
        ("What about Karabagh?", "What about Nagorno-Karabakh?"),  # by its full name
        ("Who is Pashinian's ally?", "Who is Pashinyan's ally?"),  # with what hangs on it
        ("Will the premier go?", "Will the PM go?"),  # in each other's place
        ("Do the premiers go?", None),  # not in another form
        ("Is the data base down?", "Is the database down?"),  # both its words
        ("Why are they attacking now?", None),  # an invasion is searched besides, in no word's place
        ("What did the Kremlin do?", None),  # and Russia is, but nobody says the Russia
        ("Will the armistise hold?", "Will the armistice hold?"),  # understood, although found as a ceasefire
        ("Does Erdogn speak?", "Does Erdoğan speak?"),  # with the marks that the passage has
        ("Is Erdogn's man right?", "Is Erdoğan's man right?"),
        ("Armenia and Azerbaijan", None),  # as typed
        ("bitcoin", None),  # unknown words stay unknown
    ],
)
def test_what_was_searched_instead_is_said(searcher: Searcher, question: str, read: str | None) -> None:
    """A misspelt word is put right, a name takes another's place; else the question reads as typed."""
    assert read == ask(searcher, question).searched_for
    assert read == search(searcher, question).searched_for


def test_a_question_reads_as_what_was_found() -> None:
    """Of several words that one may mean, it says the one that the best passage has."""
    searcher = searcher_of("A prime number.", "The price of bread in the city.", "Other things.")
    query = read_question("The prine of bread?", searcher)

    assert searched_for(query, [searcher.passage(1), searcher.passage(0)]) == "The price of bread?"
    assert searched_for(query, [searcher.passage(0), searcher.passage(1)]) == "The prime of bread?"
    assert searched_for(query) == "The prime of bread?"


def test_nothing_is_said_of_a_search_for_the_very_words(searcher: Searcher) -> None:
    """Who asks for that is told of no other word."""
    assert ask(searcher, "azerbajan", AnswerSettings(literal=True)).searched_for is None


def test_a_word_of_another_language_of_the_seeds_is_not_misspelt() -> None:
    """What the seeds have is what was meant, in whichever of their languages."""
    texts = (
        "The letter was written within a certain range of the early morning hours.",
        "Двигатель имеет статор и ротор, они соединены между собой.",
    )
    query = read_question("what was статору in the early morning", searcher_of(*texts))

    assert searched_for(query) is None
    assert query.weighted_terms() == {"статор": 0.5, "earli": 1.0, "morn": 1.0}
