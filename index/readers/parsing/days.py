"""The day of a moment as programs write it."""

import re

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def day_of(moment: str) -> str | None:
    """Return the day of a moment in ISO 8601; None where it states none.

    >>> day_of("2023-05-11T19:59:12Z")
    '2023-05-11'
    """
    found = _DAY.match(moment)
    return found[0] if found else None
