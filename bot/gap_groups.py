"""Puts unanswered questions together that share a word, so that a curator sees what is missing. Pure.

The rule is one that can be told: the word that most questions share makes a group of them; then the word that most of
the others share; and so on, until no two share one.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

from bot.store.gaps import Gap
from index.analysis import Analyzer
from index.languages import languages_of


@dataclass(frozen=True, slots=True)
class Asked:
    """One question, however often it was asked.

    Attributes:
        nothing: how often it found nothing.
        thumbs_down: how often somebody found the answer unhelpful.
        last: the day it was last asked.
    """

    question: str
    nothing: int
    thumbs_down: int
    last: date

    @property
    def count(self) -> int:
        """How often it was kept."""
        return self.nothing + self.thumbs_down


@dataclass(frozen=True, slots=True)
class Group:
    """Questions that share a word, the most frequent first; those that share none have an empty one."""

    word: str
    questions: tuple[Asked, ...]

    @property
    def count(self) -> int:
        """How often its questions were kept."""
        return sum(asked.count for asked in self.questions)


def grouped(gaps: Iterable[Gap]) -> list[Group]:
    """Return the groups, the most frequent first and the questions that share no word last."""
    waiting = _asked(gaps)
    words = _words(waiting)
    groups: list[Group] = []
    while (term := _most_shared(waiting, words)) is not None:
        together = [asked for asked in waiting if term in words[asked.question]]
        spellings = Counter(words[asked.question][term] for asked in together)
        groups.append(Group(min(spellings, key=lambda word: (-spellings[word], word)), _by_frequency(together)))
        waiting = [asked for asked in waiting if term not in words[asked.question]]
    groups.sort(key=lambda group: (-group.count, group.word))
    return [*groups, Group("", _by_frequency(waiting))] if waiting else groups


def _asked(gaps: Iterable[Gap]) -> list[Asked]:
    """Count each question once, whatever its case, spaces and closing marks; shown as it was last asked."""
    same: defaultdict[str, list[Gap]] = defaultdict(list)
    for gap in gaps:
        same[" ".join(gap.question.casefold().split()).rstrip("?!. ")].append(gap)
    return [_counted(each) for each in same.values()]


def _counted(gaps: Sequence[Gap]) -> Asked:
    last = max(gaps, key=lambda gap: gap.day)
    nothing = sum(gap.reason == "nothing" for gap in gaps)
    return Asked(last.question, nothing, len(gaps) - nothing, last.day)


def _words(questions: Sequence[Asked]) -> dict[str, dict[str, str]]:
    """Return each question's terms, without stop words, with the words they stand for."""
    texts = [asked.question for asked in questions]
    analyzer = cache(Analyzer)
    return {
        text: {
            token.term: text[token.start : token.end].casefold()
            for token in analyzer(language).tokens(text)
            if token.term is not None
        }
        for text, language in zip(texts, languages_of(texts), strict=True)
    }


def _most_shared(questions: Iterable[Asked], words: dict[str, dict[str, str]]) -> str | None:
    """Return the term that most questions share; of several, the one asked most often, then the first by letters."""
    sharing: Counter[str] = Counter()
    asked_with: Counter[str] = Counter()
    for asked in questions:
        sharing.update(words[asked.question].keys())
        asked_with.update(dict.fromkeys(words[asked.question], asked.count))
    shared = [term for term, count in sharing.items() if count > 1]
    return min(shared, key=lambda term: (-sharing[term], -asked_with[term], term), default=None)


def _by_frequency(questions: Iterable[Asked]) -> tuple[Asked, ...]:
    return tuple(sorted(questions, key=lambda asked: (-asked.count, -asked.last.toordinal(), asked.question)))
