"""Which format reads a file: one that knows its bytes, whatever its name; none of those where it is prose."""

import subprocess
import sys

import pytest

from index.readers.byte_formats import BYTE_FORMATS
from index.readers.registry import byte_format_of

PAGE = b"<!doctype html><html><body><p>Words.</p></body></html>"
FIRST_BYTES = {
    "PDF": b"printed by a program\n%PDF-1.7\n",
    "Word document": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
    "OpenDocument text": b"PK\x03\x04" + bytes(26) + b"mimetypeapplication/vnd.oasis.opendocument.text",
    "electronic book": b"PK\x03\x04" + bytes(26) + b"mimetypeapplication/epub+zip",
    "RTF document": b"\n{\\rtf1 Words.}",
    "Bluesky repository": b"a\xa2eroots\x81\xd8*X%",
    "JSON export": b'window.YTD.tweets.part0 = [{"tweet": {}}]',
    "feed": b"\xef\xbb\xbf<?xml version='1.0'?><rss><channel/></rss>",
    "saved Discord channel": b'<!DOCTYPE html><html><div class="preamble__entry">Guild</div><i class="chatlog__x">',
    "Medium post": b'<!DOCTYPE html><html><body class="h-entry" data-field="body">Exported from Medium',
    "mail box": b"From ann@example.org Mon May 3 10:00:00 2021\nFrom: ann@example.org\n\nWords.",
    "mail": b"Received: by mail.example.org\nFrom: ann@example.org\nMessage-ID: <1@example.org>\n\nWords.",
    "saved Thread Reader page": b'A page: <div id="tweet_12" data-tweet="12">Words.</div>',
    "web page": b"\xff\xfe" + PAGE.decode().encode("utf-16-le"),
}
PROSE = (
    b"# A title\n\nWords.",
    b"---\ntitle: x\n---\n\nWords.",
    "Über Öl.".encode(),
    "Слова.".encode(),
    b"> Words.",
    b"",
)


def test_every_format_of_bytes_has_a_sample() -> None:
    """So that the next one gets one, too."""
    assert {form.name for form in BYTE_FORMATS} == set(FIRST_BYTES)


@pytest.mark.parametrize("name", ["notes.md", "notes.txt", "notes", "notes.odd"])
@pytest.mark.parametrize("form", FIRST_BYTES)
def test_a_format_is_known_by_its_bytes_whatever_the_name(name: str, form: str) -> None:
    """A mail that was saved as a text is one; the glance that spares prose the formats lets none of them pass."""
    found = byte_format_of(name, FIRST_BYTES[form])

    assert found is not None
    assert form == found.name


@pytest.mark.parametrize("data", PROSE)
def test_prose_is_none_of_them(data: bytes) -> None:
    """It is decoded and read as text."""
    assert byte_format_of("notes.md", data) is None


def test_prose_is_read_without_importing_what_reads_other_files() -> None:
    """That takes longer than reading most texts."""
    code = (
        "import sys; from pathlib import Path; from index.readers.registry import byte_format_of, text_format_of\n"
        "assert byte_format_of('a.md', b'# A') is None and text_format_of('a.md', '# A').read('# A')\n"
        "print(*(each for each in sys.modules if each.startswith('index.readers.p')))"
    )

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert "index.readers.plain" in done.stdout
    assert "index.readers.pages.page" not in done.stdout
    assert "index.readers.paged" not in done.stdout
