"""Tests of RTF."""

import pytest

from index.readers.office.rtf import FORMAT
from index.readers.parsing.base import FormatError
from tests.index.readers.packing import one, texts


@pytest.mark.parametrize(
    ("body", "read"),
    [
        (rb"They swim.\par They fly.", ["They swim.", "They fly."]),
        (rb"caf\'e9 \u8364?5", ["café €5"]),
        (rb"It froze.{\footnote Once only.}\par It thawed.", ["It froze.", "Once only.", "It thawed."]),
        (rb"{\header never}{\footer never}They swim.", ["They swim."]),
        (rb"{\*\generator never;}They swim.", ["They swim."]),
    ],
)
def test_words_are_read_in_order(body: bytes, read: list[str]) -> None:
    """Notes stand where they are called; heads and feet are none of the text."""
    assert texts(one(FORMAT, rb"{\rtf1\ansi\ansicpg1252 " + body + b"}")) == read


def test_the_info_group_states_author_title_and_day() -> None:
    """What it states stands with the text."""
    info = rb"{\info{\title Of eels}{\author Ada Vik}{\creatim\yr2011\mo8\dy29\hr7}}"
    document = one(FORMAT, rb"{\rtf1\ansi" + info + b" They swim.}")

    assert (document.title, document.authors, document.published) == ("Of eels", ("Ada Vik",), "2011-08-29")


@pytest.mark.parametrize(
    ("data", "words"), [(b"no rtf", "is damaged"), (b"{\\rtf1" + b"{" * 1000 + b"}" * 1001, "nested too deeply")]
)
def test_what_cannot_be_read_is_one_sentence(data: bytes, words: str) -> None:
    """Each is named, with the way out."""
    with pytest.raises(FormatError, match=words):
        FORMAT.read(data)
