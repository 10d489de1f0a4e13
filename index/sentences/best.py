"""The one or two sentences of a passage that answer: chosen by the words of the question and the kind of answer asked.

A conditional logit over a passage's sentences, fitted by benchmarks/best_sentence.py. It is chosen when a hit is shown,
since a search need not know it. Knows no score and no evidence.
"""

import math
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from index.answered import Highlight, Hit
from index.asked import Asked
from index.questions.asked import KindSigns, kind_asked, words_in
from index.text.analysis import analyzer, primary
from index.text.sentences import sentence_spans

CLEAR = 0.65  # probability from which one sentence is shown as the one that answers
BOTH_CLEAR = 0.7  # and two in a row: more than two in three that speak alike
REMEMBERED = 16  # passages of the last questions: a card is laid out several times


class Features(NamedTuple):
    """What speaks for a sentence: of the question's idf, worth and pairs of neighbouring words, the share it holds.

    Attributes:
        before, after: the share of the idf that only the sentence before it, or behind it, holds.
        kind: 1 where the kind of answer that is asked for is given, other than in the question's own words.
    """

    idf: float
    worth: float
    pairs: float
    before: float
    after: float
    kind: float


WEIGHTS = Features(idf=4.45, worth=2.6, pairs=1.5, before=2.35, after=0.55, kind=1.6)


def best_of(hit: Hit) -> Highlight | None:
    """Return the span of a hit's text that answers, of one sentence or two; None where it is not clear which do."""
    span = _best(hit.passage.text, hit.passage.language, hit.asked) if hit.asked else None
    return Highlight(*span) if span else None


@lru_cache(maxsize=REMEMBERED)
def _best(text: str, language: str | None, asked: Asked) -> tuple[int, int] | None:
    spans = sentence_spans(text, language)
    features = features_of([text[start:end] for start, end in spans], language, asked)
    chosen = clearest(probabilities(features))
    if chosen is None or not any(each.idf for each in features[chosen[0] : chosen[1] + 1]):
        return None
    return spans[chosen[0]][0], spans[chosen[1]][1]


def clearest(shares: Sequence[float]) -> tuple[int, int] | None:
    """Return the first and the last sentence that answer, by the probability of each; None where it is not clear."""
    if not shares:
        return None
    best = max(range(len(shares)), key=shares.__getitem__)
    if shares[best] >= CLEAR:
        return best, best
    pairs = [(one + other, first) for first, (one, other) in enumerate(pairwise(shares))]
    both, first = max(pairs, key=lambda each: each[0], default=(0.0, 0))
    return (first, first + 1) if both >= BOTH_CLEAR else None


def probabilities(features: Sequence[Features], weights: Features = WEIGHTS) -> list[float]:
    """Return how probable it is of each sentence that it answers, were one of them to."""
    odds = [math.exp(sum(weight * value for weight, value in zip(weights, each, strict=True))) for each in features]
    whole = sum(odds)
    return [each / whole for each in odds]


def features_of(sentences: Sequence[str], language: str | None, asked: Asked) -> list[Features]:
    """Return what speaks for each sentence of a passage."""
    read = _Read(asked, primary(language))
    held = [read.held(sentence) for sentence in sentences]
    around = [frozenset[int](), *held, frozenset[int]()]
    return [read.features(sentence, around[at], held[at], around[at + 2]) for at, sentence in enumerate(sentences)]


class _Read:
    """A question, read once for all sentences of a passage."""

    def __init__(self, asked: Asked, language: str) -> None:
        self.language, self.wanted = language, asked.words
        words = list(words_in(asked.question))
        self.words, self.pairs = frozenset(words), frozenset(pairwise(words))
        self.kind: KindSigns | None = kind_asked(asked.question, language)
        self.idf = sum(each.idf for each in self.wanted) or 1.0
        self.worth = sum(each.worth for each in self.wanted) or 1.0

    def held(self, sentence: str) -> frozenset[int]:
        """Return which of the wanted words a sentence holds."""
        terms = set(analyzer(self.language).terms(sentence))
        return frozenset(
            which for which, each in enumerate(self.wanted) if any(terms.issuperset(way) for way in each.ways)
        )

    def features(self, sentence: str, before: frozenset[int], held: frozenset[int], after: frozenset[int]) -> Features:
        """Return what speaks for a sentence that holds so many of the wanted words, as do the sentences around it."""
        pairs = self.pairs.intersection(pairwise(words_in(sentence)))
        return Features(
            idf=self._idf(held) / self.idf,
            worth=sum(self.wanted[which].worth for which in held) / self.worth,
            pairs=len(pairs) / (len(self.pairs) or 1),
            before=self._idf(before - held) / self.idf,
            after=self._idf(after - held) / self.idf,
            kind=float(self.kind is not None and self.kind.is_given(sentence, self.words)),
        )

    def _idf(self, held: frozenset[int]) -> float:
        return sum(self.wanted[which].idf for which in held)
