"""What is understood of a file that somebody attached: its documents, what was found in them, what to look at.

Pure: bytes in, frozen values out, which travel between processes. Knows no chat, no store, no limits.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot.seeding.intake.likeness import Sketch, sketch
from bot.store.queries.checksums import text_checksum
from bot.wording import seeds as wording
from index.building.lint import NO_TEXT, DocumentFindings, describe
from index.building.understanding import understand_seed
from index.errors import SeedError
from index.messages import Sentence
from index.model import Document, Passage
from index.settings import BuildSettings

SEED_ID = "attached"  # what the documents are called while they are only looked at
MOST_BESIDE_CHARS = 20_000  # of caveats, status and note, which stand beside every passage, on pages of their own


@dataclass(frozen=True, slots=True)
class AttachedFile:
    """A seed as it was attached, or as it is stored: its name, its bytes, and those of its side-car."""

    name: str
    data: bytes
    sidecar: bytes | None = None

    @property
    def size_bytes(self) -> int:
        """Bytes of both."""
        return len(self.data) + len(self.sidecar or b"")


@dataclass(frozen=True, slots=True)
class AttachmentReading:
    """What a file says, or why it cannot be read.

    Attributes:
        problem: one sentence, where it cannot be read; then all else is empty.
        firsts: the first passage of each document, which carries attribution, caveats, status and note.
        documents: what was found in each, in the same order.
        text_checksum: of all its text, by which a blocked document is known again.
        sketch: of all its text, by which a near copy is known.
    """

    name: str
    problem: str | None = None
    firsts: tuple[Passage, ...] = ()
    documents: tuple[DocumentFindings, ...] = ()
    warnings: tuple[str, ...] = ()
    text_checksum: str = ""
    sketch: Sketch = ()

    @property
    def passages(self) -> int:
        """How many passages it has."""
        return sum(document.passages for document in self.documents)


def understand(file: AttachedFile, settings: BuildSettings) -> AttachmentReading:
    """Read a seed as a build will; time and memory grow with its size."""
    try:
        read = understand_seed(file.data, file.name, settings, seed=SEED_ID, sidecar=file.sidecar)
    except SeedError as err:
        return AttachmentReading(file.name, problem=err.sentence)
    finding = describe(file.name, read)
    kept = [(found, each.passages[0]) for found, each in zip(finding.documents, read, strict=True) if each.passages]
    if not kept:
        return AttachmentReading(file.name, problem=SeedError(file.name, NO_TEXT).sentence)
    beside = max((_beside_chars(first) for __, first in kept))
    if beside > MOST_BESIDE_CHARS:
        problem = Sentence(wording.TOO_MUCH_BESIDE, chars=beside, most=MOST_BESIDE_CHARS)
        return AttachmentReading(file.name, problem=SeedError(file.name, problem).sentence)
    found, firsts = zip(*kept, strict=True)
    text = "\n".join(each.document.text for each in read)
    warnings = _distinct(finding.warnings)
    return AttachmentReading(file.name, None, firsts, found, warnings, text_checksum(text), sketch(text))


def paragraphs(file: AttachedFile, settings: BuildSettings) -> tuple[str, ...]:
    """Return the paragraphs of a seed's documents, in order; none where it cannot be read."""
    try:
        read = understand_seed(file.data, file.name, settings, seed=SEED_ID, sidecar=file.sidecar)
    except SeedError:
        return ()
    return paragraphs_of(one.document for one in read)


def paragraphs_of(documents: Iterable[Document]) -> tuple[str, ...]:
    """Return the lines of documents that say something, each with single blanks."""
    return tuple(each for one in documents for line in one.text.splitlines() if (each := " ".join(line.split())))


def _beside_chars(first: Passage) -> int:
    texts = (*(caveat.text for caveat in first.caveats), first.epistemic_status or "", first.note or "")
    return sum(map(len, texts))


def _distinct(warnings: Sequence[str]) -> tuple[str, ...]:
    """Name each warning once: those of a file are repeated for each of its documents."""
    return tuple(dict.fromkeys(warnings))
