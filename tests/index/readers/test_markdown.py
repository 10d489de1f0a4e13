"""Markdown: kinds of blocks, headings beside them, links to citations, and what is no content."""

import re
from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.marking.caveats import find_caveats
from index.readers import markdown
from index.readers.left_out.hidden import COMMENTS
from index.readers.markdown import read
from index.seeds import read_seed


class Seen(NamedTuple):
    """A block as a test sees it."""

    kind: str
    heading: str | None
    words: str


def blocks(text: str) -> list[Seen]:
    """Return kind, heading and words of each block."""
    (draft,) = read(text)
    assert text == draft.text
    return [Seen(block.kind, block.heading, text[block.start : block.end]) for block in draft.blocks]


@pytest.mark.parametrize(
    ("kind", "source"),
    [
        ("paragraph", "Two lines of\n*one* paragraph."),
        ("list", "- one\n- two\n\n  with more\n  - nested"),
        ("list", "1. one\n2. two"),
        ("quote", "> Somebody's words\nthat go on."),
        ("code", "```python\n# no heading\nx = 1\n```"),
        ("code", "x = 1\n    y = 2"),
        ("paragraph", "| a | b |\n|---|---|\n| 1 | 2 |"),
    ],
    ids=["paragraph", "list", "numbers", "quote", "fence", "indented", "table"],
)
def test_kinds_of_blocks(kind: str, source: str) -> None:
    """Each block is a raw slice of the source."""
    indent = "    " if source.startswith("x = 1") else ""

    found = blocks(f"Before.\n\n{indent}{source}\n\n***\n\nAfter.")

    assert [
        Seen("paragraph", None, "Before."),
        Seen(kind, None, source),
        Seen("paragraph", None, "After."),
    ] == found


def test_headings_stand_beside_what_follows() -> None:
    """Nested ones are joined, marks of emphasis taken off, and the one first-level heading is the title."""
    text = "# My *title*\n\nIn.\n\n## How to `ask`\n\nA.\n\n### In [chat](x)\n\nB.\n\nWhat else\n---------\n\nC."

    (draft,) = read(text)

    assert draft.title == "My title"
    assert [block.heading for block in draft.blocks] == [None, "How to ask", "How to ask › In chat", "What else"]


def test_several_first_level_headings_are_headings() -> None:
    """Then each names its part; the first is the title all the same."""
    (draft,) = read("# One\n\nA.\n\n# Two\n\nB.\n\n## Sub\n\nC.")

    assert draft.title == "One"
    assert [block.heading for block in draft.blocks] == ["One", "Two", "Two › Sub"]


def test_a_number_sign_in_code_or_text_is_no_heading() -> None:
    """Only real headings count."""
    assert [seen.heading for seen in blocks("```\n# code\n```\n\n#hashtag text")] == [None, None]


def test_comments_html_and_definitions_are_no_content() -> None:
    """Raw HTML that says something is reported, a comment is not."""
    text = (
        "One.\n\n<!-- a\nnote -->\n\n<div>\nboxed words\n</div>\n\n[x]: https://example.org\n\nTwo. <!-- trailing -->"
    )

    (draft,) = read(text)

    assert [draft.text[block.start : block.end] for block in draft.blocks] == ["One.", "Two."]
    assert draft.warnings == (COMMENTS, "Raw HTML is left out: “<div> boxed words </div> …”.")


@pytest.mark.parametrize(
    ("source", "words", "url"),
    [
        (
            'See [the news](https://n.example/a_(b) "T").',
            '[the news](https://n.example/a_(b) "T")',
            "https://n.example/a_(b)",
        ),
        ("See [the *news*][n].\n\n[n]: https://n.example/1", "[the *news*][n]", "https://n.example/1"),
        ("See <https://n.example/1>.", "<https://n.example/1>", "https://n.example/1"),
        ("See https://n.example/1.", "https://n.example/1", "https://n.example/1"),
        ("- item\n- [a\n  b](https://n.example/1)", "https://n.example/1", "https://n.example/1"),
        ("> so\n> [a](https://n.example/1)", "[a](https://n.example/1)", "https://n.example/1"),
        ("| a |\n|---|\n| [a](https://n.example/1) |", "[a](https://n.example/1)", "https://n.example/1"),
        ("It is so.\n\nSource: [a](https://n.example/1)", "Source: [a](https://n.example/1)", "https://n.example/1"),
    ],
    ids=["inline", "reference", "angle", "bare", "wrapped", "quote", "table", "label"],
)
def test_links_are_citations(source: str, words: str, url: str) -> None:
    """The words as they stand in the source, with the address they lead to."""
    (draft,) = read(source)

    assert [(words, url)] == [(citation.text, citation.url) for citation in draft.citations]
    assert [words] == [source[citation.start : citation.end] for citation in draft.citations]


