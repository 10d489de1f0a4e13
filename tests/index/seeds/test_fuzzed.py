"""Damaged files of every binary format: read, or refused by an error of ours; never anything else."""

import gzip
import io
import tarfile
import time
from contextlib import suppress

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from index.errors import SeedError
from index.seeds.seed import read_seed
from tests.index.readers.packing import At, docx, epub, odt, paragraph, pdf, zipped

_EXAMPLES = 20
_SOAK_EXAMPLES = 20_000
_MOST_S = 5.0  # for files of a few kilobytes


def _tar() -> bytes:
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w") as archive:
        info = tarfile.TarInfo("a.md")
        info.size = len(b"They swim.")
        archive.addfile(info, io.BytesIO(b"They swim."))
    return packed.getvalue()


FILES = {
    "a.pdf": pdf([[At("The eel swims", 72, 700), At("up the river.", 72, 686)], [At("It sleeps.", 72, 700)]]),
    "a.docx": docx(paragraph("Eels", style="Heading1") + paragraph("They swim."), footnotes=paragraph("At night.")),
    "a.odt": odt(
        "<text:h>Eels</text:h><text:p>They swim.<text:s text:c='3'/></text:p>", meta="<dc:creator>Ada</dc:creator>"
    ),
    "a.epub": epub({"a.xhtml": "<h1>Eels</h1><p>They swim.</p>"}, metadata="<dc:title>Eels</dc:title>"),
    "a.rtf": rb"{\rtf1\ansi\ansicpg1252{\fonttbl{\f0 Arial;}}\f0 They swim\'e9 \u228? at {\b night}.\par}",
    "a.zip": zipped({"a.md": "They swim.", "deep/b.md": "They fly.", "source.yaml": "author: Ada Vik"}),
    "a.tar": _tar(),
    "a.tgz": gzip.compress(_tar()),
    "a.srt": b"1\n00:00:01,000 --> 00:00:02,000\nThey swim.\n\n2\n00:00:02,000 --> 00:00:03,000\nThey fly.\n",
    "a.vtt": b"WEBVTT\n\n00:01.000 --> 00:02.000\n<v Ada>They swim.\n\n00:02.000 --> 00:03.000\nThey fly.\n",
}


@st.composite
def damages(draw: st.DrawFn, data: bytes) -> bytes:
    """Change bytes, take some out, put some in, or cut a file off."""
    damaged = bytearray(data)
    for _ in range(draw(st.integers(1, 6))):
        at = draw(st.integers(0, max(0, len(damaged) - 1)))
        match draw(st.sampled_from(("flip", "out", "in", "twice", "cut"))):
            case "flip" if damaged:
                damaged[at] = draw(st.integers(0, 255))
            case "out":
                del damaged[at : at + draw(st.integers(1, 40))]
            case "in":
                damaged[at:at] = draw(st.one_of(st.binary(max_size=12), st.sampled_from(_TELLING)))
            case "twice":
                damaged[at:at] = damaged[at : at + draw(st.integers(1, 200))]
            case _ if draw(st.booleans()):
                del damaged[at:]
    return bytes(damaged)


_TELLING = (
    b"\xff\xff\xff\xff",
    b"\0" * 8,
    b"-1",
    b"99999999999",
    b"<!DOCTYPE x>",
    b"PK\x01\x02",
    b"<<",
    b"\\u-1?",
    b"&#0;",
)


def _read(name: str, data: bytes) -> None:
    start = time.process_time()
    with suppress(SeedError):
        read_seed(data, name, seed="seed")
    assert time.process_time() - start < _MOST_S


@pytest.mark.parametrize("name", FILES)
def test_what_is_damaged_is_read_or_refused(name: str) -> None:
    """Nothing but an error of ours comes out."""

    @settings(max_examples=_EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
    @given(damages(FILES[name]))
    def damaged(data: bytes) -> None:
        _read(name, data)

    damaged()


@pytest.mark.soak
@pytest.mark.parametrize("name", FILES)
def test_what_is_damaged_in_many_ways_is_read_or_refused(name: str) -> None:
    """The same for long, with chances of its own."""

    @settings(max_examples=_SOAK_EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))
    @given(damages(FILES[name]))
    def damaged(data: bytes) -> None:
        _read(name, data)

    damaged()
