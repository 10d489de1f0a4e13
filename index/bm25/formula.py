"""BM25+ as rank_bm25 0.2.2 computes it, float operation for float operation, and the bounds made from it.

Pure functions of numbers; knows no postings, no files and no query.
"""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

BOUND_STEPS = 255
# Lifts a bound over whatever the division before it rounded away.
_BOUND_MARGIN = 1 + 1e-9
_SMALLEST_NORM = float(np.finfo(np.float64).tiny)


def inverse_document_frequency(passages: int, document_frequency: int) -> float:
    """Weigh a term by its rarity, as `BM25Plus._calc_idf` of rank_bm25 does; always above 0."""
    return math.log((passages + 1) / document_frequency)


@dataclass(frozen=True, slots=True)
class ScoringModel:
    """The parameters of BM25+ for a corpus (Lv and Zhai 2011, "Lower-bounding term frequency normalization").

    Attributes:
        average_length: terms in a passage, on average; above 0.
    """

    k1: float
    b: float
    delta: float
    average_length: float

    @property
    def bound_unit(self) -> float:
        """What one step of a quantised bound is worth: the saturated part cannot exceed k1 + 1."""
        return (self.k1 + 1) / BOUND_STEPS

    def norms(self, lengths: NDArray[np.unsignedinteger]) -> NDArray[np.float64]:
        """Compute the addend below the fraction, k1 (1 - b + b length / average), for passages so long.

        Never 0: rank_bm25 divides zero by zero with k1 = 0, or with b = 1 and an empty passage, and answers
        NaN; here an absent term then adds what it always adds, idf times delta.
        """
        norms = lengths.astype(np.float64)
        norms *= self.b
        norms /= self.average_length
        norms += 1 - self.b
        norms *= self.k1
        return np.maximum(norms, _SMALLEST_NORM, out=norms)

    def saturated(self, frequencies: NDArray[np.float64], norms: NDArray[np.float64]) -> NDArray[np.float64]:
        """Compute the term-frequency part: tf (k1 + 1) / (norm + tf)."""
        part = frequencies * (self.k1 + 1)
        part /= norms + frequencies
        return part

    def contributions(
        self, idf: float | NDArray[np.float64], frequencies: NDArray[np.float64], norms: NDArray[np.float64]
    ) -> NDArray[np.float64]:
        """Compute what one term adds to the scores of passages that hold it so often."""
        contributions = self.saturated(frequencies, norms)
        contributions += self.delta
        contributions *= idf
        return contributions

    def absent_contribution(self, idf: float) -> float:
        """Compute what a term adds to the score of a passage without it."""
        return idf * self.delta

    def bounds(self, frequencies: NDArray[np.float64], norms: NDArray[np.float64]) -> NDArray[np.uint8]:
        """Quantise the term-frequency part upwards: part <= bound * bound_unit, part >= (bound - 1) * unit.

        Both hold up to a relative 1e-8, which a user's own margin for rounding has to cover.
        """
        steps = np.ceil(self.saturated(frequencies, norms) * (_BOUND_MARGIN / self.bound_unit))
        return np.clip(steps, 1, BOUND_STEPS).astype(np.uint8)
