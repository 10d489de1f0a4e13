"""Tests of links between notes."""

import pytest

from index.readers.markdown import FORMAT
from index.readers.wiki_links import unlinked


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("Eels [[swim]] at night.", "Eels swim at night."),
        ("See [[Eels in rivers|the eels]].", "See the eels."),
        ("See [[folder/Eels#Sleep]].", "See folder/Eels › Sleep."),
        ("See [[#Sleep]].", "See Sleep."),
        ("![[Owls at night]]", "Owls at night"),
        ("A map: ![[map.png]]", "A map: "),
        ("A map: ![[map.png|300x200]]", "A map: "),
        ("[[Ångström's notes]]", "Ångström's notes"),
        ("[[猫|cats]]", "cats"),
        ("| [[a]] | b |", "| a | b |"),
    ],
)
def test_a_link_is_its_words(written: str, shown: str) -> None:
    """As an app for notes shows it."""
    assert unlinked(written) == shown


@pytest.mark.parametrize(
    "text",
    [
        "`[[swim]]`",
        "```\n[[swim]]\n```",
        "if [[ -f file ]]; then",
        "A = [[1, 2], [3, 4]]",
        "[[1]]",
        "[[]]",
        "[[a]](https://example.org)",
        "[[not closed",
        "[a][[b]",
    ],
)
def test_what_is_no_link_stays(text: str) -> None:
    """Code, tests of a shell, figures in lists, links of Markdown."""
    assert unlinked(text) == text


def test_a_note_is_quoted_without_brackets() -> None:
    """Its passages are the words that are shown."""
    (document,) = FORMAT.read("# Eels\n\nThey [[swim]] up ![[the river]].\n")

    assert document.text[document.blocks[-1].start : document.blocks[-1].end] == "They swim up the river."
