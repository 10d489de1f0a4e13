"""Tests of hostile and broken files, made by the tests: each is read or refused in one sentence, the others go on."""

import io
import os
import resource
import stat
import tarfile
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from index.errors import SeedError
from index.seeds import find_seeds, load_bytes
from index.seeds.apart import SeedReader
from index.settings import ReadingLimits
from tests.index.readers.packing import WORD, At, docx, epub, odt, paragraph, pdf, zipped

MIB = 1 << 20
GROWTH_MIB = 50
SOUND = zipped({"a.md": "They swim."})
EELS = pdf([[At("The eel swims up the river.", 72, 700)]])


@pytest.fixture(scope="module")
def reader() -> Iterator[SeedReader]:
    """One process that reads all of these in turn."""
    with SeedReader(ReadingLimits(seconds=20, memory_bytes=128 * MIB)) as opened:
        yield opened


def _pdf(*objects: str, trailer: str = "") -> bytes:
    """Make a PDF file without a table, of objects numbered from 1, the first of which is the catalogue."""
    body = "".join(f"{number} 0 obj\n{each}\nendobj\n" for number, each in enumerate(objects, start=1))
    return f"%PDF-1.7\n{body}trailer\n<</Size {len(objects) + 1}/Root 1 0 R{trailer}>>\n%%EOF\n".encode()


def _linked() -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        info = zipfile.ZipInfo("link.md")
        info.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(info, "/etc/passwd")
    return packed.getvalue()


def _tar_of_links() -> bytes:
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w") as archive:
        for name, kind in (("l.md", tarfile.SYMTYPE), ("h.md", tarfile.LNKTYPE), ("fifo.md", tarfile.FIFOTYPE)):
            info = tarfile.TarInfo(name)
            info.type, info.linkname = kind, "/etc/passwd"
            archive.addfile(info)
        out = tarfile.TarInfo("/abs.md")
        out.size = 5
        archive.addfile(out, io.BytesIO(b"words"))
    return packed.getvalue()


def _nested(depth: int) -> bytes:
    data = SOUND
    for _ in range(depth):
        data = zipped({"in.zip": data})
    return data


def _boxes(depth: int) -> str:
    return "<w:tbl><w:tr><w:tc>" * depth + "<w:p/>" + "</w:tc></w:tr></w:tbl>" * depth


_ENTITIES = '<!DOCTYPE d [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>'
_LAUGHS = f'{_ENTITIES}<w:document xmlns:w="{WORD}"><w:body><w:p><w:r><w:t>&b;</w:t></w:r></w:p></w:body></w:document>'
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"E\0n\0c\0r\0y\0p\0t\0e\0d\0" + bytes(4000)
_KEY = "<</Filter/Standard/V 1/R 2/O<00>/U<00>/P -4>>"
_LOCKED = '<file-entry full-path="content.xml"><encryption-data/></file-entry>'

