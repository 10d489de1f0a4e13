"""Zip files that somebody attached: read within limits, whatever they say of themselves."""

import zipfile
from io import BytesIO

from bot.seeding.intake import archives
from bot.seeding.intake.archives import UnpackedFiles, opened, unpacked
from bot.seeding.intake.understanding import AttachedFile
from index.readers.archives.files import Files

FILE_BYTES, TOTAL_BYTES = 10_000, 50_000


def packed(files: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Pack files by their paths."""
    data = BytesIO()
    with zipfile.ZipFile(data, "w", method) as archive:
        for path, contents in files.items():
            archive.writestr(path, contents)
    return data.getvalue()


def read(data: bytes, name: str = "talks.zip") -> UnpackedFiles:
    """Read an archive that is one."""
    found = opened(name, data, FILE_BYTES, TOTAL_BYTES)
    assert found is not None
    return unpacked(found) if isinstance(found, Files) else found


def test_files_are_read_with_their_side_cars() -> None:
    """In their folder; what no folder of seeds takes is passed over."""
    found = read(
        packed(
            {
                "a/talk.txt": b"One.",
                "b/talk.txt": b"Two.",
                "b/talk.txt.yaml": b"author: Ada",
                "README.md": b"No seed.",
                "__MACOSX/a/._talk.txt": b"\0",
                ".hidden.txt": b"No.",
            }
        )
    )

    assert [] == list(found.refused)
    assert (
        AttachedFile("talk.txt", b"One."),
        AttachedFile("talk (2).txt", b"Two.", b"author: Ada"),
    ) == found.files


def test_names_lead_nowhere() -> None:
    """A path out of the archive is none of its files; a strange name is made plain."""
    found = read(packed({"../../etc/passwd.txt": b"x", "a\u202etxt.exe.txt": b"One.", "c/a:b?.txt": b"Two."}))

    assert ["atxt.exe.txt", "a-b-.txt"] == [file.name for file in found.files]


def test_what_unpacks_to_more_than_it_may_is_refused_alone() -> None:
    """Read no further than the limit, and named; the others are taken."""
    found = read(packed({"bomb.txt": b"0" * 40_000, "rain.txt": b"It rains."}))

    assert ["rain.txt"] == [file.name for file in found.files]
    assert ["bomb.txt"] == [each.name for each in found.refused]
    assert "unpacks to more than" in str(found.refused[0].problem)


def test_an_archive_that_unpacks_to_too_much_is_refused() -> None:
    """All together, by what it says of itself already."""
    found = read(packed({f"{number}.txt": b"0" * 9_000 for number in range(9)}))

    assert () == found.files
    assert "talks.zip: unpacks to more than" in str(found.refused[0].problem)


def test_no_more_files_than_may_be_are_read() -> None:
    """The first that is too many is named with what to do."""
    found = read(packed({f"{number}.txt": b"0" for number in range(archives.MOST_FILES + 5)}))

    assert archives.MOST_FILES == len(found.files)
    assert ["100.txt is left out: a zip file may hold 100 files; pack the others in another"] == [
        each.problem for each in found.refused
    ]


def test_a_long_table_of_contents_is_not_even_listed() -> None:
    """It alone would take memory."""
    found = read(packed({f"{'n' * 200}{number}": b"" for number in range(1_200)}, zipfile.ZIP_STORED))

    assert () == found.files
    assert "may hold 100 files" in str(found.refused[0].problem)


def test_a_damaged_archive_is_told() -> None:
    """Whatever is broken; what is no archive is read as any file."""
    whole = packed({"rain.txt": b"It rains."})

    assert "damaged" in str(read(whole[:30] + whole[60:]).refused[0].problem)
    assert None is opened("stones.zip", b"PK\0\0", FILE_BYTES, TOTAL_BYTES)
    assert None is opened("rain.txt", whole, FILE_BYTES, TOTAL_BYTES)
