"""What names nobody where a text cites: a whole people, and what stands in code. Which words are peoples is data."""

import re
from collections.abc import Mapping
from functools import cache

from index.text.characters import fold
from index.text.wordlists import load_data

# A fenced block, which may be left open, or code within a line.
_CODE = re.compile(r"^(`{3,}|~{3,}).*?(?:^\1|\Z)|(`+)[^`\n]+\2", re.MULTILINE | re.DOTALL)
_WORD = re.compile(r"\w+")


def code_spans(text: str) -> list[tuple[int, int]]:
    """Return where code stands in a text, by the marks that set it apart."""
    return [match.span() for match in _CODE.finditer(text)] if "`" in text or "~~~" in text else []


def is_people(name: str, language: str) -> bool:
    """Tell whether a name is that of whole peoples: "Azeris", "many Russians", "Armenians and Turks"."""
    known = _peoples(language)
    words = frozenset(fold(word) for word in _WORD.findall(name))
    named = words & (known["peoples"] | known["surnames"])
    beside = words - named
    return bool(named) and beside <= known["about"] and bool(beside or named & known["peoples"])


@cache
def _peoples(language: str) -> Mapping[str, frozenset[str]]:
    entry = load_data("peoples.yaml").get(language, {})
    return {name: frozenset(map(fold, str(entry.get(name, "")).split())) for name in ("peoples", "surnames", "about")}
