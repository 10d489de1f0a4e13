"""Where somebody is quoted in the seeds on what is asked: it counts for the quotation itself and nothing around it."""

from collections.abc import Iterable, Iterator
from typing import Final

from index.engines.engine import hold_any
from index.engines.library import Searcher
from index.marking.claims import find_claims
from index.model import Claim, Passage
from index.naming.persons import TypedName, is_named
from index.questions.concepts import Query
from index.questions.query import read_question
from index.text.analysis import primary
from index.text.terms import distinct_terms_of

LOOKED_AT: Final = 60  # of the best passages, by the name and by what is asked
LEAST_SHARE: Final = 0.6  # of what a passage holds of the question, that the quotation must hold


def is_quoted(typed: TypedName, language: str, searcher: Searcher) -> bool:
    """Tell whether somebody of a name is quoted anywhere in the best passages that hold it."""
    names = _terms(typed, searcher)
    best = _best(names, names, searcher).values()
    return any(_claims_of(typed, language, each) for each in best if _holds(each, set(names)))


def places_of_quoted(typed: TypedName, language: str, query: Query, searcher: Searcher) -> Iterator[int]:
    """Yield the numbers of passages that may give somebody's words on what is asked.

    Those are where the name stands and somebody of that name is quoted on it; where nothing marks what is theirs in a
    passage that has the name, all of it may be.
    """
    names = _terms(typed, searcher)
    weighted = query.weighted_terms()
    beside = weighted | dict.fromkeys(names, 2.0)
    for number, passage in (_best(weighted, names, searcher) | _best(beside, names, searcher)).items() if names else ():
        if _holds(passage, set(names)):
            theirs = _claims_of(typed, language, passage)
            if any(each.kind == "citing" for each in theirs) or not theirs or _is_on(query, passage, theirs):
                yield number


def quotations_of(typed: TypedName, language: str, query: Query, searcher: Searcher) -> Iterator[Passage]:
    """Yield passages that quote somebody on what is asked, in so many words."""
    for number in places_of_quoted(typed, language, query, searcher):
        if _claims_of(typed, language, passage := searcher.passage(number)):
            yield passage


def _terms(typed: TypedName, searcher: Searcher) -> dict[str, float]:
    """Return by what the name is found."""
    known = {searcher.words[form]: 1.0 for forms in typed.words for form in forms if form in searcher.words}
    return known or read_question(" ".join(typed.typed), searcher).weighted_terms()


def _best(weighted: dict[str, float], names: Iterable[str], searcher: Searcher) -> dict[int, Passage]:
    """Return those of the best passages for weighted terms that may hold one of a name's; only they are read."""
    if not weighted:
        return {}
    found, _ = searcher.engine.top(list(weighted), LOOKED_AT, weights=list(weighted.values()))
    numbers: list[int] = found[hold_any(searcher.engine, names, found)].tolist()
    return dict(zip(numbers, searcher.engine.passages(numbers), strict=True))


def _holds(passage: Passage, terms: set[str]) -> bool:
    return not terms.isdisjoint(distinct_terms_of(primary(passage.language), passage.text))


def _claims_of(typed: TypedName, language: str, passage: Passage) -> list[Claim]:
    every = find_claims(passage.text, passage.language)
    return [each for each in every if each.who is not None and is_named(typed, each.who, language)]


def _is_on(query: Query, passage: Passage, claims: list[Claim]) -> bool:
    """Tell whether the words that are quoted hold most of what the passage holds of a question."""
    language = primary(passage.language)
    held = distinct_terms_of(language, passage.text)
    given = frozenset[str]().union(*(distinct_terms_of(language, _words(each, passage)) for each in claims))
    in_passage = _count(query, held)
    return in_passage > 0 and _count(query, given) >= LEAST_SHARE * in_passage


def _count(query: Query, held: frozenset[str]) -> int:
    concepts = [each for each in query.concepts if not each.asking] or query.concepts
    return sum(any(held.issuperset(way.terms) for way in each.alternatives) for each in concepts)


def _words(claim: Claim, passage: Passage) -> str:
    """Return what is quoted, and whose words it is said to be."""
    return f"{passage.text[claim.start : claim.end]} {claim.who}"
