"""Source lines and links: what is one, where it ends, and what it supports."""

import pytest

from index.model import Block, Citation
from index.readers.parsing.source_lines import find_citations, is_source_line, with_source_lines


def citations(text: str) -> list[tuple[str, str | None, bool]]:
    """Return words, address and truncation of the citations in a text that is one block."""
    found = find_citations(text, [Block(0, len(text), "paragraph")])
    assert all(each.text == text[each.start : each.end] for each in found)
    return [(each.text, each.url, each.truncated) for each in found]


@pytest.mark.parametrize(
    ("line", "words", "url", "truncated"),
    [
        # Labels with a link: the scheme is added, an ellipsis means the export cut the address short.
        ("It fell. Source: t.me/chan/638…", "Source: t.me/chan/638…", None, True),
        ("It fell. Source: t.me/chan/638...", "Source: t.me/chan/638...", None, True),
        ("It fell (Source: t.me/chan/638…).", "Source: t.me/chan/638…", None, True),
        ("It fell [https://t.me/chan/638...].", "https://t.me/chan/638...", None, True),
        ("Source: https://example.org/a", "Source: https://example.org/a", "https://example.org/a", False),
        ("It fell (Source: example.org/a).", "Source: example.org/a", "https://example.org/a", False),
        (
            "Screenshot from MAPS: maps.example.com",
            "Screenshot from MAPS: maps.example.com",
            "https://maps.example.com",
            False,
        ),
        ("It fell. Via: http://a.example/b, I think.", "Via: http://a.example/b", "http://a.example/b", False),
        # Labels without one.
        ("It fell. Source: Reuters, 13 September.", "Source: Reuters, 13 September", None, False),
        ("Screenshot from the evening news", "Screenshot from the evening news", None, False),
        # Bare links on lines of their own.
        ("web.archive.org/web/2009061204…", "web.archive.org/web/2009061204…", None, True),
        ("www.example.org", "www.example.org", "https://www.example.org", False),
        ("news.example.org", "news.example.org", "https://news.example.org", False),
        # Links within sentences end before the sentence's own punctuation.
        ("See https://example.org/a, then go.", "https://example.org/a", "https://example.org/a", False),
        ("(see https://example.org/a_(b)).", "https://example.org/a_(b)", "https://example.org/a_(b)", False),
        ("“https://example.org/a”.", "https://example.org/a", "https://example.org/a", False),
    ],
)
def test_a_source_is_found(line: str, words: str, url: str | None, truncated: bool) -> None:  # noqa: FBT001 (a table's row)
    """Words as they stand, the address with a scheme, none where it leads nowhere."""
    assert [(words, url, truncated)] == citations(line)


@pytest.mark.parametrize(
    "line",
    [
        "Photos from the scene show burnt cars and a broken bridge.",
        "The data source is unknown, e.g. in Node.js or README.md files.",
        "We went via Rome. Sources say it rained.",
        "Open Source: the Movie came out.",
        "He wrote to a@b.example.com about 3.14 and U.S. law.",
        "https:// alone, and http://[broken",
    ],
)
def test_ordinary_sentences_are_no_source(line: str) -> None:
    """Words that merely look like labels or addresses are left alone."""
    assert citations(line) == []
    assert not is_source_line(line)


def test_a_line_with_several_links_has_several_citations() -> None:
    """The first begins at the label, the others at themselves."""
    found = citations("It fell. Sources: a.example/x, https://b.example/y")

    assert found == [
        ("Sources: a.example/x", "https://a.example/x", False),
        ("https://b.example/y", "https://b.example/y", False),
    ]


def test_a_link_before_the_label_is_found_too() -> None:
    """It is the author's, though the label is not its own."""
    found = citations("See https://a.example/x. Source: b.example/y")

    assert found == [
        ("https://a.example/x", "https://a.example/x", False),
        ("Source: b.example/y", "https://b.example/y", False),
    ]


def test_a_known_link_behind_a_label_is_taken_once() -> None:
    """What the format found already is widened to the label, not found a second time."""
    text = "It fell. Source: [News](https://n.example/1)"
    known = Citation(17, len(text), text[17:], "https://n.example/1")

    found = find_citations(text, [Block(0, len(text), "paragraph")], [known])

    assert (Citation(9, len(text), text[9:], "https://n.example/1"),) == found


def test_links_outside_blocks_are_none() -> None:
    """What may not be quoted may not be cited either."""
    text = "https://a.example/\n\nWords."

    assert find_citations(text, [Block(20, 26, "paragraph")]) == ()


def test_a_block_of_source_lines_joins_the_one_before() -> None:
    """It supports that statement; but not across headings, and not where other words stand between."""
    text = "One.\n\nSource: a.example/1\n\nTwo.\n\nb.example/2"
    spans = [(0, 4), (6, 25), (27, 31), (33, 44)]

    same = with_source_lines(text, [Block(start, end, "paragraph", None) for start, end in spans])
    apart = with_source_lines(text, [Block(start, end, "paragraph", str(start)) for start, end in spans])
    gap = with_source_lines(text, [Block(0, 4, "paragraph"), Block(33, 44, "paragraph")])

    assert [(block.start, block.end) for block in same] == [(0, 25), (27, 44)]
    assert spans == [(block.start, block.end) for block in apart]
    assert [(block.start, block.end) for block in gap] == [(0, 4), (33, 44)]


@pytest.mark.parametrize(
    "unit", ["(", ")", "https://", "a.", "a.b/", "Source: ", "Source: a.b/c ", ". ", "Photo from "]
)
def test_time_is_linear_in_long_lines(unit: str) -> None:
    """No pattern runs away on half a million characters; the test's time limit is the check."""
    line = "Source: " + unit * (500_000 // len(unit))

    found = citations(line)

    assert len(found) <= len(line) // 3
