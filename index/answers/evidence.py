"""How surely a passage answers a question: named parts, weighed to a probability. Knows no scores.

The weights are those of a logistic regression over judged questions of several languages and sizes of corpus, half of
them asked where nothing answers: benchmarks/evidence_weights.py fits them, abstention.py measures what they are worth.
"""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from operator import attrgetter, mul

from index.answers.coverage import Coverage
from index.engines.library import Searcher
from index.model import Passage
from index.questions.asking import may_ask
from index.questions.concepts import Concept
from index.text.analysis import primary
from index.text.terms import distinct_terms_of, terms_of

PROXIMITY_TERMS = 16  # words of a sentence or two, stop words left out
SPELT_CREDIT = 0.8  # for a word that was found by another spelling
KIN_CREDIT = 0.6  # for a word of the same beginning: "Victorian" where the passage has "Victoria"
KIN_CHARS, KIN_SHARE = 4, 0.6  # least common beginning, in characters and in share of the longer word
NOUNS_IN_CAPITALS = frozenset({"de", "lb"})  # languages in which a capital letter does not make a name
NEIGHBOURS = 15  # passages before and after, in the same document
ALONE_SHARE = 0.2  # of its own share, where a document has but one passage
LOOKED_AT = 50  # passages of the best scores; what answers has never been seen below rank 20
SMALL_CORPUS = 20  # passages
SMALLEST_CORPUS = math.log(2)  # of so few and less
TOPIC_ADJACENCY = 0.2  # share of a topic's information in phrases, from which a passage speaks of all of it
PAUSES = frozenset(".,;:?!()")


@dataclass(frozen=True, slots=True)
class Evidence:
    """What speaks for a passage, part by part.

    Attributes:
        proximity: the most of the question's information that stands within a sentence or two, 0 to 1.
        surprisal: how unlikely it is (in nats) that one of so many passages holds as much by chance.
        missing: information (in nats) of what the passage lacks.
        adjacency: share of the question's information in neighbouring words that are neighbours here too.
        scattered_topic: 1 where a topic is named, nothing asked, and no two neighbouring words of it are neighbours
            here; less where some are, 0 where a fifth of its information is in such words, or a question is asked.
            Less, too, among few passages, in which words hardly ever meet by chance.
        names: 1 where the passage lacks a name that is asked for, else 0.
        context: share of the question's information that the passages around it hold, on average.
        small_corpus: how few passages there are; who asks them knows what they are about.
    """

    proximity: float
    surprisal: float
    missing: float
    adjacency: float
    scattered_topic: float
    names: float
    context: float
    small_corpus: float

    @property
    def probability(self) -> float:
        """The probability that the passage answers, were every second question one that nothing answers."""
        return 1 / (1 + math.exp(-BASE - sum(map(mul, _parts_of(self), _WEIGHTS))))

    def weighed(self) -> Mapping[str, float]:
        """Return what each part adds to the log odds of an answer."""
        return dict(zip(PARTS, map(mul, _parts_of(self), _WEIGHTS), strict=True))


PARTS = Evidence.__slots__
_parts_of: Callable[[Evidence], tuple[float, ...]] = attrgetter(*PARTS)
WEIGHTS = Evidence(
    proximity=5.7,
    surprisal=0.2,
    missing=-0.12,
    adjacency=4.9,
    scattered_topic=-2.3,
    names=-1.2,
    context=6.35,
    small_corpus=2.0,
)
_WEIGHTS = _parts_of(WEIGHTS)
BASE = -3.85  # such that one half is the operating point: 95 % of what squad20-dev answers is answered


def prove(searcher: Searcher, coverage: Coverage, place: int) -> Evidence:
    """Find what speaks for one of the passages that were covered; about 0.1 ms.

    Raises:
        SnapshotError: the passage's text on disk is damaged.
    """
    number = int(coverage.numbers[place])
    proof = _Proof(coverage, searcher.passage(number))
    adjacency, size = proof.adjacency(), len(searcher)
    small = math.log1p(SMALL_CORPUS / max(SMALL_CORPUS, size))
    scattered = max(0.0, 1 - adjacency / TOPIC_ADJACENCY) * (1 - small / SMALLEST_CORPUS)
    return Evidence(
        proximity=proof.proximity(),
        surprisal=proof.surprisal() - math.log(size),
        missing=proof.missing(),
        adjacency=adjacency,
        scattered_topic=scattered if scattered and _is_topic(coverage, searcher.languages) else 0.0,
        names=float(proof.lacks_name()),
        context=_context(coverage, place, searcher.passage(number)),
        small_corpus=small,
    )


def _is_topic(coverage: Coverage, languages: Sequence[str]) -> bool:
    """Tell whether several words name what is looked for, where nothing is asked of it."""
    several = len({each.terms for each in coverage.concepts}) > 1
    return several and not may_ask(coverage.question, languages)


