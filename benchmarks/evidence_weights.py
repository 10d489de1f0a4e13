"""Fits the weights of index/answers/evidence.py, and says how they differ from those that stand there.

    python benchmarks/evidence_weights.py --shared ../shared

A logistic regression over the judged questions of collections in five languages, each in corpora of three sizes, and
as many questions that nothing answers: half of them questions whose documents were removed, half another collection's.
Those were written while looking at the answer, so they share its words; people's do less, and so an exported thread
is asked too, in plain words, paraphrases and misspellings. Every collection counts the same. The base and the
weight of `small_corpus` are set such that so many of squad20-dev's and of the thread's questions are answered at one
half.
"""

import argparse
import json
import math
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
from abstention import FOREIGN, REMOVED_TITLES, searcher_of
from corpus import DEFAULT_COLLECTIONS
from results import table
from sklearn.linear_model import LogisticRegression

from index.answers.evidence import WORDS, Evidence, WeightSet
from index.answers.evidence_parts import SMALLEST_CORPUS
from index.answers.ranking import PROVEN, search
from index.building.build import build
from index.engines.library import Library, Searcher
from index.evaluation.collection import Collection, load_collection
from index.evaluation.evaluate import without_titles
from index.questions.query import read_question

FEW_TITLES = (2, 8)  # of the smaller corpora
QUESTIONS = 1_200  # of each kind and corpus at most, evenly drawn
OPERATING_POINT = "squad20-dev"
THREAD_QUESTIONS = Path(__file__).parents[1] / "tests" / "index" / "labelled" / "thread.jsonl"
ANSWERED = 0.95  # share of its questions
FOUND = 0.95  # share of the thread's questions for which the right post is near the top
REGULARISATION = 100.0  # inverse strength: hardly any


@dataclass(frozen=True, slots=True)
class Judged:
    """What speaks for the best passages for a question, best last; whether it is answered, and whose it is."""

    parts: list[Evidence]
    answerable: bool
    collection: str
    kind: str


def evidence_for(searcher: Searcher, question: str) -> list[Evidence]:
    """Find what speaks for the passages that are held against a question, the best of them last."""
    found = search(searcher, read_question(question, searcher))
    proofs = (found.evidence(searcher, each) for each in found.candidates[:PROVEN])
    return sorted(proofs, key=lambda each: each.probability)


def drawn(questions: Iterable[str]) -> list[str]:
    """Take questions at even distances."""
    questions = list(questions)
    return questions[:: math.ceil(len(questions) / QUESTIONS)]


def asked_in(name: str, collection: Collection, removed: int, foreign: Sequence[str]) -> Iterator[Judged]:
    """Ask a corpus of which some titles are removed three kinds of questions."""
    rest, gone = without_titles(collection, removed)
    kept = [text for key, text in collection.questions.items() if key in rest.qrels]
    searcher = searcher_of(rest)
    for kind, questions in {"kept": kept, "removed": gone, "foreign": foreign}.items():
        for question in drawn(questions):
            yield Judged(evidence_for(searcher, question), kind == "kept", name, kind)


def asked_of_thread(file: Path) -> Iterator[Judged]:
    """Ask an exported thread what it answers and what it does not."""
    rows = [json.loads(line) for line in THREAD_QUESTIONS.read_text("utf-8").splitlines()]
    with TemporaryDirectory() as folder:
        seeds = Path(folder) / "seeds"
        seeds.mkdir()
        (seeds / file.name).write_bytes(file.read_bytes())
        build(seeds, Path(folder) / "snapshot")
        searcher = Library([Path(folder) / "snapshot"]).reload()
        for row in rows:
            answerable = bool(row["posts"])
            parts = evidence_for(searcher, row["question"])
            yield Judged(parts, answerable, "thread", "kept" if answerable else "foreign")


def asked(folder: Path) -> Iterator[Judged]:
    """Ask all corpora of all collections."""
    foreign = [text for name in FOREIGN for text in load_collection(folder / name).questions.values()]
    for name, removed in REMOVED_TITLES.items():
        collection = load_collection(folder / name)
        judged = {key: text for key, text in collection.questions.items() if key in collection.qrels}
        collection = replace(collection, questions=judged)
        titles = len({row.title for row in collection.rows})
        for number in (removed, *(titles - few for few in FEW_TITLES)):
            found = list(asked_in(name, collection, number, foreign))
            print(f"{name} without {number} titles: {len(found)} questions", file=sys.stderr, flush=True)
            yield from found


def asked_at_large(folder: Path) -> Iterator[Judged]:
    """Ask the operating point's questions, all of its documents there."""
    collection = load_collection(folder / OPERATING_POINT)
    searcher = searcher_of(collection)
    for question in drawn(text for key, text in collection.questions.items() if key in collection.qrels):
        yield Judged(evidence_for(searcher, question), answerable=True, collection=OPERATING_POINT, kind="kept")


def fit(judged: Sequence[Judged], parts: Sequence[str]) -> WeightSet:
    """Return the weights of the parts, with a base of 0."""
    known = [each for each in judged if each.parts]
    features = np.array([[each.parts[-1].parts[part] for part in parts] for each in known])
    sizes = Counter((each.collection, each.kind) for each in known)
    kinds = Counter((collection, kind == "kept") for collection, kind in sizes)
    weights = [1 / sizes[each.collection, each.kind] / kinds[each.collection, each.answerable] for each in known]
    spread = features.std(axis=0)
    model = LogisticRegression(C=REGULARISATION * len(sizes), max_iter=5_000)
    model.fit(features / spread, [each.answerable for each in known], sample_weight=weights)
    return WeightSet(0.0, dict(zip(parts, np.round(model.coef_[0] / spread, 2).tolist(), strict=True)))


def log_odds(weight_set: WeightSet, parts: Sequence[Evidence]) -> float:
    """Return the log odds of the best passage, without the base; very low where nothing matched."""
    weights = weight_set.weights
    return max((sum(each.parts[part] * weights[part] for part in weights) for each in parts), default=-99.0)


def quantile(asked: Iterable[Judged], weights: WeightSet, answered: float) -> float:
    """Return the log odds, no base added, above which so many of the answerable questions are."""
    odds = [log_odds(weights, each.parts) for each in asked if each.answerable]
    return float(np.quantile(odds, 1 - answered))


def settle(fitted: WeightSet, large: Iterable[Judged], small: Iterable[Judged]) -> WeightSet:
    """Move the base and the weight of `small_corpus` such that one half is the operating point in both corpora."""
    large_only = WeightSet(0.0, {**fitted.weights, "small_corpus": 0.0})
    base = -quantile(large, large_only, ANSWERED)
    least = (-base - quantile(small, large_only, ANSWERED * FOUND)) / SMALLEST_CORPUS
    return WeightSet(round(base, 2), {**fitted.weights, "small_corpus": round(least, 2)})


def main(arguments: Sequence[str]) -> None:
    """Fit and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=DEFAULT_COLLECTIONS.parent, help="folder of collections/, seed/")
    shared = parser.parse_args(arguments).shared
    folder = shared / "collections"
    thread = list(asked_of_thread(shared / "seed" / "thread-original.txt"))
    found = settle(fit([*asked(folder), *thread], list(WORDS.weights)), asked_at_large(folder), thread)
    rows = [[part, f"{weight:.2f}", f"{WORDS.weights[part]:.2f}"] for part, weight in found.weights.items()]
    rows.append(["base", f"{found.base:.2f}", f"{WORDS.base:.2f}"])
    print(table(["part", "fitted", "in use"], rows))


if __name__ == "__main__":
    main(sys.argv[1:])
