"""What a question asks for, told by the words around it."""

import pytest

from index.questions.asked import (
    asked_for,
    asks_number,
    asks_which_way,
    has_number,
    is_need,
    is_open,
    kind_asked,
    words_in,
)
from index.questions.concepts import Concept
from index.text.analysis import analyzer


def concepts(question: str, language: str) -> list[Concept]:
    """Return each word of a question as a concept."""
    tokens = analyzer(language).plain_tokens(question)
    return [
        Concept(question[each.start : each.end], each.start, each.end, (each.term,), ()) for each in tokens if each.term
    ]


@pytest.mark.parametrize(
    ("language", "question", "asked"),
    [
        ("en", "How many soldiers does Armenia have?", "soldiers"),
        ("en", "What is the capital of Armenia?", "capital"),
        ("en", "who's the president of France", "president"),
        ("en", "Which mill grinds the flour?", "mill"),
        ("en", "What colour is the tower?", "colour"),
        ("de", "Wie viele Soldaten hat Armenien?", "Soldaten"),
        ("de", "Was ist die Hauptstadt von Armenien?", "Hauptstadt"),
        ("es", "¿Cuántos soldados tiene Armenia?", "soldados"),
        ("ru", "Сколько солдат у Армении?", "солдат"),
        ("tr", "kaç asker var", "asker"),
    ],
)
def test_the_thing_that_is_asked_for_is_told(language: str, question: str, asked: str) -> None:
    """The noun after "how many" and "which", and the thing after "what is the"."""
    found = asked_for(question, concepts(question, language), (language,))

    assert found is not None
    assert asked == found.words


@pytest.mark.parametrize(
    "question", ["Armenia capital", "Does Armenia have soldiers?", "Why did they leave the tower?"]
)
def test_other_questions_ask_for_no_one_thing(question: str) -> None:
    """A topic, a question for yes or no, a question for reasons."""
    assert asked_for(question, concepts(question, "en"), ("en",)) is None


@pytest.mark.parametrize(
    ("language", "question", "expected"),
    [
        ("en", "How many loaves are baked?", True),
        ("en", "How long is the oven hot?", False),  # until the bread is done
        ("en", "How do you bake?", False),
        ("de", "Wie viele Brote sind es?", True),
        ("xx", "How many loaves?", False),
    ],
)
def test_a_question_for_a_number_is_told(language: str, question: str, expected: bool) -> None:  # noqa: FBT001 a table
    """By the words of its language, where they are known."""
    assert expected == asks_number(question, language)


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("We bake forty loaves.", True),
        ("It weighs 3.5 tonnes.", True),
        ("Half of it is rye.", True),
        ("Some 2,000 came.", True),
        ("They lost the war of 2020.", False),  # a year is no quantity
        ("The bread is good.", False),
    ],
)
def test_a_number_is_told_in_digits_and_words(sentence: str, expected: bool) -> None:  # noqa: FBT001 a table
    """A quantity, but no year."""
    assert expected == has_number(sentence, "en")


def test_an_open_question_asks_for_more_than_yes() -> None:
    """Reasons are asked for in so many words that one of two is no proof of anything."""
    assert is_open("What did the tower cost?", ("en",))
    assert not is_open("Did the tower cost much?", ("en",))
    assert not is_open("Why did they build it?", ("en",))


@pytest.mark.parametrize(
    ("language", "question", "expected"),
    [
        ("en", "When did the mill close?", "date"),
        ("en", "In which year did the two mills close?", "date"),
        ("en", "How many men worked there?", "number"),
        ("en", "Who owned it when it burnt?", "person"),
        ("en", "Why was it closed?", "reason"),
        ("en", "What did they grind?", None),
        ("en", "Did the mill close?", None),
        ("de", "Wann schloss die Mühle?", "date"),
        ("de", "Wie viele Leute arbeiteten dort?", "number"),
        ("de", "Wem gehörte sie?", "person"),
        ("de", "Weshalb wurde sie geschlossen?", "reason"),
        ("fi", "Kuka omisti myllyn?", None),
    ],
)
def test_the_kind_of_answer_is_told(language: str, question: str, expected: str | None) -> None:
    """By what is asked first, where the language's words for asking are known."""
    kind = kind_asked(question, language)

    assert expected == (kind and kind.name)


