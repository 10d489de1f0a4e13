"""Makes, opens, saves, joins and narrows rankings. Where there are no terms, the result is one that finds nothing.

So whether there is something to search is asked here and nowhere else.
"""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from index.bm25.builder import PASSAGES_PER_BLOCK, PostingsBuilder
from index.bm25.compiled import CompiledBM25, JointBM25, PlacedBM25
from index.bm25.corpora import Corpus, TermStatistics
from index.bm25.exact import Scores
from index.bm25.formula import ScoringModel
from index.bm25.forward import Forward
from index.bm25.placing import Stretch
from index.bm25.postings import PassageIds
from index.bm25.ranking import Ranking


class EmptyRanking(Ranking):
    """No passage: knows no term and finds nothing."""

    def __init__(self) -> None:
        self.groups = ()
        self.corpus_size, self.avgdl = 0, 0.0
        self.idf = self._statistics = TermStatistics(())
        self._starts, self._is_placed = [0], False
        self._scorers, self._kernel = [], None

    def get_scores(self, query: Sequence[str]) -> Scores:  # noqa: ARG002 as the base class's
        """Return no score."""
        return np.zeros(0)

    def top(
        self,
        query: Sequence[str],  # noqa: ARG002 as the base class's
        k: int,  # noqa: ARG002
        weights: Sequence[float] | None = None,  # noqa: ARG002
    ) -> tuple[PassageIds, Scores]:
        """Return no passage."""
        return np.zeros(0, np.int64), np.zeros(0)


def build_ranking(builder: PostingsBuilder, k1: float, b: float, delta: float) -> Ranking:
    """Rank what a builder has collected; gives the builder up."""
    return CompiledBM25.built(builder, k1, b, delta) if builder.total_terms else EmptyRanking()


def save_ranking(ranking: Ranking, folder: Path) -> None:
    """Write a ranking that was built or opened into a folder; of one that finds nothing there is no folder."""
    if isinstance(ranking, CompiledBM25):
        ranking.save(folder)


def open_ranking(folder: Path) -> Ranking:
    """Open what was saved in a folder; raises SnapshotError where it is damaged."""
    return CompiledBM25.open(folder) if folder.is_dir() else EmptyRanking()


def join_rankings(rankings: Sequence[Ranking]) -> Ranking:
    """Search rankings as one, in their order; copies nothing."""
    filled = [ranking for ranking in rankings if len(ranking)]
    return JointBM25(filled) if filled else EmptyRanking()


def place_passages(rankings: Sequence[Ranking], sizes: Sequence[int], stretches: Sequence[Stretch]) -> Ranking:
    """Rank stretches of rankings as one, end to end, as if nothing else had been there.

    Args:
        rankings: that were built or opened.
        sizes: how many passages each of them is of, also where none of these has a term.
        stretches: of their passages.
    """
    model = next((ranking.parts[0].model for ranking in rankings if ranking.parts), None)
    if model is None or not any(_has_terms(rankings[which], first, stop) for which, first, stop in stretches):
        return EmptyRanking()
    parts = [
        ranking.parts[0] if ranking.parts else _without_terms(size, model)
        for ranking, size in zip(rankings, sizes, strict=True)
        if size
    ]
    numbers = {which: number for number, which in enumerate(which for which, size in enumerate(sizes) if size)}
    return PlacedBM25(parts, [(numbers[which], first, stop) for which, first, stop in stretches if first < stop])


def _has_terms(ranking: Ranking, first: int, stop: int) -> bool:
    return bool(ranking.parts) and bool(ranking.parts[0].postings.lengths[first:stop].any())


def _without_terms(size: int, model: ScoringModel) -> Corpus:
    """Make a corpus of so many passages that hold nothing, and yet count."""
    builder, model = PostingsBuilder(), replace(model, average_length=1.0)
    builder.add([()] * size)
    return Corpus(*builder.build(model), model, 0)


class RankingSource:
    """A ranking that was built or opened, whose passages are given to a builder in any order, without their text."""

    def __init__(self, ranking: Ranking) -> None:
        self._forward = Forward(ranking.parts[0].postings) if ranking.parts else None
        self._terms = list(ranking.parts[0].vocabulary) if ranking.parts else []

    def give(self, builder: PostingsBuilder, first: int, stop: int) -> None:
        """Append the passages from `first` to before `stop` to what a builder has."""
        if self._forward is None:  # none of them has a term, and yet each of them is one
            builder.add([()] * (stop - first))
            return
        for start in range(first, stop, PASSAGES_PER_BLOCK):
            builder.add_counted(self._forward.of(start, min(stop, start + PASSAGES_PER_BLOCK)), self._terms)
