"""Names of attached files, which strangers choose: what they become, and which file is whose side-car."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.seeding.intake.attachments import LONGEST_NAME_BYTES, attached_name, paired, safe_name
from bot.seeding.intake.understanding import AttachedFile
from index.readers.parsing.base import suffix_of
from index.text.characters import visible


@pytest.mark.parametrize(
    ("attached", "expected"),
    [
        ("talk.txt", "talk.txt"),
        ("Über Steine.MD", "Über Steine.MD"),
        ("../../etc/passwd", "etc-passwd"),
        ("..\\..\\boot.ini", "boot.ini"),
        (".env", "env"),
        ("_draft.md", "draft.md"),
        ("README.md", "seed-README.md"),
        ("readme", "seed-readme"),
        ("txt.\u202eexe", "txt.exe"),
        ("a\nb\x00c.txt", "a bc.txt"),
        ("\ud800.txt", "txt"),
        ("???", "seed"),
        ("", "seed"),
        ("e\u0301.txt", "é.txt"),
    ],
)
def test_a_name_becomes_one_that_hides_nothing(attached: str, expected: str) -> None:
    """No path, no hidden file, no direction marks, none that a folder of seeds leaves out."""
    assert expected == safe_name(attached)


@pytest.mark.parametrize(
    ("filename", "title", "expected"),
    [
        ("talk.txt", None, "talk.txt"),
        ("ber_Steine.txt", "Über Steine", "Über Steine.txt"),
        ("ber_Steine.txt", "Über Steine.txt", "Über Steine.txt"),
        ("talk.txt.yaml", "talk.txt", "talk.txt.yaml"),
    ],
)
def test_the_name_somebody_gave_is_kept(filename: str, title: str | None, expected: str) -> None:
    """Discord makes file names plainer and keeps the given one as a title, with or without its extension."""
    assert expected == attached_name(filename, title)


@example("0\r\U00018d09\r0")  # spaces that meet once what stood between them is left out
@example("a\U00018d09\u0301")  # so do a letter and its accent
@given(st.text(max_size=400))
def test_any_name_is_made_safe_once_and_for_all(name: str) -> None:
    """Whatever is typed: short enough for a disk, visible, printable, in one place, and stable."""
    safe = safe_name(name)

    assert 0 < len(safe.encode()) <= LONGEST_NAME_BYTES + len("seed-")
    assert visible(safe) == safe
    assert safe.isprintable()
    assert not set(safe) & set("/\\:")
    assert not safe.startswith((".", "_"))
    assert safe == safe_name(safe)


def test_side_cars_stand_beside_their_files() -> None:
    """Whatever order they come in; a YAML file beside none is a file by itself."""
    files = [("b.txt.yaml", b"title: B"), ("a.txt", b"A"), ("b.txt", b"B"), ("c.yaml", b"x: y")]

    found = paired(files)

    assert [
        AttachedFile("a.txt", b"A"),
        AttachedFile("b.txt", b"B", b"title: B"),
        AttachedFile("c.yaml", b"x: y"),
    ] == found


def test_two_files_of_one_name_are_both_kept() -> None:
    """The second gets a number, before its extension."""
    names = [file.name for file in paired([("a.txt", b"1"), ("a.txt", b"2"), ("a.txt", b"3")])]

    assert ["a.txt", "a (2).txt", "a (3).txt"] == names
    assert [".txt"] == sorted({suffix_of(name) for name in names})
