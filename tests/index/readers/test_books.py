"""Books of Project Gutenberg and Standard Ebooks: the frame is left out, title and author are read off it."""

import pytest

from index.readers import books
from index.readers.books import REASON

LICENCE = "Section 1. General Terms of Use: there is NO WARRANTY.\n"
HEADER = "The Project Gutenberg eBook of The Mill, by Mira Holt\n\nThis eBook is for the use of anyone anywhere.\n\n"
FIELDS = (
    "Title: The Mill\n       and the Weir\n\nAuthor: Mira Holt\n\nRelease date: May 3, 2021\n\nLanguage: English\n\n"
)
START = "*** START OF THE PROJECT GUTENBERG EBOOK THE MILL ***\n\n"
BODY = "The mill burned in 1954.\n\nNobody rebuilt it.\n\n"
GUTENBERG = {
    "new": HEADER + FIELDS + START + BODY
    + "*** END OF THE PROJECT GUTENBERG EBOOK THE MILL ***\n\n" + LICENCE,
    "older": HEADER + FIELDS + "***START OF THIS PROJECT GUTENBERG EBOOK THE MILL***\n\n\n"
    + "E-text prepared by Ann Pike\n\n" + BODY
    + "End of Project Gutenberg's The Mill, by Mira Holt\n\n" + LICENCE,
    "two-line mark": HEADER + FIELDS + "*** START OF THE PROJECT GUTENBERG EBOOK THE MILL\nAND THE WEIR ***\n\n" + BODY
    + "*** END OF THE PROJECT GUTENBERG EBOOK THE MILL\nAND THE WEIR ***\n\n" + LICENCE,
    "produced by": HEADER + FIELDS + START + "Produced by Ann Pike and\nTom Baker\n\n"
    + BODY + "*** END OF THE PROJECT GUTENBERG EBOOK THE MILL ***\n" + LICENCE,
    "no end": HEADER + FIELDS + START + BODY
    + "START: FULL LICENSE\n\nTHE FULL PROJECT GUTENBERG LICENSE\n\n" + LICENCE,
}  # fmt: skip
STANDARD = """# Titlepage

The Mill, by Mira Holt. Standard Ebooks.

# Imprint

This ebook is the product of many hours of hard work by volunteers for Standard Ebooks, with no warranty.

# I

The mill burned in 1954.

Nobody rebuilt it.

# Colophon

*The Mill* was published in 1906 by Mira Holt. This ebook was produced for Standard Ebooks by Ann Pike.

# Uncopyright

The source text is believed to be in the United States public domain. Standard Ebooks makes no warranty.
"""


@pytest.mark.parametrize("name", GUTENBERG)
def test_gutenbergs_frame_is_left_out(name: str) -> None:
    """Old and new marks, the credits below them, and the licence without a mark above it."""
    assert books.recognises(GUTENBERG[name])
    (draft,) = books.read(GUTENBERG[name])

    words = [draft.text[each.start : each.end] for each in draft.blocks]
    assert words[:2] == ["The mill burned in 1954.", "Nobody rebuilt it."]
    assert not any("WARRANTY" in each or "Gutenberg" in each for each in words)
    assert (draft.title, draft.authors) == ("The Mill and the Weir", ("Mira Holt",))
    assert draft.published is None
    assert REASON in draft.warnings


def test_title_and_author_of_the_first_line() -> None:
    """Where the header has no fields, its first line names both."""
    text = HEADER + START + BODY

    (draft,) = books.read(text)

    assert (draft.title, draft.authors) == ("The Mill", ("Mira Holt",))


def test_standard_ebooks_frame_is_left_out() -> None:
    """Title page, imprint, colophon and uncopyright; the colophon states title and author."""
    (draft,) = books.read(STANDARD)

    words = [draft.text[each.start : each.end] for each in draft.blocks]
    assert words == ["The mill burned in 1954.", "Nobody rebuilt it."]
    assert (draft.title, draft.authors) == ("The Mill", ("Mira Holt",))


@pytest.mark.parametrize(
    "text",
    [
        "I read the book at Project Gutenberg.\n\nTitle: none.\n",
        "# Colophon\n\nThis page was set by hand, by me.\n\n# The mill\n\nIt burned.\n",
        "Standard Ebooks makes fine books.\n\n# The mill\n\nIt burned.\n",
    ],
)
def test_who_only_speaks_of_a_library_has_no_frame(text: str) -> None:
    """An essay on books stays as it is."""
    assert not books.recognises(text)