@pytest.mark.parametrize(
    ("question", "text", "expected"),
    [
        ("When did it close?", "It closed in May.", (True, True)),
        ("When did it close?", "It closed after the flood.", (False, True)),
        ("When did it close?", "You may visit the mill.", (False, False)),
        ("When did the mill of 1880 close?", "The mill of 1880 closed.", (False, False)),  # its own number is no answer
        ("How many came?", "Forty-two came.", (True, True)),
        ("How many came?", "Nobody knows them.", (False, False)),
        ("Who came?", "Later, Ann Lee came.", (True, True)),
        ("Who came?", "She came.", (False, True)),
        ("Who came?", "Rain fell.", (False, False)),
        ("Why did it close?", "It closed because of a flood.", (True, True)),
    ],
)
def test_what_may_be_of_a_kind_is_told(question: str, text: str, expected: tuple[bool, bool]) -> None:
    """Given in so many words, or hinted at: what is neither does not stand there."""
    kind = kind_asked(question, "en")
    assert kind is not None
    besides = frozenset(words_in(question))

    assert expected == (kind.is_given(text, besides), kind.may_be_given(text, besides))


@pytest.mark.parametrize(
    ("language", "typed"),
    [
        ("en", "turn a list into one line of text"),
        ("en", "instructions for descaling a kettle"),
        ("en", "shortest way between two stops"),
        ("en", "resize images in bulk"),
        ("en", "bicycle without brakes"),
        ("en", "Export calendars"),
        ("de", "Wasserkocher entkalken"),
        ("de", "kürzester Weg zwischen zwei Haltestellen"),
        ("de", "Anleitung zum Backen ohne Hefe"),
        ("es", "limpiar tuberías"),
        ("es", "receta de pan sin gluten"),
        ("ru", "почистить чайник"),
        ("ru", "хлеб без дрожжей"),
        ("tr", "çaydanlık temizlemek"),
    ],
)
def test_a_task_or_a_need_is_told(language: str, typed: str) -> None:
    """A verb with its object, whose or how many something is, from where to where."""
    assert is_need(typed, (language,))


@pytest.mark.parametrize(
    ("language", "typed"),
    [
        ("en", "Parallel algorithms"),
        ("en", "Distributed computing structures and algorithms"),
        ("en", "theoretical studies of creep buckling"),
        ("en", "addressing schemes"),
        ("en", "file sorting utilities"),
        ("de", "Granit und Basalt"),
        ("de", "Mühlen"),
        ("de", "Kosten"),
        ("es", "historia de Armenia"),
        ("ru", "история Армении"),
        ("tr", "Ermenistan tarihi"),
    ],
)
def test_a_topic_is_no_need(language: str, typed: str) -> None:
    """Nouns, joined or in a row."""
    assert not is_need(typed, (language,))


@pytest.mark.parametrize(
    ("language", "question", "expected"),
    [
        ("en", "is it open at five", True),
        ("en", "How late is it open?", True),
        ("en", "It is open, isn't it?", True),
        ("en", "When does it open?", False),
        ("en", "How long is the longest river?", False),
        ("en", "Could you say what opens?", False),
        ("en", "open the valve", False),
        ("de", "ist um fünf offen", True),
        ("de", "Bis wann ist offen?", True),
        ("de", "Wann öffnet es?", False),
        ("de", "Warum sinken die Preise?", False),
        ("es", "¿Está abierto?", False),  # of which no opposites are known
    ],
)
def test_some_questions_are_answered_by_either_of_two_opposites(
    language: str, question: str, *, expected: bool
) -> None:
    """Those for yes or no, and how long something stays so."""
    assert expected == asks_which_way(question, language)
