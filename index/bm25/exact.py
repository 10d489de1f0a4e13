"""Scores passages for a query, bit for bit as rank_bm25 does. Knows no pruning, no spelling and no files."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from index.bm25.formula import ScoringModel
from index.bm25.postings import PassageIds, Postings, TermColumn, TermPostings

Scores = NDArray[np.float64]

# Below this, parts are scored as a whole, and what that takes again and again is kept: 64 kB for each column.
SMALL_PART = 8192
# Passages scored at a time, so that a query of a thousand terms needs no gigabytes.
_CHUNK = 4096
# Below this, a table of all terms and passages takes fewer calls than term after term.
_TABLE_BELOW = 256
# Fewer scores than this are sorted sooner than their best are picked.
_SORTED_BELOW = 512


class QueryTerm(NamedTuple):
    """One term of the query, as often as it is repeated: its number among the distinct ones, and its weight."""

    number: int
    weight: float


class PartScorer:
    """One part of the corpus as the whole sees it; what it keeps is computed from what never changes.

    Attributes:
        own_model: the part's own statistics, which its bounds were computed with.
        model: those of everything that is searched as one.
        size: the number of passages in the part.
    """

    def __init__(self, postings: Postings, own_model: ScoringModel, model: ScoringModel) -> None:
        self.postings = postings
        self.own_model = own_model
        self.model = model
        self.size = len(postings.lengths)
        self._columns: dict[int, Scores] = {}

    @property
    def norms(self) -> Scores:
        """The norm of every passage."""
        return self._kept_norms if self.size < SMALL_PART else self.model.norms(self.postings.lengths)

    @cached_property
    def _kept_norms(self) -> Scores:
        return self.model.norms(self.postings.lengths)

    def column(self, column: TermColumn, idf: float, norms: Scores) -> Scores:
        """Compute what a term with a column adds to the score of every passage; not to be written to."""
        kept = self._columns.get(column.row)
        if kept is None:
            kept = self.model.contributions(idf, column.frequencies.astype(np.float64), norms)
            if self.size < SMALL_PART:
                self._columns[column.row] = kept
        return kept


@dataclass(frozen=True, slots=True)
class PartQuery:
    """A query put to one part of the corpus.

    Attributes:
        terms: in the query's order, repeats kept: float addition is not associative.
        idfs: of each distinct term.
        postings_of: each distinct term's postings in this part; None where the part lacks it.
    """

    scorer: PartScorer
    terms: Sequence[QueryTerm]
    idfs: Sequence[float]
    postings_of: Sequence[TermPostings | None]

    @property
    def size(self) -> int:
        """The number of passages in the part."""
        return self.scorer.size

    @property
    def absent_score(self) -> float:
        """The score of a passage that holds none of the terms, to the last bit."""
        model, score = self.scorer.model, 0.0
        for index, weight in self.terms:
            score += model.absent_contribution(self.idfs[index]) * weight
        return score


def score_all(queries: Sequence[PartQuery]) -> Scores:
    """Score every passage of all parts; takes time by their size, whatever the query's terms match."""
    if sum(query.size for query in queries) >= _TABLE_BELOW:
        return np.concatenate([_score_part(query) for query in queries])
    frequencies = np.concatenate([_frequencies_of_all(query) for query in queries], axis=1)
    norms = np.concatenate([query.scorer.norms for query in queries])
    return score_table(queries[0].scorer.model, queries[0].terms, queries[0].idfs, frequencies, norms)


def _score_part(query: PartQuery) -> Scores:
    scorer, scores = query.scorer, np.zeros(query.size)
    norms = scorer.norms
    for index, weight in query.terms:
        postings, idf = query.postings_of[index], query.idfs[index]
        if isinstance(postings, TermColumn):
            contributions = scorer.column(postings, idf, norms)
            scores += contributions if weight == 1 else contributions * weight
            continue
        absent = scorer.model.absent_contribution(idf) * weight
        if postings is None:
            scores += absent
            continue
        frequencies = postings.frequencies.astype(np.float64)
        contributions = scorer.model.contributions(idf, frequencies, norms.take(postings.passages))
        contributions *= weight
        contributions += scores.take(postings.passages)
        scores += absent
        scores[postings.passages] = contributions
    return scores


def score_at(query: PartQuery, passages: PassageIds) -> Scores:
    """Score these passages of the part, in any order; the numbers are those of `score_all`."""
    starts = range(0, max(1, len(passages)), _CHUNK)
    return np.concatenate([_score_chunk(query, passages[start : start + _CHUNK]) for start in starts])


def _score_chunk(query: PartQuery, passages: PassageIds) -> Scores:
    frequencies = np.zeros((len(query.postings_of), len(passages)))
    for row, postings in zip(frequencies, query.postings_of, strict=True):
        if postings is not None:
            row[:] = postings.frequencies_at(passages)
    norms = query.scorer.model.norms(query.scorer.postings.lengths.take(passages))
    return score_table(query.scorer.model, query.terms, query.idfs, frequencies, norms)


def _frequencies_of_all(query: PartQuery) -> NDArray[np.float64]:
    frequencies = np.zeros((len(query.postings_of), query.size))
    for row, postings in zip(frequencies, query.postings_of, strict=True):
        if isinstance(postings, TermColumn):
            row[:] = postings.frequencies
        elif postings is not None:
            row[postings.passages] = postings.frequencies
    return frequencies


def score_table(
    model: ScoringModel,
    terms: Sequence[QueryTerm],
    idfs: Sequence[float],
    frequencies: NDArray[np.float64],
    norms: Scores,
) -> Scores:
    """Score passages of which it is known how often they hold each distinct term: a row for each, as in `idfs`."""
    if not terms:
        return np.zeros(len(norms))
    contributions = model.contributions(np.array(idfs)[:, np.newaxis], frequencies, norms)
    indices, weights = zip(*terms, strict=True)
    in_turn = contributions.take(indices, axis=0)
    in_turn *= np.array(weights)[:, np.newaxis]
    # Not a sum, whose order of additions is numpy's; and no score is -0, since rank_bm25 begins with 0.
    scores: Scores = np.add.accumulate(in_turn, axis=0)[-1] + 0.0
    return scores


def matched_passages(queries: Sequence[PartQuery]) -> PassageIds:
    """Find the passages that hold at least one of the query's terms, ascending, numbered through all parts."""
    return np.flatnonzero(np.concatenate([_matches(query) for query in queries]))


def _matches(query: PartQuery) -> NDArray[np.bool_]:
    matched = np.zeros(query.size, np.bool_)
    for postings in query.postings_of:
        if isinstance(postings, TermColumn):
            np.logical_or(matched, postings.frequencies, out=matched)
        elif postings is not None:
            matched[postings.passages] = True
    return matched


def best(passages: PassageIds, scores: Scores, k: int) -> tuple[PassageIds, Scores]:
    """Keep the k best, score descending, ties by passage; passages of equal score must come ascending."""
    if k < len(passages) > _SORTED_BELOW:
        kth = np.partition(scores, -k)[-k] if k else np.inf
        above = np.flatnonzero(scores > kth)
        level = np.flatnonzero(scores == kth)[: k - len(above)]
        kept = np.concatenate((above, level))
        passages, scores = passages[kept], scores[kept]
    order = np.lexsort((passages, -scores))[:k]
    return passages[order], scores[order]
