"""Measures what a change costs, and what answers cost while a library is made of several segments.

    python benchmarks/segments.py --size 80000 --changes 60 --record

A run is a process of its own, of the library alone: with nothing changed, and with one seed of about nine paragraphs
changed, one after the other in each round. Then so many further seeds are changed, each indexed before the next one,
and after every few of them the same questions are asked of the library as it is and of one of the same seeds in one
segment, in turn. All figures are processor time, of medians.
"""

import argparse
import gc
import json
import os
import platform
import shutil
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import median, quantiles
from tempfile import TemporaryDirectory

from corpus import DEFAULT_COLLECTIONS, read_question_texts, write_seeds
from results import record, table

from index.answers.answer import ask
from index.bm25 import kernel_name
from index.building.build import build
from index.engines.library import Library, Searcher
from index.questions.query import read_question
from index.snapshots.segmented import open_current, segments_of

RUN = """
import json, resource, sys
from pathlib import Path
from index.building.build import build

if __name__ == "__main__":
    report = build(Path(sys.argv[1]), Path(sys.argv[2]))
    used = resource.getrusage(resource.RUSAGE_SELF)
    print(json.dumps([report.passages, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024]))
"""
ASKED = 40  # questions of a round
Asking = Callable[[Searcher, str], object]


def run(home: Path) -> tuple[int, float, float]:
    """Index the seeds in a process of its own; return passages, seconds of processor time, and MB at the most."""
    command = [sys.executable, "-c", RUN, str(home / "seeds"), str(home / "root")]
    path = os.pathsep.join(filter(None, (str(Path(__file__).parents[1]), os.environ.get("PYTHONPATH"))))
    done = subprocess.run(command, check=True, capture_output=True, env=os.environ | {"PYTHONPATH": path})
    passages, seconds, memory = json.loads(done.stdout)
    return passages, seconds, memory


def change(home: Path, number: int) -> None:
    """Change one seed of a library, another one each time."""
    seeds = sorted((home / "seeds").iterdir())
    with seeds[number * 7919 % len(seeds)].open("a", encoding="utf-8") as file:
        file.write(f"\nThe paragraph number {number} was added by somebody who knows of granite.\n")


def measure_changes(home: Path, rounds: int) -> list[str]:
    """Run with nothing changed, then with one seed changed, so many times; return a row."""
    unchanged, changed = [], []
    for number in range(rounds):
        run(home)
        passages, seconds, _ = run(home)
        unchanged.append(seconds)
        change(home, number)
        passages, seconds, memory = run(home)
        changed.append(seconds)
    more = median(one - other for one, other in zip(changed, unchanged, strict=True))
    return [
        f"{passages:,}",
        f"{median(unchanged):.2f} s",
        f"{median(changed):.2f} s",
        f"{more:.2f} s",
        f"{memory:.0f} MB",
    ]


def searcher_of(root: Path) -> Searcher:
    """Open a library with all that a running bot has of it."""
    library = Library([root])
    library.reload()
    library.searcher.prepare()
    return library.searcher


def kernel(searcher: Searcher, question: str) -> object:
    """Find the ten best passages for a question's terms."""
    weighted = read_question(question, searcher).weighted_terms()
    return [searcher.engine.top(list(weighted), 10, list(weighted.values())) for _ in range(100)]


def timed(asking: Asking, searchers: Sequence[Searcher], questions: Sequence[str]) -> list[list[float]]:
    """Ask each question of every searcher in turn, twice; return the second's milliseconds of processor time."""
    found: list[list[float]] = [[] for _ in searchers]
    for question in questions:
        for _warm, again in enumerate((False, True)):
            for times, searcher in zip(found, searchers, strict=True):
                begun = time.process_time()
                asking(searcher, question)
                if again:
                    times.append((time.process_time() - begun) * 1e3)
    return found


def measure_answers(home: Path, changes: int, every: int, questions: Sequence[str]) -> list[list[str]]:
    """Change seed after seed, and hold answers against those of one segment; return a row for each kind of answer."""
    times: defaultdict[str, list[list[float]]] = defaultdict(lambda: [[], []])
    segments, largest, rounds = 0, 0.0, 0
    for number in range(changes):
        change(home, 1_000 + number)
        build(home / "seeds", home / "root")
        if (number + 1) % every:
            continue
        shutil.rmtree(home / "compact", ignore_errors=True)
        shutil.copytree(home / "root", home / "compact")
        build(home / "seeds", home / "compact", compact=True, kept=1)
        segments = max(segments, len(segments_of(open_current(home / "root"))))
        largest = max(largest, _bytes(home / "root") / _bytes(home / "compact"))
        searchers = [searcher_of(home / name) for name in ("root", "compact")]
        asked = questions[rounds * ASKED : (rounds + 1) * ASKED]
        rounds += 1
        for one, other in (map(ask, searchers, [each] * 2) for each in asked[:10]):
            assert [(hit.passage.key, hit.score) for hit in one.hits] == [(h.passage.key, h.score) for h in other.hits]
        gc.collect()
        for name, asking in (("whole answer", ask), ("a hundred searches of its terms", kernel)):
            for all_times, own in zip(times[name], timed(asking, searchers, asked), strict=True):
                all_times.extend(own)
    return [
        [name, str(segments), *_ratio(median(own), median(one)), *_ratio(_p99(own), _p99(one)), f"{largest:.2f}"]
        for name, (own, one) in times.items()
    ]


def _p99(times: Sequence[float]) -> float:
    return quantiles(times, n=100)[-1]


def _ratio(own: float, one: float) -> tuple[str, str]:
    return f"{own:.2f} / {one:.2f} ms", f"{own / one:.2f}"


def _bytes(root: Path) -> int:
    return sum(path.stat().st_size for path in root.rglob("*") if path.is_file())


def main() -> None:
    """Measure, print, and record where that is asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--collections", type=Path, default=DEFAULT_COLLECTIONS)
    parser.add_argument("--size", type=int, default=80_000, help="paragraphs that the seeds are made of")
    parser.add_argument("--home", type=Path, help="a folder with seeds and root, made before; changed")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--changes", type=int, default=60)
    parser.add_argument("--every", type=int, default=20, help="changes between two rounds of questions")
    parser.add_argument("--record", action="store_true", help="put the tables into RESULTS.md")
    options = parser.parse_args()
    with TemporaryDirectory() as folder:
        home = options.home or Path(folder)
        if not (home / "seeds").is_dir():
            write_seeds(options.collections, options.size, home / "seeds")
        head = ["passages", "nothing changed", "one seed changed", "more", "memory"]
        changes = table(head, [measure_changes(home, options.rounds)])
        print(changes, flush=True)
        head = ["", "segments, most", "p50, segments / one", "ratio", "p99, segments / one", "ratio", "disk, ratio"]
        questions = read_question_texts(options.collections)
        answers = table(head, measure_answers(home, options.changes, options.every, questions))
    print(answers)
    report = f"{changes}\n{answers}\nPython {platform.python_version()}, kernel {kernel_name()}.\n"
    if options.record:
        record(f"segments {options.size}", report)


if __name__ == "__main__":
    main()
