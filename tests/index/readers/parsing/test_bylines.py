"""Lines beneath a title: whose words, of which day; and texts whose sections are works of their own."""

import pytest

from index.marking.caveats import find_caveats
from index.model import Document
from index.seeds import read_seed

SPECIFICATION = """# State of things

Current state: {state}
Last updated: 2026-02-19

## Draft

All of it may change from one day to the next, so build nothing on it.

## Ratified

No changes are allowed.
"""
ESSAYS = """# Two essays

## On eels

*By Mira Holt*

The eels were counted [in April](https://eels.example/).

## On pears

*by Tom Brandt, 3 May 2021*

Epistemic status: speculative.

The pears stood in two rows.
"""


def documents(text: str, name: str = "a.md") -> tuple[Document, ...]:
    """Read a text as a seed."""
    return read_seed(text.encode(), name, seed="a")


@pytest.mark.parametrize("name", ["a.md", "a.txt"])
@pytest.mark.parametrize(
    ("line", "authors", "published"),
    [
        ("*By Mira Holt*", ("Mira Holt",), None),
        ("**By Mira Holt, 3 May 2021**", ("Mira Holt",), "2021-05-03"),
        ("by [Mira Holt](https://x.example) | May 3, 2021 | 5 min read", ("Mira Holt",), "2021-05-03"),
        ("Written by Mira Holt on 3 May 2021", ("Mira Holt",), "2021-05-03"),
        ("_Published on 3 May 2021 by Mira Holt_", ("Mira Holt",), "2021-05-03"),
        ("- **Authors**: Mira Holt, Tom Brandt\n- **Date**: May 2021", ("Mira Holt", "Tom Brandt"), "2021-05"),
        ("von Mira Holt, 3. Mai 2021", ("Mira Holt",), "2021-05-03"),
        ("Par Mira Holt – 3 mai 2021", ("Mira Holt",), "2021-05-03"),
        ("By Ludwig van Beethoven and Tom de Vries", ("Ludwig van Beethoven", "Tom de Vries"), None),
        ("Version: 3\nLast updated: 2021-05-03", (), "2021-05-03"),
        # Sentences and lists that only look alike.
        ("By Monday the eels were gone.", (), None),
        ("By Lake Constance, where the eels were.", (), None),
        ("By and large fine", (), None),
        ("Date: nobody knows", (), None),
        ("Question: who?\nAnswer: Tom Holt", (), None),
        ("Author: unknown to me, but I suspect a monk wrote it in 1432.", (), None),
        ("2021-05-03", (), None),
        ("> By Mira Holt", (), None),
    ],
)
def test_a_line_beneath_the_title_states_author_and_day(
    name: str, line: str, authors: tuple[str, ...], published: str | None
) -> None:
    """It stays in the text, and counts only where all of it says so."""
    title = "# Notes on eels" if name == "a.md" else "Notes on eels"
    (found,) = documents(f"{title}\n\n{line}\n\nThe eels were counted at the weir in April.\n", name)

    assert (found.attribution.authors, found.attribution.published) == (authors, published)
    assert line in found.text


def test_front_matter_counts_before_such_a_line() -> None:
    """A curator may correct it."""
    (found,) = documents("---\nauthor: Ada Vik\n---\n# Eels\n\nBy Mira Holt\n\nThe eels were counted.\n")

    assert found.attribution.authors == ("Ada Vik",)


@pytest.mark.parametrize(
    ("state", "caveats"),
    [
        ("Draft", ["All of it may change from one day to the next, so build nothing on it."]),
        ("Ratified", ["No changes are allowed."]),
        ("Unheard of", []),
    ],
)
def test_a_state_that_a_text_explains_is_a_caveat(state: str, caveats: list[str]) -> None:
    """What counts is the section that the line at the top names."""
    (found,) = documents(SPECIFICATION.format(state=state))

    assert [each.text for each in find_caveats(found)] == caveats


def test_sections_by_several_people_are_works() -> None:
    """Each has its own author, day, caveat and links."""
    eels, pears = documents(ESSAYS)

    assert [each.attribution.authors for each in (eels, pears)] == [("Mira Holt",), ("Tom Brandt",)]
    assert [each.attribution.published for each in (eels, pears)] == [None, "2021-05-03"]
    assert [each.attribution.title for each in (eels, pears)] == ["On eels (Two essays)", "On pears (Two essays)"]
    assert [len(find_caveats(each)) for each in (eels, pears)] == [0, 1]
    assert [each.url for each in eels.citations] == ["https://eels.example/"]


def test_another_section_changes_no_other_works_id() -> None:
    """A work goes by the words of its heading."""
    before = [each.id for each in documents(ESSAYS)]
    after = [
        each.id for each in documents(ESSAYS.replace("## On eels", "## On figs\n\n*By Jo Lund*\n\nFigs.\n\n## On eels"))
    ]

    assert set(before) < set(after)


def test_sections_with_a_status_each_are_works_unless_all_has_one() -> None:
    """A status above them is about all of them."""
    sections = "## A\n\nEpistemic status: sure.\n\nEels.\n\n## B\n\nEpistemic status: guessing.\n\nPears.\n"

    assert len(documents(f"# Notes\n\n{sections}")) == 2
    assert len(documents(f"# Notes\n\nEpistemic status: mixed.\n\n{sections}")) == 1


def test_a_line_below_a_title_is_no_comment() -> None:
    """Who signs there wrote what follows, unlike one who signs below the text."""
    (found,) = documents("# Eels\n\nWritten by Mira Holt on 3 May 2021\n\nThe eels were counted.\n")

    assert "The eels were counted." in found.text
