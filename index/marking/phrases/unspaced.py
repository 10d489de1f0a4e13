"""Scripts that are written without spaces, in phrases: there each character is a word of its own. Knows no meaning."""

import re
from typing import Final

from index.text.characters import UNSPACED

_CHARACTER = re.compile(f"[{UNSPACED}]")
_WORD_OF_A_PATTERN = re.compile(rf"[{UNSPACED}*#]|\{{\w+\}}")
# What parts the words of a text in which each of those characters is one.
WORD: Final = rf"[{UNSPACED}]|[^\W_{UNSPACED}]+"


def is_unspaced(text: str) -> bool:
    """Tell whether a text holds a character of such a script."""
    return _CHARACTER.search(text) is not None


def spaced(text: str) -> str:
    """Return a text or pattern with spaces around each character of such a script, and what may stand for one."""
    return _WORD_OF_A_PATTERN.sub(r" \g<0> ", text) if is_unspaced(text) else text
