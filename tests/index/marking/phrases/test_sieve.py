"""The sieve before phrase patterns: it dismisses what holds no phrase, and never anything else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.marking import caveats, hedges
from index.marking.looked_for import LANGUAGES
from index.marking.phrases.patterns import Phrases
from index.marking.phrases.sieve import Sieve

PHRASES = Phrases(
    {
        "sure": ["no doubt", "^ of course", "cannot {be} wrong"],
        "unsure": ["i doubt", "* of # {be} , it seems", "who knows ;", "{i} do not know", "it 's (said|)"],
    },
    {"i": "i we", "be": "be is 's"},
    "really still",
)
UNSURE = frozenset({"unsure"})


def sieve_of(phrases: Phrases, labels: frozenset[str]) -> Sieve:
    """Make a sieve as phrases do."""
    return Sieve(phrases._under(labels), phrases._edges, phrases._fillers)


SIEVE = sieve_of(PHRASES, UNSURE)
WORDS = (
    *("no", "doubt", "Of", "course", "cannot", "can", "not", "be", "is", "wrong", "I", "we", "don't", "do", "know"),
    *("it's", "it", "said", "seems", "really", "still", "who", "knows", "three", "1871", "naïve", "İ", "’s", "it’s"),
    *("_", "xhttps://a.b"),
)
MARKS = (
    " ",
    " ",
    " ",
    " ",
    ", ",
    ". ",
    "; ",
    '"',
    ' "',
    "“",
    "” ",
    "'",
    "\n",
    "\n\n",
    " – ",
    "-",
    "> ",
    "\0",
    "(",
    ")",
)


@given(st.lists(st.tuples(st.sampled_from(WORDS), st.sampled_from(MARKS)), max_size=14))
def test_no_text_with_a_wanted_phrase_is_passed_over(pieces: list[tuple[str, str]]) -> None:
    """Where a phrase under a wanted label stands, all phrases are found as without the sieve."""
    text = "".join(word + mark for word, mark in pieces)
    found = PHRASES.find(text)

    is_unsure = any(match.label == "unsure" for match in found)
    assert PHRASES.find(text, UNSURE) == (found if is_unsure else [])
    assert SIEVE.lets_pass(text.lower()) or not is_unsure
    assert PHRASES.find_only(text, UNSURE) == [match for match in found if match.label == "unsure"]


@pytest.mark.parametrize(
    "text", ["The city lies on a river.", "No doubt it rained.", "Of course!", "I had no doubt; know that we cannot."]
)
def test_texts_without_a_wanted_phrase_are_dismissed(text: str) -> None:
    """Plain sentences, and those that only hold phrases under other labels, are dismissed."""
    assert not SIEVE.lets_pass(text.lower())


@pytest.mark.parametrize(
    "text", ["we really don't know", "We. Do, Not... KNOW", "x of 3 is it seems", "cannot\nhttps://x"]
)
def test_texts_that_may_hold_one_pass(text: str) -> None:
    """Fillers, contractions and punctuation in between let a text pass; so does an address, which may end a word."""
    assert SIEVE.lets_pass(text.lower())


def test_a_sieve_forgets_and_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    """When too many steps are remembered, it begins anew and says the same."""
    sieve = sieve_of(PHRASES, UNSURE)
    monkeypatch.setattr("index.marking.phrases.sieve.MOST_STEPS", 2)
    texts = ["i doubt it", "it rains", "we do not know", "who is it", "who knows"] * 3

    assert [True, False, True, False, True] * 3 == [sieve.lets_pass(text) for text in texts]


def test_what_one_thread_found_stands_while_another_forgets() -> None:
    """A text that held a phrase does so whatever follows."""
    sieve = sieve_of(PHRASES, UNSURE)
    found = sieve._start["i"]["doubt"]
    sieve._forget()

    assert found.is_found
    assert found["really"] is found


@pytest.mark.parametrize("language", sorted(LANGUAGES))
def test_shipped_patterns_have_no_phrase_of_punctuation_alone(language: str) -> None:
    """Such a phrase would let every text pass."""
    wordings = caveats._wordings(language)
    marks = hedges._phrases(language)

    assert wordings is not None
    assert marks is not None
    assert not sieve_of(marks, hedges._REASONS).lets_pass("xyz")
    assert not sieve_of(wordings.phrases, caveats._NEEDED_AT_EDGE).lets_pass("xyz")
