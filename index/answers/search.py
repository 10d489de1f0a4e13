"""Search with a query syntax, and what stands around a passage.

    "grain of salt" -war author:matt title:thread after:2021-05 before:2023 nakhchivan

Words rank as in an answer; phrases must stand in a passage as they are (case, quotes and dashes apart); `-word` must
not; fields and dates narrow down. Nothing here abstains: a search shows what matches.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from index.answers.answer import check_question, hit
from index.answers.diversify import Choice, PageSettings, listed
from index.answers.quotes import same_words
from index.answers.ranking import Candidate, find
from index.engines.library import Searcher
from index.errors import QuestionError
from index.messages import N_
from index.model import Hit, Passage
from index.questions.concepts import Query
from index.questions.query import read_question
from index.questions.rewriting import searched_for
from index.text.analysis import analyzer, fold, primary

MOST_HITS = 50
LIST = PageSettings(limit=MOST_HITS)
DEPTH = 2_000  # ranked passages that filters are tried on
FilterName = Literal["author", "title", "before", "after"]

_PART = re.compile(
    r"""(?P<no>-)?(?:(?P<field>author|title|before|after):)?(?:"(?P<phrase>[^"]*)"|(?P<word>\S+))""", re.IGNORECASE
)
_DATE = re.compile(r"\d{4}(?:-\d{2}(?:-\d{2})?)?")
_TYPOGRAPHIC = str.maketrans("“”„«»", '"""""')


@dataclass(frozen=True, slots=True)
class Request:
    """A search as it was understood; dates are ISO, at the precision they were typed."""

    words: str = ""
    phrases: tuple[str, ...] = ()
    excluded: tuple[str, ...] = ()
    author: str | None = None
    title: str | None = None
    before: str | None = None
    after: str | None = None


@dataclass(frozen=True, slots=True)
class SearchResults:
    """Hits of a search, best first; `total` counts all that match, at most 2,000."""

    request: Request
    hits: tuple[Hit, ...]
    total: int
    searched_for: str | None = None


def parse(text: str) -> Request:
    """Read a search.

    Raises:
        QuestionError: it is empty, too long, or a date is none.
    """
    check_question(text)
    words: list[str] = []
    phrases: list[str] = []
    excluded: list[str] = []
    fields: dict[str, str] = {}
    for part in _PART.finditer(text.translate(_TYPOGRAPHIC)):
        value = (part["phrase"] or part["word"] or "").strip()
        if not value:
            continue
        if part["field"]:
            fields[part["field"].lower()] = value
        elif part["no"]:
            excluded.append(value)
        elif part["phrase"]:
            phrases.append(value)
        else:
            words.append(value)
    for name in ("before", "after"):
        if name in fields and not _DATE.fullmatch(fields[name]):
            raise QuestionError(
                N_("{name}:{value} is no date; write {name}:2022, 2022-09 or 2022-09-13"), name=name, value=fields[name]
            )
    return Request(" ".join(words), tuple(phrases), tuple(excluded), **fields)


def search(searcher: Searcher, text: str, settings: PageSettings = LIST) -> SearchResults:
    """Return the passages that match a search, best first, those that say the same once; raises as `parse` does.

    Args:
        searcher: what is searched.
        text: the search, as it was typed.
        settings: how many are shown, and which count as the same.
    """
    request = parse(text)
    query = read_question(" ".join((request.words, *request.phrases)), searcher)
    ranked = _ranked(searcher, query)
    passages = searcher.engine.passages([candidate.number for candidate in ranked])
    choices = [Choice(*pair) for pair in zip(ranked, passages, strict=True) if matches(request, pair[1])]
    hits = tuple(
        replace(
            hit(rank, choice.passage, choice.candidate.score, query),
            also_in=tuple(choice.also_in),
            confidence="none",
        )
        for rank, choice in enumerate(listed(choices, settings), 1)
    )
    return SearchResults(request, hits, len(choices), searched_for(query, [each.passage for each in hits]))


def _ranked(searcher: Searcher, query: Query) -> list[Candidate]:
    """Return the best passages; the first of the corpus where nothing but filters was typed."""
    if query.concepts:
        return find(searcher, query, DEPTH)
    return [Candidate(number, 0.0, number) for number in range(min(DEPTH, len(searcher)))]


def matches(request: Request, passage: Passage) -> bool:
    """Tell whether a passage has what was asked for besides ranked words."""
    author, title = fold(passage.attribution.author or ""), fold(passage.attribution.title or "")
    return (
        all(same_words(phrase, passage.text) for phrase in request.phrases)
        and not any(_holds(passage, words) for words in request.excluded)
        and fold(request.author or "") in author
        and fold(request.title or "") in title
        and _in_time(request, passage.attribution.published)
    )


def _in_time(request: Request, published: str | None) -> bool:
    """Tell whether a date lies between those asked for, at the precision that was typed; no date never does."""
    if not (request.before or request.after):
        return True
    if published is None:
        return False
    before, after = request.before or "9999", request.after or ""
    return published[: len(before)] < before and (published[: len(after)] > after or not after)


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
