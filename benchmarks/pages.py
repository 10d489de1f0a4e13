"""Measures how long reading a web page takes beside trafilatura alone.

    python benchmarks/pages.py FOLDER --record

The pages are those below the folder; both read each from its bytes, with what it states of itself.
"""

import argparse
import logging
import os
import platform
import statistics
import time
from collections.abc import Callable
from pathlib import Path

from results import record, table
from trafilatura import extract

from index.errors import LibraryError
from index.readers.pages.page import read

ROUNDS = 5


def best_ms(act: Callable[[], object]) -> float:
    """Return the CPU time of the quickest of some rounds."""
    took = []
    for _ in range(ROUNDS):
        started = time.process_time()
        act()
        took.append(1000 * (time.process_time() - started))
    return min(took)


def main() -> None:
    """Print each page's times and their ratio; record the medians."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--record", action="store_true")
    options = parser.parse_args()
    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    took = []
    for path in sorted(options.folder.rglob("*.html")):
        data = path.read_bytes()
        try:
            read(data)
        except LibraryError as err:
            print(f"{path.name}: {err}")
            continue
        ours = best_ms(lambda data=data: read(data))
        theirs = best_ms(lambda data=data: extract(data, with_metadata=True, include_comments=False))
        took.append((ours, theirs, ours / theirs))
        print(f"{path.name}: {ours:.1f} ms, trafilatura {theirs:.1f} ms, ratio {ours / theirs:.2f}")
    report = _report(took)
    print(report)
    if options.record:
        record("pages", report)


def _report(took: list[tuple[float, float, float]]) -> str:
    ours, theirs, ratios = zip(*took, strict=True)
    quarter = statistics.quantiles(ratios, n=4)[-1] if len(ratios) > 1 else ratios[0]
    row = (str(len(took)), *(f"{statistics.median(each):.1f}" for each in (ours, theirs)))
    times = table(
        ("pages", "ours, ms", "trafilatura, ms", "ratio, median", "of the dearest quarter, at least", "most"),
        [(*row, *(f"{each:.2f}" for each in (statistics.median(ratios), quarter, max(ratios))))],
    )
    where = f"`python benchmarks/pages.py FOLDER --record`, {os.cpu_count()} CPUs, Python {platform.python_version()}"
    return f"## Web pages\n\n{where}; processor time of the quickest of {ROUNDS}, a page after another.\n\n{times}"


if __name__ == "__main__":
    main()
