"""One contract for all kernels and both forms of postings, over one part and over several."""

from concurrent.futures import ThreadPoolExecutor
from itertools import chain, pairwise

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from rank_bm25 import BM25Plus

from index.bm25 import CompiledBM25, JointBM25, PlacedBM25, formula, kernel, kernel_name
from index.bm25.kernel import KernelRanking
from index.errors import BuildError
from tests.index.bm25.oracle import (
    CORPORA,
    PARAMETERS,
    PARTS,
    QUERIES,
    WEIGHTS,
    Corpus,
    Kernel,
    Storage,
    expected_scores,
    expected_top,
    forced,
    looked_up,
)

kernels = pytest.mark.parametrize("kernel", ["dense", "summed", "pruned", "C"])
storages = pytest.mark.parametrize("storage", ["lists", "columns", "as built"])


@kernels
@storages
@given(corpus=CORPORA, parameters=PARAMETERS, query=QUERIES, k=st.integers(1, 45), one_by_one=st.booleans())
def test_top_is_exact(
    *,
    kernel: Kernel,
    storage: Storage,
    corpus: Corpus,
    parameters: tuple[float, float, float],
    query: list[str],
    k: int,
    one_by_one: bool,
) -> None:
    """The k best matched passages are rank_bm25's, whichever way they are found."""
    expected = expected_top(corpus, query, BM25Plus(corpus, None, *parameters).get_scores(query), k)

    with forced(kernel, storage), looked_up(one_by_one=one_by_one):
        passages, scores = CompiledBM25(corpus, None, *parameters).top(query, k)

    assert expected == (passages.tolist(), scores.tolist())


@kernels
@storages
@given(parts=PARTS, query=QUERIES, k=st.integers(1, 45), data=st.data())
def test_parts_searched_as_one_equal_their_concatenation(
    *, kernel: Kernel, storage: Storage, parts: list[Corpus], query: list[str], k: int, data: st.DataObject
) -> None:
    """However a corpus is split, and whatever the weights: same passages, same scores, same order of ties."""
    corpus = list(chain.from_iterable(parts))
    weights = data.draw(st.none() | st.lists(WEIGHTS, min_size=len(query), max_size=len(query)))
    expected = expected_top(corpus, query, expected_scores(BM25Plus(corpus), query, weights), k)

    with forced(kernel, storage):
        passages, scores = JointBM25([CompiledBM25(part) for part in parts]).top(query, k, weights)

    assert expected == (passages.tolist(), scores.tolist())


@kernels
@storages
@given(parts=PARTS, beside=CORPORA, query=QUERIES, k=st.integers(1, 45), data=st.data())
def test_stretches_of_parts_equal_one_corpus_of_them(
    *,
    kernel: Kernel,
    storage: Storage,
    parts: list[Corpus],
    beside: Corpus,
    query: list[str],
    k: int,
    data: st.DataObject,
) -> None:
    """In whatever order, and whatever is left out, alone and beside others: as if nothing else had been there."""
    stretches = data.draw(_stretches([len(part) for part in parts]))
    corpus = [passage for which, first, stop in stretches for passage in parts[which][first:stop]]
    assume(any(corpus))
    weights = data.draw(st.none() | st.lists(WEIGHTS, min_size=len(query), max_size=len(query)))
    whole = BM25Plus([*beside, *corpus])
    expected = expected_top([*beside, *corpus], query, expected_scores(whole, query, weights), k)
    chosen = data.draw(st.lists(st.integers(0, len(beside) + len(corpus) - 1), max_size=9))

    with forced(kernel, storage):
        placed = PlacedBM25([CompiledBM25(part).parts[0] for part in parts], stretches)
        joined = JointBM25([CompiledBM25(beside), placed])
        passages, scores = joined.top(query, k, weights)

    assert expected == (passages.tolist(), scores.tolist())
    assert whole.get_scores(query).tolist() == joined.get_scores(query).tolist()
    assert [whole.get_scores(query)[each] for each in chosen] == joined.get_batch_scores(query, chosen)
    assert set(whole.idf) == set(joined.terms())
    assert (whole.idf, whole.avgdl, whole.corpus_size) == (dict(joined.idf), joined.avgdl, len(joined))
    for term in whole.idf:
        counts = [[*beside, *corpus][each].count(term) for each in chosen]
        assert counts == joined.term_frequencies(term, chosen).tolist()


