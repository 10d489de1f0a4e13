"""Scores passages for a query, bit for bit as rank_bm25 does. Knows no pruning, no spelling and no files."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from index.bm25.formula import ScoringModel
from index.bm25.postings import PassageIds, Postings, TermColumn, TermPostings

Scores = NDArray[np.float64]


# Passages scored at a time, so that a query of a thousand terms needs no gigabytes.
_CHUNK = 4096


class QueryTerm(NamedTuple):
    """One term of the query, as often as it is repeated: its place among the distinct ones, and its weight."""

    place: int
    weight: float


@dataclass(frozen=True, slots=True)
class PartQuery:
    """A query put to one part of the corpus.

    Attributes:
        own_model: the part's own statistics, which its bounds were computed with.
        model: those of everything that is searched as one.
        terms: in the query's order, repeats kept: float addition is not associative.
        idfs: of each distinct term.
        postings_of: each distinct term's postings in this part; None where the part lacks it.
    """

    postings: Postings
    own_model: ScoringModel
    model: ScoringModel
    terms: Sequence[QueryTerm]
    idfs: Sequence[float]
    postings_of: Sequence[TermPostings | None]

    @property
    def size(self) -> int:
        """The number of passages in the part."""
        return len(self.postings.lengths)


def score_all(query: PartQuery) -> Scores:
    """Score every passage of the part; takes time by its size, whatever the query's terms match."""
    scores = np.zeros(query.size)
    norms = query.model.norms(query.postings.lengths)
    for place, weight in query.terms:
        postings, idf = query.postings_of[place], query.idfs[place]
        absent = query.model.absent_contribution(idf) * weight
        if postings is None:
            scores += absent
            continue
        frequencies = postings.frequencies.astype(np.float64)
        if isinstance(postings, TermColumn):
            scores += query.model.contributions(idf, frequencies, norms) * weight
            continue
        contributions = query.model.contributions(idf, frequencies, norms.take(postings.passages)) * weight
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
    norms = query.model.norms(query.postings.lengths.take(passages))
    contributions = query.model.contributions(np.array(query.idfs)[:, np.newaxis], frequencies, norms)
    scores = np.zeros(len(passages))
    for place, weight in query.terms:
        scores += contributions[place] if weight == 1 else contributions[place] * weight
    return scores


def matched_passages(query: PartQuery) -> PassageIds:
    """Find the passages that hold at least one of the query's terms, ascending."""
    matched = np.zeros(query.size, np.bool_)
    for postings in query.postings_of:
        if isinstance(postings, TermColumn):
            np.logical_or(matched, postings.frequencies, out=matched)
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
