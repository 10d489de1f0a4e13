"""Unanswered questions that share a word stand together; each is counted once in all groups."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.records.gap_groups import AskedQuestion, Group, grouped
from bot.store.queries.gaps import Gap

FIRST = date(2026, 1, 2)


def gap(question: str, *, day: int = 0, unhelpful: bool = False) -> Gap:
    """Return a question that was kept."""
    return Gap(7, FIRST + timedelta(days=day), question, "thumbs_down" if unhelpful else "nothing")


def asked(question: str, nothing: int = 1, thumbs_down: int = 0, day: int = 0) -> AskedQuestion:
    """Return a question as it is counted."""
    return AskedQuestion(question, nothing, thumbs_down, FIRST + timedelta(days=day))


def test_questions_stand_under_the_word_that_most_of_them_share() -> None:
    """In any form of the word; stop words share nothing; the rest comes last."""
    groups = grouped(
        [
            gap("What is the colour of marble?"),
            gap("Where are marbles quarried?"),
            gap("Is marble soft, and where is it quarried?"),
            gap("Who quarried basalt?"),
            gap("Where is the museum?"),
        ]
    )

    assert [("marble", 3), ("", 2)] == [(group.word, len(group.questions)) for group in groups]
    assert ["Where is the museum?", "Who quarried basalt?"] == [each.question for each in groups[1].questions]


def test_what_is_asked_about_goes_before_words_of_every_day() -> None:
    """However many ask how old something is; where nothing else is shared, that will do."""
    groups = grouped(
        [
            gap("How old is granite?"),
            gap("Is granite hard?"),
            gap("How old are the tides?"),
            gap("Why are tides late?"),
            gap("How old is the museum?"),
            gap("Is an old lighthouse lit?"),
        ]
    )

    assert {"granite": 2, "tides": 2, "old": 2} == {group.word: len(group.questions) for group in groups}


def test_misspelt_words_stand_with_what_was_meant() -> None:
    """A word that the language has is another word, however near."""
    groups = grouped([gap("What is marbel?"), gap("Is marble soft?"), gap("Who lost a marbles game?"), gap("A table?")])

    assert [("marble", 3), ("", 1)] == [(group.word, len(group.questions)) for group in groups]


def test_the_same_question_is_one_whatever_its_typography() -> None:
    """It is shown as it was asked last, with both reasons counted; the most frequent comes first."""
    groups = grouped(
        [
            gap("Is gneiss hard?", day=1),
            gap("is  GNEISS hard", day=3),
            gap("Is gneiss hard?!", day=2, unhelpful=True),
            gap("Is gneiss old?"),
        ]
    )

    assert [Group("gneiss", (asked("is  GNEISS hard", 2, 1, 3), asked("Is gneiss old?")))] == groups


def test_nothing_kept_is_no_group() -> None:
    """An empty list has no last group either."""
    assert [] == grouped([])


def test_questions_without_a_word_are_shown_too() -> None:
    """What is nothing but stop words and signs is a question all the same."""
    assert [Group("", (asked("???", 2), asked("Who is it?")))] == grouped([gap("???"), gap("Who is it?"), gap("???")])


@given(st.lists(st.text(max_size=30) | st.sampled_from(["granite", "granite and marble", "花崗岩は硬い"]), max_size=12))
def test_every_question_is_in_one_group(questions: list[str]) -> None:
    """No count is lost or doubled, and every group but the last has a word that its questions share."""
    groups = grouped([gap(question) for question in questions])

    assert len(questions) == sum(group.count for group in groups)
    assert all(group.word and len(group.questions) > 1 for group in groups if group is not groups[-1])
