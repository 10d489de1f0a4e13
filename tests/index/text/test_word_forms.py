"""Forms of one word, told from other words of the same stem."""

import pytest

from index.text.forms import are_forms


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("relative", "relatives"),
        ("import", "imported"),
        ("stop", "stopped"),
        ("study", "studies"),
        ("invite", "inviting"),
        ("organ", "organs"),
        ("mouse", "mice"),
        ("wrote", "writing"),
        ("quick", "quickly"),
        ("possible", "possibly"),
    ],
)
def test_what_one_word_is_written_as_are_its_forms(one: str, other: str) -> None:
    """Endings of a language, and its irregular forms."""
    assert are_forms(one, other, "en")
    assert are_forms(other, one, "en")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("relativity", "relatives"),
        ("experiment", "experience"),
        ("important", "import"),
        ("authority", "authors"),
        ("animation", "animals"),
        ("university", "universe"),
        ("generate", "general"),
        ("organization", "organ"),
        ("past", "paste"),
    ],
)
def test_other_words_of_a_stem_are_no_forms(one: str, other: str) -> None:
    """What a word was derived from is another word."""
    assert not are_forms(one, other, "en")
    assert not are_forms(other, one, "en")


def test_german_has_endings_of_its_own() -> None:
    """A case is a form, a noun made of an adjective is none."""
    assert are_forms("hauser", "haus", "de")
    assert not are_forms("freiheit", "freie", "de")


def test_where_no_endings_are_known_the_stem_decides() -> None:
    """Which is what is asked of it."""
    assert are_forms("alpha", "alphaic", "xx")
