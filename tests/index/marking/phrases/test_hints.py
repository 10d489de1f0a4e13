"""Hints: pieces of words that are looked for fast."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.marking.phrases.hints import Hints, listed


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("an incorrect one", True),  # inside a word
        ("it is no longer so", True),
        ("no, longer than that", False),  # a blank in a hint is one
        ("p.s. we left", True),
        ("later: it rained", True),
        ("later it rained", False),
        ("it won’t work", True),
        ("the work of others", False),
        ("", False),
    ],
)
def test_a_hint_is_found_as_it_stands_in_the_list(text: str, expected: bool) -> None:  # noqa: FBT001 a case
    """Hints are pieces of text, inside words or across several."""
    hints = Hints(listed("correct no_longer p.s. later: ’t_work"))

    assert expected == hints.stand_in(text)


@given(st.lists(st.text("ab .’", min_size=1, max_size=3), max_size=4), st.text("ab .’c", max_size=12))
def test_no_hint_is_lost(hints: list[str], text: str) -> None:
    """One pass finds what looking for each hint by itself would."""
    assert any(hint in text for hint in hints) == Hints(hints).stand_in(text)
