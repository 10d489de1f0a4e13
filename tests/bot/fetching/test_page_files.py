"""A fetched page as a seed."""

import pytest

from bot.fetching.page_files import difference, fetched_from, file_name, origin
from bot.fetching.pages import FetchedPage
from tests.bot.fetching.site import NOON


@pytest.mark.parametrize(
    ("address", "media_type", "name"),
    [
        ("https://a.example/blog/of-rain/", "text/html", "of-rain.html"),
        ("https://a.example/", "text/html", "a.example.html"),
        ("https://a.example/rain.php?id=3", "text/html", "rain.html"),
        ("https://a.example/rain.PDF", "application/pdf", "rain.pdf"),
        ("https://a.example/rain.md", "text/plain", "rain.txt"),
        ("https://a.example/2021.rain", "", "2021.rain"),
        ("https://a.example/x", "", "x.html"),
        ("https://a.example/%2e%2e%2fetc%2fpasswd", "text/plain", "passwd.txt"),
        ("https://a.example/README", "text/html", "seed-README.html"),
    ],
)
def test_the_file_is_named_by_the_address(address: str, media_type: str, name: str) -> None:
    """With an ending that its reader knows, and never with a path."""
    assert name == file_name(FetchedPage(address, NOON, media_type, b""))


def test_the_side_car_states_where_it_came_from() -> None:
    """What was asked for, and when; that is how it is checked again."""
    stated = origin(FetchedPage("https://a.example/b", NOON, "text/html", b""), "https://a.example/a")

    assert ("https://a.example/a", "2026-11-30") == fetched_from(stated)
    assert "https://a.example/b" == stated["source"]


@pytest.mark.parametrize("stated", [{}, {"fetched_from": ""}, {"fetched_from": ("a", "b")}])
def test_other_seeds_were_not_fetched(stated: dict[str, object]) -> None:
    """Whatever they state."""
    assert fetched_from(stated) is None


def test_a_difference_is_told_paragraph_by_paragraph() -> None:
    """In the order of the page."""
    found = difference(["Title.", "Old words.", "End."], ["Title.", "New words.", "More.", "End."])

    assert ("- Old words.", "+ New words.", "+ More.") == found.lines
    assert not difference(["a"], ["a"])
