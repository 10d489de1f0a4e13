"""Cautions on the edge of every page: "Draft, subject to final review". They are about the whole document."""

import re
from functools import cache

from index.text.wordlists import load_data

LONGEST_CHARS = 200


def is_running_caution(line: str) -> bool:
    """Tell whether a running head, a foot or a stamp cautions about its document, in whatever language.

    >>> is_running_caution("Official - Subject to Final Review"), is_running_caution("Chapter 3: Eels")
    (True, False)
    """
    return len(line) <= LONGEST_CHARS and bool(_pattern().search(line))


@cache
def _pattern() -> re.Pattern[str]:
    patterns: list[str] = load_data("running_cautions.yaml")["patterns"]
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns), re.IGNORECASE)
