"""CompiledBM25 against the real rank_bm25: every method, every corpus, every bit."""

from typing import Any
from zlib import crc32

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rank_bm25 import BM25Plus

from index.bm25 import CompiledBM25, builder
from index.bm25.vocabulary import Vocabulary
from index.errors import BuildError
from tests.index.bm25.oracle import CORPORA, PARAMETERS, QUERIES, Corpus, expected_top

Parameters = tuple[float, float, float]

CORPUS = [["a", "b", "b"], ["c"], [], ["b", "d", "a", "a"], ["c", "c"], ["e"]]


@given(CORPORA, PARAMETERS, QUERIES)
def test_get_scores_equals_rank_bm25(corpus: Corpus, parameters: Parameters, query: list[str]) -> None:
    """Every passage's score is rank_bm25's to the last bit, for repeated and unknown terms too."""
    expected = BM25Plus(corpus, None, *parameters).get_scores(query)

    actual = CompiledBM25(corpus, None, *parameters).get_scores(query)

    assert expected.tolist() == actual.tolist()
    assert np.float64 == actual.dtype


@given(CORPORA, QUERIES, st.data())
def test_get_batch_scores_equals_rank_bm25(corpus: Corpus, query: list[str], data: st.DataObject) -> None:
    """The scores of chosen passages, in any order and repeated, are rank_bm25's."""
    chosen = data.draw(st.lists(st.integers(0, len(corpus) - 1), max_size=9))
    expected = BM25Plus(corpus).get_batch_scores(query, chosen)

    actual = CompiledBM25(corpus).get_batch_scores(query, chosen)

    assert expected == actual


@given(CORPORA, QUERIES, st.integers(-3, 50))
def test_get_top_n_has_rank_bm25_scores_with_ties_in_corpus_order(corpus: Corpus, query: list[str], n: int) -> None:
    """The best documents have the scores that rank_bm25's have, and equal ones come in corpus order."""
    oracle, places = BM25Plus(corpus), list(range(len(corpus)))
    scores = oracle.get_scores(query)
    ranked = sorted(places, key=lambda place: (-scores[place], place))[:n]

    actual = CompiledBM25(corpus).get_top_n(query, places, n)

    assert ranked == actual
    assert [scores[place] for place in oracle.get_top_n(query, places, n)] == [scores[p] for p in actual]


@given(CORPORA, QUERIES, st.integers(0, 50))
def test_top_ranks_the_matched_passages(corpus: Corpus, query: list[str], k: int) -> None:
    """The k best passages that hold a term come back with rank_bm25's scores, ties in corpus order."""
    expected = expected_top(corpus, query, BM25Plus(corpus).get_scores(query), k)

    passages, scores = CompiledBM25(corpus).top(query, k)

    assert expected == (passages.tolist(), scores.tolist())
    assert [np.int64, np.float64] == [passages.dtype, scores.dtype]


@given(CORPORA)
def test_idf_equals_rank_bm25(corpus: Corpus) -> None:
    """The idf of every term, and the statistics it comes from, are rank_bm25's."""
    oracle = BM25Plus(corpus)

    index = CompiledBM25(corpus)

    assert oracle.idf == dict(index.idf)
    assert len(oracle.idf) == len(index.idf)
    assert (oracle.corpus_size, oracle.avgdl) == (index.corpus_size, index.avgdl)
    assert oracle.doc_len == index.doc_len.tolist()


@given(CORPORA)
def test_statistics_of_terms_are_counts_of_the_corpus(corpus: Corpus) -> None:
    """Document and term frequencies are what counting by hand gives; the vocabulary has each term once."""
    index = CompiledBM25(corpus)

    assert sorted({term for passage in corpus for term in passage}) == sorted(index.terms())
    for term in [*index.terms(), "zz"]:
        counts = [passage.count(term) for passage in corpus]
        assert sum(map(bool, counts)) == index.document_frequency(term)
        assert any(counts) == (term in index)
        assert counts == index.term_frequencies(term, range(len(corpus))).tolist()


@given(CORPORA, QUERIES)
def test_block_borders_leave_no_trace(corpus: Corpus, query: list[str]) -> None:
    """An index built in blocks of two passages and chunks of three postings is the one built at once."""
    expected = CompiledBM25(corpus)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(builder, "PASSAGES_PER_BLOCK", 2)
        patch.setattr(builder, "POSTINGS_PER_CHUNK", 3)
        actual = CompiledBM25(corpus)

    assert expected.get_scores(query).tolist() == actual.get_scores(query).tolist()
    for name, array in vars(expected.parts[0].postings).items():
        assert np.array_equal(array, getattr(actual.parts[0].postings, name))


def test_nothing_is_clipped() -> None:
    """A term that comes 70,000 times in a passage is scored as often as it comes."""
    corpus = [["a"] * 70_000 + ["b"], *[["c", "b"]] * 9, ["a"]]

    actual = CompiledBM25(corpus).get_scores(["a", "b"])

    assert BM25Plus(corpus).get_scores(["a", "b"]).tolist() == actual.tolist()


def test_a_query_of_a_thousand_terms_is_scored_in_full() -> None:
    """No term of a very long query is left out."""
    corpus = [[f"w{place}", f"w{place + 1}", "the"] for place in range(1_000)]
    query = [f"w{place}" for place in range(1_000)] + ["the"] * 9
    expected = BM25Plus(corpus).get_scores(query)

    passages, scores = CompiledBM25(corpus).top(query, 3)

    assert expected_top(corpus, query, expected, 3) == (passages.tolist(), scores.tolist())


