"""Replies that ask about the message they reply to."""

import pytest

from index.questions.about_messages import is_about_a_message


@pytest.mark.parametrize(
    ("reply", "is_about"),
    [
        ("is that so?", True),
        ("Is this true??", True),
        ("", True),
        ("source?", True),
        ("can you check this please", True),
        ("is that a real quote", True),
        ("stimmt das?", True),
        ("Ist das wirklich wahr?", True),
        ("¿es verdad eso?", True),
        ("это правда?", True),
        ("bu doğru mu?", True),
        ("c'est vrai ?", True),
        ("how hard is granite?", False),
        ("is that true of marble?", False),
        ("und was ist mit Marmor?", False),
        ("thanks", False),
        ("granite", False),
    ],
)
def test_a_reply_that_names_nothing_is_about_its_message(reply: str, is_about: bool) -> None:  # noqa: FBT001 a value
    """Anything that could be searched for makes it a question of its own."""
    assert is_about == is_about_a_message(reply)
