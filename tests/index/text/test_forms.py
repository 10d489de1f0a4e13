"""Irregular forms: facts that bring words together, and those that a question alone is read by."""

import pytest

from index.text.forms import irregular_forms


@pytest.mark.parametrize(
    ("form", "word"), [("mice", "mouse"), ("knives", "knife"), ("feet", "foot"), ("bought", "buy"), ("oxen", "ox")]
)
def test_a_form_that_is_no_other_word_stands_for_its_word(form: str, word: str) -> None:
    """Plurals and past forms within which a letter changes."""
    assert word == irregular_forms("en").word_of[form]


@pytest.mark.parametrize(("form", "word"), [("found", "find"), ("rose", "rise"), ("leaves", "leaf"), ("axes", "axis")])
def test_a_form_that_is_another_word_too_stands_beside_its_word(form: str, word: str) -> None:
    """A rose in the garden is no rise; a question may mean either."""
    forms = irregular_forms("en")

    assert form not in forms.word_of
    assert word in forms.beside[form]
    assert form in forms.beside[word]


def test_a_language_without_a_list_has_no_forms() -> None:
    """Its stemmer alone decides."""
    assert {} == irregular_forms("xx").word_of
