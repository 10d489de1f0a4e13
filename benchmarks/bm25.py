"""Times one query of our BM25 engine beside its peers: same tokens, same questions, one round after the other.

    python benchmarks/bm25.py --sizes 20 5000 100000 250000 500000 --plot benchmarks/bm25.png --record
    python benchmarks/bm25.py --sizes 250000 --stemmed --record
    python benchmarks/bm25.py --alone 100000 250000 --growth 12500 25000 50000 100000 200000 --record

A peer that is not installed is left out. Ratios above 1 say how many times longer a peer took than we did.
"""

import argparse
import json
import math
import os
import platform
import random
import re
import shlex
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from corpus import DEFAULT_COLLECTIONS, read_question_texts, read_rows
from engines import ENGINES, HITS, Ask, Corpus
from results import record, table

from index.bm25 import CompiledBM25, kernel_name
from index.text.analysis import analyzer

OURS = "caveat"
OURS_NUMPY = "caveat, numpy"
FLOOR = "scan floor"
RATIOS = {"ratio": OURS, "ratio_numpy": OURS_NUMPY}  # and what they are to
GROWING = {"": OURS, "numpy_": OURS_NUMPY}
GROWTH_QUESTIONS, GROWTH_PASSES = 500, 5
PARAGRAPHS = 250_000  # of the encyclopedia
WARM_UP_S = 2.0  # a Java machine compiles what it has seen often
ALONE = Path(__file__).with_name("alone.py")

Figures = dict[str, Any]


def tokenize(text: str) -> list[str]:
    r"""Split text into lower-case words of `\w+`, stop words kept."""
    return re.findall(r"\w+", text.lower())


