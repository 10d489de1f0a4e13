"""Quotes: verbatim with what was forgiven, altered with the difference, or absent."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.engines.library import Searcher
from index.errors import QuestionError
from index.evaluation.collection import Row, RowPart
from index.quoting.check import verify
from index.settings import BuildSettings

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
        ("Take it … as I do every single day", ("words left out at the ellipsis",)),
        ("with a grain of salt [...] every single day", ("words left out at the ellipsis",)),
        ("… Take it with a grain of salt [...].", ()),  # an ellipsis at either end leaves out nothing of it
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


@given(st.integers(0, len(OTHER.split()) - 1), st.integers(1, len(OTHER.split())))
def test_all_words_cut_out_of_a_passage_are_verbatim(start: int, length: int) -> None:
    """Whichever words in a row are taken from a passage, they are found in it."""
    searcher = Searcher([RowPart([Row("stone", "", OTHER)], BuildSettings())])

    check = verify(searcher, " ".join(OTHER.split()[start : start + length]))

    assert ("verbatim", ()) == (check.verdict, check.tolerances)


@pytest.mark.parametrize(
    ("quote", "text"),
    [
        ("he lied", "And she lied."),
        ("legal trade", "Illegal trade is a crime."),
        ("we can win", "No, we can winnow at best."),
        ("we can", "We know that we can’t win."),
        ("rain … sun", "No train, no sunset."),
        ("cafe", "The cafe\u0301 is open."),  # the accent is a character of its own
    ],
)
def test_part_of_a_word_is_another_word(quote: str, text: str) -> None:
    """Letters in a row are no quotation: cut in the middle of a word they may say the opposite."""
    assert "verbatim" != verify(Searcher([RowPart([Row("row", "", text)], BuildSettings())]), quote).verdict


@pytest.mark.parametrize("quote", ["本の首", "首", "ประเทศ"])
def test_scripts_without_spaces_have_no_words_to_cut(quote: str) -> None:
    """Any characters in a row are quoted there."""
    part = RowPart([Row("row", "", "東京は日本の首都です。เมืองหลวงของประเทศญี่ปุ่น")], BuildSettings())

    assert "verbatim" == verify(Searcher([part]), quote).verdict


def test_a_quote_of_common_words_is_found_in_a_passage_that_ranks_low() -> None:
    """It stands in one long passage, and a hundred short ones that share its words rank before that."""
    short = [Row(f"short{number}", "", "War, war, war.") for number in range(100)]
    long = Row("long", "", f"Some say the war was won. {'Then came peace. ' * 200}")

    check = verify(Searcher([RowPart([*short, long], BuildSettings())]), "the war was")

    assert "verbatim" == check.verdict


@pytest.mark.parametrize("quote", ["ab", "x", "7", "“zz”"])
def test_a_quote_that_is_no_word_is_too_short(searcher: Searcher, quote: str) -> None:
    """Neither absent nor altered: nothing can be said of it."""
    with pytest.raises(QuestionError, match="too short to be checked"):
        verify(searcher, quote)


@pytest.mark.parametrize(("quote", "verdict"), [("as", "verbatim"), ("I", "verbatim"), ("花崗", "absent")])
def test_a_short_word_is_looked_up(searcher: Searcher, quote: str, verdict: str) -> None:
    """Where it stands it is verbatim, and two characters of some scripts are a word."""
    assert verdict == verify(searcher, quote).verdict


@pytest.mark.parametrize(
    ("quote", "verdict"),
    [
        ("The conductor bowed twice.", "altered"),
        ("The conductor bowed.", "altered"),
        ("The conductor, who had been ill, bowed twice.", "altered"),
        ("The would him twice.", "absent"),
        ("The violinist bowed twice.", "absent"),
    ],
)
def test_one_piece_left_out_of_a_sentence_alters_it_at_any_length(quote: str, verdict: str) -> None:
    """Fifteen words are missing of nineteen; words that stand in it by chance are no quote of it."""
    said = "The conductor, who had been ill since Easter with a cough that would not leave him, bowed twice."

    assert verdict == verify(Searcher([RowPart([Row("row", "", said)], BuildSettings())]), quote).verdict
