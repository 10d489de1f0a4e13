"""The BM25 engine: rank_bm25's BM25Plus with compiled postings, one corpus or several searched as one.

Same constructor, same numbers to the last bit. Knows terms and passage numbers; no text, no seed, no chat.
"""

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import fields
from itertools import chain
from pathlib import Path
from typing import Any, Self

from rank_bm25 import BM25Plus

from index.bm25.builder import PostingsBuilder
from index.bm25.corpora import Corpus, CorpusGroup
from index.bm25.formula import ScoringModel
from index.bm25.placing import Placing, Stretch
from index.bm25.postings import Postings
from index.bm25.ranking import Ranking
from index.bm25.vocabulary import Vocabulary
from index.errors import BuildError
from index.storage.arrays import damaged, open_array, open_meta, save_arrays

FORMAT = "bm25-1"
_DTYPES = {
    "term_hashes": ("<u4",),
    "term_offsets": ("<i8",),
    "term_text": ("|u1",),
    "lengths": ("<u4",),
    "offsets": ("<i8",),
    "passages": ("<u4",),
    "frequencies": ("|u1", "<u2", "<u4"),
    "bounds": ("|u1",),
    "maximum_bounds": ("|u1",),
    "column_terms": ("<i8",),
    "column_matches": ("<i8",),
    "columns": ("|u1", "<u2", "<u4"),
    "column_bounds": ("|u1",),
}
_TWO_DIMENSIONS = ("columns", "column_bounds")


class CompiledBM25(Ranking, BM25Plus):  # type: ignore[misc] # rank_bm25 has no types
    """rank_bm25's BM25Plus over flat arrays, which can be saved, memory-mapped and searched for the best k.

    Scores equal rank_bm25's bit for bit. Three things differ: `get_top_n` orders ties by passage; where
    rank_bm25 divides zero by zero (k1 = 0, or b = 1 and an empty passage) the score is a number, not NaN;
    and there are no per-passage dictionaries, so `doc_freqs` stays empty.
    """

    tokenizer: Any

    def __init__(
        self,
        corpus: Iterable[Any],
        tokenizer: Callable[[Any], Sequence[str]] | None = None,
        k1: float = 1.5,
        b: float = 0.75,
        delta: float = 1,
    ) -> None:
        """Fit a corpus: passages as lists of terms, or as whatever the tokenizer makes such lists of.

        Raises:
            BuildError: the corpus has no passage or no term, or a parameter is out of range.
        """
        if not (0 <= k1 < math.inf and 0 <= b <= 1 and math.isfinite(delta)):
            raise BuildError(f"BM25 needs k1 >= 0, 0 <= b <= 1 and a finite delta, not {k1}, {b}, {delta}")
        super().__init__(corpus, tokenizer, float(k1), float(b), float(delta))
        self._join([CorpusGroup((self._fitted,))])
        del self._fitted

    def _tokenize_corpus(self, corpus: Iterable[Any]) -> list[Sequence[str]]:
        # Not in a pool of processes as the base class does: that cannot take a lambda, and is never closed.
        return [self.tokenizer(passage) for passage in corpus]

    def _initialize(self, corpus: Iterable[Sequence[str]]) -> dict[str, int]:
        builder = PostingsBuilder()
        builder.add(corpus if isinstance(corpus, Sequence) else list(corpus))
        if not builder.total_terms:
            raise BuildError(f"the corpus has no terms: {builder.corpus_size} passages, all of them empty")
        self.corpus_size = builder.corpus_size
        self.avgdl = builder.total_terms / builder.corpus_size
        model = ScoringModel(self.k1, self.b, self.delta, self.avgdl)
        self._fitted = Corpus(*builder.build(model), model, builder.total_terms)
        self.doc_len = self._fitted.postings.lengths
        return {}

    def _calc_idf(self, nd: dict[str, int]) -> None:
        # Computed when asked for: see TermStatistics.
        self.idf = nd

    @classmethod
    def built(cls, builder: PostingsBuilder, k1: float, b: float, delta: float) -> Self:
        """Fit what a builder has collected, at least one term; gives the builder up."""
        model = ScoringModel(k1, b, delta, builder.total_terms / builder.corpus_size)
        index = cls.__new__(cls)
        index._adopt(Corpus(*builder.build(model), model, builder.total_terms))  # noqa: SLF001 # its own, as in `open`
        return index

    def save(self, path: Path | str) -> None:
        """Write the index into a folder, which is made where needed; never touches files that others map."""
        part = self.parts[0]
        meta = {"version": FORMAT, "k1": self.k1, "b": self.b, "delta": self.delta, "terms": part.total_terms}
        save_arrays(Path(path), part.arrays, meta)

    @classmethod
    def open(cls, path: Path | str) -> Self:
        """Map a saved index. Reads what it needs to check the arrays against each other, not the postings.

        Raises:
            SnapshotError: a file is missing, damaged, or of another format version.
        """
        index = cls.__new__(cls)
        index._adopt(_open_part(Path(path)))  # noqa: SLF001 # its own, unlike the base class's constructor
        return index

    def _adopt(self, part: Corpus) -> None:
        self.k1, self.b, self.delta = part.model.k1, part.model.b, part.model.delta
        self.tokenizer = None
        self.doc_freqs: list[dict[str, int]] = []
        self.doc_len = part.postings.lengths
        self._join([CorpusGroup((part,))])


