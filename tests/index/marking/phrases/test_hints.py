"""Hints: pieces of words that are looked for fast."""

import pytest

from index.marking.phrases.hints import Hints
from index.marking.phrases.sieve import split


def _stands(hints: Hints, text: str) -> bool:
    return hints.stand_in(text, split(text))


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
    hints = Hints("correct no_longer p.s. later: ’t_work")

    assert expected == _stands(hints, text)


def test_a_hint_is_found_after_its_words_were_seen_without_it() -> None:
    """What is remembered of words never hides a hint."""
    hints = Hints("no_longer edit")
    texts = ("no sun", "longer days", "an edition", "no longer days", "edit this", "no sun")

    assert [False, False, True, True, True, False] == [_stands(hints, text) for text in texts]
