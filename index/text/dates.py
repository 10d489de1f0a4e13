"""Dates in a running text, at the precision that it states them. One that can be read in two ways is read in none."""

import re
from datetime import date
from functools import cache

from index.text.wordlists import load_data

_YEAR = r"(?P<{}>(?:1[5-9]|20)\d\d)"


def find_date(text: str) -> str | None:
    """Return the first date in a text as ISO 8601 ("2021-05-03", "2021-05", "2021"); None where none is stated."""
    for found in _pattern().finditer(text):
        stated = _stated({name: value for name, value in found.groupdict().items() if value})
        if stated:
            return stated
    return None


def iso_date(year: int, month: int = 0, day: int = 0) -> str:
    """Write a date as ISO 8601 does, as far as it is given. Raises ValueError where no calendar has it."""
    date(year, month or 1, day or 1)
    return f"{year:04}" + (f"-{month:02}" if month else "") + (f"-{day:02}" if day else "")


def _stated(parts: dict[str, str]) -> str | None:
    """Return what the named parts of a match state; None where no calendar has it."""
    values = {name[0]: value for name, value in parts.items()}
    year, month, day = int(values["y"]), values.get("m"), values.get("d")
    number = 0 if month is None else int(month) if month.isdigit() else _months()[month.casefold().rstrip(".")]
    try:
        return iso_date(year, number, int(day or 0))
    except ValueError:
        return None


@cache
def _months() -> dict[str, int]:
    languages = load_data("dates.yaml")["months"].values()
    return {name: number for names in languages for number, each in enumerate(names, start=1) for name in each.split()}


@cache
def _pattern() -> re.Pattern[str]:
    month = "|".join(sorted(_months(), key=len, reverse=True))
    day = r"(?P<{}>\d{{1,2}})(?:st|nd|rd|th)?"
    forms = (
        rf"{_YEAR.format('y1')}-(?P<m1>\d\d)(?:-(?P<d1>\d\d))?",
        rf"{day.format('d2')}\.? (?:de |of )?(?P<m2>{month})\.?,? (?:de )?{_YEAR.format('y2')}",
        rf"(?P<m3>{month})\.? {day.format('d3')},? {_YEAR.format('y3')}",
        rf"(?P<m4>{month})\.?,? (?:de )?{_YEAR.format('y4')}",
        rf"{day.format('d5')}\. ?(?P<m5>\d{{1,2}})\. ?{_YEAR.format('y5')}",
        rf"{_YEAR.format('y6')}",
    )
    return re.compile("|".join(rf"(?<!\w)(?:{form})(?!\w)" for form in forms), re.IGNORECASE)
