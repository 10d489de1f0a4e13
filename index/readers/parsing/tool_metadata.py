"""A file's properties as programs write them: names and titles of people's own are kept, a tool's words are not."""

import re
from collections.abc import Iterable
from functools import cache

from index.text.wordlists import load_data

_DATE = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?:T.*)?")
_DAMAGE = re.compile("[\ufffd\ue000-\uf8ff\x00-\x1f]")  # characters that no name has, as a wrong code page leaves them
_TEMPLATES = frozenset(("2013-12-23T23:15:00Z",))  # when python-docx's was made
_EPOCHS = frozenset(
    ("1601-01-01", "1900-01-01", "1904-01-01", "1970-01-01", "1980-01-01", "0101-01-01")
)  # of clocks nobody set


def stated_author(value: str | None) -> str | None:
    """Return a name that a file's properties state; None where a program wrote it.

    >>> stated_author("Windows User"), stated_author("Ada Vik")
    (None, 'Ada Vik')
    """
    return _stated(value, "authors")


def stated_authors(values: Iterable[str | None]) -> tuple[str, ...]:
    """Return the names among some values, in order; programs write several into one, with semicolons between them."""
    return tuple(filter(None, (stated_author(name) for value in values for name in (value or "").split(";"))))


def stated_title(value: str | None) -> str | None:
    """Return a title that a file's properties state; None where a program wrote it."""
    return _stated(value, "titles")


def stated_day(value: str | None) -> str | None:
    """Return the day of a moment as ISO 8601 has it; None for the beginning of a clock's time, or anything else."""
    found = _DATE.fullmatch((value or "").strip())
    day = "-".join(found.groups()) if found else None
    return None if day in _EPOCHS or value in _TEMPLATES else day


def _stated(value: str | None, kind: str) -> str | None:
    words = " ".join((value or "").split())
    return None if not words or _DAMAGE.search(words) or _tools(kind).fullmatch(words) else words


@cache
def _tools(kind: str) -> re.Pattern[str]:
    patterns: list[str] = load_data("tool_metadata.yaml")[kind]
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns), re.IGNORECASE)
