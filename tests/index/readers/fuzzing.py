"""Readers under a fuzzer, a family at a time: `python -m tests.index.readers.fuzzing mail 1200`, part of `make soak`.

Whatever the bytes are, a reader gives documents or raises SeedError; anything else ends the run and shows the input. In
the product a reader runs in a process apart; here it runs alone, so that its own errors are seen.
"""

import sys
from collections.abc import Mapping
from importlib import import_module
from pathlib import Path
from tempfile import gettempdir, mkdtemp
from typing import Final

from tests.index.readers.packing import At, docx, epub, odt, paragraph, pdf, zipped

PAGE: Final = (
    b"<html><head><title>Ice</title></head><body><article><h1>Ice</h1><p>It froze.</p></article></body></html>"
)
MAIL: Final = b"From: Ada Vik <a@e.org>\nDate: Thu, 4 Mar 2021 10:00:00 +0100\nSubject: Ice\n\nIt froze.\n"
# Each family's files: the name that leads to a reader, and something that it reads.
FAMILIES: Final[Mapping[str, tuple[tuple[str, bytes], ...]]] = {
    "office": (
        ("a.docx", docx(paragraph("It froze."))),
        ("a.odt", odt("<text:p>It froze.</text:p>")),
        ("a.epub", epub({"a.xhtml": "<p>It froze.</p>"})),
        ("a.rtf", rb"{\rtf1\ansi It froze.\par}"),
    ),
    "paged": (("a.pdf", pdf([[At("It froze.", 72, 700)]])),),
    "pages": (("a.html", PAGE),),
    "transcripts": (
        ("a.vtt", b"WEBVTT\n\n00:01.000 --> 00:02.000\n<v Ada>It froze.\n"),
        ("a.srt", b"1\n00:00:01,000 --> 00:00:02,000\nIt froze.\n"),
        ("a.txt", b"0:00\nit froze\n0:04\nit thawed\n0:09\nit flowed\n"),
    ),
    "mail": (("a.eml", MAIL), ("a.mbox", b"From a Thu\n" + MAIL)),
    "markups": (
        ("a.rst", b"Ice\n===\n\n:Author: Ada\n\n.. note:: It froze.\n"),
        ("a.adoc", b"= Ice\nAda Vik\n\nNOTE: It froze.\n"),
        ("a.org", b"#+TITLE: Ice\n* Ice\nIt froze.\n"),
        ("a.tex", b"\\title{Ice}\\begin{document}It froze.\\end{document}"),
    ),
    "exports": (
        ("a.json", b'{"type": "Note", "content": "It froze.", "to": "as:Public"}'),
        ("a.xml", b"<rss version='2.0'><channel><item><title>Ice</title></item></channel></rss>"),
        ("a.js", b'window.YTD.tweets.part0 = [{"tweet": {"id_str": "1", "full_text": "It froze."}}]'),
    ),
    "archives": (("a.zip", zipped({"a.md": "It froze.", "source.yaml": "author: Ada"})),),
}


def main(family: str, seconds: int) -> None:
    """Fuzz a family for so long; returns never, as the fuzzer ends the process."""
    atheris = import_module("atheris")  # not on every system, so no dependency

    with atheris.instrument_imports(include=["index.readers", "index.seeds"]):
        from index.errors import SeedError
        from index.seeds.seed import read_seed
    names = [name for name, _ in FAMILIES[family]]

    def read_any(data: bytes) -> None:
        try:
            read_seed(data[1:], names[data[0] % len(names)] if data else names[0], seed="x")
        except SeedError:
            return

    options = (f"-max_total_time={seconds}", "-rss_limit_mb=2048", "-timeout=30", f"-artifact_prefix={gettempdir()}/")
    atheris.Setup([sys.argv[0], *options, _folder(family)], read_any)
    atheris.Fuzz()


def _folder(family: str) -> str:
    """Write what a family reads where the fuzzer begins from it; the first byte chooses the reader."""
    folder = Path(mkdtemp(prefix="caveat-fuzz-"))
    for number, (name, data) in enumerate(FAMILIES[family]):
        (folder / name).write_bytes(bytes([number]) + data)
    return str(folder)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
