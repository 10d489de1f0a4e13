"""Measures on a test collection: judged questions over a corpus in which one row is one passage.

Questions are ranked as in an answer, without abstention, grouping or caps; the measures come from ir-measures
(the extra `eval`). Knows nothing of seeds or snapshots.
"""

import math
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from statistics import median

from index.answers.ranking import Beside, search
from index.bm25 import Ranking
from index.engines.library import Searcher
from index.engines.stacks import Stacks
from index.errors import CollectionError
from index.evaluation.collection import Collection, Row, RowPart
from index.evaluation.run_files import Measures, Run
from index.meaning.finder import Meaning
from index.processes.forks import spread
from index.progress import Progress, no_progress
from index.questions.query import read_question
from index.settings import BuildSettings

Lent = Callable[[Ranking], Stacks]  # has passages searched elsewhere
RUN_DEPTH = 100
TIMED = 1000  # questions at most are asked one at a time, to time them; the others several at once
MEASURES = ("ndcg@10", "recall@100", "mrr@10", "ap")


@dataclass(frozen=True, slots=True)
class Abstention:
    """Shares (of 1) of questions answered or declined; None where not asked for."""

    answered: float | None
    declined_foreign: float | None = None
    declined_removed: float | None = None


@dataclass(frozen=True, slots=True)
class Evaluation:
    """The figures of one collection; times in ms a question, asked one at a time, and s for the whole build."""

    collection: str
    passages: int
    queries: int
    measures: Mapping[str, float]
    ms_per_query_p50: float
    ms_per_query_p99: float
    build_s: float
    abstention: Abstention

    def as_json(self) -> dict[str, object]:
        """Return the object that `eval --json` prints."""
        return {
            "collection": self.collection,
            "passages": self.passages,
            "queries": self.queries,
            **self.measures,
            "ms_per_query_p50": self.ms_per_query_p50,
            "ms_per_query_p99": self.ms_per_query_p99,
            "build_s": self.build_s,
            "abstention": {
                "answered": self.abstention.answered,
                "declined_foreign": self.abstention.declined_foreign,
                "declined_removed": self.abstention.declined_removed,
            },
        }


@dataclass(frozen=True, slots=True)
class AbstentionTest:
    """What is asked besides: other collections' questions, and those of so many titles left out."""

    threshold: float
    foreign: Sequence[Collection] = ()
    remove: int = 0


@dataclass(frozen=True, slots=True)
class ByMeaning:
    """What finds passages by meaning beside words, and the folder where what it needs is kept for the next time."""

    meaning: Meaning
    root: Path


def evaluate(  # noqa: PLR0913 each is another thing
    collection: Collection,
    settings: BuildSettings,
    abstention_test: AbstentionTest,
    progress: Progress = no_progress,
    by_meaning: ByMeaning | None = None,
    *,
    lent: Lent | None = None,
) -> tuple[Evaluation, Run]:
    """Rank every judged question, measure, and ask what should be declined; may take minutes.

    With `by_meaning`, passages are found by that too, with `lent` elsewhere; `build_s` then includes what it takes to
    make ready.
    """
    started = time.perf_counter()
    opened = partial(_opened, settings=settings, by_meaning=by_meaning, lent=lent)
    finder = opened(collection.rows, progress=progress)
    build_s = time.perf_counter() - started
    judged = {key: text for key, text in collection.questions.items() if key in collection.qrels}
    ranked, times = _rank_all(finder, list(judged.items()), progress)
    run = {each.question: each.hits for each in ranked}
    abstention = Abstention(
        answered=_share(each.answers(abstention_test.threshold) for each in ranked),
        declined_foreign=_declined(finder, _questions(abstention_test.foreign), abstention_test.threshold),
        declined_removed=_declined_removed(collection, opened, abstention_test),
    )
    figures = Evaluation(
        collection=collection.name,
        passages=len(collection.rows),
        queries=len(judged),
        measures=measure(collection.qrels, run),
        ms_per_query_p50=round(median(times), 3) if times else 0.0,
        ms_per_query_p99=round(times[math.ceil(len(times) * 0.99) - 1], 3) if times else 0.0,
        build_s=round(build_s, 3),
        abstention=abstention,
    )
    return figures, run


@dataclass(frozen=True, slots=True)
class _Finder:
    """What is searched, and what finds beside words; None where nothing does."""

    searcher: Searcher
    beside: Beside | None = None


def _opened(
    rows: Sequence[Row],
    settings: BuildSettings,
    by_meaning: ByMeaning | None,
    lent: Lent | None,
    progress: Progress = no_progress,
) -> _Finder:
    part = RowPart(rows, settings, progress, by_meaning.root if by_meaning else None)
    if lent:
        part.lend(lent)
    if by_meaning is None:
        return _Finder(Searcher([part]))
    by_meaning.root.mkdir(parents=True, exist_ok=True)
    searcher = Searcher([part])
    if by_meaning.meaning.state(searcher) == "building":
        by_meaning.meaning.make(part, progress)
    if by_meaning.meaning.problem is not None:
        raise by_meaning.meaning.problem
    return _Finder(searcher, by_meaning.meaning.beside)