REFUSED: dict[str, tuple[str, Callable[[], bytes], str]] = {
    "pages that hold themselves": (
        "loop.pdf",
        lambda: _pdf("<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[2 0 R 2 0 R]/Count 9>>"),
        "save or print it",
    ),
    "no pages": (
        "none.pdf",
        lambda: _pdf("<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[]/Count 0>>"),
        "save or print it",
    ),
    "a locked PDF": (
        "locked.pdf",
        lambda: _pdf(
            "<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[]/Count 0>>", _KEY, trailer="/Encrypt 3 0 R/ID[<0><0>]"
        ),
        "locked with a password",
    ),
    "arrays in arrays": ("deep.pdf", lambda: _pdf("[" * 100_000 + "]" * 100_000), "save or print it"),
    "an empty PDF": ("empty.pdf", lambda: b"", "damaged PDF"),
    "a picture named as Word": ("photo.docx", lambda: b"\x89PNG\r\n\x1a\n" + bytes(99), "is no Word document"),
    "PDF and zip at once": ("both.zip", lambda: b"%PDF-1.4\n" + SOUND, "damaged PDF"),
    "entities that laugh": ("laughs.docx", lambda: zipped({"word/document.xml": _LAUGHS}), "defines entities"),
    "tables in tables": ("deep.docx", lambda: docx(_boxes(2_000)), "nested too deeply"),
    "a locked Word document": ("locked.docx", lambda: _OLE, "locked with a password"),
    "a locked OpenDocument": ("locked.odt", lambda: odt("<text:p>a</text:p>", manifest=_LOCKED), "locked with"),
    "a book without a list": ("none.epub", lambda: zipped({"mimetype": "application/epub+zip"}), "no electronic book"),
    "archives in archives": ("nested.zip", lambda: _nested(4), "unpack the outer ones"),
    "a link in a zip file": ("link.zip", _linked, "not followed"),
    "links and devices in a tar file": ("links.tar", _tar_of_links, "a link or a device"),
    "an archive of nothing": ("empty.zip", lambda: zipped({}), "without files to read"),
    "a character that no computer counts": (
        "far.rtf",
        lambda: rb"{\rtf1\ansi\u99999999999? They swim.}",
        "its RTF cannot be read",
    ),
    "a member without a name": ("nameless.zip", lambda: SOUND.replace(b"a.md", b"\0.md"), "without files to read"),
    "a statement that is damaged": (
        "half.zip",
        lambda: zipped({"a.md": "They swim.", "source.yaml": "author: Ada"}, stored=("source.yaml",)).replace(
            b"author", b"editor"
        ),
        "damaged archive",
    ),
    "an archive cut off": ("cut.zip", lambda: SOUND[:40], "damaged archive"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_cannot_be_read_is_refused_in_one_sentence(reader: SeedReader, case: str) -> None:
    """It names the file and what is wrong, whatever was read before it."""
    name, make, words = REFUSED[case]

    with pytest.raises(SeedError) as told:
        reader.read(make(), name, seed="seed")

    assert str(told.value).startswith(f"{name}: ")
    assert words in str(told.value)


_WIDE = '<w:tcPr><w:gridSpan w:val="2000000000"/></w:tcPr>'
_SPAN = f"<w:tbl><w:tr><w:tc>{_WIDE}{paragraph('Owls.')}</w:tc></w:tr></w:tbl>"
READ: dict[str, tuple[str, Callable[[], bytes], str]] = {
    "a cell over two thousand million columns": ("span.docx", lambda: docx(_SPAN), "Owls."),
    "two thousand million blanks": (
        "spaces.odt",
        lambda: odt('<text:p>Owls<text:s text:c="2000000000"/>fly.</text:p>'),
        "Owls fly.",
    ),
    "a list of chapters that leads outside": (
        "spine.epub",
        lambda: epub({"a.xhtml": "<p>Once.</p>"}, spine=("a.xhtml", "../../../etc/passwd", "a.xhtml")),
        "Once.",
    ),
    "a Word document named as text": ("talk.txt", lambda: docx(paragraph("Owls fly.")), "Owls fly."),
    "a PDF cut off": ("cut.pdf", lambda: EELS[: EELS.index(b"xref")][:-20], "The eel swims up the river."),
    "a sound PDF": ("sound.pdf", lambda: EELS, "The eel swims up the river."),
}


@pytest.mark.parametrize("case", READ)
def test_what_can_be_read_is_read(reader: SeedReader, case: str) -> None:
    """In time and memory that the words in it need."""
    name, make, words = READ[case]

    (document,) = reader.read(make(), name, seed="seed")

    assert " ".join(document.text.split()) == words


def test_a_pdf_that_was_cut_off_says_so(reader: SeedReader) -> None:
    """The pages that are whole are read; that others may be missing is a warning."""
    (document,) = reader.read(EELS[: EELS.index(b"xref")], "cut.pdf", seed="cut")

    assert any("only the pages that are whole" in warning for warning in document.warnings)


def test_the_process_that_asks_stays_small(reader: SeedReader) -> None:
    """What a file unpacks to is held by the process apart alone, and long lines are looked at in pieces."""
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    bomb = zipped({"word/document.xml": b"<a>" + b" " * (140 * MIB)})
    made = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss

    for name, data in (("bomb.docx", bomb), ("long.unknown", b"<p title='" + b"x" * (6 * MIB))):
        with pytest.raises(SeedError):
            reader.read(data, name, seed="seed")

    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - max(before, made)
    assert grown < GROWTH_MIB * 1024


def test_a_pipe_and_a_link_out_of_the_folder_are_told_and_not_entered(tmp_path: Path) -> None:
    """Nobody waits for the one, and nothing of the other is served."""
    seeds = tmp_path / "seeds"
    seeds.mkdir()
    (tmp_path / "secrets").mkdir()
    (tmp_path / "secrets" / "key.txt").write_text("hush", "utf-8")
    os.mkfifo(seeds / "talk.pdf")
    (seeds / "x").symlink_to("../secrets")
    (seeds / "eels.md").write_text("They swim.", "utf-8")

    problems = {each.name: each.problem or "" for each in find_seeds(seeds)}

    assert ["eels.md", "talk.pdf", "x"] == sorted(problems)
    assert ("named pipe" in problems["talk.pdf"], "link out of the seeds" in problems["x"]) == (True, True)


def test_a_side_car_of_a_name_in_other_letters_says_which_file_it_may_mean(tmp_path: Path) -> None:
    """On some systems both names are one, on others they are two."""
    (tmp_path / "Talk.PDF").write_bytes(EELS)
    (tmp_path / "talk.pdf.yaml").write_text("author: Ada Vik", "utf-8")

    sidecar = next(each for each in find_seeds(tmp_path) if each.name == "talk.pdf.yaml")

    with pytest.raises(SeedError, match=r"name it Talk\.PDF\.yaml"):
        load_bytes(sidecar)


@pytest.mark.parametrize(("name", "shown"), [("a\nb.bin", r"a\nb.bin"), ("a\u202etxt.bin", r"a\u202etxt.bin")])
def test_a_name_is_shown_without_what_turns_or_breaks_it(name: str, shown: str) -> None:
    """A message is one line, in the order in which it is read."""
    assert str(SeedError(name, "is odd")) == f"{shown}: is odd"
