"""Whom a text cites is somebody: never a whole people, and never what stands in code."""

import pytest

from index.marking.claims import find_claims


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Azeris say that they were attacked first.", "en"),
        ("According to the Armenians, it is theirs.", "en"),
        ("Many Russians believe that it is over.", "en"),
        ("According to the French, it is art.", "en"),
        ("Armenians and Azeris claim that the church is theirs.", "en"),
        ("Die Armenier behaupten, dass die Kirche alt ist.", "de"),
        ("Laut den Aserbaidschanern ist es so.", "de"),
        ("```\nprint(1)  # according to Ann, this works\n```", "en"),
        ("Write `according to Ann` there.", "en"),
    ],
)
def test_a_people_and_code_cite_nobody(text: str, language: str) -> None:
    """Nobody in particular is named by them."""
    assert () == find_claims(text, language)


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("According to Lewis, it rains.", "Lewis"),
        ("Evans said that it rained.", "Evans"),
        ("French said that it rained.", "French"),
        ("According to the Chinese government, all is well.", "the Chinese government"),
        ("According to Azeri officials, all is well.", "Azeri officials"),
        ("According to Reuters, `x` is a letter.", "Reuters"),
    ],
)
def test_persons_and_institutions_are_named(text: str, who: str) -> None:
    """Though their names look alike."""
    assert [who] == [claim.who for claim in find_claims(text, "en")]


def test_a_people_that_is_quoted_is_somebody_without_a_name() -> None:
    """The words stay somebody else's."""
    assert [None] == [claim.who for claim in find_claims('Turks said: "We wait."', "en")]
