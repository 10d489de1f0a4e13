"""Side-cars as curators edit them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.seeding.drafts.sidecars import Value, edited, stated
from index.errors import SeedError
from index.seeds import read_seed

TYPED = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=60).map(lambda text: " ".join(text.split()))
CHANGES: st.SearchStrategy[dict[str, Value]] = st.dictionaries(
    st.sampled_from(["title", "caveat", "note", "author"]), TYPED | st.lists(TYPED.filter(bool), max_size=3).map(tuple)
)


def test_an_unedited_side_car_keeps_its_bytes() -> None:
    """Comments, order and spelling are its author's."""
    sidecar = b"# mine\nTitle:   On rain\nby: [Ada]\n"

    assert sidecar == edited(sidecar, "a.txt", {})
    assert sidecar == edited(sidecar, "a.txt", {"title": "On rain", "author": ("Ada",)})


def test_keys_are_changed_added_and_taken_away() -> None:
    """Under their own names, whatever alias they stood under."""
    after = edited(
        b"by: Ada\ntitle: On rain\ntags: a, b\n", "a.txt", {"author": ("Bo", "Cy"), "title": "", "note": "n"}
    )

    assert {"author": ("Bo", "Cy"), "tags": "a, b", "note": "n"} == stated(after, "a.txt")


def test_nothing_stated_needs_no_side_car() -> None:
    """An emptied one goes."""
    assert None is edited(b"title: x\n", "a.txt", {"title": ""})
    assert None is edited(None, "a.txt", {})


@pytest.mark.parametrize("sidecar", [b"just words", b"title: {a: b}", b"title: [", b"a: 1\na: 2\x00"])
def test_a_broken_side_car_is_named(sidecar: bytes) -> None:
    """With its file."""
    with pytest.raises(SeedError, match=r"^a\.txt\.yaml"):
        edited(sidecar, "a.txt", {"title": "x"})


@given(CHANGES)
def test_what_is_typed_is_what_is_read(changes: dict[str, Value]) -> None:
    """Whatever YAML would make of it: no, 12:30, quotation marks, direction marks."""
    after = edited(None, "a.txt", changes)

    assert {key: value for key, value in changes.items() if value} == stated(after, "a.txt")


def test_a_stated_title_reaches_the_document() -> None:
    """As the reader reads it."""
    (document,) = read_seed(b"It rains.", "a.txt", seed="a", sidecar=edited(None, "a.txt", {"title": "no"}))

    assert "no" == document.attribution.title
