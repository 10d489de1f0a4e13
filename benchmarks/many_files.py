"""Measures a build of a thousand mixed files, fifty of them broken, and how long a page of PDF files takes to read.

python benchmarks/many_files.py [--pdfs FOLDER] --record
"""

import argparse
import resource
import statistics
import sys
import tempfile
import time
from collections import Counter
from contextlib import suppress
from pathlib import Path

from results import record, table

sys.path.append(str(Path(__file__).parents[1]))  # for the tests' makers of files

from index.building.build import build
from index.errors import SeedError
from index.seeds.seed import read_seed
from index.settings import BuildSettings
from tests.index.readers.packing import At, docx, epub, odt, paragraph, pdf, zipped

FILES, BROKEN_EACH = 1_000, 20
ROUNDS = 5


def sound(number: int) -> tuple[str, bytes]:
    """Make a file of one of seven formats, its words its own."""
    words = f"The eel number {number} swims up the river {number * 7} at night, and sleeps by day in the mud."
    makers = (
        ("md", f"# Eels\n\n{words}".encode()),
        ("txt", words.encode()),
        ("pdf", pdf([[At(words, 40, 700)]])),
        ("docx", docx(paragraph("Eels", style="Heading1") + paragraph(words))),
        ("odt", odt(f"<text:p>{words}</text:p>")),
        ("epub", epub({"a.xhtml": f"<p>{words}</p>"})),
        ("srt", f"1\n00:00:01,000 --> 00:00:09,000\n{words}\n".encode()),
        ("zip", zipped({"a.md": words})),
    )
    suffix, data = makers[number % len(makers)]
    return f"{number:04}.{suffix}", data


def broken(number: int) -> tuple[str, bytes]:
    """Make a file that cannot be read."""
    makers = (
        ("pdf", b"%PDF-1.4\nnothing"),
        ("docx", zipped({"a.xml": "<a/>"})),
        ("zip", zipped({"a.md": "They swim."})[:40]),
        ("epub", zipped({"mimetype": "application/epub+zip"})),
        ("md", b"words\0words"),
    )
    suffix, data = makers[number % len(makers)]
    return f"{number:04}.{suffix}", data + str(number).encode() * (suffix in ("pdf", "md"))


def fill(folder: Path, files: int, each: int) -> None:
    """Write so many files, one in `each` of them broken."""
    folder.mkdir(parents=True)
    for number in range(files):
        name, data = (broken if number % each == 0 else sound)(number // each if number % each == 0 else number)
        (folder / (f"broken-{name}" if number % each == 0 else name)).write_bytes(data)


def page_ms(folder: Path) -> dict[str, float]:
    """Return the milliseconds of processor time that a page of each PDF file takes, the best of some rounds."""
    import pypdfium2

    found = {}
    for path in sorted(folder.glob("*.pdf")):
        data, times = path.read_bytes(), list[float]()
        for _ in range(ROUNDS):
            start = time.process_time()
            with suppress(SeedError):  # what cannot be read takes time as well
                read_seed(data, path.name, seed="seed")
            times.append((time.process_time() - start) * 1000)
        found[path.name] = round(min(times) / len(pypdfium2.PdfDocument(data)), 1)
    return found


def build_rows() -> list[tuple[str, str]]:
    """Build twice, and return what came of it."""
    rows = []
    with tempfile.TemporaryDirectory() as home:
        seeds, root = Path(home) / "seeds", Path(home) / "root"
        fill(seeds, FILES, BROKEN_EACH)
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        reports = [build(seeds, root, BuildSettings()) for _ in range(2)]
        grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) // 1024
    first, second = reports
    reasons = Counter(each.problem.partition(": ")[2] or each.problem for each in first.skipped)
    rows += [("files", str(FILES)), ("indexed", str(len(first.added))), ("listed as unread", str(len(first.skipped)))]
    rows += [(f"unread: {reason}", str(count)) for reason, count in sorted(reasons.items())]
    rows += [("first run", f"{first.seconds:.1f} s"), ("second run, nothing changed", f"{second.seconds:.2f} s")]
    return [*rows, ("second run published anew", "yes" if second.rebuilt else "no"), ("memory grown", f"{grown} MB")]


def main() -> None:
    """Measure, and print or record the figures."""
    options = argparse.ArgumentParser()
    options.add_argument("--pdfs", type=Path, help="a folder of PDF files")
    options.add_argument("--record", action="store_true", help="write RESULTS.md")
    chosen = options.parse_args()
    report = "## Many files\n\n" + table(("of 1,000 mixed files, 50 of them broken", ""), build_rows())
    if chosen.pdfs:
        times = page_ms(chosen.pdfs)
        rows = [*times.items(), ("median (at most 12)", statistics.median(times.values()))]
        report += "\n" + table(("PDF file", "ms of the processor a page"), [(name, str(value)) for name, value in rows])
    report += "\nBy `python benchmarks/many_files.py --pdfs FOLDER --record`.\n"
    if chosen.record:
        record("many files", report)
    print(report)


if __name__ == "__main__":
    main()
