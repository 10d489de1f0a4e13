"""Reads which passage a message names: `tides#4` or `[[tides#4]]`. Looks nothing up."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

_BRACKETED: Final = re.compile(r"\[\[([^\[\]\n]{1,100})\]\]")
_BARE: Final = re.compile(r"(?<![^\s(„“\"'`])[\w./-]+#\d{1,6}(?![\w#])")
FEW_WORDS: Final = 4  # beside a bare name, beyond which a message is a question in which it happens to stand


@dataclass(frozen=True, slots=True)
class NamedPassage:
    """A name that a message gives, and whether it can be nothing else."""

    ref: str
    is_certain: bool


def named_passages(words: str) -> Iterator[NamedPassage]:
    """Yield the names of passages in a message, those in brackets first."""
    for match in _BRACKETED.finditer(words):
        yield NamedPassage(match[1].strip(), is_certain=True)
    if len(words.split()) <= FEW_WORDS + 1:
        for match in _BARE.finditer(_BRACKETED.sub(" ", words)):
            yield NamedPassage(match[0], is_certain=False)
