"""Why a passage was found: each word of the question, what it was searched as, and its part of the score."""

from dataclasses import dataclass

import numpy as np

from index.answers.coverage import cover
from index.answers.evidence import Evidence, prove
from index.answers.filters import split_question
from index.answers.ranking import search
from index.engines.library import Searcher
from index.model import Passage
from index.naming.meant import meant_in
from index.questions.concepts import Alternative, Kind, Query
from index.questions.query import read_question
from index.text.terms import passage_terms


@dataclass(frozen=True, slots=True)
class WordPart:
    """A word of the question that the passage holds.

    Attributes:
        words: as typed.
        found_as: what was searched for it, where that differs; else the same words.
        kind: how the one leads to the other.
        share: its part of the passage's BM25 score, 0 to 1; all parts together are 1.
    """

    words: str
    found_as: str
    kind: Kind
    share: float


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why a passage was found.

    Attributes:
        parts: the words it holds, the weightiest first.
        missing: words of the question that it does not hold.
        evidence: what speaks for it as an answer, part by part; None where nothing was asked.
    """

    parts: tuple[WordPart, ...]
    missing: tuple[str, ...]
    evidence: Evidence | None


def explain(searcher: Searcher, question: str, passage: Passage) -> Explanation:
    """Explain why a question finds a passage; it need not have been among the hits."""
    asked = split_question(question)[0]
    meant = meant_in(asked, searcher)
    if meant is not None and meant.is_sure:
        asked, searcher = meant.rest, meant.searcher
    query = read_question(asked, searcher)
    number = searcher.numbers_by_document[passage.document][passage.number - 1]
    found = [
        (concept.words, _best(searcher, query, concept.alternatives, passage, number)) for concept in query.concepts
    ]
    total = sum(best[1] for _, best in found if best)
    parts = [WordPart(words, best[0].words, best[0].kind, best[1] / total) for words, best in found if best and total]
    return Explanation(
        parts=tuple(sorted(parts, key=lambda part: -part.share)),
        missing=tuple(words for words, best in found if best is None),
        evidence=_evidence(searcher, query, number),
    )


def _best(
    searcher: Searcher, query: Query, alternatives: tuple[Alternative, ...], passage: Passage, number: int
) -> tuple[Alternative, float] | None:
    """Return the first alternative that the passage holds, with the score of all that it holds."""
    held = set(passage_terms(passage, title_weight=1))
    fitting = [each for each in alternatives if held.issuperset(each.terms)]
    if not fitting:
        return None
    weights = query.weighted_terms()
    terms = dict.fromkeys(term for each in fitting for term in each.terms)
    score = sum(weights[term] * searcher.engine.scores([term], [number])[0] for term in terms)
    return fitting[0], score


def _evidence(searcher: Searcher, query: Query, number: int) -> Evidence | None:
    """Prove a passage as an answer's search does, or by itself where that did not come upon it."""
    found = search(searcher, query)
    for candidate in found.candidates:
        if candidate.number == number:
            return found.evidence(searcher, candidate)
    if not query.concepts:
        return None
    return prove(searcher, cover(searcher.engine, searcher.languages, query, np.array([number])), 0)