def read_corpus(collections: Path, size: int, terms: Callable[[str], list[str]] = tokenize) -> Corpus:
    """Read the first paragraphs of the encyclopedia; each word is one object however often it comes.

    Where that has fewer, more are made of the first half of one paragraph and the second half of another, drawn by a
    fixed seed: each word stays as frequent as it was, in the company it was in. What does not grow is the vocabulary.
    """
    corpus = [[*map(sys.intern, terms(row["text"]))] for row in read_rows(collections, size)]
    picker, found = random.Random(1), len(corpus)
    while len(corpus) < size:
        head, tail = corpus[picker.randrange(found)], corpus[picker.randrange(found)]
        corpus.append(head[: len(head) // 2] + tail[len(tail) // 2 :])
    return corpus


def read_questions(collections: Path, terms: Callable[[str], list[str]] = tokenize) -> Corpus:
    """Read all judged questions."""
    return [terms(text) for text in read_question_texts(collections)]


def build_all(corpus: Corpus, names: Sequence[str], folder: Path) -> dict[str, Ask]:
    """Build every engine that is installed."""
    asks: dict[str, Ask] = {}
    for place, name in enumerate(names):
        (folder / str(place)).mkdir()
        with suppress(ImportError):
            asks[name] = ENGINES[name].build(corpus, folder / str(place))
    return asks


def scan_floor(corpus: Corpus) -> Ask | None:
    """Make what no search of whole lists can beat: adding each posting of the question's terms to a sum, compiled.

    None without numba. Compiled for this machine alone, it picks no best and knows no formula.
    """
    try:
        import numba
    except ImportError:
        return None
    import numpy as np

    @numba.njit
    def add(sums: Any, passages: Any, bounds: Any) -> None:
        for place in range(len(passages)):
            sums[passages[place]] += bounds[place]

    part, sums = CompiledBM25(corpus).parts[0], np.zeros(len(corpus), np.uint16)
    everything = np.arange(len(corpus), dtype=np.uint32)

    def ask(query: list[str]) -> None:
        for postings in map(part.find, query):
            if postings is not None:
                matches = getattr(postings, "passages", everything[: postings.document_frequency])
                add(sums, matches, postings.bounds)

    return ask


def time_engine(ask: Ask, questions: Corpus, budget_s: float) -> list[float]:
    """Time an engine on one question after the other, in ms, until its time is up."""
    times: list[float] = []
    for question in questions:
        start = time.perf_counter()
        ask(question)
        times.append((time.perf_counter() - start) * 1e3)
        if sum(times) > budget_s * 1e3:
            break
    return times


def measure(corpus: Corpus, questions: Corpus, options: argparse.Namespace) -> dict[str, Figures]:
    """Build all engines over a corpus; return p50 and ratio of each, round after round."""
    with TemporaryDirectory() as folder:
        asks = build_all(corpus, options.engines, Path(folder))
        floor = scan_floor(corpus)
        if floor is not None:
            asks[FLOOR] = floor
        for ask in asks.values():
            ask(questions[0])  # may compile for seconds
        pace = {name: statistics.median(time_engine(ask, questions, WARM_UP_S)) for name, ask in asks.items()}
        affordable = {name: min(options.questions, int(options.budget * 1e3 / ms) + 1) for name, ms in pace.items()}
        return run_rounds(asks, affordable, questions, options)


def run_rounds(
    asks: dict[str, Ask], affordable: dict[str, int], questions: Corpus, options: argparse.Namespace
) -> dict[str, Figures]:
    """Let every engine answer the same questions, round after round.

    One that has time for few is asked the last of a round: the others have warmed up by then, as it has itself.
    """
    picker = random.Random(options.seed)
    figures: dict[str, Figures] = {
        name: {"p50_ms": [], "asked": [], **{ratio: [] for ratio in RATIOS}} for name in asks
    }
    for _ in range(options.rounds):
        chosen = picker.sample(questions, options.questions)
        times = {name: time_engine(ask, chosen[-affordable[name] :], options.budget) for name, ask in asks.items()}
        for name, mine in times.items():
            p50 = statistics.median(mine)
            figures[name]["p50_ms"].append(p50)
            figures[name]["asked"].append(len(mine))
            for ratio, reference in RATIOS.items():
                if reference in times:
                    # On the questions that this engine had time for, and on no others.
                    same = times[reference][-affordable[name] :][: len(mine)]
                    figures[name][ratio].append(p50 / statistics.median(same))
    return figures


def measure_alone(corpus: Corpus, questions: Corpus, names: Sequence[str]) -> dict[str, Figures]:
    """Measure each engine in processes of its own: build, memory, disk, start-up."""
    with TemporaryDirectory() as home:
        tokens = Path(home, "tokens.txt")
        tokens.write_text("".join(" ".join(passage) + "\n" for passage in corpus), encoding="utf-8")
        figures = {}
        for place, name in enumerate(names):
            folder = Path(home, str(place))
            folder.mkdir()
            built = run_alone("build", name, str(tokens), str(folder))
            started = run_alone("start", name, str(folder), " ".join(questions[0]))
            figures[name] = built | started
    return figures


def run_alone(*arguments: str) -> Figures:
    """Run alone.py; nothing where the engine is not installed."""
    command = [sys.executable, str(ALONE), *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        print(done.stderr, file=sys.stderr)
        return {}
    found: Figures = json.loads(done.stdout.splitlines()[-1])
    return found


def render_rounds(size: int, figures: dict[str, Figures]) -> str:
    """Lay out what was measured side by side."""
    rows = [
        [
            name,
            f"{statistics.median(each['p50_ms']):.4f}",
            f"{statistics.median(each['asked']):.0f}",
            *(f"{statistics.median(each[ratio]):,.2f}" if each[ratio] else "–" for ratio in RATIOS),
            " ".join(f"{ratio:,.2f}" for ratio in each["ratio"]),
        ]
        for name, each in figures.items()
    ]
    head = ["engine", "p50, ms", "questions a round", "times ours", "times ours on numpy", "times ours in each round"]
    return f"\n### {size:,} passages\n\n" + table(head, rows)


ALONE_COLUMNS = {
    "build_passages_per_s": ("build, passages/s", "{:,.0f}"),
    "disk_bytes": ("disk, bytes/passage", "{:,.0f}"),
    "memory_bytes": ("memory, bytes/passage", "{:,.0f}"),
    "build_peak_bytes": ("peak while building", "{:,.0f}"),
    "start_ms": ("imports, open, first answer, ms", "{:,.0f}"),
    "open_ms": ("open and first answer, ms", "{:,.1f}"),
}


def render_alone(size: int, figures: dict[str, Figures]) -> str:
    """Lay out what was measured of each engine in a process of its own."""
    rows = [
        [name, *(form.format(each[key]) if each.get(key) else "–" for key, (_, form) in ALONE_COLUMNS.items())]
        for name, each in figures.items()
    ]
    head = ["engine", *(title for title, _ in ALONE_COLUMNS.values())]
    return f"\n### {size:,} passages, each engine in a process of its own\n\n" + table(head, rows)


def measure_growth(corpus: Corpus, questions: Corpus, sizes: Sequence[int]) -> list[Figures]:
    """Measure our engine alone at growing sizes, on the same questions; of each, the least of some passes counts."""
    rows = []
    for size in sizes:
        row: Figures = {"size": size}
        for key, name in GROWING.items():
            with TemporaryDirectory() as folder:
                ask = ENGINES[name].build(corpus[:size], Path(folder))
                passes = [time_engine(ask, questions[:GROWTH_QUESTIONS], math.inf) for _ in range(GROWTH_PASSES)]
            times = sorted(map(min, zip(*passes, strict=True)))
            row |= {f"{key}p50_ms": times[len(times) // 2], f"{key}p99_ms": times[len(times) * 99 // 100]}
        rows.append(row | measure_alone(corpus[:size], questions, [OURS])[OURS])
    return rows


def render_growth(rows: list[Figures]) -> str:
    """Lay out what doubles when the corpus does: each figure, and in brackets its ratio to the row before."""
    columns = {
        "p50_ms": ("p50, ms", "{:.3f}", False),
        "p99_ms": ("p99, ms", "{:.3f}", False),
        "numpy_p50_ms": ("numpy's p50, ms", "{:.3f}", False),
        "build_passages_per_s": ("build, passages/s", "{:,.0f}", False),
        "disk_bytes": ("disk, MB", "{:,.1f}", True),
        "memory_bytes": ("memory, MB", "{:,.1f}", True),
        "open_ms": ("open and first answer, ms", "{:,.1f}", False),
    }
    lines, before = [], None
    for row in rows:
        line = [f"{row['size']:,}"]
        for key, (_, form, each) in columns.items():
            value = row[key] * row["size"] / 1e6 if each else row[key]
            earlier = before and (before[key] * before["size"] / 1e6 if each else before[key])
            line.append(form.format(value) + (f" (×{value / earlier:.2f})" if earlier else ""))
        lines.append(line)
        before = row
    return "\n### Growth of ours\n\n" + table(["passages", *(title for title, _, _ in columns.values())], lines)


def render_head(options: argparse.Namespace) -> str:
    """Say what was measured, on what, and by which command."""
    names = sorted({name for engine in ENGINES.values() for name in engine.distributions})
    versions = [f"{name} {version(name)}" for name in ("numpy", *names) if installed(name)]
    title = f"BM25, one query, the best {HITS}" if options.sizes else "BM25, build, memory, disk and start-up"
    large = min(options.sizes, default=0) > PARAGRAPHS
    words = "stemmed words without stop words" if options.stemmed else r"words of `\w+` with stop words kept"
    return (
        f"\n## {title}{', above the largest collection' * large}{', stemmed, no stop words' * options.stemmed}\n\n"
        f"`python benchmarks/bm25.py {shlex.join(sys.argv[1:])}`\n\n"
        f"{os.cpu_count()} CPUs, Python {platform.python_version()}, kernel {kernel_name()}, {', '.join(versions)}. "
        f"Paragraphs of enwiki-250k, questions of squad20-dev, {words}; one thread, warm. In each round every engine "
        "answers the same questions, one engine after the other, and a slow one the last of them; p50 is the median of "
        "the rounds' medians, and the ratios are the medians of the rounds', on the questions that both answered "
        "(above 1: slower than ours). The scan floor adds every "
        "posting of the question's terms to a sum, and does nothing else. Above 250,000, passages are made of "
        "the halves of two paragraphs: words are as frequent as before, and none is new.\n"
    )


def section(options: argparse.Namespace) -> str:
    """Name the section of RESULTS.md that these options fill."""
    if not options.sizes:
        return "bm25 alone"
    if min(options.sizes) > PARAGRAPHS:
        return "bm25 large"
    return "bm25 stemmed" if options.stemmed else "bm25"


def installed(distribution: str) -> bool:
    """Tell whether a distribution is installed."""
    with suppress(PackageNotFoundError):
        return bool(version(distribution))
    return False


def draw(by_size: dict[int, dict[str, Figures]], path: Path) -> None:
    """Draw latency against corpus size, both logarithmic."""
    import matplotlib as mpl

    mpl.use("agg")
    from matplotlib import pyplot as plt

    figure, axes = plt.subplots(figsize=(9, 6), layout="constrained")
    names = dict.fromkeys(name for figures in by_size.values() for name in figures if "two parts" not in name)
    for name in names:
        points = [(size, statistics.median(each[name]["p50_ms"])) for size, each in by_size.items() if name in each]
        ours = name.startswith(OURS)
        style = {"linestyle": "dotted", "color": "black"} if name == FLOOR else {"linewidth": 2.5 if ours else 1.2}
        axes.plot(*zip(*points, strict=True), marker="o", label=name, **style)
    axes.set(xscale="log", yscale="log", xlabel="passages", ylabel="p50 of one query, ms", title="BM25, the best 10")
    axes.grid(visible=True, which="major", alpha=0.3)
    axes.legend()
    figure.savefig(path, dpi=120)


def parse(arguments: Sequence[str]) -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--collections", type=Path, default=DEFAULT_COLLECTIONS, help="folder of collections")
    parser.add_argument("--sizes", type=int, nargs="+", default=[], help="passages, all engines side by side")
    parser.add_argument("--alone", type=int, nargs="+", default=[], help="passages, each engine in its own process")
    parser.add_argument("--growth", type=int, nargs="+", default=[], help="passages, our engine alone")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--questions", type=int, default=200, help="questions a round")
    parser.add_argument("--budget", type=float, default=4.0, help="seconds an engine may take in a round")
    parser.add_argument("--engines", nargs="+", choices=ENGINES, default=list(ENGINES))
    parser.add_argument("--stemmed", action="store_true", help="stem words and leave stop words out")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--json", type=Path, help="write all figures there")
    parser.add_argument("--plot", type=Path, help="draw latency against size there")
    parser.add_argument("--record", action="store_true", help="write the section of RESULTS.md")
    return parser.parse_args(arguments)


class Report:
    """What was found so far, printed as it comes: a large size takes long, and may be given up."""

    def __init__(self, head: str) -> None:
        self.text = ""
        self.add(head)

    def add(self, part: str) -> None:
        """Print a part and keep it."""
        print(part, flush=True)
        self.text += part


def main(arguments: Sequence[str]) -> None:
    """Measure every size and print it; record it where asked."""
    options = parse(arguments)
    options.engines = [OURS, *(name for name in options.engines if name != OURS)]
    terms = analyzer("en").terms if options.stemmed else tokenize
    corpus = read_corpus(options.collections, max([*options.sizes, *options.alone, *options.growth, 1]), terms)
    questions = [question for question in read_questions(options.collections, terms) if question]
    report, figures = Report(render_head(options)), {"sizes": {}, "alone": {}, "growth": []}
    for size in options.sizes:
        figures["sizes"][size] = measure(corpus[:size], questions, options)
        report.add(render_rounds(size, figures["sizes"][size]))
    for size in options.alone:
        peers = [name for name in options.engines if name == OURS or not name.startswith(OURS)]
        figures["alone"][size] = measure_alone(corpus[:size], questions, peers)
        report.add(render_alone(size, figures["alone"][size]))
    if options.growth:
        figures["growth"] = measure_growth(corpus, questions, options.growth)
        report.add(render_growth(figures["growth"]))
    if options.json:
        options.json.write_text(json.dumps(figures, indent=1) + "\n")
    if options.plot:
        draw(figures["sizes"], options.plot)
    if options.record:
        record(section(options), report.text)


if __name__ == "__main__":
    main(sys.argv[1:])
