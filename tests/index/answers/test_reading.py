"""Which documents may be read from beginning to end."""

from collections.abc import Callable

import pytest

from index.answers.documents import passage_by_ref
from index.answers.reading import is_open, may_be_read
from index.engines.library import Library


@pytest.mark.parametrize(
    ("licence", "expected"),
    [
        ("CC BY 4.0", True),
        ("CC-BY-SA", True),
        ("CC0 1.0", True),
        ("Creative Commons Attribution 4.0 International", True),
        ("https://creativecommons.org/licenses/by-nc/4.0/", False),
        ("https://creativecommons.org/licenses/by/4.0/", True),
        ("public domain", True),
        ("MIT", True),
        ("CC BY-NC-ND 4.0", False),
        ("All rights reserved", False),
        ("not in the public domain", False),
        ("permitted for members", False),
        ("", False),
    ],
)
def test_open_licences(licence: str, expected: bool) -> None:  # noqa: FBT001 a case
    """What lets anybody pass a text on, and nothing that only looks like it."""
    assert expected == is_open(licence)


@pytest.mark.parametrize(
    ("stated", "expected"),
    [
        ("license: CC0", True),
        ("license: CC0\nreading: passages", False),
        ("reading: Full", True),
        ("reading: some", False),
        ("author: A. Mason", False),
    ],
)
def test_the_curator_decides_before_the_licence(
    make_library: Callable[..., Library],
    stated: str,
    expected: bool,  # noqa: FBT001 a case
) -> None:
    """Where neither says so, a seed is shown in passages."""
    searcher = make_library({"tides.md": f"---\n{stated}\n---\n\nThe tide comes in.\n".encode()}).searcher

    assert expected == may_be_read(passage_by_ref(searcher, "tides").attribution)
