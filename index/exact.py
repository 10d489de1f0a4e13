"""Scores passages for a query, bit for bit as rank_bm25 does. Knows no pruning, no spelling and no files."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from index.formula import ScoringModel
from index.postings import PassageIds, Postings, TermColumn, TermList, TermPostings

Scores = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class QueryTerm:
    """One term as often as the query repeats it; `weight` multiplies all that it contributes."""

    term: int
    idf: float
    weight: float


@dataclass(frozen=True, slots=True)
class PartQuery:
    """A query put to one part of the corpus.

    Attributes:
        own_model: the part's own statistics, which its bounds were computed with.
        model: those of everything that is searched as one.
        terms: in the query's order, repeats kept: float addition is not associative.
        postings_of: per distinct term its postings in this part; None where the part lacks it.
    """

    postings: Postings
    own_model: ScoringModel
    model: ScoringModel
    terms: Sequence[QueryTerm]
    postings_of: Sequence[TermPostings | None]

    @property
    def size(self) -> int:
        """The number of passages in the part."""
        return len(self.postings.lengths)


def score_all(query: PartQuery) -> Scores:
    """Score every passage of the part; takes time by its size, whatever the query's terms match."""
    scores = np.zeros(query.size)
    norms = query.model.norms(query.postings.lengths)
    for term in query.terms:
        postings = query.postings_of[term.term]
        absent = query.model.absent_contribution(term.idf) * term.weight
        if postings is None:
            scores += absent
        elif isinstance(postings, TermList):
            _add_list(scores, postings, _list_contributions(query, term, postings, norms), absent)
        else:
            scores += _weighted(query, term, postings.column.astype(np.float64), norms)
    return scores


def _list_contributions(query: PartQuery, term: QueryTerm, postings: TermList, norms: Scores) -> Scores:
    return _weighted(query, term, postings.frequencies.astype(np.float64), norms.take(postings.passages))


def _add_list(scores: Scores, postings: TermList, contributions: Scores, absent: float) -> None:
    contributions += scores.take(postings.passages)
    scores += absent
    scores[postings.passages] = contributions


def _weighted(query: PartQuery, term: QueryTerm, frequencies: Scores, norms: Scores) -> Scores:
    contributions = query.model.contributions(term.idf, frequencies, norms)
    if term.weight != 1:
        contributions *= term.weight
    return contributions


def score_at(query: PartQuery, passages: PassageIds) -> Scores:
    """Score these passages of the part, in any order; the numbers are those of `score_all`."""
    scores = np.zeros(len(passages))
    norms = query.model.norms(query.postings.lengths.take(passages))
    for term in query.terms:
        postings = query.postings_of[term.term]
        if postings is None:
            scores += query.model.absent_contribution(term.idf) * term.weight
        else:
            scores += _weighted(query, term, postings.frequencies_at(passages), norms)
    return scores


def matched_passages(query: PartQuery) -> PassageIds:
    """Find the passages that hold at least one of the query's terms, ascending."""
    matched = np.zeros(query.size, np.bool_)
    for postings in query.postings_of:
        if isinstance(postings, TermColumn):
            np.logical_or(matched, postings.column, out=matched)
        elif postings is not None:
            matched[postings.passages] = True
    return np.flatnonzero(matched)


def best(passages: PassageIds, scores: Scores, k: int) -> tuple[PassageIds, Scores]:
    """Keep the k best, score descending, ties by passage; passages of equal score must come ascending."""
    if k < len(passages):
        kth = np.partition(scores, -k)[-k] if k else np.inf
        above = np.flatnonzero(scores > kth)
        level = np.flatnonzero(scores == kth)[: k - len(above)]
        kept = np.concatenate((above, level))
        passages, scores = passages[kept], scores[kept]
    order = np.lexsort((passages, -scores))
    return passages[order], scores[order]
