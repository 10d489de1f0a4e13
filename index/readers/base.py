"""What a format makes of a text before the metadata is added, and what a format is.

To add a format: write one file with a `FORMAT`, and name it in `registry.py`.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import PurePosixPath

from index.model import Block, Citation

_SUFFIX = re.compile(r"\.[a-z0-9]*[a-z][a-z0-9]*")


@dataclass(frozen=True, slots=True)
class ParsedDocument:
    """One work as its format shows it; fields as in `Document`, all that was not found left empty."""

    text: str
    blocks: tuple[Block, ...]
    citations: tuple[Citation, ...] = ()
    title: str | None = None
    authors: tuple[str, ...] = ()
    published: str | None = None
    warnings: tuple[str, ...] = ()
    removed_chars: int = 0


def _by_name_only(_text: str) -> bool:
    return False


@dataclass(frozen=True, slots=True)
class Format:
    """A kind of seed file.

    Attributes:
        name: for people.
        read: from a text with Unix line ends, front matter taken off, to the works in it.
        suffixes: of file names, lower case, with the dot; "" for names without one.
        recognises: whether a text is of this format, whatever its name.
    """

    name: str
    read: Callable[[str], tuple[ParsedDocument, ...]]
    suffixes: frozenset[str] = frozenset()
    recognises: Callable[[str], bool] = _by_name_only


def suffix_of(name: str) -> str:
    """Return a file name's extension in lower case with its dot, "" where it has none ("St. Gall", "talk 1.2")."""
    suffix = PurePosixPath(name).suffix.lower()
    return suffix if _SUFFIX.fullmatch(suffix) else ""
