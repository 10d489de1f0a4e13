"""How surely a passage answers a question: named parts, weighed to a probability. Knows no scores.

The weights are those of a logistic regression over judged questions of several languages and sizes of corpus, half of
them asked where nothing answers: benchmarks/evidence_weights.py fits them, abstention.py measures what they are worth.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from operator import mul

from index.answers.coverage import Coverage
from index.answers.evidence_parts import PARTS, Part
from index.answers.matching import HeldPassage
from index.engines.library import Searcher


@dataclass(frozen=True, slots=True)
class WeightSet:
    """Which parts an answer hangs on, and how much each adds to the log odds of an answer for each 1 of its value.

    Where a part cannot be told (no model is there, say), another set is used that does without it.

    Attributes:
        base: the log odds where every part is 0.
        weights: by the part's name in `PARTS`; what is not named is not computed.
    """

    base: float
    weights: Mapping[str, float]

    def probability(self, parts: Mapping[str, float]) -> float:
        """Return the probability that the values of all parts, among others, come to."""
        odds = self.base + sum(map(mul, self.weights.values(), map(parts.__getitem__, self.weights)))
        return 1 / (1 + math.exp(-odds))


WORDS = WeightSet(
    base=-3.8,  # such that one half is the operating point: 95 % of what squad20-dev answers is answered
    weights={
        "proximity": 5.7,
        "surprisal": 0.2,
        "missing": -0.12,
        "adjacency": 4.9,
        "scattered_topic": -2.4,
        "names": -1.2,
        "asked_for": -2.4,
        "number": -7.0,
        "half_missing": -1.3,
        "context": 6.35,
        "small_corpus": 2.2,
        "negation": -8.0,
        "opposite": -5.0,
        "figures": -3.0,
    },
)
# How surely it is the right passage, where something answers: what the confidence is named by. Of every three questions
# that it was fitted to, one is answered, one asks for a document that was removed, and one is another collection's.
CONFIDENCE = WeightSet(
    base=-4.34,
    weights={
        "proximity": 4.75,
        "adjacency": 1.0,
        "surprisal": 0.07,
        "rarest": 0.23,
        "names": -1.0,
        "negation": -5.0,
        "opposite": -4.5,
        "figures": -3.0,
        "asked_for": -2.4,
        "number": -7.0,
        "half_missing": -1.3,
        "small_corpus": 3.3,
    },
)


@dataclass(frozen=True)
class Evidence:
    """What speaks for a passage as an answer, part by part: {"proximity": 0.9, "missing": 1.7, …}.

    Attributes:
        parts: the value of each part by its name.
        weight_set: what they are weighed with.
    """

    parts: Mapping[str, float]
    weight_set: WeightSet = WORDS

    @cached_property
    def probability(self) -> float:
        """The probability that the passage answers, were every second question one that nothing answers."""
        return self.weight_set.probability(self.parts)

    @cached_property
    def sureness(self) -> float:
        """The probability that the passage is the right one, were every third question one that is answered."""
        return CONFIDENCE.probability(self.parts)

    def weighed(self) -> Mapping[str, float]:
        """Return what each part adds to the log odds of an answer."""
        weights = self.weight_set.weights
        return dict(zip(weights, map(mul, map(self.parts.__getitem__, weights), weights.values()), strict=True))


def prove(searcher: Searcher, coverage: Coverage, column: int, weight_set: WeightSet = WORDS) -> Evidence:
    """Compute the evidence for one of the passages that were covered, by its column there; takes about 0.1 ms.

    Raises:
        SnapshotError: the passage's text on disk is damaged.
    """
    match = HeldPassage(searcher, coverage, column)
    needed = NEEDED if weight_set is WORDS else _needed(weight_set)
    return Evidence({name: part(match) for name, part in needed}, weight_set)


def _needed(weight_set: WeightSet) -> tuple[tuple[str, Part], ...]:
    """Return the parts that a set of weights and the confidence hang on, with their names."""
    return tuple((name, PARTS[name]) for name in {**weight_set.weights, **CONFIDENCE.weights})


NEEDED = _needed(WORDS)
