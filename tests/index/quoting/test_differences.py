"""Differences between a quote and its source: word by word, near to what belongs together."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.quoting.differences import differences

OTHER = "Granite is hard. Marble is soft. Slate splits."


def shown(quote: str, text: str) -> str:
    """Write a difference as the terminal does."""
    marks = {"same": "{}", "added": "[+{}+]", "missing": "[-{}-]"}
    return " ".join(marks[each.change].format(each.words) for each in differences(quote, text))


def test_punctuation_makes_no_other_word() -> None:
    """The difference names what differs, not the word beside it."""
    found = [*differences("Marble is hard", "Granite is hard.")]

    assert [("added", "Marble"), ("same", "is hard")] == [(each.change, each.words) for each in found]


@given(st.lists(st.sampled_from(["granite", "marble", "slate", "chalk"]), max_size=8))
def test_a_difference_gives_the_quote_back(words: list[str]) -> None:
    """What is the same and what was added, in order, is the quote."""
    said = " ".join(words)

    kept = [each.words for each in differences(said, OTHER.lower()) if each.change != "missing"]

    assert len(" ".join(kept).split()) == len(said.split())


@pytest.mark.parametrize(
    ("quote", "text", "difference"),
    [
        ("I know it is late", "I know it's late", "I know [+it is+] [-it's-] late"),
        ("It's late", "It is late", "[+It's+] [-It is-] late"),
        ("It is late", "It's late", "[+It is+] [-It's-] late"),  # at an edge too
        ("We do not know", "We don’t know", "We [+do not+] [-don’t-] know"),
        ("He cannot swim", "He can't swim", "He [+cannot+] [-can't-] swim"),
        ("She will not go", "She won't go", "She [+will not+] [-won't-] go"),
        ("You can enter", "You cannot enter", "You [+can+] [-cannot-] enter"),
        ("the miller's house", "the miller's old house", "the miller's [-old-] house"),
        ("and so it", "and so it's told", "and so [+it+] [-it's-]"),  # half of a word is another word
    ],
)
def test_a_contraction_is_one_change_on_both_sides(quote: str, text: str, difference: str) -> None:
    """Nobody has to put half words together."""
    assert shown(quote, text) == difference


def test_words_stand_next_to_what_they_belong_to() -> None:
    """Of several places for "the", the one beside the rest of the quote counts, not the first."""
    found = shown("the new weir was rebuilt", "In the spring the county said the old weir was rebuilt")

    assert found == "the [+new+] [-old-] weir was rebuilt"


def test_words_that_repeat_endlessly_take_no_time() -> None:
    """The test's time limit is the check."""
    found = [*differences("|a" * 2_000, "a b " * 300)]

    assert found
