"""Measures how well we know what the seeds do not answer: the whole curve, beside plain idf coverage.

    python benchmarks/abstention.py --collections ../shared/collections --record

Three ways: another collection's questions and those whose documents were removed, both of what is left, and the
shipped seeds' own unanswerable ones. What is left is asked once more in keywords. Declined shares are read where so
many of the answerable questions are answered.
"""

import argparse
import json
import os
import platform
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
from corpus import DEFAULT_COLLECTIONS
from numpy.typing import NDArray
from results import record, table

from index.answers.answer import AnswerSettings
from index.answers.ranking import search
from index.building.build import build
from index.engines.library import Library, Searcher
from index.evaluation.collection import Collection, RowPart, load_collection
from index.evaluation.evaluate import without_titles
from index.questions.query import read_question
from index.settings import BuildSettings

Ask = Callable[[Searcher, str], float]
Scores = NDArray[np.float64]

ROOT = Path(__file__).parents[1]
PLOT = Path(__file__).with_name("abstention.png")
FOREIGN = ("cranfield", "cacm", "medline")
KEYWORDS = "removed, as keywords"
ANSWERED = (0.9, 0.95, 0.98)
REMOVED_TITLES = {"squad20-dev": 10} | dict.fromkeys(("xquad-en", "xquad-es", "xquad-ru", "xquad-tr", "xquad-zh"), 24)


def ours(searcher: Searcher, question: str) -> float:
    """Return the probability that something answers."""
    return search(searcher, read_question(question, searcher)).certainty(searcher)


def plain(searcher: Searcher, question: str) -> float:
    """Return the largest share of the question's idf that one of the best 50 passages holds."""
    coverage = search(searcher, read_question(question, searcher)).coverage
    return float(coverage.shares.max()) if coverage is not None and len(coverage.numbers) else 0.0


SYSTEMS: Mapping[str, Ask] = {"caveat": ours, "idf coverage": plain}


def ask_all(searcher: Searcher, ask: Ask, questions: Iterable[str]) -> Scores:
    """Ask every question."""
    return np.array([ask(searcher, question) for question in questions])


def keywords(searcher: Searcher, question: str) -> str:
    """Return a question's words without those that only make a sentence of them, as one types who looks a topic up."""
    concepts = read_question(question, searcher).concepts
    return " ".join(each.words for each in concepts if not each.asking) or question


def searcher_of(collection: Collection) -> Searcher:
    """Search a collection's rows."""
    return Searcher([RowPart(collection.rows, BuildSettings())])


def declined(answerable: Scores, others: Scores, answered: float) -> float:
    """Return the share of others below the bar at which so many of the answerable ones are answered."""
    bar = np.sort(answerable)[int(len(answerable) * (1 - answered))]
    return float((others < bar).mean())


def area(answerable: Scores, others: Scores) -> float:
    """Return the chance that an answerable question stands above another one: the area under the curve."""
    order = np.sort(others)
    above = np.searchsorted(order, answerable, "left") + np.searchsorted(order, answerable, "right")
    return float(above.mean() / 2 / len(others))


def row_of(answerable: Scores, others: Scores) -> list[str]:
    """Lay out declined shares and the area under the curve."""
    return [*(f"{declined(answerable, others, share):.3f}" for share in ANSWERED), f"{area(answerable, others):.4f}"]


def measure(collection: Collection, foreign: Sequence[str], titles: int) -> dict[str, dict[str, tuple[Scores, Scores]]]:
    """Ask what is left questions of several kinds; return scores of answerable and other ones, by kind and system."""
    rest, gone = without_titles(collection, titles)
    kept = [text for key, text in collection.questions.items() if key in rest.qrels]
    searcher = searcher_of(rest)
    kept_words, gone_words = ([keywords(searcher, question) for question in asked] for asked in (kept, gone))
    found: dict[str, dict[str, tuple[Scores, Scores]]] = {"foreign": {}, "removed": {}, KEYWORDS: {}}
    for name, ask in SYSTEMS.items():
        answerable = ask_all(searcher, ask, kept)
        found["foreign"][name] = answerable, ask_all(searcher, ask, foreign)
        found["removed"][name] = answerable, ask_all(searcher, ask, gone)
        found[KEYWORDS][name] = ask_all(searcher, ask, kept_words), ask_all(searcher, ask, gone_words)
    return found


