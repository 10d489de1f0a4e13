"""What the BM25 tests compare with: the real rank_bm25, on corpora so small that ties and repeats abound."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Literal

import numpy as np
import pytest
from hypothesis import strategies as st
from numpy.typing import NDArray
from rank_bm25 import BM25Plus

from index.bm25 import builder, kernel_name, postings, pruning, search
from index.bm25.kernel import KernelRanking

Corpus = list[list[str]]
Kernel = Literal["dense", "summed", "pruned", "C"]
Storage = Literal["lists", "columns", "as built"]

# Common words come in nearly every passage, rare ones seldom; "zz" is in no corpus.
_WORDS = st.sampled_from(["the", "the", "of", "of", "a", "b", "c", "d", "e", "f", "g", "h", "ö", ""])
_PASSAGES = st.one_of(
    st.lists(_WORDS, max_size=8),
    st.builds(lambda word, times: [word] * times, _WORDS, st.sampled_from([2, 30, 300])),
)

QUERIES = st.lists(st.one_of(_WORDS, st.just("zz")), max_size=8)
WEIGHTS = st.one_of(st.sampled_from([0.0, 1.0, 1e-40, 1e40]), st.floats(-1, 4, allow_nan=False))
PARAMETERS = st.sampled_from([(1.5, 0.75, 1.0), (0.9, 0.4, 0.5), (1.2, 0.0, 0.0), (3.0, 0.99, 1e6), (1.5, 0.75, 1e15)])
# No passage of only one part: a part without terms cannot be built.
CORPORA = st.lists(_PASSAGES, min_size=1, max_size=40).filter(any)
PARTS = st.lists(st.lists(_PASSAGES, min_size=1, max_size=12).filter(any), min_size=1, max_size=4)


def expected_scores(
    oracle: BM25Plus, query: Sequence[str], weights: Sequence[float] | None = None
) -> NDArray[np.float64]:
    """Score by rank_bm25, one term at a time where terms are weighted."""
    if weights is None:
        return np.asarray(oracle.get_scores(query))
    scores = np.zeros(oracle.corpus_size)
    for term, weight in zip(query, weights, strict=True):
        scores += oracle.get_scores([term]) * weight
    return scores


def expected_top(
    corpus: Corpus, query: Sequence[str], scores: NDArray[np.float64], k: int
) -> tuple[list[int], list[float]]:
    """Rank the passages that hold a term of the query: score descending, ties in corpus order."""
    matched = [place for place, passage in enumerate(corpus) if set(passage) & set(query)]
    ranked = sorted(matched, key=lambda place: (-scores[place], place))[:k]
    return ranked, [float(scores[place]) for place in ranked]


@contextmanager
def forced(kernel: Kernel, storage: Storage = "as built") -> Iterator[None]:
    """Use one kernel and one form of postings, however small the corpus is."""
    if kernel == "C" != kernel_name():
        pytest.skip("the C kernel was not built")
    with pytest.MonkeyPatch.context() as patch:
        if kernel != "C":
            patch.setattr(KernelRanking, "top", lambda *_: None)
        patch.setattr(search, "SCORE_ALL_BELOW", 1 << 62 if kernel == "dense" else 0)
        if kernel in {"summed", "pruned"}:
            patch.setattr(search, "_LOOKUP_SHARE", 0)
            patch.setattr(pruning, "_BLOCKS_PER_HIT", 1)
            patch.setattr(pruning, "_ENOUGH_PER_HIT", 0)
            # Either all terms are added to all sums, or as few as the bounds allow.
            patch.setattr(pruning, "_BLOCK_SHARE", 1 << 62 if kernel == "summed" else 0)
            patch.setattr(pruning, "_READ_ANYWAY", 1 << 62 if kernel == "summed" else 0)
            patch.setattr(pruning, "_POSTINGS_PER_LOOKUP", 0)
        if storage != "as built":
            patch.setattr(builder, "COLUMN_SHARE", 0 if storage == "lists" else 1 << 30)
        yield


@contextmanager
def looked_up(*, one_by_one: bool) -> Iterator[None]:
    """Look bounds up one by one, or lay the list out, however long it is."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(postings, "_LOOKUP_SHARE", 0 if one_by_one else 1 << 62)
        yield
