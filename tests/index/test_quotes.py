"""Quotes: verbatim with what was forgiven, altered with the difference, or absent."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.build import BuildSettings
from index.collection import Row, RowPart
from index.errors import QuestionError
from index.library import Searcher
from index.quotes import differences, verify

TEXT = "The choice isn't “easy” – it never was.\nTake it with a grain of salt, as I do every single day."
OTHER = "Granite is hard. Marble is soft. Slate splits."


@pytest.fixture(scope="module")
def searcher() -> Searcher:
    """Two passages."""
    return Searcher([RowPart([Row("salt", "", TEXT), Row("stone", "", OTHER)], BuildSettings())])


@pytest.mark.parametrize(
    ("quote", "tolerances"),
    [
        ("Take it with a grain of salt", ()),
        ('"Take it with a grain of salt"', ()),  # the marks around it are not part of it
        ("> Take it with a grain of salt", ()),  # pasted as a Markdown quote
        ("it never was. Take it", ("white space",)),
        ('The choice isn\'t "easy" - it never was.', ("typographic quotes and dashes",)),
        ("take it WITH a grain of salt", ("case",)),
        ("grain\u200b of salt", ("invisible characters",)),
        ("The choice … a grain of salt", ("words left out at the ellipsis",)),
        ("The choice [...] every single day", ("words left out at the ellipsis",)),
    ],
)
def test_a_quote_that_stands_there_is_verbatim(searcher: Searcher, quote: str, tolerances: tuple[str, ...]) -> None:
    """What had to be forgiven is named, and nothing more."""
    check = verify(searcher, quote)

    assert (check.verdict, check.tolerances) == ("verbatim", tolerances)
    assert check.passage is not None
    assert check.passage.key == "salt"


def test_an_altered_quote_shows_the_difference(searcher: Searcher) -> None:
    """Each changed word stands with what the source has in its place."""
    check = verify(searcher, "Take it with a pinch of salt, as I do every day.")

    changes = [(difference.change, difference.words) for difference in check.differences]
    assert check.verdict == "altered"
    assert ("added", "pinch") in changes
    assert ("missing", "grain") in changes
    assert ("missing", "single") in changes


@pytest.mark.parametrize("quote", ["Basalt is volcanic and black as night", "zzz qqq xxx", "of the and"])
def test_other_words_are_absent(searcher: Searcher, quote: str) -> None:
    """Shared small words make no quote."""
    assert verify(searcher, quote).verdict == "absent"


@pytest.mark.parametrize("quote", ["", "  ", "“”", "x" * 4001])
def test_a_quote_that_cannot_be_looked_up_is_refused(searcher: Searcher, quote: str) -> None:
    """Empty and over-long quotes get a sentence."""
    with pytest.raises(QuestionError, match="quote"):
        verify(searcher, quote)


@given(st.integers(0, len(OTHER) - 1), st.integers(1, len(OTHER)))
def test_every_cut_of_a_passage_is_verbatim(start: int, length: int) -> None:
    """Whatever is cut out of a passage, white space apart, is found in it."""
    searcher = Searcher([RowPart([Row("stone", "", OTHER)], BuildSettings())])
    quote = OTHER[start : start + length]
    if not quote.strip():
        return

    assert verify(searcher, quote).verdict == "verbatim"


@given(st.lists(st.sampled_from(["granite", "marble", "slate", "chalk"]), max_size=8))
def test_a_difference_gives_the_quote_back(words: list[str]) -> None:
    """What is the same and what was added, in order, is the quote."""
    said = " ".join(words)

    kept = [each.words for each in differences(said, OTHER.lower()) if each.change != "missing"]

    assert len(" ".join(kept).split()) == len(said.split())
