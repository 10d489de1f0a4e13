"""Measures what confidence is worth: of what is called strong, fair or weak, how much is right at first place.

    python benchmarks/confidence.py --record

Questions are answered ones, another collection's, and those whose documents were removed, in equal parts; then the same
where a collection is cut to few passages, the asked ones inside or outside. The weights of `CONFIDENCE` were fitted to
every other question; what is reported are the others. A row of its own has squad20-dev's unanswerable questions.
"""

import argparse
import json
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, islice
from pathlib import Path
from typing import TypeVar

import numpy as np
from abstention import FOREIGN, REMOVED_TITLES, declined, searcher_of
from corpus import DEFAULT_COLLECTIONS
from results import record, table

from index.answers.answer import CONFIDENCES, MAX_QUESTION_CHARS, ask
from index.answers.ranking import search
from index.engines.library import Searcher
from index.evaluation.collection import Collection, load_collection
from index.evaluation.evaluate import without_titles
from index.questions.query import read_question

SIZES = (18, 60, 200)  # passages that a collection is cut to
CUT = ("squad20-dev", "xquad-en", "xquad-es")
QUESTIONS = 400  # of each kind at most, evenly drawn
NAMED = CONFIDENCES[:0:-1]

Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class Called:
    """What an answer is called, and whether its first passage is a right one."""

    kind: str
    confidence: str
    right: bool


def drawn(items: Iterable[Item]) -> list[Item]:
    """Take every other item, from the second, and of those some at even distances."""
    items = list(islice(items, 1, None, 2))
    return items[:: max(1, -(-len(items) // QUESTIONS))]


def call(searcher: Searcher, kind: str, questions: Iterable[tuple[str, Mapping[str, int]]]) -> Iterator[Called]:
    """Ask questions, each with the passages that answer it."""
    for question, right in drawn(questions):
        answer = ask(searcher, question[:MAX_QUESTION_CHARS])
        first = answer.hits[0].passage.key if answer.hits else ""
        yield Called(kind, answer.confidence, first in right)


def asked_in(whole: Collection, rest: Collection, foreign: Sequence[str]) -> list[Called]:
    """Ask what is left of a collection its questions, those of what was removed, and foreign ones."""
    searcher = searcher_of(rest)
    kept = [(whole.questions[key], grades) for key, grades in rest.qrels.items()]
    removed = [(text, {}) for key, text in whole.questions.items() if key not in rest.qrels]
    kinds = {"kept": kept, "removed": removed, "foreign": [(text, {}) for text in foreign]}
    return [each for kind, questions in kinds.items() for each in call(searcher, kind, questions)]


def judged(folder: Path) -> Collection:
    """Load a collection's rows and its judged questions."""
    found = load_collection(folder)
    return replace(found, questions={key: found.questions[key] for key in found.qrels if key in found.questions})


def cut(collection: Collection, size: int) -> Collection:
    """Leave so many passages: articles at even distances, the last of them in part."""
    titles = [list(rows) for _, rows in groupby(collection.rows, key=lambda row: row.title)]
    step = max(1, len(collection.rows) // size // 2)
    rows = tuple(row for article in titles[::step] for row in article)[:size]
    ids = {row.id for row in rows}
    qrels = {key: grades for key, grades in collection.qrels.items() if ids.issuperset(grades)}
    return replace(collection, rows=rows, qrels=qrels)


def row_of(name: str, called: Sequence[Called]) -> list[str]:
    """Lay out, per confidence, the share that is right of what is called so, kinds counting alike, and how much is."""
    weights = {kind: 1 / sum(each.kind == kind for each in called) for kind in {each.kind for each in called}}
    sizes = {each: sum(weights[one.kind] for one in called if one.confidence == each) for each in CONFIDENCES}
    right = {
        each: sum(weights[one.kind] for one in called if one.right and one.confidence == each) for each in CONFIDENCES
    }
    shares = [
        f"{right[each] / sizes[each]:.3f} ({sizes[each] / len(weights):.2f})" if sizes[each] else "–" for each in NAMED
    ]
    sure = (right["strong"] + right["fair"]) / (sum(right.values()) or 1)
    return [name, str(len(called)), *shares, f"{sure:.3f}"]


def near_the_subject(folder: Path) -> str:
    """Say how squad20-dev's own unanswerable questions fare, all of its documents there."""
    collection = judged(folder)
    searcher = searcher_of(collection)
    with (folder / "unanswerable.jsonl").open(encoding="utf-8") as lines:
        near = [json.loads(line)["text"] for line in lines]
    asked = [drawn(collection.questions.values()), drawn(near)]
    answers = [[ask(searcher, each) for each in questions] for questions in asked]
    named = [np.mean([each.confidence in ("strong", "fair") for each in group]) for group in answers]
    found = [[search(searcher, read_question(each, searcher)) for each in questions] for questions in asked]
    sure = [np.array([each.sureness(searcher) for each in group]) for group in found]
    probable = [np.array([each.certainty(searcher) for each in group]) for group in found]
    return (
        f"\nOf squad20-dev's unanswerable questions {1 - named[1]:.3f} are weak or declined, and"
        f" {named[0]:.3f} of the answerable ones strong or fair. Where 95 % of those are above a bar, "
        f"{declined(*sure, 0.95):.3f} of the unanswerable ones are below it by sureness, and "
        f"{declined(*probable, 0.95):.3f} by probability.\n"
    )


def report(folder: Path) -> str:
    """Ask everything, and lay it out."""
    foreign = [text for name in FOREIGN for text in load_collection(folder / name).questions.values()]
    collections = {name: judged(folder / name) for name in REMOVED_TITLES}
    sets = {
        name: asked_in(each, without_titles(each, REMOVED_TITLES[name])[0], foreign)
        for name, each in collections.items()
    }
    for size in SIZES:
        sets |= {
            f"{name}, {size} passages": asked_in(collections[name], cut(collections[name], size), foreign)
            for name in CUT
        }
    pooled = [each for called in sets.values() for each in called]
    rows = [row_of(name, called) for name, called in {"all": pooled, **sets}.items()]
    head = ["collection", "questions", "strong, right", "fair, right", "weak, right", "of the right, strong or fair"]
    return table(head, rows) + near_the_subject(folder / "squad20-dev")


def main(arguments: Sequence[str]) -> None:
    """Measure and print; record where asked."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--collections", type=Path, default=DEFAULT_COLLECTIONS, help="folder of collections")
    parser.add_argument("--record", action="store_true", help="write the section of RESULTS.md")
    options = parser.parse_args(arguments)
    text = "## Confidence\n\n`python benchmarks/confidence.py --record`: which share of what is called so is right"
    text += " at first place, and in brackets how much is called so.\n\n" + report(options.collections)
    print(text)
    if options.record:
        record("confidence", text)


if __name__ == "__main__":
    main(sys.argv[1:])
