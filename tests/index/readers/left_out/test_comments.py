"""Readers' comments: never the author's words; what only looks like them is."""

import pytest

from index.readers import markdown, plain
from index.readers.left_out.comments import REASON
from tests.index.labelled import load

ABOVE = "The pears froze in April. We lit candles all night.\n\n"
THREADS, OWN = (load("comments.yaml")[kind] for kind in ("comments", "own"))


@pytest.mark.parametrize("name", THREADS)
@pytest.mark.parametrize("form", [markdown, plain], ids=["markdown", "plain"])
def test_comments_are_left_out(form: object, name: str) -> None:
    """What the author wrote above them stays; the linter is told."""
    if form is plain and "#" in THREADS[name]:
        pytest.skip("a heading of Markdown")
    (draft,) = form.read(ABOVE + THREADS[name])  # type: ignore[attr-defined]  # two modules of one shape

    assert "candles all night" in draft.text
    assert "useless" not in draft.text
    assert "Copper wire" not in draft.text
    assert REASON in draft.warnings


@pytest.mark.parametrize("name", OWN)
def test_what_only_looks_like_comments_stays(name: str) -> None:
    """Sections about comments, dialogues, diaries and signed letters are the author's."""
    (draft,) = markdown.read(ABOVE + OWN[name])

    assert draft.text == ABOVE + OWN[name]


def test_what_follows_the_comments_stays() -> None:
    """They end at the next heading of their rank."""
    (draft,) = markdown.read(ABOVE + THREADS["says"] + "\n## Sources\n\nThe county survey.\n")

    assert [draft.text[each.start : each.end] for each in draft.blocks][-1] == "The county survey."


def test_one_letter_to_the_editor_takes_no_more_than_itself() -> None:
    """A single signed part ends with its paragraph."""
    (draft,) = markdown.read(
        ABOVE + "Tom Baker wrote on May 3, 2021:\n\nCandles are useless.\n\nI lit them all the same.\n"
    )

    assert "useless" not in draft.text
    assert "all the same" in draft.text


SIGNING = ["{} wrote:", "{} said:", "{} replied:", "{} asks:", "{} schreibt:", "{} meinte:", "{} dijo:", "Posted by {}"]


@pytest.mark.parametrize("line", [*SIGNING, "{}, just now", "{}, an hour ago", "{} (yesterday):", "Comentario de {}"])
def test_lines_without_a_date_in_figures_sign_too(line: str) -> None:
    """Nothing that can sign is dismissed at a glance, in whatever case it is written."""
    told = [f"**{line.format(name)}**\n\nCandles are useless.\n\n" for name in ("Tom Baker", "Mira Holt")]

    for thread in ("".join(told), "".join(told).replace("wrote", "WROTE")):
        (draft,) = markdown.read(ABOVE + "## Comments\n\n" + thread)
        assert "useless" not in draft.text
