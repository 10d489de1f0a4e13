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
    """A kind of answer in one language: how it is asked for, what in a text gives it, and what gives it or hints at it.

    Attributes:
        plain: the single words among the latter, which are found without reading all of a text.
    """

    name: AnswerKind
    asked: regex.Pattern[str]
    given: regex.Pattern[str]
    likely: regex.Pattern[str]
    plain: frozenset[str]

    def is_given(self, text: str, besides: frozenset[str] = frozenset()) -> bool:
        """Tell whether a text says something of the kind, other than some words (folded) that are asked with."""
        return _has_other(self.given, text, besides)

    def may_be_given(self, text: str, besides: frozenset[str] = frozenset()) -> bool:
        """Tell whether a text may say something of the kind; where it does not, the answer does not stand there."""
        stands = self.plain.intersection(text.casefold().split())  # most texts have one, which a pattern finds later
        return not stands <= besides or _has_other(self.likely, text, besides)


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
    def closed(self) -> regex.Pattern[str] | None:
        """How a question for yes or no begins; None where it is not known."""
        return self._whole("closed")

    @cached_property
    def manner(self) -> regex.Pattern[str] | None:
        """How one asks how or why."""
        return self._whole("manner")

    @cached_property
    def lasting(self) -> regex.Pattern[str] | None:
        """How one asks whether or how long something stays as it is."""
        return self._whole("lasting")

    def _whole(self, name: str) -> regex.Pattern[str] | None:
        return _pattern(_whole(self._lists[name])) if name in self._lists else None

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
        likely = f"{given}|{lists['hinted']}"
        plain = frozenset(filter(str.isalpha, _LINE_END.sub("|", likely).split("|")))
        asks, gives, hints = (_pattern(_whole(each)) for each in (lists["asked"], given, likely))
        return KindSigns(name, asks, gives, hints, plain)


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
def asks_which_way(question: str, language: str) -> bool:
    """Tell whether a question in a language leaves open which of two opposites is so.

    A question for yes or no does ("Is it open at 5?"), and one how long something stays as it is ("open until when?").
    """
    signs = _signs(primary(language))
    if signs is None or signs.closed is None:
        return False
    if signs.closed.search(question) or (signs.lasting and signs.lasting.search(question)):
        return True
    is_answered_otherwise = signs.opening.search(question) or (signs.manner and signs.manner.search(question))
    return question.endswith("?") and not is_answered_otherwise


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