def _context(coverage: Coverage, place: int, passage: Passage) -> float:
    """Return the mean share of the passages around it; those of no high score count as holding nothing."""
    number, shares = int(coverage.numbers[place]), coverage.shares
    before, after = min(NEIGHBOURS, passage.number - 1), min(NEIGHBOURS, passage.of - passage.number)
    if not before + after:
        return ALONE_SHARE * float(shares[place])
    numbers = coverage.numbers[:LOOKED_AT]
    around = (numbers >= number - before) & (numbers <= number + after) & (numbers != number)
    return float(shares[:LOOKED_AT][around].sum()) / (before + after)


class _Proof:
    """One passage held against a question's concepts, each of which counts once however often it is asked."""

    def __init__(self, coverage: Coverage, passage: Passage) -> None:
        first = {concept.terms: place for place, concept in reversed(list(enumerate(coverage.concepts)))}
        places = sorted(first.values())
        self.concepts = [coverage.concepts[place] for place in places]
        self.information = [coverage.information[place] for place in places]
        self.language = language = primary(passage.language)
        self.terms = terms_of(language, passage.text)
        self.held = distinct_terms_of(language, passage.text)
        self.above = {*terms_of(language, passage.heading or ""), *terms_of(language, passage.attribution.title or "")}
        self.question = coverage.question
        self.found = [self._find(concept) for concept in self.concepts]

    def _find(self, concept: Concept) -> tuple[float, list[int]]:
        """Return the credit for a concept, 0 to 1, and where it stands in the text: nowhere, if above it."""
        for each in concept.alternatives:
            if all(term in self.held or term in self.above for term in each.terms):
                credit = SPELT_CREDIT if each.kind == "spelling" else 1.0
                return credit, [place for term in each.terms for place in self._places(term)]
        kin = [place for term in concept.terms for other in self._kin(term) for place in self._places(other)]
        return (KIN_CREDIT, kin) if kin else (0.0, [])

    def _places(self, term: str) -> list[int]:
        """Return where a term stands, which is asked of few: no table of all is worth its making."""
        return [place for place, other in enumerate(self.terms) if other == term] if term in self.held else []

    def _kin(self, term: str) -> list[str]:
        if len(term) < KIN_CHARS or term.isdigit():
            return []
        beginning = term[:KIN_CHARS]
        alike = [other for other in self.held if other.startswith(beginning)]
        return [other for other in alike if _common(term, other) >= KIN_SHARE * max(len(term), len(other))]

    def _is_above(self, place: int) -> bool:
        return any(self.above.issuperset(each.terms) for each in self.concepts[place].alternatives)

    def proximity(self) -> float:
        """Return the largest share of worth within so many terms; what the title says counts everywhere."""
        worths = [each.worth * credit for each, (credit, _) in zip(self.information, self.found, strict=True)]
        above = {place for place in range(len(worths)) if self._is_above(place)}
        stands = sorted((at, place) for place, (_, ats) in enumerate(self.found) if place not in above for at in ats)
        best = max((_within(stands, start, worths) for start in range(len(stands))), default=0.0)
        return (best + sum(worths[place] for place in above)) / sum(each.worth for each in self.information)

    def surprisal(self) -> float:
        """Return how unlikely (in nats) the language makes what the passage holds."""
        return sum(each.surprisal * credit for each, (credit, _) in zip(self.information, self.found, strict=True))

    def missing(self) -> float:
        """Return the idf of what the passage lacks."""
        return sum(each.idf * (1 - credit) for each, (credit, _) in zip(self.information, self.found, strict=True))

    def adjacency(self) -> float:
        """Return the share of idf in neighbours of the question (at most one word between) that are so here."""
        order = sorted(range(len(self.concepts)), key=lambda place: self.concepts[place].start)
        kept = sum(
            min(self.information[one].idf, self.information[other].idf)
            for one, other in pairwise(order)
            if self._is_phrase(one, other)
        )
        return kept / sum(each.idf for each in self.information)

    def _is_phrase(self, one: int, other: int) -> bool:
        between = self.question[self.concepts[one].end : self.concepts[other].start]
        if len(between.split()) > 1 or not PAUSES.isdisjoint(between):
            return False
        if self._is_above(one) and self._is_above(other):
            return True
        return any(abs(at - to) <= 1 for at in self.found[one][1] for to in self.found[other][1])

    def lacks_name(self) -> bool:
        """Tell whether the question names somebody or something that the passage does not.

        Capitals tell nothing where every word of the question begins with one, nor at its beginning.
        """
        if self.language in NOUNS_IN_CAPITALS or self.question.istitle() or self.question.isupper():
            return False
        return any(
            not credit and concept.start and concept.words[0].isupper()
            for concept, (credit, _) in zip(self.concepts, self.found, strict=True)
        )


def _within(stands: Sequence[tuple[int, int]], start: int, worths: Sequence[float]) -> float:
    """Return the worth of the concepts that stand within so many terms of a start; each counts once."""
    end = stands[start][0] + PROXIMITY_TERMS
    return sum(worths[place] for place in {place for at, place in stands[start:] if at <= end})


def _common(one: str, other: str) -> int:
    """Return the length of the longest common beginning."""
    return next(
        (place for place, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other))
    )