class JointBM25(Ranking):
    """Several fitted or opened indexes searched as one: equal to one index of their concatenation."""

    def __init__(self, indexes: Sequence[Ranking]) -> None:
        """Join indexes; copies nothing.

        Raises:
            BuildError: there are none, or they were built with different parameters.
        """
        groups = [group for index in indexes for group in index.groups]
        if not groups:
            raise BuildError("nothing to join: no index was given")
        _check_parameters(groups)
        self._join(groups)


class PlacedBM25(Ranking):
    """Stretches of fitted or opened indexes in an order of their own: equal to one index of what they hold."""

    def __init__(self, parts: Sequence[Corpus], stretches: Iterable[Stretch]) -> None:
        """Place passages, at least one of them with a term; copies no postings.

        Args:
            parts: of indexes.
            stretches: of their passages, end to end; what is in none is left out.

        Raises:
            BuildError: they were built with different parameters.
        """
        group = CorpusGroup(tuple(parts), Placing.of([len(part.postings.lengths) for part in parts], stretches))
        _check_parameters([group])
        self._join([group])


def _check_parameters(groups: Sequence[CorpusGroup]) -> None:
    parameters = {(part.model.k1, part.model.b, part.model.delta) for group in groups for part in group.parts}
    if len(parameters) > 1:
        raise BuildError(f"indexes built with different k1, b, delta cannot be joined: {parameters}")


def _open_part(folder: Path) -> Corpus:
    meta = open_meta(folder, FORMAT)
    arrays = {
        name: open_array(folder, name, meta, dtypes, 2 if name in _TWO_DIMENSIONS else 1)
        for name, dtypes in _DTYPES.items()
    }
    vocabulary = Vocabulary(**{field.name: arrays[field.name] for field in fields(Vocabulary)})
    postings = Postings(**{field.name: arrays[field.name] for field in fields(Postings)})
    total_terms = int(meta["terms"])
    for name, problem in chain(vocabulary.faults(), postings.faults(len(vocabulary), total_terms)):
        raise damaged(folder / f"{name}.npy", problem)
    model = ScoringModel(meta["k1"], meta["b"], meta["delta"], total_terms / len(postings.lengths))
    part = Corpus(vocabulary, postings, model, total_terms)
    try:
        part.compiled  # noqa: B018 # made now, because making it checks every posting
    except ValueError as error:
        name, problem = error.args
        raise damaged(folder / f"{name}.npy", problem) from None
    return part
