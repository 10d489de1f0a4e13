"""Makes, opens, saves, joins and narrows rankings. Where there are no terms, the result is one that finds nothing.

So whether there is something to search is asked here and nowhere else.
"""

from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np

from index.bm25.builder import PASSAGES_PER_BLOCK, PostingsBuilder
from index.bm25.compiled import CompiledBM25, JointBM25
from index.bm25.exact import Scores
from index.bm25.forward import Forward
from index.bm25.postings import PassageIds
from index.bm25.ranking import Ranking, TermStatistics


class EmptyRanking(Ranking):
    """No passage: knows no term and finds nothing."""

    def __init__(self) -> None:
        self.parts = ()
        self.corpus_size, self.avgdl = 0, 0.0
        self.idf = self._statistics = TermStatistics(())
        self._starts = np.zeros(1, np.int64)
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


def select_passages(ranking: Ranking, numbers: Iterable[range]) -> Ranking:
    """Rank some of the passages of a ranking that was built or opened, as if the others had never been there."""
    if not ranking.parts:
        return ranking
    builder, source = PostingsBuilder(), RankingSource(ranking)
    for each in numbers:
        source.give(builder, each.start, each.stop)
    model = ranking.parts[0].model
    return build_ranking(builder, model.k1, model.b, model.delta)


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