@pytest.mark.parametrize(
    "source", ["[a](#below)", "[a](other.md)", "[a](mailto:a@b.example)", "`[a](https://n.example)`"]
)
def test_what_leads_nowhere_on_the_web_is_no_citation(source: str) -> None:
    """Anchors, files, mail and code: only the address inside code is seen as what it is."""
    (draft,) = read(source)

    assert all(citation.text.startswith("https://") for citation in draft.citations)
    assert len(draft.citations) == source.count("https")


def test_a_source_line_belongs_to_the_block_before() -> None:
    """Under the same heading only."""
    found = blocks("It fell.\n\nSource: t.me/chan/1\n\n## Links\n\nt.me/chan/2")

    assert [seen.words for seen in found] == ["It fell.\n\nSource: t.me/chan/1", "t.me/chan/2"]


@pytest.mark.parametrize("unit", ["[", "[a](", "*a ", "> ", "- ", "`a ", "<a ", "![", "&"])
def test_time_is_linear_in_hostile_markup(unit: str) -> None:
    """The test's time limit is the check."""
    (draft,) = read("a " + unit * (200_000 // len(unit)) + "a")

    assert len(draft.blocks) == 1


def test_a_text_of_nothing_but_html_is_read_by_its_words() -> None:
    """An export under a name for Markdown: paragraphs, headings, lists and links; no script, no comment, no tag."""
    html = (
        "<script>var a;</script>\n<h1>The mill</h1>\n<p>It ground <em>barley</em> &amp; oats.<br>Until\n1954.</p>\n"
        '<!-- not this -->\n<ul><li>One <a href="https://a.example/b">source</a></li><li>Two</li></ul>\n'
    )

    (document,) = read_seed(html.encode(), "a.md", seed="a")

    texts = [document.text[block.start : block.end] for block in document.blocks]
    assert ["It ground barley & oats.\nUntil 1954.", "- One [source](https://a.example/b)\n- Two"] == texts
    assert ("The mill", ["https://a.example/b"]) == (document.attribution.title, [c.url for c in document.citations])
    assert any("The text is HTML" in warning for warning in document.warnings)


@pytest.mark.parametrize(
    "quoted",
    ["<p>I am no doctor.</p>", "Disclaimer: I am no doctor. <cite>Dr. Reed</cite>", "<p>I am no doctor.\n<p>Nor you."],
)
def test_a_block_quote_of_html_is_a_quotation(quoted: str) -> None:
    """Whom it quotes may caution; that is no caveat of the author's."""
    html = f"<p>The booklet opens so:</p>\n<blockquote>{quoted}</blockquote>\n"

    (document,) = read_seed(html.encode(), "a.md", seed="a")

    assert ["paragraph", "quote"] == [block.kind for block in document.blocks]
    assert () == find_caveats(document)


def test_html_among_other_text_stays_left_out() -> None:
    """What Markdown reads is the text; the rest is told."""
    (document,) = read_seed(b"Words.\n\n<div>A frame</div>\n", "a.md", seed="a")

    assert ["Words."] == [document.text[block.start : block.end] for block in document.blocks]
    assert ["Raw HTML is left out"] == [warning.partition(":")[0] for warning in document.warnings]


_SIGNS = (
    "a",
    "Word ",
    "1",
    "1. ",
    "- ",
    "# ",
    "    ",
    " ",
    "\n",
    "\n\n",
    '"',
    "===",
    "|",
    "> ",
    "```",
    "_",
    "\xa0",
    "[a](b)",
)


@given(st.lists(st.sampled_from(_SIGNS), max_size=12).map("".join))
def test_paragraphs_are_the_same_without_the_parser(text: str) -> None:
    """A text of nothing but paragraphs is not parsed; the parser would find the same."""
    found = read(text)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(markdown, "_ONLY_PARAGRAPHS", re.compile(r"(?!)"))
        assert read(text) == found
