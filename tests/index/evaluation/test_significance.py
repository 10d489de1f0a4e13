"""Differences of runs, told from chance."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.evaluation.significance import compare, randomisation_test


def test_runs_that_are_alike_do_not_differ() -> None:
    """No difference is no evidence."""
    assert randomisation_test([0.0] * 50) == 1.0


@pytest.mark.parametrize(
    ("differences", "least", "most"),
    [
        ([0.1] * 20, 0.0, 0.001),  # always better
        ([0.1, -0.1] * 10, 0.9, 1.0),  # as often better as worse
        ([0.5], 1.0, 1.0),  # one question tells nothing
        ([1.0] * 5, 0.04, 0.09),  # 2 of the 32 ways to draw five signs
    ],
)
def test_chance_is_told_by_drawing_signs(differences: list[float], least: float, most: float) -> None:
    """The p is the share of draws that differ as much."""
    assert least <= randomisation_test(differences) <= most


@given(st.lists(st.floats(-1, 1), max_size=20))
def test_the_sign_of_the_difference_does_not_matter(differences: list[float]) -> None:
    """Two-sided, and the same each time."""
    assert randomisation_test(differences) == randomisation_test([-each for each in differences])


def test_measures_are_compared_question_by_question() -> None:
    """A question that one run lacks counts zero for it."""
    ours = {"q": {"ap": 1.0}, "r": {"ap": 0.5}, "s": {"ap": 0.5}}
    theirs = {"q": {"ap": 0.5}, "r": {"ap": 0.75}}

    (found,) = compare(ours, theirs)

    assert ("ap", 0.6667, 0.4167) == (found.measure, found.ours, found.theirs)
    assert (2, 1) == (found.better, found.worse)
