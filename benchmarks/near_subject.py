"""Measures what "strong" is worth in a small library: questions near its subject that nothing answers, beside others.

    python benchmarks/near_subject.py --record

Every document is asked its own questions, alone and among the others of its file. The file that was held back was not
looked at while the weights were chosen.
"""

import argparse
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import yaml
from abstention import area, declined
from results import record, table

from index.answers.answer import CONFIDENCES, ask
from index.answers.ranking import search
from index.building.build import BuildSettings
from index.engines.library import Searcher
from index.evaluation.collection import Row, RowPart
from index.questions.query import read_question

LABELLED = Path(__file__).parents[1] / "tests" / "index" / "labelled"
FILES = {"built on": "near_subject.yaml", "held back": "near_subject_held_back.yaml"}
ANSWERED = (0.85, 0.9, 0.95)


@dataclass(frozen=True, slots=True)
class Asked:
    """A question, with the passages it was asked of.

    Attributes:
        expected: the id of the passage that answers; None where none does.
    """

    question: str
    expected: str | None
    searcher: Searcher


def load(file: str) -> Mapping[str, Any]:
    """Read the labelled documents of a file."""
    documents: Mapping[str, Any] = yaml.safe_load((LABELLED / file).read_text("utf-8"))
    return documents


def rows_of(name: str, text: str) -> list[Row]:
    """Return a document's paragraphs as passages under its title."""
    title, *paragraphs = text.strip().split("\n\n")
    return [Row(f"{name}#{number}", title.strip("# "), each) for number, each in enumerate(paragraphs, 1)]


def ask_document(name: str, document: Mapping[str, Any], searcher: Searcher) -> Iterator[Asked]:
    """Yield a document's questions."""
    for question, number in document["answerable"].items():
        yield Asked(question, f"{name}#{number}", searcher)
    for question in document["unanswerable"]:
        yield Asked(question, None, searcher)


def libraries(file: str) -> dict[str, list[Asked]]:
    """Return the questions of a file, asked of each document alone and of all together."""
    documents = load(file)
    rows = {name: rows_of(name, each["text"]) for name, each in documents.items()}
    alone = {name: Searcher([RowPart(each, BuildSettings())]) for name, each in rows.items()}
    together = Searcher([RowPart([row for each in rows.values() for row in each], BuildSettings())])
    return {
        "alone": [each for name in documents for each in ask_document(name, documents[name], alone[name])],
        "together": [each for name in documents for each in ask_document(name, documents[name], together)],
    }


def probability(asked: Asked) -> float:
    """Return the probability that something answers."""
    return search(asked.searcher, read_question(asked.question, asked.searcher)).certainty(asked.searcher)


def shares(asked: Sequence[Asked]) -> list[str]:
    """Return which shares are strong, fair, weak and declined."""
    named = [ask(each.searcher, each.question).confidence for each in asked]
    return [f"{named.count(confidence) / len(named):.2f}" for confidence in reversed(CONFIDENCES)]


def report() -> str:
    """Ask everything, and lay out confidence and curves."""
    named, curves = [], []
    for kind, file in FILES.items():
        for library, asked in libraries(file).items():
            groups = {each: [one for one in asked if (one.expected is not None) == each] for each in (True, False)}
            scores = {each: np.array([probability(one) for one in group]) for each, group in groups.items()}
            for answerable, name in ((True, "answerable"), (False, "near the subject")):
                group = groups[answerable]
                named.append([kind, library, f"{name} ({len(group)})", *shares(group)])
            at = [f"{declined(scores[True], scores[False], share):.2f}" for share in ANSWERED]
            curves.append([kind, library, *at, f"{area(scores[True], scores[False]):.3f}"])
    text = table(["documents", "asked", "questions", "strong", "fair", "weak", "declined"], named)
    head = ["documents", "asked", *(f"declined at {share:.0%} answered" for share in ANSWERED), "area"]
    return text + "\n" + table(head, curves)


def main(arguments: Sequence[str]) -> None:
    """Measure and print; record where asked."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--record", action="store_true", help="write the section of RESULTS.md")
    options = parser.parse_args(arguments)
    text = "## Near the subject\n\n`python benchmarks/near_subject.py --record`\n\n" + report()
    print(text)
    if options.record:
        record("near_subject", text)


if __name__ == "__main__":
    main(sys.argv[1:])
