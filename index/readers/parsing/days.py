"""The day of a moment as programs write it, and as people do."""

import re

from index.text.dates import find_date

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_PART_OF_A_DAY = re.compile(r"\d{4}(?:-\d{2}(?:-\d{2})?)?(?!\d)")
_NAMED_MONTH = re.compile(r"^\W*(?:[^\W\d]{3,12},?\s+)?(?:\d{1,2}\W+)?[^\W\d]{3,}\W.{0,30}\d{4}\W*$")


def day_of(moment: str) -> str | None:
    """Return the day of a moment in ISO 8601; None where it states none.

    >>> day_of("2023-05-11T19:59:12Z")
    '2023-05-11'
    """
    found = _DAY.match(moment)
    return found[0] if found else None


def day_in(words: str) -> str | None:
    """Return a date in ISO 8601 that words begin with, in brackets or not, or that they write out; None for others."""
    stated = words.strip(" <[$:")
    found = _PART_OF_A_DAY.match(stated)
    return found[0] if found else find_date(stated) if _NAMED_MONTH.search(stated) else None
