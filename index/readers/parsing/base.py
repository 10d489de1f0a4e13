"""What a format makes of a file before the metadata is added, and what a format is.

To add a format: write one file with a `FORMAT`, and name it in `formats.py` or, where it reads no
plain text, in `byte_formats.py`. A format knows its bytes or its text
and nothing else: no file name, no folder, no bot.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, Generic, TypeVar

from index.errors import LibraryError
from index.model import Block, Citation, LeftOut

Contents = TypeVar("Contents")  # what a format reads: a file's bytes, its text, or the files in it
HEADING_SEPARATOR = " › "  # between a heading and the one below it
_SUFFIX = re.compile(r"\.[a-z0-9]*[a-z][a-z0-9]*")


class FormatError(LibraryError):
    """A file cannot be read as its format; `read_seed` adds the file's name."""

    code = "format"


@dataclass(frozen=True, slots=True)
class ParsedDocument:
    """One work as its format shows it; fields as in `Document`, all that was not found left empty.

    Attributes:
        identity: what names the work among others in its file, whatever is added around it: a post's id, a path in an
            archive, a Message-ID. Empty where the file is the work.
        caveats: what the format itself keeps apart from the text as its author's caution.
        verbatim: False where the words are not their author's own, as in a machine's transcript.
        restated_by: whose words they are then.
    """

    text: str
    blocks: tuple[Block, ...]
    citations: tuple[Citation, ...] = ()
    title: str | None = None
    authors: tuple[str, ...] = ()
    published: str | None = None
    warnings: tuple[str, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    identity: str = ""
    source: str | None = None
    language: str | None = None
    caveats: tuple[str, ...] = ()
    verbatim: bool = True
    restated_by: str | None = None


def reported(draft: ParsedDocument, left_out: tuple[LeftOut, ...]) -> ParsedDocument:
    """Return a work with what was left out of its file, each reason a warning for its curator as well."""
    reasons = (each.reason for each in left_out)
    return replace(draft, left_out=(*left_out, *draft.left_out), warnings=(*reasons, *draft.warnings))


@dataclass(frozen=True, slots=True)
class Chosen:
    """What a curator chose of a file in which several people speak, in its side-car.

    Attributes:
        channels: which are read, by their names.
        names: of people who may be named.
        consent: whether everybody in it agreed to be named.
    """

    channels: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    consent: bool = False


NOTHING_CHOSEN = Chosen()


def _by_name_only(_contents: Any) -> bool:
    return False


def _whatever_it_holds(_contents: Any) -> bool:
    return True


@dataclass(frozen=True, slots=True)
class Format(Generic[Contents]):
    """A kind of seed file: of bytes, of text, which has been decoded by then, or an archive's files by their paths.

    Attributes:
        name: for people.
        read: to the works in it, from the bytes, from the files, or from a text with Unix line ends, front matter
            taken off; raises FormatError for what is damaged.
        suffixes: of file names, lower case, with the dot; "" for names without one.
        recognises: whether bytes, files or a text are of this format, whatever the file's name.
        fits: whether bytes can be of this format where only the file's name says so.
        read_chosen: `read` for formats of which a curator chooses a part.
        usual: further extensions that its files often have, though other files have them, too.
        is_nested: whether a text of this format is read in the process apart, as bytes and files always are.
    """

    name: str
    read: Callable[[Contents], tuple[ParsedDocument, ...]]
    suffixes: frozenset[str] = frozenset()
    recognises: Callable[[Contents], bool] = _by_name_only
    fits: Callable[[Contents], bool] = _whatever_it_holds
    read_chosen: Callable[[Contents, Chosen], tuple[ParsedDocument, ...]] | None = None
    usual: frozenset[str] = frozenset()
    is_nested: bool = False

    def works(self, contents: Contents, chosen: Chosen) -> tuple[ParsedDocument, ...]:
        """Read the works of a file, only those that were chosen where the format knows a choice."""
        return self.read_chosen(contents, chosen) if self.read_chosen else self.read(contents)


def suffix_of(name: str) -> str:
    """Return a file name's extension in lower case with its dot, "" where it has none ("St. Gall", "talk 1.2")."""
    last = name.rpartition("/")[2]
    dot = last.rfind(".")
    suffix = last[dot:].lower() if dot > 0 else ""
    return suffix if _SUFFIX.fullmatch(suffix) else ""
