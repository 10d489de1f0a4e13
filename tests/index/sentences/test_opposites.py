"""Which questions are negated."""

import pytest

from index.sentences.opposites import is_negated


@pytest.mark.parametrize(
    ("language", "question", "expected"),
    [
        ("en", "Who did not sign?", True),
        ("en", "Who signed if Denmark did not?", False),
        ("de", "Wer hat nicht unterschrieben?", True),
        ("de", "Wer hat noch unterschrieben?", False),  # still
        ("tr", "Otel ne zaman açıldı?", False),  # when
        ("ar", "ما هي عاصمة النرويج؟", False),  # what
        ("fr", "Quelle personne a signé ?", False),
        ("es", "¿A quién apoyó que no formaba parte?", False),  # where a clause begins is not known
    ],
)
def test_a_word_that_also_asks_negates_no_question(language: str, question: str, expected: bool) -> None:  # noqa: FBT001 a row
    """In Turkish and Arabic, what one asks with is written as a negation is."""
    assert expected == is_negated(question, language)
