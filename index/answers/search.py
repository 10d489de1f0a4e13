"""Search, and what stands around a passage.

Nothing here abstains: a search shows what matches.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice

from index.answered import Hit
from index.answers.answer import matched
from index.answers.diversify import Choice, PageSettings, listed
from index.answers.filters import narrowed_to_documents
from index.answers.ranking import Candidate, find
from index.answers.request import Request, parse
from index.engines.library import Searcher
from index.errors import QuestionError
from index.messages import N_
from index.model import Passage
from index.questions.concepts import Query
from index.questions.query import read_question
from index.questions.rewriting import searched_for
from index.quoting.folding import has_phrase
from index.text.analysis import analyzer, primary

MOST_HITS = 50
LIST = PageSettings(limit=MOST_HITS)
DEPTH = 2_000  # ranked passages that filters are tried on


@dataclass(frozen=True, slots=True)
class SearchResults:
    """Hits of a search, best first; `total` counts all that match, at most 2,000."""

    request: Request
    hits: tuple[Hit, ...]
    total: int
    searched_for: str | None = None


def search(searcher: Searcher, text: str, settings: PageSettings = LIST) -> SearchResults:
    """Return the passages that match a search, best first, those that say the same once.

    Raises as `parse` does, and where nothing of it can be searched for: it is an emoji, signs, or words left out alone.

    Args:
        searcher: what is searched.
        text: the search, as it was typed.
        settings: how many are shown, and which count as the same.
    """
    request = parse(text)
    searcher = narrowed_to_documents(searcher, request.filters)
    query = read_question(" ".join((request.words, *request.phrases)), searcher)
    if not (query.concepts or request.filters or any(map(_has_words, request.phrases))):
        raise QuestionError(
            N_('nothing in "{text}" can be searched for; type a word, a "phrase", or a filter such as author:holt'),
            text=text.strip(),
        )
    ranked = _ranked(searcher, query)
    passages = searcher.engine.passages([candidate.number for candidate in ranked])
    choices = [Choice(*pair) for pair in zip(ranked, passages, strict=True) if matches(request, pair[1])]
    hits = tuple(
        Hit(
            rank,
            choice.passage,
            choice.candidate.score,
            *matched(choice.passage, query),
            also_in=tuple(choice.also_in),
        )
        for rank, choice in enumerate(listed(choices, settings), 1)
    )
    return SearchResults(request, hits, len(choices), searched_for(query, [each.passage for each in hits]))


def _has_words(phrase: str) -> bool:
    return any(map(str.isalnum, phrase))


def _ranked(searcher: Searcher, query: Query) -> list[Candidate]:
    """Return the best passages; the first of the corpus where nothing but filters was typed."""
    if query.concepts:
        return find(searcher, query, DEPTH)
    return [Candidate(number, 0.0, number) for number in islice(searcher.numbers(), DEPTH)]


def matches(request: Request, passage: Passage) -> bool:
    """Tell whether a passage has what was asked for besides ranked words."""
    return (
        all(has_phrase(phrase, passage.text) for phrase in request.phrases)
        and not any(_holds(passage, words) for words in request.excluded)
        and all(each.passes(passage) for each in request.filters)
    )


def _holds(passage: Passage, words: str) -> bool:
    terms = analyzer(primary(passage.language)).terms
    return bool(terms(words)) and set(terms(words)) <= set(terms(passage.text))


def neighbours(searcher: Searcher, passage: Passage) -> Sequence[Passage | None]:
    """Return the passages before and after one in its document; None at the document's borders."""
    numbers = searcher.numbers_by_document.get(passage.document, range(0))
    return [
        searcher.passage(numbers[which]) if 0 <= which < len(numbers) else None
        for which in (passage.number - 2, passage.number)
    ]
