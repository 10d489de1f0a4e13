"""Links to the very page or second of an original."""

import pytest

from index.model import Position
from index.showing.placed_links import placed_link


@pytest.mark.parametrize(
    ("source", "position", "link"),
    [
        ("https://e.org/a.pdf", Position("page", "12"), "https://e.org/a.pdf#page=12"),
        ("https://e.org/A.PDF?v=2", Position("page", "12"), "https://e.org/A.PDF?v=2#page=12"),
        ("https://e.org/a.pdf", Position("page", "xii"), None),
        ("https://e.org/a.html", Position("page", "12"), None),
        ("https://e.org/a.pdf#notes", Position("page", "12"), None),
        ("https://www.youtube.com/watch?v=x&t=5", Position("time", "1:02:03"), "https://www.youtube.com/watch?v=x&t=3723"),
        ("https://youtu.be/x", Position("time", "02:03.500"), "https://youtu.be/x?t=123"),
        ("https://e.org/talk.mp3", Position("time", "02:03"), "https://e.org/talk.mp3#t=123"),
        ("https://e.org/talk.mp3", Position("time", "noon"), None),
        ("https://e.org/book.epub", Position("chapter", "3"), None),
        ("https://e.org/a.pdf", None, None),
    ],
)  # fmt: skip
def test_a_link_leads_to_the_page_or_second(source: str, position: Position | None, link: str | None) -> None:
    """Where the original is of a kind that has some, and its address names no place yet."""
    assert link == placed_link(source, position)
