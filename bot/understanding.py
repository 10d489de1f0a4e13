"""What is understood of a file that somebody attached: its documents, what was found in them, what to look at.

Pure: bytes in, frozen values out, which travel between processes. Knows no chat, no store, no limits.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from index.build import BuildSettings, passages_of
from index.errors import SeedError
from index.lint import Found, describe
from index.model import Passage
from index.readers import read_seed

SEED_ID = "attached"  # what the documents are called while they are only looked at


@dataclass(frozen=True, slots=True)
class SeedFile:
    """A seed as it was attached, or as it is stored: its name, its bytes, and those of its side-car."""

    name: str
    data: bytes
    sidecar: bytes | None = None

    @property
    def size_bytes(self) -> int:
        """Bytes of both."""
        return len(self.data) + len(self.sidecar or b"")


@dataclass(frozen=True, slots=True)
class Understood:
    """What a file says, or why it cannot be read.

    Attributes:
        problem: one sentence, where it cannot be read; then all else is empty.
        firsts: the first passage of each document, which carries attribution, caveats, status and note.
        documents: what was found in each, in the same order.
    """

    name: str
    problem: str | None = None
    firsts: tuple[Passage, ...] = ()
    documents: tuple[Found, ...] = ()
    warnings: tuple[str, ...] = ()

    @property
    def passages(self) -> int:
        """How many passages it has."""
        return sum(document.passages for document in self.documents)


def understand(file: SeedFile, settings: BuildSettings) -> Understood:
    """Read a seed as a build will; time and memory grow with its size."""
    try:
        read = read_seed(file.data, file.name, seed=SEED_ID, sidecar=file.sidecar)
    except SeedError as err:
        return Understood(file.name, problem=str(err))
    split = [(document, passages_of(document, settings.size)) for document in read]
    finding = describe(file.name, split)
    kept = [(found, own[0]) for found, (_, own) in zip(finding.documents, split, strict=True) if own]
    if not kept:
        return Understood(file.name, problem=str(SeedError(file.name, "holds no text that could be quoted")))
    found, firsts = zip(*kept, strict=True)
    return Understood(file.name, firsts=firsts, documents=found, warnings=_distinct(finding.warnings))


def _distinct(warnings: Sequence[str]) -> tuple[str, ...]:
    """Name each warning once: those of a file are repeated for each of its documents."""
    return tuple(dict.fromkeys(warnings))
