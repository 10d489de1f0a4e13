"""How much of a question's information each of some passages holds; ranking and evidence build on it.

Every concept of the question carries information, found here; what makes an answer of it is not known here.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from index.asked import Asked, Wanted
from index.engines.engine import Engine
from index.questions.concepts import Concept, Query
from index.text.frequency import zipf

# How a word's information is made of its Zipf frequency; found on judged questions, see RESULTS.md.
COMMON_ZIPF = 6.6
LEAST_SURPRISAL, MOST_SURPRISAL = 0.25, 3.2
SURPRISAL_POWER = 1.5
LANGUAGE_SHARE = 0.85
PAUSES = frozenset(".,;:?!()")  # what does not stand inside a phrase
HALF_PROOF = 2.0  # information at which full coverage is half a proof: a common name, or two ordinary words


@dataclass(frozen=True, slots=True)
class Information:
    """How much information a concept carries: little in "large", much in "Nakhchivan".

    Attributes:
        worth: its rarity in the language at large, and, less, in the seeds; 0 to 6.
        surprisal: how unlikely the language at large makes it (in nats, from 0.6 to 9.4); where that has no word
            list, as unlikely as the seeds make it.
        idf: how unlikely the seeds make it, in nats.
    """

    worth: float
    surprisal: float
    idf: float


@dataclass(frozen=True, slots=True)
class Coverage:
    """Which concepts of a question each of some passages holds.

    Attributes:
        question: as it was read.
        concepts: those that an answer may hang on.
        information: of each concept.
        distinct: the concepts with their information, each of those that are asked repeatedly once.
        side_by_side: which of those stand beside each other in the question, at most one word between.
        worth, idf: of all that is asked.
        numbers: of the passages.
        held: whether a passage holds all terms of one of a concept's alternatives; concepts by passages.
        shares: of the question's idf that each passage holds, 0 to 1.
    """

    question: str
    concepts: tuple[Concept, ...]
    information: tuple[Information, ...]
    distinct: tuple[tuple[Concept, Information], ...]
    side_by_side: tuple[tuple[int, int], ...]
    worth: float
    idf: float
    numbers: NDArray[np.int64]
    held: NDArray[np.bool_]
    shares: NDArray[np.float64]

    def proof(self) -> NDArray[np.float64]:
        """Return, per passage, the share of the question's information that it holds, 0 to 1.

        It is discounted where there was little information to hold: one common word proves nothing.
        """
        worth = [each.worth for each in self.information]
        held = np.zeros(len(self.numbers))
        for weight, holds in zip(worth, self.held, strict=True):
            held += weight * holds
        return held / sum(worth) * held / (held + HALF_PROOF)

    def asked(self) -> Asked:
        """Return the question with its words, as they are looked for in the sentences of a passage."""
        words = (
            Wanted(tuple(each.terms for each in concept.alternatives), information.worth, information.idf)
            for concept, information in self.distinct
        )
        return Asked(self.question, tuple(words))


def cover(engine: Engine, languages: Sequence[str], query: Query, numbers: NDArray[np.int64]) -> Coverage:
    """Return which concepts of a question, which has one at least, the passages of these numbers hold."""
    concepts = tuple(concept for concept in query.concepts if not concept.asking) or query.concepts
    information = tuple(_information(engine, languages, concept) for concept in concepts)
    held = np.array([_covers(engine, concept, numbers) for concept in concepts]).reshape(len(concepts), len(numbers))
    idf = np.array([each.idf for each in information])
    once: dict[tuple[str, ...], tuple[Concept, Information]] = {}
    for each in zip(concepts, information, strict=True):
        once.setdefault(each[0].terms, each)
    distinct = tuple(once.values())
    return Coverage(
        query.question,
        concepts,
        information,
        distinct,
        side_by_side=tuple(_side_by_side(query.question, [concept for concept, _ in distinct])),
        worth=sum(each.worth for _, each in distinct),
        idf=sum(each.idf for _, each in distinct),
        numbers=numbers,
        held=held,
        shares=idf @ held / idf.sum(),
    )


def _side_by_side(question: str, concepts: Sequence[Concept]) -> Iterator[tuple[int, int]]:
    """Yield the pairs of concepts, by their indices, that nothing but a word stands between in a question."""
    order = sorted(range(len(concepts)), key=lambda index: concepts[index].start)
    for one, other in pairwise(order):
        between = question[concepts[one].end : concepts[other].start]
        if len(between.split()) <= 1 and PAUSES.isdisjoint(between):
            yield one, other


def _covers(engine: Engine, concept: Concept, numbers: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Return per passage whether it holds all terms of one of the concept's alternatives."""
    if len(concept.alternatives) == 1 and len(concept.alternatives[0].terms) == 1:  # as of most
        return engine.term_frequencies(concept.alternatives[0].terms[0], numbers) > 0
    covered = np.zeros(len(numbers), dtype=bool)
    for alternative in concept.alternatives:
        holds = [engine.term_frequencies(term, numbers) > 0 for term in alternative.terms]
        covered |= holds[0] if len(holds) == 1 else np.all(holds, axis=0)
    return covered


def _information(engine: Engine, languages: Sequence[str], concept: Concept) -> Information:
    """Return how much information a concept carries.

    A handful of passages cannot tell a name from a filler, since both occur once; the language can. Where
    it has no word list, the seeds' idf decides alone.
    """
    found = [_frequency(word, languages) for word in concept.meant.split()]
    known = [frequency for frequency in found if frequency is not None]
    idf, most = _idf(engine, concept), math.log((len(engine) + 1) / 0.5)
    if not known:
        return Information(idf / most, idf, idf)
    steps = max(LEAST_SURPRISAL, COMMON_ZIPF - min(known))
    worth = (min(MOST_SURPRISAL, steps) ** SURPRISAL_POWER) ** LANGUAGE_SHARE * (idf / most) ** (1 - LANGUAGE_SHARE)
    return Information(worth, math.log(10) * steps, idf)


def _frequency(word: str, languages: Sequence[str]) -> float | None:
    """Return a word's frequency where it is most common: a name in one language may be a filler in another."""
    if len(languages) == 1:
        return zipf(word, languages[0])
    found = (zipf(word, language) for language in languages)
    return max((frequency for frequency in found if frequency is not None), default=None)


def _idf(engine: Engine, concept: Concept) -> float:
    """Return a concept's inverse document frequency; what the seeds lack counts as seen half a time."""
    seen: float = max(map(engine.document_frequency, concept.terms), default=0)
    if not seen:
        meant = concept.alternatives[:1] if concept.respelt else concept.alternatives
        seen = min((engine.document_frequency(term) for each in meant for term in each.terms), default=0) or 0.5
    return math.log((len(engine) + 1) / seen)
