"""Measures builds: passages a second, processor time and memory, before and now, in one process and in several.

    python benchmarks/builds.py --size 20000 --rounds 3 --against 1e76a99 --record

Each build is a process of its own. In each round every variant builds the same seeds, one after the other, articles of
enwiki-250k in Markdown; ratios are medians of the rounds'. On a machine that does other work, processor time tells
more than the wall clock. "Memory" is the most that the process that gathers held, "each" that of a process that reads.
"""

import argparse
import io
import json
import os
import platform
import shutil
import subprocess
import sys
import tarfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any

from corpus import DEFAULT_COLLECTIONS, write_seeds
from results import record, table

ROOT = Path(__file__).parents[1]
CHANGED = 100  # one seed in so many changes
ANEW, AGAIN, UNMARKED = "one process", "one seed in a hundred changed", ", no hedges or caveats"
ONE = """
import json, resource, sys, time
from pathlib import Path

try:
    from index.building.build import build
    from index.marking import caveats, hedges
except ImportError:  # before the rooms were parted
    from index import caveats, hedges
    from index.build import build

if __name__ == "__main__":
    if sys.argv[4] == "unmarked":
        caveats.find_caveats = hedges.mark_hedges = lambda *_: ()
    start = time.perf_counter()
    report = build(Path(sys.argv[1]), Path(sys.argv[2]), **json.loads(sys.argv[3]))
    wall = time.perf_counter() - start
    own, others = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    work = own.ru_utime + own.ru_stime + others.ru_utime + others.ru_stime
    print(json.dumps([report.passages, wall, work, own.ru_maxrss / 1024, others.ru_maxrss / 1024]))
"""


@dataclass(frozen=True)
class Variant:
    """A way to build: the code, and what `build` is told."""

    name: str
    code: Path = ROOT
    options: dict[str, Any] = field(default_factory=dict)
    again: bool = False  # over a snapshot of nearly the same seeds
    marked: bool = True  # whether hedges and caveats are looked for


@dataclass(frozen=True)
class Measured:
    """One build: seconds on the wall clock and of processor time, MB of memory."""

    passages: int
    wall: float
    work: float
    memory: float
    each: float


def measure(variant: Variant, script: Path, seeds: Path, root: Path) -> Measured:
    """Build once."""
    command = [sys.executable, script, seeds, root, json.dumps(variant.options)]
    command.append("marked" if variant.marked else "unmarked")
    environ = os.environ | {"PYTHONPATH": str(variant.code)}
    done = subprocess.run(command, env=environ, cwd=root.parent, check=True, capture_output=True, text=True)
    return Measured(*json.loads(done.stdout))


def unpack(commit: str, folder: Path) -> Path:
    """Put the library as it was at a commit into a folder."""
    packed = subprocess.run(["git", "archive", commit, "index"], cwd=ROOT, check=True, capture_output=True).stdout
    with tarfile.open(fileobj=io.BytesIO(packed)) as archive:
        archive.extractall(folder, filter="data")
    return folder


def change_some(seeds: Path, number: int) -> None:
    """Change one seed in a hundred, each time in another way."""
    for path in sorted(seeds.iterdir())[::CHANGED]:
        path.write_text(f"{path.read_text('utf-8')}\nWhat was added the {number}th time.\n", "utf-8")


def run(variants: Sequence[Variant], seeds: Path, home: Path, rounds: int) -> dict[str, list[Measured]]:
    """Build by every variant in turn, round after round."""
    script = home / "one.py"
    script.write_text(ONE, "utf-8")
    found: dict[str, list[Measured]] = {variant.name: [] for variant in variants}
    for number in range(rounds):
        kept = home / "kept"
        for variant in variants:
            root = home / "root"
            shutil.rmtree(root, ignore_errors=True)
            if variant.again:
                kept.rename(root)
                change_some(seeds, number)
            found[variant.name].append(measure(variant, script, seeds, root))
            shutil.rmtree(kept, ignore_errors=True)
            root.rename(kept)
            print(number, variant.name, found[variant.name][-1], flush=True)
        shutil.rmtree(kept)
    return found


def row(name: str, found: Sequence[Measured], first: Sequence[Measured]) -> list[str]:
    """Lay one variant out beside the first."""
    middle = {what: median(getattr(each, what) for each in found) for what in ("wall", "work", "memory", "each")}
    ratio = median(one.work / other.work for one, other in zip(first, found, strict=True))
    passages = found[0].passages
    return [
        name,
        f"{passages / middle['wall']:,.0f}",
        f"{passages / middle['work']:,.0f}",
        f"{middle['work']:.1f}",
        f"{ratio:.2f}",
        f"{middle['memory']:.0f}",
        f"{middle['each']:.0f}" if middle["each"] else "–",
    ]


def share_unmarked(name: str, found: dict[str, list[Measured]]) -> str:
    """Return the share of processor time that is left without hedges and caveats."""
    pairs = zip(found[name], found[name + UNMARKED], strict=True)
    return f"{median(unmarked.work / marked.work for marked, unmarked in pairs):.2f}"


def main(arguments: Sequence[str]) -> None:
    """Measure and print; record where asked."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--collections", type=Path, default=DEFAULT_COLLECTIONS)
    parser.add_argument("--size", type=int, default=20_000, help="paragraphs")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--against", help="a commit to compare with")
    parser.add_argument("--record", action="store_true", help="write the section of RESULTS.md")
    options = parser.parse_args(arguments)
    with TemporaryDirectory() as folder:
        home = Path(folder)
        seeds = home / "seeds"
        write_seeds(options.collections, options.size, seeds)
        variants = [
            Variant(ANEW),
            Variant(AGAIN, again=True),
            Variant(AGAIN + UNMARKED, again=True, marked=False),
            Variant(ANEW + UNMARKED, marked=False),
            Variant("one process, nothing waits in memory", options={"memory_bytes": 0}),
            Variant(f"{options.processes} processes", options={"processes": options.processes}),
        ]
        if options.against:
            variants.insert(0, Variant(f"at {options.against}", unpack(options.against, home / "before")))
        found = run(variants, seeds, home, options.rounds)
    first = found[variants[0].name]
    columns = [
        "build",
        "passages/s",
        "passages/s of processor time",
        "processor time, s",
        "ratio",
        "memory, MB",
        "each, MB",
    ]
    rows = [row(name, each, first) for name, each in found.items()]
    report = (
        f"## Builds of {first[0].passages:,} passages\n\n`python benchmarks/builds.py {' '.join(arguments)}`, "
        f"{os.cpu_count()} CPUs, Python {platform.python_version()}, load "
        f"{os.getloadavg()[1]:.0f}; {options.rounds} rounds, "
        "medians. The ratio is that of processor times, the first row's to this one's.\n\n" + table(columns, rows)
    )
    report += f"\nWithout hedges and caveats, a build takes {share_unmarked(ANEW, found)} of its processor time, one "
    report += f"over a snapshot in which one seed in a hundred has changed {share_unmarked(AGAIN, found)}.\n"
    print(report)
    if options.record:
        record(f"builds {options.size}", report)


if __name__ == "__main__":
    main(sys.argv[1:])