@st.composite
def _stretches(draw: st.DrawFn, sizes: list[int]) -> list[tuple[int, int, int]]:
    """Cut parts into pieces, leave some out, and put the others in any order."""
    pieces = []
    for which, size in enumerate(sizes):
        borders = sorted({0, size, *draw(st.lists(st.integers(0, size), max_size=4))})
        pieces += [(which, first, stop) for first, stop in pairwise(borders)]
    kept = [piece for piece in pieces if draw(st.booleans())]
    return draw(st.permutations(kept))


@given(PARTS, QUERIES, st.data())
def test_joint_statistics_equal_those_of_the_concatenation(
    parts: list[Corpus], query: list[str], data: st.DataObject
) -> None:
    """Scores, chosen scores, idf, counts and vocabulary of several parts are those of one corpus."""
    corpus = list(chain.from_iterable(parts))
    oracle, places = BM25Plus(corpus), list(range(len(corpus)))
    chosen = data.draw(st.lists(st.sampled_from(places), max_size=9))

    joint = JointBM25([CompiledBM25(part) for part in parts])

    assert oracle.get_scores(query).tolist() == joint.get_scores(query).tolist()
    assert oracle.get_batch_scores(query, chosen) == joint.get_batch_scores(query, chosen)
    assert oracle.idf == dict(joint.idf)
    assert len(oracle.idf) == len(joint.idf)
    assert (oracle.corpus_size, oracle.avgdl) == (len(joint), joint.avgdl)
    for term in joint.terms():
        counts = [passage.count(term) for passage in corpus]
        assert counts == joint.term_frequencies(term, places).tolist()


def _close_corpus(numbers: np.random.Generator, size: int, longest: int) -> Corpus:
    """Passages that hold the same few terms and differ little in length: scores closer than bounds can tell."""
    return [
        [term for term in "abcdef" for _ in range(numbers.integers(0, 4))] + ["x"] * int(numbers.integers(longest))
        for _ in range(size)
    ]


@pytest.mark.parametrize("kernel", ["summed", "pruned", "C"])
@pytest.mark.parametrize("storage", ["lists", "as built"])
@pytest.mark.parametrize("steps", [4, 255])
@pytest.mark.parametrize("seed", range(3))
def test_scores_closer_than_bounds_are_told_apart(kernel: Kernel, storage: Storage, steps: int, seed: int) -> None:
    """Bounds are rounded, and made for a part's own average length; neither ever costs a hit."""
    numbers = np.random.default_rng(seed)
    parts = [_close_corpus(numbers, 250, longest) for longest in (2, 150, 30)]
    corpus = list(chain.from_iterable(parts))
    oracle = BM25Plus(corpus)

    with forced(kernel, storage), pytest.MonkeyPatch.context() as patch:
        patch.setattr(formula, "BOUND_STEPS", steps)
        indexes = [CompiledBM25(corpus), JointBM25([CompiledBM25(part) for part in parts])]
        for _ in range(60):
            query = numbers.choice(list("abcdef"), size=numbers.integers(1, 6)).tolist()
            weights, k = numbers.uniform(0.2, 2, len(query)).tolist(), int(numbers.integers(1, 60))
            expected = expected_top(corpus, query, expected_scores(oracle, query, weights), k)

            found = [index.top(query, k, weights) for index in indexes]

            assert [expected] * 2 == [(passages.tolist(), scores.tolist()) for passages, scores in found]


@kernels
def test_scores_that_a_large_delta_rounds_together_rank_by_passage(kernel: Kernel) -> None:
    """What float64 cannot tell apart is a tie, though the bounds could."""
    numbers = np.random.default_rng(5)
    corpus = _close_corpus(numbers, 200, 40)
    oracle = BM25Plus(corpus, delta=1e15)

    with forced(kernel, "lists"):
        index = CompiledBM25(corpus, delta=1e15)
        for query in (["a", "b"], ["c", "d", "e"], ["f"]):
            passages, scores = index.top(query, 5)

            expected = expected_top(corpus, query, oracle.get_scores(query), 5)
            assert expected == (passages.tolist(), scores.tolist())


