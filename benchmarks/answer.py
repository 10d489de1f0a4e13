"""Times the whole answer, from the question to the hits with their marks, and what completes names while one types.

    python benchmarks/answer.py --sizes 5000 250000 --record

Seeds are articles, built and served as the bot does; every question of a round is another one. One thread, warm.
"""

import argparse
import gc
import json
import os
import platform
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from corpus import DEFAULT_COLLECTIONS, read_question_texts, write_seeds
from results import record, table

from bot.config.file import load_config
from bot.serving.service import Service
from index.answers.answer import MAX_QUESTION_CHARS
from index.bm25 import kernel_name

Figures = dict[str, Any]
STARTS = {
    "open_ms": "open, ms",
    "first_ms": "first answer",
    "start_work_ms": "processor time of both",
    "first_misspelt_ms": "first misspelt answer",
    "names_ms": "names for completion",
    "memory_mb": "memory, MB",
}
MISSPELT = "Who experimented by rolling stones and canonballs down a steep incline?"


def resident_mb() -> float:
    """Read how much memory this process has."""
    for line in Path("/proc/self/status").read_text("ascii").splitlines():
        if line.startswith("VmRSS"):
            return int(line.split()[1]) / 1024
    raise OSError("this system does not say how much memory a process has")


def service_of(home: Path) -> Service:
    """Serve the seeds of a folder, with snapshots beside them."""
    return Service(load_config({"CAVEAT_DATA__DIR": str(home / "data")}, home), home / "seeds")


def measure(home: Path, questions: Sequence[str], rounds: int) -> Figures:
    """Time the start, then every question; runs in a process of its own."""
    service = service_of(home)
    begin, worked = time.perf_counter(), time.process_time()
    service.library.reload()
    opened = time.perf_counter()
    service.scope().ask(questions[0])
    first, work = time.perf_counter(), time.process_time() - worked
    service.scope().ask(MISSPELT)
    misspelt = time.perf_counter()
    service.complete_names()
    figures: Figures = {
        "passages": len(service.scope()),
        "open_ms": (opened - begin) * 1e3,
        "first_ms": (first - opened) * 1e3,
        "start_work_ms": work * 1e3,
        "first_misspelt_ms": (misspelt - first) * 1e3,
        "names_ms": (time.perf_counter() - misspelt) * 1e3,
    }
    typed = [question.split()[-1][:length] for question in questions for length in (2, 5)]
    asks: dict[str, tuple[Callable[[str], object], list[str]]] = {
        "answer": (lambda text: service.scope().ask(text), list(questions)),
        "completion": (lambda text: service.scope().complete(text, passages=False), typed),
        "completion_passages": (lambda text: service.scope().complete(text, passages=True), typed),
    }
    gc.collect()
    gc.freeze()  # as the bot does before it serves
    for name, (ask, texts) in asks.items():
        figures[name] = [spread(ask, texts[number::rounds]) for number in range(rounds)]
    figures["memory_mb"] = resident_mb()
    return figures


def spread(ask: Callable[[str], object], texts: Sequence[str]) -> tuple[float, float, float]:
    """Return the median and the 99th percentile of what the texts take, and the median of processor time, in ms."""
    for text in texts[:20]:
        ask(text)
    gc.collect()
    times, works = [], []
    for text in texts:
        start, worked = time.perf_counter(), time.thread_time()
        ask(text)
        works.append((time.thread_time() - worked) * 1e3)
        times.append((time.perf_counter() - start) * 1e3)
    times.sort()
    return times[len(times) // 2], times[len(times) * 99 // 100], sorted(works)[len(works) // 2]


def measure_size(options: argparse.Namespace, size: int, home: Path) -> Figures:
    """Make seeds of so many paragraphs, build, then measure in a fresh process."""
    home = options.work / str(size) if options.work else home
    if not (home / "seeds").exists():
        write_seeds(options.collections, size, home / "seeds")
    start = time.perf_counter()
    service_of(home).open()
    build_s = time.perf_counter() - start
    command = [sys.executable, __file__, "--collections", options.collections, "--inside", home]
    done = subprocess.run([*map(str, command), "--rounds", str(options.rounds)], stdout=subprocess.PIPE, check=True)
    figures: Figures = json.loads(done.stdout)
    return figures | {"build_s": build_s}


def median_of(rounds: Sequence[Sequence[float]], place: int) -> float:
    """Return the median of the rounds' medians (place 0), 99th percentiles (1), or medians of processor time (2)."""
    return sorted(each[place] for each in rounds)[len(rounds) // 2]


def render(figures: Sequence[Figures]) -> str:
    """Lay out what was measured, a row to a size."""
    rows = []
    for each in figures:
        spreads = [
            f"{median_of(each[name], 0):.2f} / {median_of(each[name], 1):.2f} ({median_of(each[name], 2):.2f})"
            for name in ("answer", "completion", "completion_passages")
        ]
        starts = [f"{each[name]:,.0f}" for name in STARTS]
        rows.append([f"{each['passages']:,}", *spreads, *starts])
    head = ["passages", "answer, p50 / p99 (p50 of processor time), ms", "completing a seed", "completing a passage"]
    return table([*head, *STARTS.values()], rows)


def main(arguments: Sequence[str]) -> None:
    """Measure every size and print it; record it where asked."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--collections", type=Path, default=DEFAULT_COLLECTIONS, help="folder of collections")
    parser.add_argument("--sizes", type=int, nargs="+", default=[5_000, 250_000], help="paragraphs in the seeds")
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--work", type=Path, help="keep seeds and snapshots there")
    parser.add_argument("--record", action="store_true", help="write the section of RESULTS.md")
    parser.add_argument("--inside", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args(arguments)
    questions = [text for text in read_question_texts(options.collections) if len(text) <= MAX_QUESTION_CHARS]
    if options.inside:
        print(json.dumps(measure(options.inside, questions, options.rounds)))
        return
    with TemporaryDirectory() as home:
        figures = [measure_size(options, size, Path(home, str(size))) for size in options.sizes]
    report = (
        "## The whole answer\n\n`python benchmarks/answer.py --record`, "
        f"{os.cpu_count()} CPUs, Python {platform.python_version()}, kernel {kernel_name()}. Seeds: articles of "
        "enwiki-250k; questions of squad20-dev, each asked once; from the question to three hits with highlights, "
        "caveats and hedges. Median of the rounds' medians and of their 99th percentiles.\n\n" + render(figures)
    )
    print(report)
    if options.record:
        record("answer", report)


if __name__ == "__main__":
    main(sys.argv[1:])
