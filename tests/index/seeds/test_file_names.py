"""File names: extensions, and ids that are short, unique and the same everywhere."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.readers.parsing.base import suffix_of
from index.seeds.file_names import LONGEST_ID_CHARS, seed_ids

PARTS = st.text(st.characters(exclude_characters="/\0", exclude_categories=["Cs"]), min_size=1, max_size=60)
NAMES = st.sets(st.lists(PARTS, min_size=1, max_size=3).map("/".join), max_size=12)


@pytest.mark.parametrize(
    ("names", "ids"),
    [
        (["Talk on Rain.txt"], ["talk-on-rain"]),
        (["a.txt", "a.md", "b.md"], ["a-txt", "a-md", "b"]),
        (["a/x.md", "b/x.md"], ["a-x-md", "b-x-md"]),
        (["a/x.md", "b/x.txt"], ["x-md", "x-txt"]),
        (["北京.txt", "Ծանոթություն.txt", "Türkiye.md"], ["bei-jing", "tsanot-owt-yown", "turkiye"]),
        (["St. Gall", "v1.2"], ["st-gall", "v1-2"]),
        (["a.txt", "a.md", "a-txt.md"], ["a-txt-22c775", "a-md", "a-txt"]),
    ],
    ids=["plain", "extensions", "folders", "both", "scripts", "no extension", "taken"],
)
def test_ids_of_names(names: list[str], ids: list[str]) -> None:
    """The stem where it is enough, else the name, the path, and a hash at last."""
    found = seed_ids(names)

    assert dict(zip(names, ids, strict=True)) == found


def test_names_that_ascii_has_no_letters_for_get_an_id() -> None:
    """Signs and emoji alone still name a seed, each its own."""
    found = seed_ids(["😀.txt", "🎉.txt", "—"])

    assert len(set(found.values())) == 3
    assert all(re.fullmatch(r"(txt|seed)-[0-9a-f]{6}", seed_id) for seed_id in found.values())


@given(NAMES)
def test_ids_are_unique_short_and_independent_of_order(names: set[str]) -> None:
    """Every name gets one, of letters, digits and hyphens, however the file system lists them."""
    found = seed_ids(sorted(names))

    assert names == set(found)
    assert len(set(found.values())) == len(names)
    assert all(re.fullmatch(r"[a-z0-9]+(-+[a-z0-9]+)*", each) for each in found.values())
    assert all(len(each) <= LONGEST_ID_CHARS for each in found.values())
    assert seed_ids(sorted(names, reverse=True)) == found


@pytest.mark.parametrize(
    ("name", "suffix"),
    [
        ("a.TXT", ".txt"),
        ("a.tar.gz", ".gz"),
        ("a", ""),
        ("St. Gall", ""),
        ("talk 1.2", ""),
        ("a.mp3", ".mp3"),
        (".a", ""),
    ],
)
def test_extensions(name: str, suffix: str) -> None:
    """What follows a full stop within a title or a version is none."""
    assert suffix == suffix_of(name)
