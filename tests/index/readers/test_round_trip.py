"""Every passage is found in what a program of somebody else's makes of the same file: nothing is made up or mixed.

A sample of our own making here; the handed files, where they lie beside the repository, under `make soak`.
"""

import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest

from index.errors import SeedError
from index.seeds.seed import read_seed
from tests.index.readers.packing import At, pdf
from tests.shared import shared

SECONDS: Final = 60
# By a file's extension: the program, and how it is called; each prints the file's words.
PROGRAMS: Final = {
    ".pdf": ("pdftotext", "-enc", "UTF-8", "{}", "-"),
    ".docx": ("pandoc", "--from=docx", "--to=plain", "--wrap=none", "{}"),
    ".odt": ("pandoc", "--from=odt", "--to=plain", "--wrap=none", "{}"),
    ".epub": ("pandoc", "--from=epub", "--to=plain", "--wrap=none", "{}"),
    ".rst": ("pandoc", "--from=rst", "--to=plain", "--wrap=none", "{}"),
    ".org": ("pandoc", "--from=org", "--to=plain", "--wrap=none", "{}"),
    ".html": ("w3m", "-dump", "-cols", "10000", "-O", "UTF-8", "{}"),
}
# What pdftotext reads in another order (columns), and what pandoc does not read (the cover page of Word).
UNLIKE: Final = frozenset(("pdf-senate-table", "pdf-scotus", "docx-2006ml"))
RIVERS: Final = "Rivers remember the shape of the land, long after the rain has stopped."
DAMS: Final = "A dam is a promise that is made upstream and kept, or not, downstream."
SAMPLE: Final = {
    "a.pdf": pdf([[At(RIVERS, 72, 700), At(DAMS, 72, 660)], [At(DAMS, 72, 700)]]),
    "a.rst": f"Rivers\n======\n\n{RIVERS}\n\n- {DAMS}\n".encode(),
    "a.org": f"* Rivers\n{RIVERS}\n\n- {DAMS}\n".encode(),
    **dict.fromkeys(("a.docx", "a.odt", "a.epub"), b""),  # written by pandoc: as many writers as readers
    "a.html": f"<html><head><title>x</title></head><body><p>{RIVERS}</p><p>{DAMS}</p></body></html>".encode(),
}


def letters(text: str) -> str:
    """Return a text's letters and digits alone: programs set quotes, bullets and blanks as they like."""
    return re.sub(r"[\W_]+", "", text).casefold()


def extracted(file: Path) -> str:
    """Return what another program reads of a file; skip where it is not installed, or cannot read it."""
    program, *arguments = PROGRAMS[file.suffix]
    if shutil.which(program) is None:
        pytest.skip(f"NOT TESTED without {program}: passages against what it reads")
    command = [program, *(each.format(file) for each in arguments)]
    done = subprocess.run(command, capture_output=True, timeout=SECONDS, check=False)
    if done.returncode:
        pytest.skip(f"{program} cannot read {file.name}")
    return letters(done.stdout.decode("utf-8", "replace"))


def written(file: Path) -> bytes:
    """Let pandoc write a file; skip where it is not installed."""
    if shutil.which("pandoc") is None:
        pytest.skip("NOT TESTED without pandoc: passages of what it writes")
    source = f"---\ntitle: Rivers\n---\n\n# Rivers\n\n{RIVERS}[^1]\n\n- {DAMS}\n\n[^1]: A note on it.\n"
    subprocess.run(["pandoc", "--from=markdown", "-o", file], input=source.encode(), timeout=SECONDS, check=True)
    return file.read_bytes()


def unfound(file: Path) -> Iterator[str]:
    """Yield the sentences of a file's documents that the other program does not have."""
    there = extracted(file)
    for document in read_seed(file.read_bytes(), file.name, seed="x"):
        words = (document.text[block.start : block.end] for block in document.blocks)
        pieces = (piece for each in words for piece in re.split(r"(?<=[.!?])\s+|\n+|\s\|\s", each))
        yield from (piece for piece in pieces if letters(piece).rstrip("0123456789") not in there)


@pytest.mark.parametrize("name", SAMPLE)
def test_passages_stand_in_what_others_read(name: str, tmp_path: Path) -> None:
    """One of each format, of our own making."""
    file = tmp_path / name
    file.write_bytes(SAMPLE[name] or written(file))

    assert [] == list(unfound(file))


@pytest.mark.soak
@pytest.mark.parametrize("suffix", PROGRAMS)
def test_passages_of_handed_files_stand_in_what_others_read(suffix: str) -> None:
    """Nine in ten sentences of each file, but for tables: programs differ in cells, notes, fields and hyphens."""
    lacking = {}
    for file in sorted(shared("formats").glob(f"*{suffix}")):
        try:
            missing = list(unfound(file))
        except SeedError:
            continue
        if len(missing) > _allowed(file) and file.stem not in UNLIKE:
            lacking[file.name] = missing[:3]

    assert {} == lacking


def _allowed(file: Path) -> float:
    sentences = sum(
        len(re.findall(r"[.!?]\s", each.text)) for each in read_seed(file.read_bytes(), file.name, seed="x")
    )
    return max(3.0, 0.1 * sentences)
