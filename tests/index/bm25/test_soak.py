"""The long campaign: the C kernel against numpy's on random corpora, parts, weights and damaged arrays."""

import time
from itertools import chain
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from index.bm25 import CompiledBM25, JointBM25, builder, kernel_name, search
from index.bm25.formula import ScoringModel
from index.bm25.kernel import KernelRanking, compile_part
from index.errors import BuildError
from tests.index.bm25.oracle import Corpus

CAMPAIGN_S = 120.0
WEIGHTS = (None, "ones", "real", "some zero", "extreme")

pytestmark = [pytest.mark.soak, pytest.mark.skipif(kernel_name() != "C", reason="the C kernel was not built")]


def _corpus(numbers: np.random.Generator) -> Corpus:
    """Some passages with Zipf's distribution of words, now flat, now steep; some of them empty or repeated."""
    size, words = int(numbers.integers(1, 400)), int(numbers.integers(1, 300))
    steepness, longest = numbers.uniform(1.05, 3), int(numbers.choice([3, 12, 60]))
    corpus = [
        [f"w{word}" for word in numbers.zipf(steepness, numbers.integers(0, longest)) % words] for _ in range(size)
    ]
    corpus.extend([["w0"] * int(numbers.choice([1, 300, 70_000])), *corpus[: size // 4]])
    return corpus


def _weights(numbers: np.random.Generator, kind: str | None, count: int) -> list[float] | None:
    values: dict[str | None, NDArray[np.float64]] = {
        "ones": np.ones(count),
        "real": numbers.uniform(0, 3, count),
        "some zero": numbers.integers(0, 2, count).astype(np.float64),
        "extreme": np.power(10.0, numbers.integers(-40, 40, count)),
    }
    return values[kind].tolist() if kind in values else None


def _index(numbers: np.random.Generator, corpus: Corpus, parameters: dict[str, float]) -> CompiledBM25 | JointBM25:
    borders = np.sort(numbers.integers(0, len(corpus), numbers.integers(0, 4))).tolist()
    pieces = [corpus[start:stop] for start, stop in zip([0, *borders], [*borders, len(corpus)], strict=True)]
    filled = [CompiledBM25(piece, None, **parameters) for piece in pieces if any(piece)]
    return filled[0] if len(filled) == 1 else JointBM25(filled)


@pytest.mark.timeout(0)
def test_the_c_kernel_answers_as_numpy_does() -> None:
    """Same passages, same scores to the last bit, whatever is asked of whatever corpus."""
    seed = time.time_ns()
    until = time.monotonic() + CAMPAIGN_S
    asked = 0
    while time.monotonic() < until:
        seed += 1
        numbers = np.random.default_rng(seed)
        corpus = _corpus(numbers)
        parameters = {"k1": numbers.choice([0.0, 0.9, 1.5, 8]), "b": numbers.choice([0, 0.4, 0.75, 1]), "delta": 1.0}
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(builder, "COLUMN_SHARE", int(numbers.choice([0, 6, 1 << 30])))
            index = _index(numbers, corpus, parameters)
        vocabulary = [*chain.from_iterable(corpus[:20]), "absent", "ü", "\ud800"]
        for _ in range(30):
            query = [str(term) for term in numbers.choice(vocabulary, numbers.integers(0, 14))]
            weights = _weights(numbers, WEIGHTS[numbers.integers(len(WEIGHTS))], len(query))
            k = int(numbers.choice([1, 2, 10, 100, 1000]))
            with pytest.MonkeyPatch.context() as patch:
                patch.setattr(search, "SCORE_ALL_BELOW", int(numbers.choice([0, 1 << 62])))
                expected = [array.tolist() for array in index.on_numpy().top(query, k, weights)]

            actual = [array.tolist() for array in index.top(query, k, weights)]

            assert expected == actual, (seed, query, k, weights)
            asked += 1
    print(f"{asked:,} queries compared")  # noqa: T201 # for the record of the campaign


@pytest.mark.timeout(0)
def test_damaged_arrays_are_refused_or_searched_without_harm() -> None:
    """Whatever stands in the arrays, the kernel refuses them or answers something; run this under ASan."""
    seed = time.time_ns()
    until = time.monotonic() + CAMPAIGN_S
    refused = searched = 0
    while time.monotonic() < until:
        seed += 1
        numbers = np.random.default_rng(seed)
        try:
            index = CompiledBM25(_corpus(numbers))
        except BuildError:
            continue
        for _ in range(20):
            arrays = {name: _damaged(numbers, array) for name, array in index.parts[0].arrays.items()}
            try:
                part = compile_part(arrays, 5.0)
            except ValueError:
                refused += 1
                continue
            assert part is not None
            model = ScoringModel(1.5, 0.75, 1.0, 7.0)
            KernelRanking([part, part], [(0, None), (index.corpus_size, None)], model, 100_000).top(
                [f"w{number}" for number in range(12)], 10, None
            )
            searched += 1
    print(f"{refused:,} refused, {searched:,} searched")  # noqa: T201 # for the record of the campaign


def _damaged(numbers: np.random.Generator, array: NDArray[Any]) -> NDArray[Any]:
    """Change, cut or lengthen an array now and then."""
    copy = array.copy()
    fate = numbers.integers(40)
    if fate == 0 and copy.size:
        copy.reshape(-1)[numbers.integers(copy.size)] = numbers.integers(np.iinfo(copy.dtype).max, dtype=np.int64)
    elif fate == 1:
        copy = copy[: numbers.integers(len(copy) + 1)]
    elif fate == 2 and copy.ndim == 1:
        copy = np.concatenate((copy, copy[:1]))
    elif fate == 3 and copy.size:
        places = numbers.integers(copy.size, size=5)
        copy.reshape(-1)[places] = np.roll(copy.reshape(-1)[places], 1)
    return copy
