"""Plain text: paragraphs, lists, drawn lines, and other people's words."""

import pytest

from index.readers.plain import read


def blocks(text: str) -> list[tuple[str, str]]:
    """Return kind and words of each block."""
    (draft,) = read(text)
    assert text == draft.text
    return [(block.kind, text[block.start : block.end]) for block in draft.blocks]


def test_paragraphs_stand_between_blank_lines() -> None:
    """Wrapped lines stay together; lines of white space are blank; ends are trimmed."""
    found = blocks("\n  One\ngoes on. \n \t\nTwo.\n\n\n\nThree.")

    assert found == [("paragraph", "One\ngoes on."), ("paragraph", "Two."), ("paragraph", "Three.")]


@pytest.mark.parametrize("mark", ["-", "*", "•", "1.", "2)"])
def test_lists_are_blocks(mark: str) -> None:
    """The line that introduces a list is a paragraph of its own, and wrapped items stay in the list."""
    found = blocks(f"Take:\n{mark} one\n  and a half\n{mark} two")

    assert [("paragraph", "Take:"), ("list", f"{mark} one\n  and a half\n{mark} two")] == found


@pytest.mark.parametrize(
    "text", ["He went home\n- as always - by foot.", "It was in\n1984. They left.", "-5 degrees", "1.5 m"]
)
def test_one_line_that_looks_like_an_item_is_no_list(text: str) -> None:
    """A dash or a number at a wrapped line's start must not cut the sentence."""
    assert [("paragraph", text)] == blocks(text)


@pytest.mark.parametrize("line", ["* * *", "----------", "• • •", "=====", "~~~"])
def test_drawn_lines_are_no_content(line: str) -> None:
    """Nobody wants to quote a line of stars."""
    assert blocks(f"One.\n\n{line}\n\nTwo.") == [("paragraph", "One."), ("paragraph", "Two.")]


def test_source_lines_belong_to_the_paragraph_before() -> None:
    """The citation stands in the block whose statement it supports."""
    text = "It fell.\n\nSource: t.me/chan/1\n\nIt rose."

    (draft,) = read(text)

    assert [text[b.start : b.end] for b in draft.blocks] == ["It fell.\n\nSource: t.me/chan/1", "It rose."]
    assert [citation.url for citation in draft.citations] == ["https://t.me/chan/1"]


@pytest.mark.parametrize(
    "strange",
    [
        "RT @someone: I say so. https://example.org/x",
        "Forwarded from Some Channel\nTheir words go here.",
        "---------- Forwarded message ---------\nTheir words go here.",
        "Originally posted by Someone: their words",
        "Quote Tweet\nSomeone\n@someone\n·\nMay 3\nTheir words go here.",
    ],
)
def test_other_peoples_words_are_left_out_and_reported(strange: str) -> None:
    """They stay in the text, but no block, no citation, and the curator is told."""
    (draft,) = read(f"Mine.\n\n{strange}\n\nMine again.")

    assert [(0, 5), (len(strange) + 9, len(strange) + 20)] == [(block.start, block.end) for block in draft.blocks]
    assert draft.citations == ()
    assert len(draft.warnings) == 1
    assert " ".join(strange.split())[:20] in draft.warnings[0]


def test_talk_about_forwarding_is_the_authors_own() -> None:
    """Sentences that contain the words are content."""
    assert len(blocks("Forwarded from the office, the letter came late.\n\nHe wrote RT @bob: hi.")) == 2
