"""Dates as people write them, in words and in any order, as far as they are sure. It knows no key.

04/09/2021 is a day in April or in September, so that only its year is sure. Between full stops the day comes first in
every language that writes the year last (Unicode's CLDR), so 04.09.2021 is in September.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

import regex

from index.text.analysis import primary
from index.text.characters import fold
from index.text.dates import iso_date
from index.text.wordlists import load_data

_CLOCK = r"(?<![\d:.])\d{1,2}(?::\d\d(?::\d\d(?:[.,]\d+)?)?\s*(?:[ap]\.?m\b\.?)?|h(?:\d\d)?\b|\s?[ap]\.?m\b\.?)"
_ZONE = r"(?:Z\b|(?:UTC|GMT)?[+-]\d\d:?\d\d|UTC|GMT|[A-Z][a-z]+/[A-Z]\w+)?(?:\s*\([^)]*\))?(?:\s*\[[^]]*\])?"
_TIME = re.compile(rf"(?:(?<=\d)T|[ ,]|\bat\b)?\s*{_CLOCK}\s*{_ZONE}", re.IGNORECASE)
_YEAR_FIRST = re.compile(r"(\d{4})(?:(?P<between>[-/.])(\d{1,2})(?:(?P=between)(\d{1,2}))?)?\.?")
_YEAR_LAST = re.compile(r"(\d{1,2})([-/.])(\d{1,2})\2(\d{4})\.?")
_MONTH_AND_YEAR = re.compile(r"(\d{1,2})[-/.](\d{4})")
_COMPACT = re.compile(r"((?:1[5-9]|2[01])\d\d)(\d\d)(\d\d)(?:T?\d{4,6}Z?)?")
_EAST_ASIAN = re.compile(r"(\d{4})\s*[年년]\s*(?:(\d{1,2})\s*[月월]\s*(?:(\d{1,2})\s*[日일])?)?\s*(?:\(.\))?")
_TOKEN = regex.compile(r"\d+|\p{L}[\p{L}\p{M}]*(?:[’'.]\p{L}[\p{L}\p{M}]*)*")
_ELIDED = re.compile(r"^[dl]'")
_YEARS = range(1000, 2200)
_DAYS = range(1, 32)
_MONTHS = range(1, 13)


@dataclass(frozen=True, slots=True)
class ReadDate:
    """A date as far as it is sure: "2021", "2021-04" or "2021-04-09".

    Attributes:
        readings: the days it can mean, where it says one and not which.
        is_whole: whether it says no more than that.
    """

    value: str
    readings: tuple[str, ...] = ()
    is_whole: bool = True


def read_date(stated: str, language: str | None = None) -> ReadDate | None:
    """Read a date, whose time of day is left out; None where it cannot be read as one.

    Args:
        stated: the words.
        language: that of the text, if it is known; it decides where a month's name means two.
    """
    words = " ".join(unicodedata.normalize("NFKC", stated).split())
    words = _TIME.sub(" ", words).strip(" ,;") or words
    try:
        figures = " ".join(word for word in words.split() if not _is_idle(word))
        figures = re.sub(r"(?<=[.])\s(?=\d)", "", figures)  # 9. 4. 2021
        return _in_figures(figures) or _in_words(words, primary(language) if language else None)
    except ValueError:  # 30 February
        return None


def _in_figures(words: str) -> ReadDate | None:
    for pattern in (_YEAR_FIRST, _COMPACT, _EAST_ASIAN):
        match = pattern.fullmatch(words)
        if match:
            parts = [int(part) for part in match.groups() if part and part.isdecimal()]
            return ReadDate(iso_date(*parts)) if 0 not in parts else None
    match = _MONTH_AND_YEAR.fullmatch(words)
    if match:
        month, year = map(int, match.groups())
        return ReadDate(iso_date(year, month)) if month in _MONTHS else None
    match = _YEAR_LAST.fullmatch(words)
    return _year_last(int(match[1]), int(match[3]), int(match[4]), match[2]) if match else None


def _year_last(first: int, second: int, year: int, separator: str) -> ReadDate:
    """Read day and month in whatever order makes sense; where both do, only the year is sure."""
    if separator == "." or first > max(_MONTHS) or first == second:
        return ReadDate(iso_date(year, second, first))
    if second > max(_MONTHS):
        return ReadDate(iso_date(year, first, second))
    readings = iso_date(year, second, first), iso_date(year, first, second)
    return ReadDate(f"{year:04}", readings, is_whole=False)


def _in_words(words: str, language: str | None) -> ReadDate | None:
    """Read "Friday, 9 April 2021" in many languages; nothing of it may be unknown."""
    years: list[int] = []
    days: list[int] = []
    months: list[frozenset[int]] = []
    vague = False
    for token in _TOKEN.findall(words):
        if token.isdigit():
            (years if int(token) in _YEARS and len(token) == len("2021") else days).append(int(token))
            continue
        name = _ELIDED.sub("", _plain(token))
        if name in _month_names():
            months.append(_months(name, language))
        elif name in _words("seasons"):
            vague = True
        elif not _is_idle(name):
            return None
    if len(years) != 1 or any(day not in _DAYS for day in days) or not (months or vague):
        return None
    return _as_far_as_sure(years[0], months, days, vague=vague)


def _as_far_as_sure(year: int, months: list[frozenset[int]], days: list[int], *, vague: bool) -> ReadDate:
    possible = frozenset().union(*months)
    if len(possible) != 1:
        readings = tuple(iso_date(year, month, *days) for month in sorted(possible)) if len(days) == 1 else ()
        return ReadDate(iso_date(year), readings, is_whole=False)
    month = next(iter(possible))
    if len(days) == 1 and not vague:
        return ReadDate(iso_date(year, month, days[0]))
    return ReadDate(iso_date(year, month), is_whole=not days and not vague)


def _months(name: str, language: str | None) -> frozenset[int]:
    """Return the months that a name stands for, in one language where that has it: listopad is two."""
    by_language = _month_names()[name]
    return frozenset((by_language[language],) if language and language in by_language else by_language.values())


@cache
def _month_names() -> Mapping[str, Mapping[str, int]]:
    """Return the number of the month of each name, by language."""
    found: dict[str, dict[str, int]] = {}
    for language, months in load_data("dates.yaml")["months"].items():
        for number, names in enumerate(months, start=1):
            for name in names.split():
                found.setdefault(_plain(name), {})[language] = number
    return found


def _is_idle(word: str) -> bool:
    """Whether a word says nothing that the date does not: a weekday, an article, "o'clock"."""
    name = _plain(word.strip("(),"))
    return name in _words("particles") or name in _words("weekdays")


@cache
def _words(kind: str) -> frozenset[str]:
    return frozenset(_each(load_data("dates.yaml")[kind]))


def _each(words: str) -> Iterator[str]:
    return (_plain(word) for word in words.split())


def _plain(word: str) -> str:
    return fold(word.strip(".").replace("’", "'"))
