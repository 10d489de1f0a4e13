"""Measures how often the marked sentence of the right passage holds the answer, beside the sentence with most idf.

    python benchmarks/best_sentence.py --record

Every question of a collection with exact answers is held against the passage that answers it, words alone. The weights
were fitted (`--fit`) on every other question; what is reported are the others.
"""

import argparse
import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import numpy as np
from abstention import searcher_of
from corpus import DEFAULT_COLLECTIONS
from results import record, table

from index.answers.coverage import cover
from index.asked import Asked
from index.evaluation.collection import load_collection
from index.questions.query import read_question
from index.sentences.best import WEIGHTS, Features, clearest, features_of, probabilities
from index.text.sentences import sentence_spans

COLLECTIONS = ("squad20-dev", "xquad-en", "xquad-es", "xquad-ru", "xquad-tr", "xquad-zh")
BASELINE = Features(idf=1.0, worth=0.0, pairs=0.0, before=0.0, after=0.0, kind=0.0)
RIDGE = 1e-3


@dataclass(frozen=True, slots=True)
class Judged:
    """The sentences of the passage that answers a question: what speaks for each, and whether it holds the answer."""

    features: list[Features]
    holds: list[bool]


def judged(folder: Path, half: int) -> Iterator[Judged]:
    """Yield every other question of a collection, from the first (0) or the second (1)."""
    collection = load_collection(folder)
    with (folder / "answers.jsonl").open(encoding="utf-8") as lines:
        answers = {each["_id"]: each["answers"] for each in map(json.loads, lines)}
    searcher = searcher_of(collection)
    numbers = {row.id: number for number, row in enumerate(collection.rows)}
    for key, question in islice(collection.questions.items(), half, None, 2):
        query = read_question(question, searcher)
        if answers.get(key) and query.concepts:
            number = np.array([numbers[next(iter(collection.qrels[key]))]])
            asked = cover(searcher.engine, searcher.languages, query, number).asked()
            passage = searcher.passage(int(number[0]))
            yield _judged(passage.text, passage.language, asked, answers[key])


def _judged(text: str, language: str | None, asked: Asked, answers: Sequence[str]) -> Judged:
    sentences = [text[start:end] for start, end in sentence_spans(text, language)]
    holds = [any(answer in sentence for answer in answers) for sentence in sentences]
    return Judged(features_of(sentences, language, asked), holds)


def row_of(name: str, asked: Sequence[Judged]) -> list[str]:
    """Lay out how often the baseline is right, which share is marked, and how often the mark is right."""
    plain = [each.holds[int(np.argmax(probabilities(each.features, BASELINE)))] for each in asked]
    marks = [(clearest(probabilities(each.features)), each) for each in asked]
    marked = [any(each.holds[mark[0] : mark[1] + 1]) for mark, each in marks if mark]
    two = sum(mark is not None and mark[0] < mark[1] for mark, _ in marks)
    on_marked = [right for right, (mark, _) in zip(plain, marks, strict=True) if mark]
    shares = (np.mean(plain), np.mean(on_marked), len(marked) / len(marks), two / len(marks), np.mean(marked))
    return [name, str(len(asked)), *(f"{share:.3f}" for share in shares)]


def fit(asked: Sequence[Judged]) -> Features:
    """Return the weights of a conditional logit: of the sentences of a passage, those that hold the answer."""
    from scipy.optimize import minimize

    known = [each for each in asked if any(each.holds)]
    most = max(len(each.holds) for each in known)
    values = np.zeros((len(known), most, len(WEIGHTS)))
    there, right = np.full((len(known), most), -np.inf), np.zeros((len(known), most))
    for at, each in enumerate(known):
        values[at, : len(each.holds)], there[at, : len(each.holds)] = each.features, 0
        right[at, : len(each.holds)] = each.holds

    def loss(weights: np.ndarray) -> tuple[float, np.ndarray]:
        odds = values @ weights + there
        shares = np.exp(odds - odds.max(axis=1, keepdims=True))
        shares /= shares.sum(axis=1, keepdims=True)
        hit = shares * right
        total = hit.sum(axis=1, keepdims=True)
        slope = np.einsum("ij,ijk->k", hit / total - shares, values) / len(known)
        return float(-np.log(total).mean() + RIDGE * weights @ weights), -slope + 2 * RIDGE * weights

    return Features(*np.round(minimize(loss, np.array(WEIGHTS), jac=True, method="L-BFGS-B").x, 2).tolist())


def main(arguments: Sequence[str]) -> None:
    """Measure, print, and record where asked."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--collections", type=Path, default=DEFAULT_COLLECTIONS, help="folder of collections")
    parser.add_argument("--fit", action="store_true", help="fit the weights on the other half and print them")
    parser.add_argument("--record", action="store_true", help="write the section of RESULTS.md")
    options = parser.parse_args(arguments)
    if options.fit:
        print(fit([each for name in COLLECTIONS for each in judged(options.collections / name, 0)]))
        return
    head = [
        "collection",
        "questions",
        "most idf",
        "most idf, where marked",
        "marked",
        "of two sentences",
        "marked, right",
    ]
    rows = [row_of(name, list(judged(options.collections / name, 1))) for name in COLLECTIONS]
    text = "## The sentence that answers\n\n`python benchmarks/best_sentence.py --record`\n\n" + table(head, rows)
    print(text)
    if options.record:
        record("best_sentence", text)


if __name__ == "__main__":
    main(sys.argv[1:])