@dataclass(frozen=True, slots=True)
class Ranked:
    """One question's ranking, its best evidence and its time in ms, which others may have made longer.

    `is_rescued` tells whether it is answered by what it means, whatever its words prove.
    """

    question: str
    hits: list[tuple[str, float]]
    evidence: float
    ms: float
    is_rescued: bool = False

    def answers(self, threshold: float) -> bool:
        """Tell whether the question is answered."""
        return self.is_rescued or self.evidence >= threshold


def _rank_all(
    finder: _Finder, questions: Sequence[tuple[str, str]], progress: Progress
) -> tuple[list[Ranked], list[float]]:
    """Rank for all questions, in their order; return also, ascending, the ms of those asked one at a time."""
    step = max(1, math.ceil(len(questions) / TIMED))
    rank, others = partial(_rank, finder), [each for index, each in enumerate(questions) if index % step]
    ranked: list[Ranked] = []
    for results in (map(rank, questions[::step]), spread(rank, others)):
        for each in results:
            ranked.append(each)
            progress("asking", len(ranked), len(questions))
    times = sorted(each.ms for each in ranked[: len(questions) - len(others)])
    by_question = {each.question: each for each in ranked}
    return [by_question[key] for key, _ in questions], times


def _rank(finder: _Finder, question: tuple[str, str]) -> Ranked:
    (key, text), searcher = question, finder.searcher
    started = time.perf_counter()
    query = read_question(text, searcher)
    found = search(searcher, query, RUN_DEPTH)
    found = finder.beside(searcher, query, found) if finder.beside else found
    evidence = found.certainty(searcher)
    ms = (time.perf_counter() - started) * 1000
    hits = [(searcher.passage(each.number).key, found.value(each)) for each in found.candidates[:RUN_DEPTH]]
    return Ranked(key, hits, evidence, ms, any(map(found.is_rescued, found.candidates[:1])))


def measure(qrels: Mapping[str, Mapping[str, int]], run: Run) -> dict[str, float]:
    """Return nDCG@10, recall@100, MRR@10 and AP, means over the judged questions; raises as `measure_each` does."""
    found = measure_each(qrels, run)
    return {name: round(sum(each[name] for each in found.values()) / max(1, len(found)), 4) for name in MEASURES}


def measure_each(qrels: Mapping[str, Mapping[str, int]], run: Run) -> Measures:
    """Return the measures of each judged question; one without hits measures zero.

    Ties count against us: among equal scores the passages that were not judged relevant are put first.

    Raises:
        CollectionError: the extra `eval` is not installed.
    """
    try:
        import ir_measures
        from ir_measures import AP, RR, R, nDCG
    except ImportError as err:
        raise CollectionError("measuring needs the extra eval: pip install 'caveat[eval]'") from err
    names = dict(zip((nDCG @ 10, R @ 100, RR @ 10, AP), MEASURES, strict=True))
    judgements = [ir_measures.Qrel(q, d, grade) for q, row in qrels.items() for d, grade in row.items()]
    scored = [
        ir_measures.ScoredDoc(question, passage, float(-rank))
        for question, hits in run.items()
        for rank, passage in enumerate(_ties_against_us(hits, qrels.get(question, {})))
    ]
    found: Measures = {question: dict.fromkeys(MEASURES, 0.0) for question in qrels}
    for metric in ir_measures.iter_calc(list(names), judgements, scored):
        found[metric.query_id][names[metric.measure]] = float(metric.value)
    return found


def _ties_against_us(hits: Sequence[tuple[str, float]], grades: Mapping[str, int]) -> list[str]:
    ordered = sorted(hits, key=lambda each: (-each[1], grades.get(each[0], 0)))
    return [passage for passage, _ in ordered]


def _declined(finder: _Finder, questions: Iterable[str], threshold: float) -> float | None:
    ranked = spread(partial(_rank, finder), [("", question) for question in questions])
    return _share(not each.answers(threshold) for each in ranked)


def _share(outcomes: Iterable[bool]) -> float | None:
    seen = list(outcomes)
    return round(sum(seen) / len(seen), 4) if seen else None


def _questions(collections: Sequence[Collection]) -> Iterator[str]:
    return (question for collection in collections for question in collection.questions.values())


def _declined_removed(
    collection: Collection, opened: Callable[[Sequence[Row]], _Finder], test: AbstentionTest
) -> float | None:
    if not test.remove:
        return None
    rest, questions = without_titles(collection, test.remove)
    return _declined(opened(rest.rows), questions, test.threshold)


def without_titles(collection: Collection, number: int) -> tuple[Collection, list[str]]:
    """Leave out all passages of some titles, every len/N-th of the sorted ones; return their questions too.

    What is left are also only judgements of what is left.
    """
    named = sorted({row.title for row in collection.rows})
    titles = min(number, len(named))
    removed = {named[int(i * len(named) / titles)] for i in range(titles)}
    gone = {row.id for row in collection.rows if row.title in removed}
    questions = [
        collection.questions[question]
        for question, grades in collection.qrels.items()
        if question in collection.questions and grades and gone.issuperset(grades)
    ]
    rest = {question: grades for question, grades in collection.qrels.items() if gone.isdisjoint(grades)}
    rows = tuple(row for row in collection.rows if row.id not in gone)
    return replace(collection, rows=rows, qrels=rest), questions
