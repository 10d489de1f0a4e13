"""Segments: visible text, cut at the borders of matches and hedges."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.answered import Highlight
from index.model import Attribution, Hedge, Passage
from index.showing.markup import joined, segments, without_quote_marks
from index.text.characters import visible


def passage(text: str, *hedges: Hedge) -> Passage:
    """Return a passage of nothing but text and hedges."""
    return Passage("k", "d", "d", 1, 1, 0, len(text), text, Attribution(), (), hedges=hedges)


def test_overlapping_marks_are_cut_at_every_border() -> None:
    """A match inside a hedge is a segment that is both."""
    hedged = passage("I doubt Iran moved.", Hedge(0, 12, "doubt"))

    found = [(each.text, each.matched, each.hedge is not None) for each in segments(hedged, [Highlight(8, 18)])]

    assert found == [("I doubt ", False, True), ("Iran", True, True), (" moved", True, False), (".", False, False)]


def test_neighbouring_matches_are_one() -> None:
    """A hyphen or a space between two matches is marked with them."""
    text = "Nagorno-Karabakh and Iran"

    assert joined(text, [Highlight(0, 7), Highlight(8, 16), Highlight(21, 25)]) == [Highlight(0, 16), Highlight(21, 25)]


def test_what_cannot_be_seen_is_left_out() -> None:
    """Direction controls and terminal escapes go, line breaks and joiners stay."""
    assert visible("a\u202eb\x1b[31m\nc\u200dd\u200b") == "ab[31m\nc\u200dd"


def test_words_on_two_pages_stay_two_words() -> None:
    """Exports from PDF part pages by a form feed."""
    assert "the end the next page" == visible("the end\fthe\x0bnext\x85page")


spans = st.tuples(st.integers(0, 40), st.integers(1, 10))


@given(st.text(min_size=1, max_size=40), st.lists(spans, max_size=5), st.lists(spans, max_size=3))
def test_segments_joined_are_the_visible_text(
    text: str, marks: list[tuple[int, int]], doubts: list[tuple[int, int]]
) -> None:
    """Whatever is marked, no visible character is added, dropped or moved."""
    highlights = [Highlight(start, min(start + size, len(text))) for start, size in marks if start < len(text)]
    hedges = [Hedge(start, min(start + size, len(text)), "doubt") for start, size in doubts if start < len(text)]

    shown = "".join(segment.text for segment in segments(passage(text, *hedges), highlights))

    assert shown == visible(text)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("> [!WARNING]\n> From memory,\n>\n> most of it.", "From memory,\n\nmost of it."),
        ("> [!info]- Status\n> A guess.", "Status\nA guess."),
        ("> I am no forester.", "I am no forester."),
        ("I am no forester,\n> nor a surveyor.", "I am no forester,\nnor a surveyor."),
        ("> 90 % sure", "> 90 % sure"),
        ("Sure of what is\nwritten a -> b", "Sure of what is\nwritten a -> b"),
        (">", ">"),
    ],
)
def test_marks_of_a_quotation_are_no_words_of_a_caveat(text: str, shown: str) -> None:
    """In one line they would stand between words, where they mean nothing, or something else."""
    assert shown == without_quote_marks(text)
