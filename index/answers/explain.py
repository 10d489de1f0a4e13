"""Why a passage was found: each word of the question, what it was searched as, and its part of the score."""

from dataclasses import dataclass

import numpy as np

from index.answers.coverage import cover
from index.answers.evidence import Evidence, prove
from index.answers.filters import split_question
from index.answers.ranking import Beside, search
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
        similarity: how near it comes to what the question means, -1 to 1; None where words alone were asked.
    """

    parts: tuple[WordPart, ...]
    missing: tuple[str, ...]
    evidence: Evidence | None
    similarity: float | None = None


def explain(searcher: Searcher, question: str, passage: Passage, beside: Beside | None = None) -> Explanation:
    """Explain why a question finds a passage, by its words and by what `beside` finds; it need be no hit."""
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
    ranked = search(searcher, query)
    ranked = beside(searcher, query, ranked) if beside else ranked
    candidate = next((each for each in ranked.candidates if each.number == number), None)
    return Explanation(
        parts=tuple(sorted(parts, key=lambda part: -part.share)),
        missing=tuple(words for words, best in found if best is None),
        evidence=ranked.evidence(searcher, candidate) if candidate else _evidence(searcher, query, number),
        similarity=ranked.similarity(candidate) if candidate else None,
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
    terms = list(dict.fromkeys(term for each in fitting for term in each.terms))
    return fitting[0], searcher.engine.scores(terms, [number], [weights[term] for term in terms])[0]


def _evidence(searcher: Searcher, query: Query, number: int) -> Evidence | None:
    """Prove a passage by itself, which an answer's search did not come upon."""
    if not query.concepts:
        return None
    return prove(searcher, cover(searcher.engine, searcher.languages, query, np.array([number])), 0)
