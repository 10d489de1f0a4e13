"""Words that a language writes as one of two, joined and parted."""

import pytest

from index.engines.library import Searcher
from index.evaluation.collection import Row, RowPart
from index.questions.compounds import compounds_of
from index.questions.query import read_question
from index.settings import BuildSettings
from index.text.analysis import analyzer

FILLER = "Der Garten liegt hinter dem Haus und wird im Herbst umgegraben, wenn die Blätter fallen."


def found_by(question: str, text: str) -> dict[str, list[str]]:
    """Return for each word of a question as which compounds it is looked for in the seeds."""
    query = read_question(question, Searcher([RowPart([Row("1", "", text), Row("2", "", FILLER)], BuildSettings())]))
    ways = {each.words: [way.words for way in each.alternatives if way.kind == "compound"] for each in query.concepts}
    return {words: found for words, found in ways.items() if found}


@pytest.mark.parametrize(
    ("question", "word"),
    [
        ("Gilt ein Ausschluss der Haftung?", "haftungsausschluss"),
        ("Was kostet eine Erhöhung der Miete?", "mieterhohung"),
        ("Welche Arten von Insekten gibt es?", "insektenarten"),
        ("Gibt es hier private Schulen?", "privatschulen"),
        ("Wer fährt den Wagen zum Löschen?", "loschwagen"),
    ],
)
def test_two_words_are_looked_for_as_the_one_that_the_seeds_have(question: str, word: str) -> None:
    """Each of the two is held by it."""
    found = found_by(question, f"Hier steht nichts weiter als {word} und so fort in diesem Text.")

    assert 2 == len(found)
    assert all(word in ways for ways in found.values())


def test_one_word_is_looked_for_as_the_two_that_the_seeds_have() -> None:
    """What links them is left out."""
    found = found_by("Gilt der Haftungsausschluss?", "Der Ausschluss der Haftung gilt für alle Mitglieder des Vereins.")

    assert {"Haftungsausschluss": ["haftung ausschluss"]} == found


@pytest.mark.parametrize(
    "question",
    [
        "Wer trägt Haftung, und wann ist Ausschluss möglich?",
        "Haftung nach dem Gesetz über den Ausschluss",
        "Rat und Tat",
    ],
)
def test_words_that_do_not_belong_together_are_not_joined(question: str) -> None:
    """Other words stand between them."""
    assert {} == found_by(
        question, "Der Haftungsausschluss gilt, Ratten und Taten ausgenommen, im ganzen Verein immer."
    )


def test_languages_that_part_their_words_have_no_compounds() -> None:
    """English, say."""
    assert compounds_of("en") is None


def test_pairs_are_of_words_that_are_long_enough() -> None:
    """Short ones are part of too many."""
    ways = compounds_of("de")
    assert ways is not None

    assert [(2, 0)] == list(ways.pairs(analyzer("de").plain_tokens("Ausschluss der Haftung")))
    assert [] == list(ways.pairs(analyzer("de").plain_tokens("Rat der Stadt")))
