"""One definition each of what is invisible and of what serves as an apostrophe."""

import re
import sys
import unicodedata

import pytest

from index.marking.hedges import mark_hedges
from index.questions.asking import is_question
from index.text.analysis import analyzer
from index.text.characters import APOSTROPHES, INVISIBLE, ODD_SPACES, visible, without_invisible
from index.text.frequency import zipf


def test_invisible_is_every_format_and_control_character() -> None:
    """But for tab and line break, which part words and are kept; those that later versions of Unicode add besides."""
    listed = re.compile(f"[{INVISIBLE}{ODD_SPACES}]")
    every = [chr(number) for number in range(sys.maxunicode + 1) if chr(number) not in "\t\n"]

    missing = [each for each in every if unicodedata.category(each) in {"Cf", "Cc"} and not listed.match(each)]
    wrong = [
        each for each in every if listed.match(each) and unicodedata.category(each) not in {"Cf", "Cc", "Cn", "Mn"}
    ]

    assert ([], []) == (missing, wrong)


@pytest.mark.parametrize(
    "unseen", ["\u200b", "\u00ad", "\u202e", "\u2066", "\ufeff", "\x02", "\x7f", "\u2063", "\ufff9"]
)
def test_what_nobody_sees_is_left_out(unseen: str) -> None:
    """Of what is shown, of what is compared, and of what is searched for."""
    text = f"Man{unseen}chester"

    assert "Manchester" == visible(text) == without_invisible(text)
    assert analyzer("en").terms("Manchester") == analyzer("en").terms(text)


@pytest.mark.parametrize("shown", ["\u200c", "\u200d", "\u0600", "\U000e0067"])
def test_what_is_seen_by_its_effect_is_shown(shown: str) -> None:
    """It is only left out where texts are compared, since a copy may lack it."""
    assert f"a{shown}b" == visible(f"a{shown}b")
    assert "ab" == without_invisible(f"a{shown}b")


@pytest.mark.parametrize("sign", APOSTROPHES)
def test_every_apostrophe_is_one(sign: str) -> None:
    """For terms, hedges, questions and frequencies alike."""
    text = f"I don{sign}t know whether it rains."

    assert analyzer("en").terms("dog's don't") == analyzer("en").terms(f"dog{sign}s don{sign}t")
    assert (
        [each.reason for each in mark_hedges(text.replace(sign, "'"), "en")]
        == [each.reason for each in mark_hedges(text, "en")]
        != []
    )
    assert is_question(f"what{sign}s the weather", ("en",))
    assert zipf("don't", "en") == zipf(f"don{sign}t", "en")
