"""Tests of archives as collections of seeds."""

import io
import tarfile
import zipfile

import pytest

from index.errors import SeedError
from index.model import Document
from index.seeds import read_seed


def zipped(**files: str | bytes) -> bytes:
    """Pack files, whose paths stand with "__" for "/" and "_md" for the extension of Markdown."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for path, contents in files.items():
            archive.writestr(path.replace("__", "/").replace("_md", ".md").replace("_yaml", ".yaml"), contents)
    return packed.getvalue()


def documents(data: bytes, name: str = "notes.zip", sidecar: bytes | None = None) -> tuple[Document, ...]:
    """Read an archive as a seed."""
    return read_seed(data, name, seed="notes", sidecar=sidecar)


def test_each_file_of_an_archive_is_a_document() -> None:
    """Each file is read by its own format and named by its path."""
    read = documents(zipped(a_md="# Eels\n\nThey swim.", deep__b_md="# Owls\n\nThey fly."))

    assert [each.text.splitlines()[-1] for each in read] == ["They swim.", "They fly."]
    assert len({each.id for each in read}) == 2


def test_one_more_file_changes_the_id_of_no_other() -> None:
    """A document's id hangs on its path alone, first file or not."""
    few, more = zipped(b_md="They fly."), zipped(a_md="They swim.", b_md="They fly.")

    assert documents(few)[0].id == documents(more)[1].id


def test_a_folder_states_what_its_files_share() -> None:
    """The folder nearest to a file counts, then the file itself; cautions are added up."""
    read = documents(
        zipped(
            source_yaml="author: Ada Vik\ncaveat: Written in haste.",
            deep__source_yaml="author: Bo Lind",
            a_md="They swim.",
            deep__b_md="They fly.",
            deep__c_md="---\nauthor: Cy Holm\n---\nThey run.",
        )
    )

    assert [each.attribution.authors for each in read] == [("Ada Vik",), ("Bo Lind",), ("Cy Holm",)]
    assert {each.stated_caveats for each in read} == {("Written in haste.",)}


def test_a_file_that_cannot_be_read_spoils_no_other() -> None:
    """What cannot be read is told beside the first document, and the rest is served."""
    read = documents(zipped(a_md="They swim.", z_md=b"\x00\x01\x02"))

    assert len(read) == 1
    assert any("z.md" in warning for warning in read[0].warnings)


def test_templates_and_hidden_folders_are_no_seeds() -> None:
    """What an app keeps for itself in a vault is not read."""
    read = documents(zipped(a_md="They swim.", Templates__t_md="Fill in.", **{".obsidian/x.md": "No."}))

    assert [each.text for each in read] == ["They swim."]


def test_what_holds_no_words_is_passed_over_without_a_word() -> None:
    """A vault has more pictures than notes; those are no problem to tell."""
    read = documents(
        zipped(**{"a.md": "They swim.", "img/pond.png": "", "_posts/b.md": "They fly.", "x_files/y.md": "!"})
    )
    page = documents(zipped(**{"x.html": "<p>They all swim in the pond.</p>", "x_files/y.md": "They fly."}))

    assert [("They fly.", "They swim.", "!"), ("They all swim in the pond.",)] == [
        tuple(each.text for each in documents) for documents in (read, page)
    ]
    assert not [warning for each in (*read, *page) for warning in each.warnings if "not read" in warning]


def test_a_side_car_beside_an_archive_speaks_for_all_in_it() -> None:
    """The archive's own side-car is above every folder in it."""
    read = documents(zipped(a_md="They swim.", b_md="They fly."), sidecar=b"author: Ada Vik")

    assert {each.attribution.authors for each in read} == {("Ada Vik",)}


def test_a_tar_file_is_a_collection_too() -> None:
    """A compressed tar file is read like a zip file."""
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w:gz") as archive:
        info = tarfile.TarInfo("./a.md")
        info.size = len(b"They swim.")
        archive.addfile(info, io.BytesIO(b"They swim."))

    assert [each.text for each in documents(packed.getvalue(), "notes.tgz")] == ["They swim."]


@pytest.mark.parametrize("path", ["../out.md", "/abs.md", "a/../../b.md"])
def test_a_name_that_leads_out_of_the_archive_is_told_and_not_read(path: str) -> None:
    """A path is a label; one that would leave the archive is skipped with its reason."""
    (read,) = documents(zipped(**{"a_md": "They swim.", path: "Elsewhere."}))

    assert read.text == "They swim."
    assert any("leads out" in warning for warning in read.warnings)


def test_archives_nested_too_deep_are_refused() -> None:
    """An archive in an archive is read, a third one is not."""
    inner = zipped(a_md="They swim.")
    twice = zipped(**{"in.zip": inner})

    assert [each.text for each in documents(twice)] == ["They swim."]
    with pytest.raises(SeedError, match="unpack the outer ones"):
        documents(zipped(**{"in.zip": twice}))


def test_a_damaged_archive_is_one_sentence() -> None:
    """An archive cut in the middle is refused with the way out."""
    with pytest.raises(SeedError, match="pack it again"):
        documents(zipped(a_md="They swim." * 50)[:60])