def shipped(threshold: float) -> str:
    """Say how the shipped seeds' judged questions fare."""
    lines = (ROOT / "tests" / "index" / "labelled" / "questions.jsonl").read_text("utf-8").splitlines()
    rows = [json.loads(line) for line in lines]
    with TemporaryDirectory() as folder:
        build(ROOT / "seeds", Path(folder))
        searcher = Library([Path(folder)]).reload()
        scores = {
            answerable: ask_all(
                searcher, ours, (row["question"] for row in rows if bool(row["passages"]) == answerable)
            )
            for answerable in (True, False)
        }
    return (
        f"\nThe shipped seeds: {(scores[True] >= threshold).mean():.3f} of {len(scores[True])} judged questions are "
        f"answered, {(scores[False] < threshold).mean():.3f} of {len(scores[False])} unanswerable ones declined.\n"
    )


def plot(curves: Mapping[str, Mapping[str, tuple[Scores, Scores]]]) -> None:
    """Draw declined against answered shares of one collection."""
    import matplotlib as mpl

    mpl.use("Agg")
    from matplotlib import pyplot as plt

    shares = np.linspace(0.5, 1, 101)[:-1]
    figure, axes = plt.subplots(1, len(curves), figsize=(12, 4), sharey=True)
    for axis, (kind, systems) in zip(axes, curves.items(), strict=True):
        for name, (answerable, others) in systems.items():
            axis.plot(shares, [declined(answerable, others, share) for share in shares], label=name)
        axis.set(title=f"squad20-dev: {kind}", xlabel="answerable questions answered", ylim=(0.5, 1.01))
        axis.grid(alpha=0.3)
    axes[0].set_ylabel("others declined")
    axes[0].legend()
    figure.tight_layout()
    figure.savefig(PLOT, dpi=110)


def report_of(folder: Path, names: Sequence[str], threshold: float) -> tuple[str, Mapping[str, object]]:
    """Measure collections; return the report, and what can be drawn of the first."""
    foreign = [text for name in FOREIGN for text in load_collection(folder / name).questions.values()]
    head = ["collection", "asked besides", "system", *(f"at {share:.0%} answered" for share in ANSWERED), "area"]
    rows, points, drawn = [], [], {}
    for name in names:
        collection = load_collection(folder / name)
        judged = {key: text for key, text in collection.questions.items() if key in collection.qrels}
        found = measure(replace(collection, questions=judged), foreign, REMOVED_TITLES[name])
        drawn = drawn or found
        rows += [
            [name, kind, each, *row_of(*scores)] for kind, systems in found.items() for each, scores in systems.items()
        ]
        (answerable, strangers), (_, gone), (words, gone_words) = (each["caveat"] for each in found.values())
        shares = [(scores >= threshold).mean() for scores in (answerable, words)]
        shares += [(scores < threshold).mean() for scores in (strangers, gone, gone_words)]
        points.append([name, *(f"{share:.3f}" for share in shares)])
        print(*points[-1], flush=True)
    report = (
        f"Foreign questions: {', '.join(FOREIGN)} ({len(foreign)}). Removed: every so manieth of the sorted titles, "
    )
    report += ", ".join(f"{REMOVED_TITLES[name]} of {name}" for name in names) + ". Area: under the curve.\n\n"
    report += table(head, rows)
    report += f"\nAt the default `answer.threshold` of {threshold}:\n\n"
    report += table(
        ["collection", "answered", "as keywords", "foreign declined", "removed declined", "as keywords"], points
    )
    return report + shipped(threshold), drawn


def parse(arguments: Sequence[str]) -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--collections", type=Path, default=DEFAULT_COLLECTIONS, help="folder of collections")
    parser.add_argument("--only", nargs="+", choices=list(REMOVED_TITLES), default=list(REMOVED_TITLES))
    parser.add_argument("--record", action="store_true", help="write the section of RESULTS.md and the plot")
    return parser.parse_args(arguments)


def main(arguments: Sequence[str]) -> None:
    """Measure everything and print it; record it where asked."""
    options = parse(arguments)
    report, drawn = report_of(options.collections, options.only, AnswerSettings().threshold)
    head = "## Abstention\n\n`python benchmarks/abstention.py --record`, "
    head += f"{os.cpu_count()} CPUs, Python {platform.python_version()}. Share of questions declined where so many "
    head += "answerable ones are answered; the plot is abstention.png.\n\n"
    print(head + report)
    if options.record:
        record("abstention", head + report)
        plot(drawn)


if __name__ == "__main__":
    main(sys.argv[1:])
