"""Where somebody is quoted in the seeds on what is asked: it counts for the quotation itself and nothing around it."""

import re
from collections.abc import Iterator
from itertools import islice
from typing import Final

from index.engines.library import Searcher
from index.marking.claims import find_claims
from index.model import Claim, Passage
from index.naming.persons import TypedName, is_named
from index.questions.concepts import Query
from index.text.analysis import primary
from index.text.terms import distinct_terms_of

LOOKED_AT: Final = 60  # of the best passages that hold the name
LEAST_SHARE: Final = 0.6  # of what a passage holds of the question, that the quotation must hold
_SENTENCE_END = re.compile(r"[.!?…](?=\s|$)|\n")


def passages_quoting(typed: TypedName, language: str, query: Query | None, searcher: Searcher) -> Iterator[Passage]:
    """Yield passages that give somebody's words on what is asked, or on anything where nothing is asked.

    Args:
        typed: the name.
        language: in which it was typed.
        query: what is asked beside it.
        searcher: what is searched.
    """
    names = {searcher.words[form]: 1.0 for forms in typed.words for form in forms if form in searcher.words}
    if not names:
        return
    weighted = (query.weighted_terms() if query else {}) | dict.fromkeys(names, 2.0)
    numbers, _ = searcher.engine.top(list(weighted), LOOKED_AT, weights=list(weighted.values()))
    for passage in islice(searcher.engine.passages(numbers.tolist()), LOOKED_AT):
        if not names.keys() & distinct_terms_of(primary(passage.language), passage.text):
            continue
        theirs = [each for each in find_claims(passage.text, passage.language) if _is_by(each, typed, language)]
        if theirs and (query is None or _is_on(query, passage, theirs)):
            yield passage


def _is_by(claim: Claim, typed: TypedName, language: str) -> bool:
    return claim.who is not None and is_named(typed, claim.who, language)


def _is_on(query: Query, passage: Passage, claims: list[Claim]) -> bool:
    """Tell whether the words that are quoted hold most of what the passage holds of a question."""
    language = primary(passage.language)
    held = distinct_terms_of(language, passage.text)
    given = frozenset[str]().union(*(distinct_terms_of(language, _words(each, passage.text)) for each in claims))
    in_passage = _count(query, held)
    return in_passage > 0 and _count(query, given) >= LEAST_SHARE * in_passage


def _count(query: Query, held: frozenset[str]) -> int:
    concepts = [each for each in query.concepts if not each.asking] or query.concepts
    return sum(any(held.issuperset(way.terms) for way in each.alternatives) for each in concepts)


def _words(claim: Claim, text: str) -> str:
    """Return what is quoted; of what is told, the sentence that tells it."""
    if claim.kind == "quoting":
        return text[claim.start : claim.end]
    before = [each.end() for each in _SENTENCE_END.finditer(text, 0, claim.start)]
    after = _SENTENCE_END.search(text, claim.end)
    return text[before[-1] if before else 0 : after.end() if after else len(text)]
