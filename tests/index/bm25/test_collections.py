"""CompiledBM25 against rank_bm25 on a real collection: every question, all kernels."""

import json
import re

import numpy as np
import pytest
from rank_bm25 import BM25Plus

from index.bm25 import CompiledBM25, JointBM25, pruning
from tests.index.bm25.oracle import Corpus, Kernel, expected_top, forced
from tests.shared import shared


def read_terms(name: str) -> Corpus:
    """Read the passages or questions of cranfield as lower-case words."""
    with shared("collections", "cranfield", name).open(encoding="utf-8") as lines:
        return [re.findall(r"\w+", json.loads(line)["text"].lower()) for line in lines]


@pytest.fixture(scope="module")
def corpus() -> Corpus:
    """The passages of cranfield."""
    return read_terms("corpus.jsonl")


@pytest.fixture(scope="module")
def oracle(corpus: Corpus) -> BM25Plus:
    """rank_bm25 over them."""
    return BM25Plus(corpus)


@pytest.mark.parametrize("kernel", ["dense", "summed", "pruned", "C"])
def test_every_question_of_cranfield_ranks_as_rank_bm25_does(kernel: Kernel, corpus: Corpus, oracle: BM25Plus) -> None:
    """Scores are equal to the last bit, and so are the ten best, ties in corpus order; in two parts too."""
    index = CompiledBM25(corpus)
    joint = JointBM25([CompiledBM25(corpus[:900]), CompiledBM25(corpus[900:])])

    for question in read_terms("queries.jsonl"):
        scores = oracle.get_scores(question)
        expected = expected_top(corpus, question, scores, 10)
        with forced(kernel):
            found = [index.top(question, 10), joint.top(question, 10)]

        assert np.array_equal(scores, index.get_scores(question))
        assert [expected] * 2 == [(passages.tolist(), best.tolist()) for passages, best in found]


def test_pruning_leaves_few_passages_to_score(corpus: Corpus, monkeypatch: pytest.MonkeyPatch) -> None:
    """Bounds are tight enough to be of use: of most questions' matches, few are ever scored."""
    index = CompiledBM25(corpus)
    queries = [index._queries(question) for question in read_terms("queries.jsonl")]

    left = [pruning.contenders(query, 10) for query in queries]

    scored = [len(corpus) if passages is None else len(passages) for passages in left]
    assert np.median(scored) < len(corpus) / 10