@kernels
def test_weights_that_cancel_leave_rounding_to_rank_by(kernel: Kernel) -> None:
    """Where only float64's rounding is left of a term, the ranking is still that of the scores."""
    corpus: Corpus = [["a"] * place + ["b"] * (place % 3) for place in range(1, 40)]
    query, weights = ["a", "a", "b"], [1e16, 64 - 1e16, 1.0]
    scores = expected_scores(BM25Plus(corpus), query, weights)

    with forced(kernel, "lists"):
        passages, best = CompiledBM25(corpus).top(query, 3, weights)

    assert expected_top(corpus, query, scores, 3) == (passages.tolist(), best.tolist())


def test_joint_indexes_can_be_joined_again() -> None:
    """A joint index is a part like another; nothing of either is copied."""
    first, second, third = (CompiledBM25([[term, "x"]]) for term in "abc")

    joint = JointBM25([JointBM25([first, second]), third])

    assert joint.top(["c", "x"], 3)[0].tolist() == [2, 0, 1]
    assert [index.parts[0] for index in (first, second, third)] == list(joint.parts)


def test_nothing_to_join_is_a_build_error() -> None:
    """A search needs at least one index."""
    with pytest.raises(BuildError, match="no index"):
        JointBM25([])


def test_indexes_of_different_parameters_cannot_be_joined() -> None:
    """Bounds of one k1 say nothing about scores of another."""
    with pytest.raises(BuildError, match="different k1"):
        JointBM25([CompiledBM25([["a"]]), CompiledBM25([["a"]], k1=1.2)])


@kernels
def test_many_threads_search_one_index_at_once(kernel: Kernel) -> None:
    """Answers do not depend on who else is asking."""
    numbers = np.random.default_rng(3)
    words = np.array([f"w{number}" for number in range(200)])
    corpus: Corpus = [words[numbers.zipf(1.3, 12) % 200].tolist() for _ in range(2_000)]
    queries: Corpus = [words[numbers.integers(0, 200, 5)].tolist() for _ in range(200)]

    with forced(kernel):
        index = CompiledBM25(corpus)
        expected = [[array.tolist() for array in index.top(query, 10)] for query in queries]
        with ThreadPoolExecutor(8) as pool:
            actual = list(pool.map(lambda query: index.top(query, 10), queries * 4))

    assert expected * 4 == [[array.tolist() for array in found] for found in actual]


def test_on_numpy_the_c_kernel_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same index can be searched by numpy alone, to compare or to be sure; the answers are the same."""
    index = CompiledBM25([["a", "b"], ["b", "b"], ["c"]])
    expected = [array.tolist() for array in index.top(["b"], 5)]
    monkeypatch.setattr(KernelRanking, "top", None)

    actual = [array.tolist() for array in index.on_numpy().top(["b"], 5)]

    assert expected == actual


@pytest.mark.skipif(kernel_name() != "C", reason="the C kernel was not built")
def test_a_kernel_of_another_interface_counts_as_not_built(monkeypatch: pytest.MonkeyPatch) -> None:
    """What was built from older sources is not asked in words that it does not know."""
    monkeypatch.setattr(kernel, "_INTERFACE", -1)

    index = CompiledBM25([["a", "b"], ["b", "b"], ["c"]])

    assert kernel_name() == "numpy"
    assert index.top(["b"], 5)[0].tolist() == [1, 0]


@pytest.mark.skipif(kernel_name() != "C", reason="the C kernel was not built")
@pytest.mark.parametrize(
    ("query", "k", "weights"),
    [
        (["b"] * 2000, 1, None),  # more terms than sums have precision for
        (["b", "a"], 1, [1.0, -1.0]),  # nothing bounds what a negative weight takes away
        (["b"], 9000, None),  # nearly everything is asked for: numpy is quicker
    ],
)
def test_what_the_c_kernel_declines_numpy_answers(query: list[str], k: int, weights: list[float] | None) -> None:
    """Some questions are better left to numpy, and nobody notices."""
    index = CompiledBM25([["a", "b"], ["b", "b"], ["c"]])
    assert index._kernel is not None

    declined = index._kernel.top(query, k, weights)
    found = index.top(query, k, weights)

    assert declined is None
    assert [array.tolist() for array in found] == [array.tolist() for array in index.on_numpy().top(query, k, weights)]
