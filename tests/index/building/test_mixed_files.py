"""A folder of many kinds of files, some of them broken: the sound ones are indexed, the others listed."""

from pathlib import Path

import pytest

from index.building.build import build
from index.processes.limited import LimitedProcesses
from tests.index.readers.packing import At, docx, epub, odt, paragraph, pdf, zipped

SOUND = {
    "a.md": b"# Eels\n\nThey swim.",
    "b.txt": b"They fly.",
    "c.pdf": pdf([[At("The eel swims up the river.", 72, 700)]]),
    "d.docx": docx(paragraph("Owls fly.")),
    "e.odt": odt("<text:p>Bees hum.</text:p>"),
    "f.epub": epub({"a.xhtml": "<p>Once upon a time.</p>"}),
    "g.srt": b"1\n00:00:01,000 --> 00:00:09,000\nFoxes bark.\n",
    "h.zip": zipped({"a.md": "Cats sleep."}),
}
BROKEN = {
    "1.pdf": b"%PDF-1.4\nnothing",
    "2.docx": zipped({"a.xml": "<a/>"}),
    "3.zip": zipped({"a.md": "They swim."})[:40],
    "4.md": b"words\0words",
}


def test_sound_files_are_indexed_broken_ones_listed_and_none_read_twice(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One process reads all that is no text; with nothing changed it is not even started."""
    seeds, root = tmp_path / "seeds", tmp_path / "root"
    seeds.mkdir()
    for name, data in (SOUND | BROKEN).items():
        (seeds / name).write_bytes(data)
    first = build(seeds, root)

    def started(*_args: object) -> None:
        pytest.fail("a file was read again")

    monkeypatch.setattr(LimitedProcesses, "run", started)
    second = build(seeds, root)

    assert sorted(first.added) == sorted(SOUND)
    assert sorted(Path(each.path).name for each in first.skipped) == sorted(BROKEN)
    assert (second.rebuilt, second.unchanged) == (False, len(SOUND))
