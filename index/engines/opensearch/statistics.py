"""How often which term stands in the passages of an index, in small files on this machine; and how they are scored.

So that what a question weighs is known without asking anybody. Knows no cluster.
"""

from collections.abc import Callable
from dataclasses import dataclass, fields, replace
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Self

import numpy as np
from numpy.typing import NDArray

from index.bm25 import Ranking, ScoringModel, Vocabulary
from index.storage.arrays import damaged, open_array, open_meta, save_arrays

FORMAT = "statistics-1"
_DTYPES = {"term_hashes": "<u4", "term_offsets": "<i8", "term_text": "|u1", "document_frequencies": "<u4"}
_REMEMBERED = 1 << 14


@dataclass(frozen=True)
class Statistics:
    """What is known of all passages of an index.

    Attributes:
        vocabulary: its terms.
        document_frequencies: of each term, by its number.
        model: how passages are scored, with their own average length.
        passages, worded: how many there are, and how many of them have a term.
        total_terms: of all passages together.
    """

    vocabulary: Vocabulary
    document_frequencies: NDArray[np.uint32]
    model: ScoringModel
    passages: int
    worded: int
    total_terms: int

    @classmethod
    def of(cls, ranking: Ranking) -> Self:
        """Gather what a ranking of this machine knows; takes some microseconds a term."""
        terms = list(ranking.terms())
        vocabulary, numbers = Vocabulary.build(terms)
        frequencies = np.zeros(len(terms), np.uint32)
        frequencies[numbers] = [ranking.document_frequency(term) for term in terms]
        lengths = ranking.lengths(np.arange(len(ranking)))
        total, first = int(lengths.sum()), ranking.parts[0].model
        model = replace(first, average_length=total / len(ranking))
        return cls(vocabulary, frequencies, model, len(ranking), int(np.count_nonzero(lengths)), total)

    @cached_property
    def document_frequency(self) -> Callable[[str], int]:
        """Count, of a term, the passages that hold it."""
        return lru_cache(_REMEMBERED)(self._document_frequency)

    def _document_frequency(self, term: str) -> int:
        number = self.vocabulary.number(term)
        return 0 if number is None else int(self.document_frequencies[number])

    def save(self, folder: Path) -> None:
        """Write them into a folder."""
        arrays = {field.name: getattr(self.vocabulary, field.name) for field in fields(Vocabulary)}
        model = {name: getattr(self.model, name) for name in ("k1", "b", "delta")}
        counts = {"passages": self.passages, "worded": self.worded, "total_terms": self.total_terms}
        frequencies = {"document_frequencies": self.document_frequencies}
        save_arrays(folder, arrays | frequencies, {"version": FORMAT, **model, **counts})

    @classmethod
    def open(cls, folder: Path) -> Self:
        """Map what was saved; raises SnapshotError where it is missing, damaged or of another version."""
        meta = open_meta(folder, FORMAT)
        arrays = {name: open_array(folder, name, meta, (dtype,)) for name, dtype in _DTYPES.items()}
        vocabulary = Vocabulary(**{field.name: arrays[field.name] for field in fields(Vocabulary)})
        for name, problem in vocabulary.faults():
            raise damaged(folder / f"{name}.npy", problem)
        if len(arrays["document_frequencies"]) != len(vocabulary):
            raise damaged(folder / "document_frequencies.npy", "does not fit the number of terms")
        passages, worded, total = (int(meta[name]) for name in ("passages", "worded", "total_terms"))
        model = ScoringModel(meta["k1"], meta["b"], meta["delta"], total / passages)
        return cls(vocabulary, arrays["document_frequencies"], model, passages, worded, total)
