"""What a question asks for: the noun after "how many", the thing after "what is the". Knows no passages."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

import regex

from index.asked import AnswerKind
from index.questions.concepts import Concept
from index.text.analysis import primary
from index.text.wordlists import load_data

QUESTIONS_REMEMBERED = 16  # with what is asked: several passages are held against each
LOOKED_AT = 2  # concepts: "viele" is one itself
_WORD = regex.compile(r"\w+")
_LINE_END = regex.compile(r"\s+\|")
_DIGITS = r"(?<![\d.,])(?!(?:1[5-9]|20)\d\d(?![\d.,]*\d))\d"  # a year is no quantity


@dataclass(frozen=True, slots=True)
class KindSigns:
    """A kind of answer in one language: how it is asked for, and what in a text gives it or hints at it."""

    name: AnswerKind
    asked: regex.Pattern[str]
    given: regex.Pattern[str]
    hinted: regex.Pattern[str]

    def is_given(self, text: str, besides: frozenset[str] = frozenset()) -> bool:
        """Tell whether a text says something of the kind, other than some words (folded) that are asked with."""
        return _has_other(self.given, text, besides)

    def may_be_given(self, text: str, besides: frozenset[str] = frozenset()) -> bool:
        """Tell whether a text may say something of the kind; where it does not, the answer does not stand there."""
        return self.is_given(text, besides) or _has_other(self.hinted, text, besides)


def _has_other(pattern: regex.Pattern[str], text: str, besides: frozenset[str]) -> bool:
    return any(not besides.intersection(words_in(found[0])) for found in pattern.finditer(text))


def words_in(text: str) -> Iterator[str]:
    """Yield the words of a text, folded."""
    return (found[0] for found in _WORD.finditer(text.casefold()))


class _Signs:
    """How one language asks; each pattern is compiled when it is first needed, which takes a few ms."""

    def __init__(self, lists: Mapping[str, Any]) -> None:
        self._lists = lists

    @cached_property
    def opening(self) -> regex.Pattern[str]:
        """Words with which one asks for more than yes or no."""
        return _pattern(rf"(?<!\w){self._lists['open']}(?!\w)")

    @cached_property
    def before(self) -> regex.Pattern[str]:
        """What stands right before the thing that is asked for."""
        return _pattern(rf"(?<!\w)(?:{'|'.join(self._lists['before'])})\s+$")

    @cached_property
    def quantity(self) -> regex.Pattern[str]:
        """How a number is asked for."""
        return _pattern(rf"(?<!\w)(?:{'|'.join(self._lists['quantity'])})(?!\w)")

    @cached_property
    def need(self) -> regex.Pattern[str]:
        """What a task or a need has and a bare topic lacks."""
        return _pattern(rf"(?<!\w)(?:{'|'.join(self._lists['need'])})(?!\w)")

    @cached_property
    def number(self) -> regex.Pattern[str]:
        """A number, in digits or words."""
        return _pattern(rf"{_DIGITS}|{_whole('|'.join(self._lists['numbers'].split()))}")

    @cached_property
    def kinds(self) -> tuple[KindSigns, ...]:
        """The kinds of answers that are told apart; none where the language's data has none."""
        return tuple(self._kind(name, lists) for name, lists in self._lists.get("kinds", {}).items())

    def _kind(self, name: AnswerKind, lists: Mapping[str, str]) -> KindSigns:
        given = "|".join((r"\d+(?:[.,]\d+)*", *self._lists["numbers"].split())) if name == "number" else lists["given"]
        return KindSigns(name, *(_pattern(_whole(each)) for each in (lists["asked"], given, lists["hinted"])))


def _whole(pattern: str) -> str:
    """Make a pattern that stands over several lines of data match whole words alone."""
    return rf"(?<!\w)(?:{_LINE_END.sub('|', pattern)})(?!\w)"


def _pattern(pattern: str) -> regex.Pattern[str]:
    return regex.compile(pattern, regex.IGNORECASE)


@lru_cache(maxsize=16)
def _signs(language: str) -> _Signs | None:
    lists = load_data("asked.yaml").get(language)
    return None if lists is None else _Signs(lists)


def asked_for(question: str, concepts: Sequence[Concept], languages: tuple[str, ...]) -> Concept | None:
    """Return the concept that a question asks for, where its words say so.

    Args:
        question: as it was read.
        concepts: its concepts.
        languages: in any of which it may be asked.
    """
    first = sorted(concepts, key=lambda each: each.start)[:LOOKED_AT]
    return next((each for each in first if _asks_for_next(question[: each.start], languages)), None)


@lru_cache(maxsize=QUESTIONS_REMEMBERED)
def _asks_for_next(beginning: str, languages: tuple[str, ...]) -> bool:
    """Tell whether what comes next is what is asked for."""
    known = filter(None, map(_signs, dict.fromkeys(map(primary, languages))))
    return any(signs.before.search(beginning) for signs in known)


@lru_cache(maxsize=QUESTIONS_REMEMBERED)
def is_open(question: str, languages: tuple[str, ...]) -> bool:
    """Tell whether a question asks for more than yes or no in one of some languages."""
    known = filter(None, map(_signs, dict.fromkeys(map(primary, languages))))
    return any(signs.opening.search(question) for signs in known)


@lru_cache(maxsize=QUESTIONS_REMEMBERED)
def is_need(question: str, languages: tuple[str, ...]) -> bool:
    """Tell whether what is typed is a task or a need in one of some languages, and no bare topic.

    Examples: "turn a list into one line" is a task, "way between two stops" a need, "parallel algorithms" a topic.
    """
    known = filter(None, map(_signs, dict.fromkeys(map(primary, languages))))
    return any(signs.need.search(question) for signs in known)


@lru_cache(maxsize=QUESTIONS_REMEMBERED)
def asks_number(question: str, language: str) -> bool:
    """Tell whether a question in a language asks for a number."""
    signs = _signs(primary(language))
    return signs is not None and signs.quantity.search(question) is not None


def has_number(sentence: str, language: str) -> bool:
    """Tell whether a sentence in a language says a number, in digits or words; True where the words are not known."""
    signs = _signs(primary(language))
    return signs is None or signs.number.search(sentence) is not None


@lru_cache(maxsize=QUESTIONS_REMEMBERED)
def kind_asked(question: str, language: str) -> KindSigns | None:
    """Return the kind of answer that a question in a language asks for first; None where its words do not say it."""
    signs = _signs(primary(language))
    found = ((each.asked.search(question), each) for each in (signs.kinds if signs else ()))
    places = [(match.start(), kind) for match, kind in found if match]
    return min(places, key=lambda each: each[0])[1] if places else None


def lacking_kind(question: str, text: str, language: str) -> AnswerKind | None:
    """Return the kind of answer that a question asks for where nothing in a text may be one, else None."""
    kind = kind_asked(question, language)
    return None if kind is None or kind.may_be_given(text, _words_of(question)) else kind.name


@lru_cache(maxsize=QUESTIONS_REMEMBERED)
def _words_of(question: str) -> frozenset[str]:
    return frozenset(words_in(question))
