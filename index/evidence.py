"""How much a passage proves that it answers a question: explainable, no score involved.

Every concept of the question carries information; a passage proves by the share of it that it holds.
"""

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from index.bm25 import JointBM25
from index.frequency import zipf
from index.query import Concept, Query

# How a word's information is made of its Zipf frequency; found on judged questions, see RESULTS.md.
COMMON_ZIPF = 6.6
LEAST_SURPRISE, MOST_SURPRISE = 0.25, 3.2
SURPRISE_POWER = 1.5
LANGUAGE_SHARE = 0.85
HALF_PROOF = 2.0  # information at which full coverage is half a proof: a common name, or two ordinary words


def weigh(index: JointBM25, languages: Sequence[str], query: Query, numbers: NDArray[np.int64]) -> NDArray[np.float64]:
    """Return, per passage, the evidence that it answers, 0 to 1.

    Evidence is coverage, the share of the question's information that the passage holds, discounted where
    there was little information to hold: one common word proves nothing.
    """
    concepts = [concept for concept in query.concepts if not concept.asking] or query.concepts
    worth = [information(index, languages, concept) for concept in concepts]
    held = np.zeros(len(numbers))
    for concept, weight in zip(concepts, worth, strict=True):
        held += weight * _covers(index, concept, numbers)
    return held / sum(worth) * held / (held + HALF_PROOF)


def _covers(index: JointBM25, concept: Concept, numbers: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Return per passage whether it holds all terms of one of the concept's alternatives."""
    covered = np.zeros(len(numbers), dtype=bool)
    for alternative in concept.alternatives:
        covered |= np.all([index.term_frequencies(t, numbers) > 0 for t in alternative.terms], axis=0)
    return covered


def information(index: JointBM25, languages: Sequence[str], concept: Concept) -> float:
    """Return how much a concept tells: its rarity in the language at large, and, less, in the seeds.

    A handful of passages cannot tell a name from a filler, since both occur once; the language can. Where
    it has no word list, the seeds' idf decides alone.
    """
    found = [_frequency(word, languages) for word in concept.words.split()]
    known = [frequency for frequency in found if frequency is not None]
    rarity = _rarity(index, concept)
    if not known:
        return rarity
    surprise = min(MOST_SURPRISE, max(LEAST_SURPRISE, COMMON_ZIPF - min(known))) ** SURPRISE_POWER
    return float(surprise**LANGUAGE_SHARE * rarity ** (1 - LANGUAGE_SHARE))


def _frequency(word: str, languages: Sequence[str]) -> float | None:
    """Return a word's frequency where it is most common: a name in one language may be a filler in another."""
    found = (zipf(word, language) for language in languages)
    return max((frequency for frequency in found if frequency is not None), default=None)


def _rarity(index: JointBM25, concept: Concept) -> float:
    """Return a concept's idf over the highest possible; what the seeds lack counts as seen half a time."""
    size = index.corpus_size
    as_typed = max((index.document_frequency(term) for term in concept.terms), default=0)
    otherwise = (index.document_frequency(term) for each in concept.alternatives for term in each.terms)
    seen = as_typed or min(otherwise, default=0) or 0.5
    return math.log((size + 1) / seen) / math.log((size + 1) / 0.5)
