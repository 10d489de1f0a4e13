"""Addresses over re-indexes: where a key that went leads to, and of what nothing is told."""

import pytest

from bot.web.addresses import Addresses, Known, renewed, successors

DAY, LATER = "2026-11-01", "2026-11-30"


def known(*keys: str, day: str = DAY, state: str = "") -> Known:
    """A document with these keys."""
    return Known(keys, day, day, state)


@pytest.mark.parametrize(
    ("before", "now", "expected"),
    [
        ("abc", "aXc", {"b": "X"}),
        ("abc", "abXc", {}),
        ("abc", "ac", {"b": "c"}),
        ("abc", "ab", {"c": "b"}),
        ("abcd", "aXYd", {"b": "X", "c": "Y"}),
        ("abc", "XYZ", {"a": "X", "b": "Y", "c": "Z"}),
        ("abc", "bca", {}),
        ("abc", "", {}),
    ],
)
def test_a_key_leads_to_what_stands_in_its_place(before: str, now: str, expected: dict[str, str]) -> None:
    """What stayed around it tells where that is; what only moved leads nowhere else."""
    assert expected == dict(successors(before, now))


def test_a_key_that_was_reworded_twice_leads_to_the_words_of_today() -> None:
    """Each re-index adds a step."""
    once = renewed(Addresses({"d": known("a", "b")}), {"d": known("a", "x")}, frozenset(), DAY)

    twice = renewed(once, {"d": known("a", "y")}, frozenset(), LATER)

    assert twice.successor("b") == ("y", LATER)
    assert twice.successor("a") is None


def test_words_that_come_back_are_at_their_address_again() -> None:
    """Nothing leads away from a page that is there."""
    away = renewed(Addresses({"d": known("a"), "e": known("z")}), {"d": known("b")}, frozenset(), DAY)

    back = renewed(away, {"d": known("a"), "e": known("z")}, frozenset(), LATER)

    assert away.moved == {"a": ("b", DAY)}
    assert set(away.gone) == {"d/e.html", "p/z.html"}
    assert (back.moved, back.gone) == ({"b": ("a", LATER)}, {})


def test_of_what_was_withdrawn_no_day_is_told() -> None:
    """It is still there and no longer shown; what was deleted has its day."""
    before = Addresses({"d": known("a"), "e": known("b")})

    now = renewed(before, {}, frozenset({"d"}), LATER)

    assert now.gone == {"d/d.html": None, "p/a.html": None, "d/e.html": LATER, "p/b.html": LATER}


def test_days_of_what_did_not_change_stay() -> None:
    """A feed tells of what did."""
    before = Addresses({"d": known("a", state="1"), "e": known("b", state="1")})

    now = renewed(
        before, {"d": known("a", day=LATER, state="1"), "e": known("b", day=LATER, state="2")}, frozenset(), ""
    )

    assert [(each.added, each.changed) for each in now.documents.values()] == [(DAY, DAY), (DAY, LATER)]


def test_addresses_are_read_as_they_were_written() -> None:
    """And nothing of another format is taken for them."""
    addresses = Addresses({"d": known("a")}, {"b": ("a", DAY)}, {"d/e.html": None})

    assert addresses == Addresses.from_json(addresses.as_json())
    with pytest.raises(ValueError, match="format 99"):
        Addresses.from_json({**addresses.as_json(), "format": 99})