@pytest.mark.parametrize("query", [[], ["unknown"]])
def test_no_known_term_matches_nothing(query: list[str]) -> None:
    """Without a known term no passage matches, and each scores 0."""
    index = CompiledBM25(CORPUS)

    passages, scores = index.top(query, 5)

    assert (passages.tolist(), scores.tolist()) == ([], [])
    assert [0.0] * len(CORPUS) == index.get_scores(query).tolist()


def test_one_passage_matches_with_a_positive_score() -> None:
    """In a corpus of one passage its own term matches, above 0."""
    passages, scores = CompiledBM25([["a"]]).top(["a"], 5)

    assert passages.tolist() == [0]
    assert BM25Plus([["a"]]).get_scores(["a"]).tolist() == scores.tolist()
    assert scores[0] > 0


@pytest.mark.parametrize("corpus", [[], [[]], [[], []]])
def test_a_corpus_without_terms_is_a_build_error(corpus: Corpus) -> None:
    """No passages, or only empty ones, are refused with a sentence rather than a division by zero."""
    with pytest.raises(BuildError, match="no terms"):
        CompiledBM25(corpus)


@pytest.mark.parametrize("parameters", [{"k1": -1}, {"b": 1.1}, {"b": float("nan")}, {"delta": float("inf")}])
def test_parameters_out_of_range_are_a_build_error(parameters: dict[str, Any]) -> None:
    """Parameters for which the formula means nothing are refused."""
    with pytest.raises(BuildError, match="needs k1"):
        CompiledBM25(CORPUS, **parameters)


@pytest.mark.parametrize("term", [7, None, ["list"]])
def test_a_term_that_is_no_str_is_a_build_error(term: object) -> None:
    """Terms of another type are refused with a sentence."""
    corpus: Any = [["a", term]]

    with pytest.raises(BuildError, match="must be str"):
        CompiledBM25(corpus)


@pytest.mark.parametrize("parameters", [{"k1": 0}, {"b": 1}])
def test_zero_over_zero_is_no_nan(parameters: dict[str, Any]) -> None:
    """Where rank_bm25 answers NaN, a term still adds nothing but delta to a passage without it."""
    index = CompiledBM25(CORPUS, **parameters)

    scores = index.get_scores(["e"])

    assert [index.idf["e"]] * 5 == scores[:5].tolist()
    assert scores[5] > scores[0]


def test_a_tokenizer_splits_the_passages() -> None:
    """With a tokenizer, a lambda included, the corpus may be text."""
    actual = CompiledBM25(["a b b", "c"], tokenizer=lambda text: text.split())

    assert CompiledBM25([["a", "b", "b"], ["c"]]).get_scores(["b"]).tolist() == actual.get_scores(["b"]).tolist()


def test_lone_surrogates_are_terms_like_others() -> None:
    """A term that UTF-8 cannot encode is found, and found alone."""
    index = CompiledBM25([["\ud800"], ["\ud801"], ["?"]])

    passages, _ = index.top(["\ud800"], 5)

    assert passages.tolist() == [0]
    assert sorted(index.terms()) == ["?", "\ud800", "\ud801"]


def test_terms_of_equal_hash_are_kept_apart() -> None:
    """Two terms with the same CRC-32 are two terms."""
    assert crc32(b"plumless") == crc32(b"buckeroo")

    index = CompiledBM25([["plumless"], ["buckeroo"], ["x"]])

    assert index.top(["plumless"], 5)[0].tolist() == [0]
    assert index.top(["buckeroo"], 5)[0].tolist() == [1]


def test_terms_have_one_order_whichever_came_first() -> None:
    """Also those of equal hash, so that a build of what is known and one of what is new give the same files."""
    texts = (["a", "plumless", "z", "buckeroo"], ["buckeroo", "z", "plumless", "a"])
    one, other = (Vocabulary.build(terms)[0] for terms in texts)

    assert one.term_text.tobytes() == other.term_text.tobytes()
    assert ["buckeroo", "plumless"] == [term for term in one if len(term) > 1]


@pytest.mark.parametrize("passage", [-1, len(CORPUS)])
def test_a_passage_that_does_not_exist_is_an_index_error(passage: int) -> None:
    """Asking for a passage outside the corpus names it."""
    index = CompiledBM25(CORPUS)

    with pytest.raises(IndexError, match=f"passage {passage} does not exist"):
        index.get_batch_scores(["a"], [0, passage])
    with pytest.raises(IndexError, match=f"passage {passage} does not exist"):
        index.term_frequencies("a", [0, passage])


def test_too_few_documents_are_refused() -> None:
    """get_top_n needs one document per passage."""
    with pytest.raises(ValueError, match="2 documents"):
        CompiledBM25(CORPUS).get_top_n(["a"], ["x", "y"])


@pytest.mark.parametrize("weights", [[1.0], [1.0, float("nan")], [1.0, float("inf")]])
def test_weights_must_be_finite_and_one_per_term(weights: list[float]) -> None:
    """A missing or endless weight is refused."""
    with pytest.raises(ValueError, match="finite weights"):
        CompiledBM25(CORPUS).top(["a", "b"], 5, weights)


def test_len_is_the_number_of_passages() -> None:
    """An index is as long as its corpus."""
    assert len(CORPUS) == len(CompiledBM25(CORPUS))
