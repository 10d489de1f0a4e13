"""Reads which passage a message names: `tides#4` or `[[tides#4]]`. Knows no library; whoever calls looks up."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from index.errors import QuestionError
from index.model import Passage

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


def named_passage(words: str, find: Callable[[str], Passage]) -> Passage | None:
    """Return the passage that a message names; None where it names none that there is.

    Args:
        words: the message.
        find: looks up what people call a passage, or a seed for its first one; raises QuestionError.

    Raises:
        QuestionError: it names one in brackets that is not there, or is nothing but a name of which the seed is there.
    """
    for named in named_passages(words):
        try:
            return find(named.ref)
        except QuestionError:
            if named.is_certain or (named.ref == words.strip() and _is_found(named.ref.partition("#")[0], find)):
                raise
    return None


def _is_found(name: str, find: Callable[[str], Passage]) -> bool:
    try:
        find(name)
    except QuestionError:
        return False
    return True
