"""Puts unanswered questions together that share a word, so that a curator sees what is missing. Pure.

The rule is one that can be told: the word that most questions share makes a group of them; then the word that most of
the others share; and so on, until no two share one. Words of every day ("old", "work") come last, since what is asked
about tells more than what is asked of it; a word that the language does not know counts as one it is near to.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from heapq import heapify, heappop, heappush
from typing import Final

from bot.store.queries.gaps import Gap
from index.text.analysis import Analyzer
from index.text.characters import fold
from index.text.frequency import is_common, zipf
from index.text.languages import languages_of
from index.text.spelling import Speller

EVERYDAY_ZIPF: Final = 5.0  # log10 of occurrences in a billion words; "old" has 5.7, "built" 5.1, "moon" 4.7


@dataclass(frozen=True, slots=True)
class AskedQuestion:
    """One question, however often it was asked.

    Attributes:
        nothing: how often it found nothing.
        thumbs_down: how often somebody found the answer unhelpful.
        last: the day it was last asked.
        answered_by: the reference of the passage that answers it by now; None where nothing does.
    """

    question: str
    nothing: int
    thumbs_down: int
    last: date
    answered_by: str | None = None

    @property
    def count(self) -> int:
        """How often it was kept."""
        return self.nothing + self.thumbs_down


@dataclass(frozen=True, slots=True)
class Group:
    """Questions that share a word, the most frequent first; those that share none have an empty one."""

    word: str
    questions: tuple[AskedQuestion, ...]

    @property
    def count(self) -> int:
        """How often its questions were kept."""
        return sum(asked.count for asked in self.questions)


def grouped(gaps: Iterable[Gap]) -> list[Group]:
    """Return the groups, the most frequent first and the questions that share no word last."""
    waiting = {asked.question: asked for asked in _asked(gaps)}
    words, everyday = _words(list(waiting))
    groups: list[Group] = []
    for term, questions in _most_shared_first(waiting, words, everyday):
        spellings = Counter(words[question][term] for question in questions)
        word = min(spellings, key=lambda spelling: (-spellings[spelling], spelling))
        groups.append(Group(word, _by_frequency(waiting.pop(question) for question in questions)))
    groups.sort(key=lambda group: (-group.count, group.word))
    return [*groups, Group("", _by_frequency(waiting.values()))] if waiting else groups


def _asked(gaps: Iterable[Gap]) -> list[AskedQuestion]:
    """Count each question once, whatever its case, spaces and closing marks; shown as it was last asked."""
    same: defaultdict[str, list[Gap]] = defaultdict(list)
    for gap in gaps:
        same[" ".join(gap.question.casefold().split()).rstrip("?!. ")].append(gap)
    return [_counted(each) for each in same.values()]


def _counted(gaps: Sequence[Gap]) -> AskedQuestion:
    last = max(gaps, key=lambda gap: gap.day)
    nothing = sum(gap.reason == "nothing" for gap in gaps)
    return AskedQuestion(last.question, nothing, len(gaps) - nothing, last.day, last.answered_by)


def _words(questions: Sequence[str]) -> tuple[dict[str, dict[str, str]], set[str]]:
    """Return each question's terms, without stop words, with the words they stand for; and those of every day."""
    analyzer = cache(Analyzer)
    languages = languages_of(questions)
    words = {
        question: {
            token.term: question[token.start : token.end].casefold()
            for token in analyzer(language).tokens(question)
            if token.term is not None
        }
        for question, language in zip(questions, languages, strict=True)
    }
    spoken = [
        (term, word, language)
        for question, language in zip(questions, languages, strict=True)
        for term, word in words[question].items()
    ]
    everyday = {term for term, word, language in spoken if (zipf(word, language) or 0) >= EVERYDAY_ZIPF}
    meant = _meant(spoken)
    as_meant = {asked: dict(meant.get(each[0], each) for each in terms.items()) for asked, terms in words.items()}
    return as_meant, everyday


def _meant(spoken: Iterable[tuple[str, str, str | None]]) -> dict[str, tuple[str, str]]:
    """Return the terms that are misspellings, each with the term and the word that were meant."""
    known, unknown = dict[str, str](), dict[str, str]()
    for term, word, language in spoken:
        (known if is_common(word, language) else unknown)[fold(word)] = term
    speller = Speller(known)
    near = {term: speller.near(word, 1) for word, term in unknown.items()}
    return {term: (known[found[0].word], found[0].word) for term, found in near.items() if found}


def _most_shared_first(
    asked: Mapping[str, AskedQuestion], words: Mapping[str, Mapping[str, str]], everyday: Collection[str]
) -> Iterator[tuple[str, list[str]]]:
    """Yield the term that most questions share with those questions, then that of the others, and so on.

    Those of every day come after all others. Of several, the one asked most often comes first, then the first by
    letters. A term's order only gets worse while questions go, so it is looked at again no sooner than it comes up.
    """
    sharing: defaultdict[str, dict[str, int]] = defaultdict(dict)
    for question, terms in words.items():
        for term in terms:
            sharing[term][question] = asked[question].count

    def order(term: str) -> tuple[bool, int, int, str]:
        return term in everyday, -len(sharing[term]), -sum(sharing[term].values()), term

    queue = [order(term) for term in sharing]
    heapify(queue)
    while queue:
        before = heappop(queue)
        term = before[-1]
        if len(sharing[term]) < 2:  # noqa: PLR2004 a word that one question has is shared by none
            continue
        if before != order(term):
            heappush(queue, order(term))
            continue
        together = list(sharing[term])
        for question in together:
            for other in words[question]:
                del sharing[other][question]
        yield term, together


def _by_frequency(questions: Iterable[AskedQuestion]) -> tuple[AskedQuestion, ...]:
    return tuple(sorted(questions, key=lambda asked: (-asked.count, -asked.last.toordinal(), asked.question)))
