"""A line that names authors to their names: "By Ada Vik and Bo Lem" are two, "Vik, Ada" is one, "admin" nobody."""

import re
from collections.abc import Iterable
from functools import cache

from index.readers.parsing.tool_metadata import stated_author
from index.text.wordlists import load_data

LONGEST_NAME = 80
_LONGEST_LINE = 4 * LONGEST_NAME
_MARKS_AROUND = " ,;:|·•–—-"
_NOT_A_NAME = re.compile(
    r"[@/{}<>|]|https?:|\d{3}|\b(?:read more|follow|profile|posts by|share|comments?|min read|updated)\b", re.IGNORECASE
)


def split_names(line: str) -> list[str]:
    """Return the names in a line that states whose words a page holds."""
    stated = _without_by(line)
    if not stated or len(stated) > _LONGEST_LINE:
        return []
    parts = (part for piece in re.split(r"\s*[;&]\s*", stated) for part in _and().split(piece))
    names = (name.strip(_MARKS_AROUND) for part in parts for name in _by_comma(part))
    return [name for name in names if name and _is_name(name)]


def peoples_own(names: Iterable[str], site: str | None) -> tuple[str, ...]:
    """Return names without what programs call people by, and without their site's name behind them, each once."""
    own = (name.removesuffix(f", {site}") for name in names if _is_name(name))
    known = (stated_author(_without_by(name)) for name in own)
    return tuple(dict.fromkeys(filter(None, known)))


def _without_by(line: str) -> str:
    return _by().sub("", " ".join(line.split())).strip(_MARKS_AROUND)


def _by_comma(part: str) -> list[str]:
    """Split at commas where each piece is a name of several words."""
    pieces = [piece.strip() for piece in part.split(",")]
    return pieces if len(pieces) > 1 and all(" " in piece for piece in pieces if piece) else [part]


def _is_name(name: str) -> bool:
    return len(name) <= LONGEST_NAME and not _NOT_A_NAME.search(name)


@cache
def _by() -> re.Pattern[str]:
    words = sorted(load_data("page_parts.yaml")["by"].split(), key=len, reverse=True)
    return re.compile(rf"^\W*(?:(?:{'|'.join(words).replace('_', ' ')})(?:\s*[:：]\s*|\s+))+", re.IGNORECASE)


@cache
def _and() -> re.Pattern[str]:
    words = "|".join(load_data("page_parts.yaml")["between_names"].split())
    return re.compile(rf",?\s+(?:{words})\s+", re.IGNORECASE)
