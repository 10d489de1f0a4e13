# ruff: noqa: E501 (the markup of a case is one line)
"""Tests of subtitles."""

import pytest

from index.readers.parsing.base import FormatError
from index.readers.transcripts.subtitles import FORMAT
from tests.index.readers.packing import texts

SRT = "1\n00:00:01,000 --> 00:00:02,000\nThe eel\n\n2\n00:00:02,500 --> 00:00:04,000\nswims.\n\n3\n00:01:10,000 --> 00:01:12,000\nIt sleeps.\n"


def test_cues_are_joined_to_sentences_with_their_times() -> None:
    """A sentence of two cues is one block that knows where its second cue begins."""
    (document,) = FORMAT.read(SRT)

    assert texts(document) == ["The eel swims.", "It sleeps."]
    assert [block.position.at for block in document.blocks if block.position] == ["00:00:01", "00:01:10"]
    assert [(each.start, each.position.at) for each in document.blocks[0].places] == [(8, "00:00:02")]


@pytest.mark.parametrize(
    ("cue", "words", "speaker"),
    [
        ("<v Ada Vik>It <i>froze</i>.</v>", "It froze.", "Ada Vik"),
        ("Part one: It froze.", "Part one: It froze.", None),  # nobody who is named again
        (">> Ada Vik: It froze.", "It froze.", "Ada Vik"),
        (">> It froze.", "It froze.", None),
        ("{\\an8}It &nbsp;froze.", "It froze.", None),
        ("<c.yellow>It froze.</c>", "It froze.", None),
        (" \nIt froze.", "It froze.", None),
    ],
)
def test_marks_are_no_words_and_name_who_speaks(cue: str, words: str, speaker: str | None) -> None:
    """Tags are taken off; a voice or a name before a colon is the speaker."""
    (document,) = FORMAT.read(
        f"WEBVTT\n\nNOTE never\n\nSTYLE\n::cue {{}}\n\n00:01.000 --> 00:02.000 align:start\n{cue}\n"
    )

    assert (texts(document), document.blocks[0].speaker) == ([words], speaker)


def test_rolling_captions_are_read_once_and_said_to_be_a_machines() -> None:
    """Each line comes twice in the file, and once in the text."""
    text = (
        "WEBVTT\n\n00:01.000 --> 00:02.000\nthe eel\nswims<00:01.500><c> in</c>\n\n00:02.000 --> 00:03.000\n"
        "swims in\nrivers<00:02.500><c> here</c>\n\n00:03.000 --> 00:04.000\nrivers here\n \n"
    )
    (document,) = FORMAT.read(text)

    assert texts(document) == ["the eel swims in rivers here"]
    assert (document.verbatim, document.restated_by) == (False, "automatic captions (machine-transcribed)")


@pytest.mark.parametrize("text", [SRT, "WEBVTT\n\n00:01.000 --> 00:02.000\nHi\n", "\ufeff" + SRT])
def test_subtitles_are_known_by_their_beginning(text: str) -> None:
    """Whatever the file is called."""
    assert FORMAT.recognises(text)


@pytest.mark.parametrize(
    "text",
    ["WEBVTT\n\nno cue", "WEBVTT\n\n00:01.000 --> 00:02.000\n\n", "WEBVTT\n\n00:01.000 --> 00:02.000\n[music]\n"],
)
def test_a_file_without_a_word_is_named_so(text: str) -> None:
    """A sound in brackets is no word."""
    with pytest.raises(FormatError, match="holds no cue"):
        FORMAT.read(text)


def test_odd_times_break_nothing() -> None:
    """Cues that overlap, go backward or count beyond an hour are read in the file's order."""
    text = "1\n00:00:05,000 --> 00:00:01,000\nBack.\n\n2\n99:99:99,000 --> 99:99:99,999\nLate.\n\n3\n-00:00:01,0 --> 00:00:02\nNever.\n"
    (document,) = FORMAT.read(text)

    assert document.text.startswith("Back. Late.")


def test_a_refrain_is_said_each_time() -> None:
    """What a cue shows on of the one right before it is read once, what it says anew is read anew."""
    cues = ["The river, oh.\nIt froze.", "The ice, oh.\nIt froze.", "It froze.\nAnd thawed."]
    times = ["00:01.000 --> 00:02.000", "00:02.000 --> 00:03.000", "00:03.000 --> 00:04.000"]
    body = "\n\n".join(f"{time}\n{cue}" for time, cue in zip(times, cues, strict=True))

    (document,) = FORMAT.read(f"WEBVTT\n\n{body}\n")

    assert "The river, oh. It froze. The ice, oh. It froze. And thawed." == " ".join(texts(document))


def test_entities_are_the_signs_they_stand_for() -> None:
    """As players show them."""
    (document,) = FORMAT.read("WEBVTT\n\n00:01.000 --> 00:02.000\nIt &lt;froze&gt; &amp; thawed.\n")

    assert ["It <froze> & thawed."] == texts(document)


def test_names_that_come_again_are_speakers() -> None:
    """And then everybody's who is named so; a label is not."""
    said = ["ADA: It froze.", "BO: Did it?", "ADA: It did.", "PART TWO : The thaw."]
    body = "".join(f"00:{10 * at:02}.000 --> 00:{10 * at + 5:02}.000\n{line}\n\n" for at, line in enumerate(said))

    (document,) = FORMAT.read(f"WEBVTT\n\n{body}")

    assert ["ADA", "BO", "ADA", "ADA"] == [block.speaker for block in document.blocks]
    assert "PART TWO : The thaw." == texts(document)[-1]
