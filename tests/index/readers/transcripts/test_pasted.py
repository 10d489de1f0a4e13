"""Transcripts copied from beside a video."""

import pytest

from index.readers.registry import text_format_of
from index.readers.transcripts.pasted import FORMAT, recognises

LINES = "0:00\nthe river froze\n0:04\nand nobody had seen that\n1:02:03\nit thawed in may\n"


@pytest.mark.parametrize(
    "text",
    [LINES, "0:00 The river froze.\n0:04 Nobody knew.\n0:09 It thawed.\n", "\n(0:01)\nA.\n(0:05)\nB.\n(0:09)\nC.\n"],
)
def test_times_are_positions_and_no_words(text: str) -> None:
    """On lines of their own, or before what was said; each is where its words begin."""
    (document,) = FORMAT.read(text)

    assert "transcript" == text_format_of("talk.txt", text).name
    assert ":0" not in document.text
    assert document.blocks[0].position is not None
    assert "time" == document.blocks[0].position.kind


def test_a_machines_transcript_says_so() -> None:
    """Many lines without the end of a sentence are a machine's."""
    lines = "".join(f"0:{second:02}\nand so the river went on\n" for second in range(10))

    assert [False, True] == [FORMAT.read(text)[0].verbatim for text in (lines, lines.replace("on\n", "on.\n"))]


@pytest.mark.parametrize(
    "text",
    [
        "09:00 Registration\n10:00 Talk\n11:00 Lunch\n",
        "10:15\nAnna\nHello.\n10:16\nBert\nHi.\n10:17\nAnna\nBye.\n",
        "At 0:00 it froze.\n0:04 later it thawed.\n",
        "0:00\nOne line alone.\n",
        "3:2 wins\n2:1 losses\n0:0 draws\n",
        "",
    ],
)
def test_timetables_and_talks_are_not_taken_for_one(text: str) -> None:
    """A video begins at its beginning, and its times grow."""
    assert not recognises(text)
