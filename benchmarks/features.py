"""Measures what each part of the ranking is worth, and what parts would be that were tried and left out.

    python benchmarks/features.py --collections ../shared/collections --record

Each variant is our ranking with one thing taken away, changed or added; all collections, the same questions.
"""

import argparse
import os
import platform
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path
from statistics import mean

from corpus import DEFAULT_COLLECTIONS
from results import record, table

from index.answers.answer import as_typed
from index.answers.coverage import Coverage
from index.answers.evidence_parts import proximity
from index.answers.matching import HeldPassage
from index.answers.ranking import Candidate, proof_share, search
from index.building.gathering import DEFAULTS
from index.engines.library import Searcher
from index.evaluation.collection import Collection, RowPart, load_collection
from index.evaluation.evaluate import measure_each
from index.evaluation.run_files import Measures, Run
from index.evaluation.significance import compare
from index.questions.concepts import Query
from index.questions.query import read_question
from index.settings import BuildSettings
from index.text.analysis import primary
from index.text.terms import terms_of

Scored = list[tuple[int, float]]
Rerank = Callable[[Searcher, list[Candidate], Coverage], Scored]
Read = Callable[[Query], Query]

MEASURE = "ndcg@10"
DEPTH = 100
PROVEN = 50  # passages looked at by what reads them
NAMES = (
    "cranfield", "cacm", "medline", "adi", "squad20-dev", "xquad-en", "xquad-es", "xquad-ru", "xquad-tr", "xquad-zh",
)  # fmt: skip


def as_it_is(_: Searcher, candidates: list[Candidate], __: Coverage) -> Scored:
    """Rank as an answer does."""
    return [(each.number, each.score) for each in candidates]


def without_coverage(_: Searcher, candidates: list[Candidate], coverage: Coverage) -> Scored:
    """Rank by BM25Plus's scores alone."""
    proof = proof_share(coverage) * coverage.proof()
    return [(each.number, each.score / (1 + float(proof[each.column]))) for each in candidates]


def with_pairs(searcher: Searcher, candidates: list[Candidate], coverage: Coverage) -> Scored:
    """Add a tenth of the lesser idf of neighbours in the question that are neighbours in the passage."""
    concepts = sorted(zip(coverage.concepts, coverage.information, strict=True), key=lambda each: each[0].start)

    def kept(number: int) -> float:
        passage = searcher.passage(number)
        terms = terms_of(primary(passage.language), passage.text)
        neighbours = set(pairwise(terms))
        return sum(
            min(about_one.idf, about_other.idf)
            for (one, about_one), (other, about_other) in pairwise(concepts)
            if (one.terms[-1:], other.terms[:1]) != ((), ()) and (one.terms[-1:] + other.terms[:1]) in neighbours
        )

    return [
        (each.number, each.score + (0.1 * kept(each.number) if place < PROVEN else 0.0))
        for place, each in enumerate(candidates)
    ]


def with_neighbourhood(searcher: Searcher, candidates: list[Candidate], _: Coverage) -> Scored:
    """Add a tenth of the best score among the other passages of the same document's title."""
    titles = [searcher.passage(each.number).attribution.title for each in candidates]
    best: dict[str, list[float]] = {}
    for title, each in zip(titles, candidates, strict=True):
        best.setdefault(title or "", []).append(each.score)
    return [
        (each.number, each.score + 0.1 * _other(best[title or ""], each.score) * bool(title))
        for title, each in zip(titles, candidates, strict=True)
    ]


def _other(descending: Sequence[float], score: float) -> float:
    """Return the best score but a passage's own."""
    return next((each for each in descending if each != score), 0.0)


def with_proximity(searcher: Searcher, candidates: list[Candidate], coverage: Coverage) -> Scored:
    """Raise scores by up to a tenth for what stands within a sentence or two."""
    return [
        (
            each.number,
            each.score * (1 + (0.1 * proximity(HeldPassage(searcher, coverage, each.column)) if place < PROVEN else 0)),
        )
        for place, each in enumerate(candidates)
    ]


def without_other_names(query: Query) -> Query:
    """Search no names of things besides those typed: neither listed ones nor those that the seeds explain."""
    concepts = tuple(
        replace(each, alternatives=tuple(a for a in each.alternatives if a.kind != "synonym" or a.instead))
        for each in query.concepts
    )
    return replace(query, concepts=concepts)


@dataclass(frozen=True, slots=True)
class Variant:
    """One way to rank."""

    rerank: Rerank = as_it_is
    read: Read = lambda query: query
    settings: BuildSettings = DEFAULTS


VARIANTS: Mapping[str, Variant] = {
    "caveat": Variant(),
    "without coverage": Variant(without_coverage),
    "without names searched besides": Variant(read=without_other_names),
    "without respelling and names": Variant(read=as_typed),
    "title not searched": Variant(settings=BuildSettings(title_weight=0)),
    "title once": Variant(settings=BuildSettings(title_weight=1)),
    "title three times": Variant(settings=BuildSettings(title_weight=3)),
    "b = 0.75": Variant(settings=BuildSettings(b=0.75)),
    "with pairs of words": Variant(with_pairs),
    "with proximity": Variant(with_proximity),
    "with the document's other passages": Variant(with_neighbourhood),
}


def measured(collection: Collection, variant: Variant) -> Measures:
    """Ask all judged questions."""
    searcher = Searcher([RowPart(collection.rows, variant.settings)])
    run: Run = {}
    for key, text in collection.questions.items():
        if key in collection.qrels:
            found = search(searcher, variant.read(read_question(text, searcher)), DEPTH)
            scored = variant.rerank(searcher, found.candidates, found.coverage) if found.coverage else []
            run[key] = [(collection.rows[number].id, score) for number, score in scored]
    return measure_each(collection.qrels, run)


def main(arguments: Sequence[str]) -> None:
    """Measure all variants on all collections; record them where asked."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--collections", type=Path, default=DEFAULT_COLLECTIONS, help="folder of collections")
    parser.add_argument("--record", action="store_true", help="write the section of RESULTS.md")
    options = parser.parse_args(arguments)
    found: dict[str, list[Measures]] = {name: [] for name in VARIANTS}
    for name in NAMES:
        collection = load_collection(options.collections / name)
        for label, variant in VARIANTS.items():
            found[label].append(measured(collection, variant))
        print(name, file=sys.stderr, flush=True)
    rows = [[label, *(_cell(one, other) for one, other in zip(found["caveat"], theirs, strict=True))]
            for label, theirs in found.items()]  # fmt: skip
    for row, theirs in zip(rows, found.values(), strict=True):
        row.append(f"{mean(mean(each[MEASURE] for each in one.values()) for one in theirs):.4f}")
    head = "## What the parts of the ranking are worth\n\n`python benchmarks/features.py --record`, "
    head += f"{os.cpu_count()} CPUs, Python {platform.python_version()}. {MEASURE}; worse (*) or better (+) than ours "
    head += "by more than chance (randomisation test, p < .05).\n\n"
    report = head + table(["variant", *NAMES, "mean"], rows)
    print(report)
    if options.record:
        record("features", report)


def _cell(ours: Measures, theirs: Measures) -> str:
    (difference,) = (each for each in compare(ours, theirs) if each.measure == MEASURE)
    mark = "" if difference.p >= 0.05 else "*" if difference.ours > difference.theirs else "+"
    return f"{difference.theirs:.4f}{mark}"


if __name__ == "__main__":
    main(sys.argv[1:])
