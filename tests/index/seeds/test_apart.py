"""Tests of reading seeds in a process apart."""

import io
import zipfile

import pytest

from index.errors import SeedError
from index.seeds.apart import SeedReader
from index.settings import ReadingLimits

MIB = 1024 * 1024


def packed(**files: bytes) -> bytes:
    """Pack Markdown files."""
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as writer:
        for name, data in files.items():
            writer.writestr(f"{name}.md", data)
    return archive.getvalue()


def test_what_is_read_apart_is_what_is_read_here() -> None:
    """Documents come back whole, with the sentences that say what was left out."""
    with SeedReader(ReadingLimits()) as reader:
        read = reader.read(packed(a=b"They swim.", b=b"They fly."), "notes.zip", seed="notes")

    assert [each.text for each in read] == ["They swim.", "They fly."]


def test_what_is_wrong_with_a_file_comes_back_in_its_words() -> None:
    """The sentence is the reader's own, with the file's name before it."""
    with SeedReader(ReadingLimits()) as reader, pytest.raises(SeedError) as told:
        reader.read(packed(a=b"They swim." * 99)[:70], "notes.zip", seed="notes")

    assert str(told.value) == "notes.zip: is a damaged archive; pack it again"


def test_a_file_that_takes_too_much_is_named_with_the_limit() -> None:
    """A bomb ends at the limit on memory, and the next file is read."""
    bomb = packed(a=b"a " * (40 * MIB))
    with SeedReader(ReadingLimits(memory_bytes=48 * MIB)) as reader:
        with pytest.raises(SeedError, match="48 MiB"):
            reader.read(bomb, "bomb.zip", seed="bomb")

        assert reader.read(packed(a=b"They swim."), "notes.zip", seed="notes")[0].text == "They swim."
