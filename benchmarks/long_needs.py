"""Measures long needs and long articles, made of judged collections, beside bm25s in the same run.

    python benchmarks/long_needs.py --record

Long needs: each question of cranfield and cacm joined with the one that shares most of its passages, judged by both.
Long articles: the paragraphs of squad20-dev and xquad-en put together, six at a time, or one, three and eight in turn.
"""

import argparse
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import cycle, groupby, islice
from pathlib import Path

from corpus import DEFAULT_COLLECTIONS
from quality import bm25s_start, judged, ours, run_of
from results import record, table

from index.evaluation.collection import Collection, Row, load_collection
from index.evaluation.evaluate import measure_each
from index.evaluation.significance import compare

SIGNIFICANT = 0.05
ASKED = 600  # questions of a collection at most, evenly drawn
SIZES: Mapping[str, Sequence[int]] = {"articles": (6,), "mixed": (1, 3, 8)}  # paragraphs of each, in turn


def shared(one: Mapping[str, int], other: Mapping[str, int]) -> float:
    """Return the share of two questions' passages that answer both."""
    return len(one.keys() & other.keys()) / len(one.keys() | other.keys())


def joined(collection: Collection) -> Collection:
    """Join each question with the nearest one; those that share no passage with another are left out."""
    qrels = {key: grades for key, grades in collection.qrels.items() if key in collection.questions}
    questions, grades = {}, {}
    for key, own in qrels.items():
        other = max((each for each in qrels if each != key), key=lambda each: shared(own, qrels[each]))
        if shared(own, qrels[other]):
            questions[key] = f"{collection.questions[key].rstrip(' .?')}. {collection.questions[other]}"
            grades[key] = {**qrels[other], **own}
    return replace(collection, name=f"{collection.name}, joined", questions=questions, qrels=grades)


def put_together(collection: Collection, kind: str) -> Collection:
    """Put the paragraphs of each title together, so many at a time."""
    rows, article_of = [], {}
    for title, paragraphs in groupby(sorted(collection.rows, key=lambda row: row.title), key=lambda row: row.title):
        rest, sizes = iter(paragraphs), cycle(SIZES[kind])
        while run := list(islice(rest, next(sizes))):
            article_of |= {each.id: str(len(rows)) for each in run}
            rows.append(Row(str(len(rows)), title, "\n".join(each.text for each in run)))
    qrels = {key: {article_of[row]: grade for row, grade in each.items()} for key, each in collection.qrels.items()}
    return replace(collection, name=f"{collection.name}, {kind}", rows=tuple(rows), qrels=qrels)


def made(folder: Path) -> Iterator[Collection]:
    """Yield the collections that are measured."""
    yield from (joined(load_collection(folder / name)) for name in ("cranfield", "cacm"))
    for name in ("squad20-dev", "xquad-en"):
        yield from (put_together(load_collection(folder / name), kind) for kind in SIZES)


def row_of(collection: Collection) -> list[str]:
    """Rank with both; return their nDCG@10, and how often such a difference comes about by chance."""
    questions = dict(list(judged(collection).items())[:: -(-len(judged(collection)) // ASKED)])
    qrels = {key: collection.qrels[key] for key in questions}
    runs = (run_of(collection, build(collection, "en"), questions) for build in (ours, bm25s_start))
    (found, *_) = (each for each in compare(*(measure_each(qrels, run) for run in runs)) if each.measure == "ndcg@10")
    mark = "" if found.p >= SIGNIFICANT else "*" if found.theirs < found.ours else "+"
    return [collection.name, str(len(qrels)), f"{found.ours:.4f}", f"{found.theirs:.4f}{mark}", f"{found.p:.3f}"]


def main(arguments: Sequence[str]) -> None:
    """Measure and print; record where asked."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--collections", type=Path, default=DEFAULT_COLLECTIONS, help="folder of collections")
    parser.add_argument("--record", action="store_true", help="write the section of RESULTS.md")
    options = parser.parse_args(arguments)
    rows = [row_of(each) for each in made(options.collections)]
    text = (
        "## Long needs, long articles\n\n`python benchmarks/long_needs.py --record`; nDCG@10, worse (*) or better (+) "
    )
    text += "than ours by more than chance.\n\n" + table(["collection", "questions", "caveat", "bm25s", "p"], rows)
    print(text)
    if options.record:
        record("long_needs", text)


if __name__ == "__main__":
    main(sys.argv[1:])
