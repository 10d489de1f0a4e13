"""What a question asks for: concepts, each with the ways in which it may be found. Knows no vocabulary, no passages."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, NamedTuple

Kind = Literal["exact", "synonym", "spelling", "compound"]

ASKING_WEIGHT = 0.6  # "reason", "happen": a hint where a seed holds the word, no more
REPEATED_WEIGHT = 1.4  # of a word that the question says more than once: it is what a long one is about


class Alternative(NamedTuple):
    """One way to find a concept: all of `terms`, which count `weight` times.

    Many are made for each question, hence a tuple and no dataclass, which takes longer to make.

    Attributes:
        words: what is searched, as people write it.
        instead: what the question reads with it in place of what was typed; None where it reads as typed, although
            something else is searched besides.
        until: where in the question what was typed ends, if not with the concept: "data base" is one word.
    """

    terms: tuple[str, ...]
    weight: float
    kind: Kind
    words: str
    instead: str | None = None
    until: int = 0


@dataclass(frozen=True, slots=True)
class Concept:
    """A word (or fixed phrase) of the question; without alternatives the seeds do not know it.

    Attributes:
        words: as typed.
        start, end: span in the question, in characters.
        terms: its terms as typed.
        asking: a word with which people ask; an answer never hangs on it.
    """

    words: str
    start: int
    end: int
    terms: tuple[str, ...]
    alternatives: tuple[Alternative, ...]
    asking: bool = False

    @property
    def respelt(self) -> bool:
        """Whether it reads as other words than were typed, those of the first alternative."""
        return bool(self.alternatives) and self.alternatives[0].instead is not None

    def exact_terms(self) -> set[str]:
        """Return what is searched as it was typed."""
        return {term for way in self.alternatives if way.kind == "exact" for term in way.terms}

    @property
    def meant(self) -> str:
        """The words that it reads as: a misspelt word tells what the right one tells."""
        return self.alternatives[0].words if self.respelt else self.words


@dataclass(frozen=True, slots=True)
class Query:
    """What is searched for a question."""

    question: str
    concepts: tuple[Concept, ...]

    def terms(self) -> set[str]:
        """Return every term that is searched."""
        return {term for concept in self.concepts for way in concept.alternatives for term in way.terms}

    def weighted_terms(self) -> dict[str, float]:
        """Return each term with its weight; a term that several concepts ask for keeps the highest.

        One that was typed several times weighs more, by how much does not hang on how often.
        """
        weighted: dict[str, float] = {}
        for concept in self.concepts:
            factor = ASKING_WEIGHT if concept.asking else 1.0
            for alternative in concept.alternatives:
                for term in alternative.terms:
                    share = factor * alternative.weight / len(alternative.terms)
                    weighted[term] = max(share, weighted.get(term, 0.0))
        for term in self._repeated():
            weighted[term] *= REPEATED_WEIGHT
        return weighted

    def _repeated(self) -> Iterator[str]:
        """Yield what is searched as it was typed, and was typed several times."""
        typed = [term for concept in self.concepts for term in concept.exact_terms()]
        if len(set(typed)) < len(typed):
            yield from (term for term, times in Counter(typed).items() if times > 1)
