"""Frozen values that every room of the library shares. They know no file, no scoring and no chat."""

from dataclasses import dataclass
from typing import Literal

BlockKind = Literal["post", "paragraph", "list", "quote", "code"]
ClaimKind = Literal["quoting", "citing"]
HedgeReason = Literal["speculation", "doubt", "hearsay", "no-source", "outdated", "possibility"]
CaveatBy = Literal["author", "curator"]
CaveatKind = Literal["caveat", "correction", "status"]
PositionKind = Literal["page", "time", "chapter", "message"]


@dataclass(frozen=True, slots=True)
class Attribution:
    """Who said it, where and when. What a seed does not state is None, never guessed.

    Attributes:
        published: a date at the precision the seed states it: "2022", "2022-09" or "2022-09-13".
        published_stated: the words of a date of which only the part in `published` is sure.
        verbatim: False where the words are not the author's own.
        restated_by: whose words they are then.
        reading: whether the curator lets the whole document be read, its passages alone, or nothing of it on the web.
        translation_of: the id or file name of the seed of which this is a translation.
    """

    title: str | None = None
    authors: tuple[str, ...] = ()
    source: str | None = None
    published: str | None = None
    license: str | None = None
    verbatim: bool = True
    restated_by: str | None = None
    published_stated: str | None = None
    reading: Literal["full", "passages", "none"] | None = None
    translation_of: str | None = None

    @property
    def author(self) -> str | None:
        """All authors in one line, or None where the seed names nobody."""
        return ", ".join(self.authors) or None


@dataclass(frozen=True, slots=True)
class Caveat:
    """The author's words of caution about a whole document, or a curator's.

    Attributes:
        start, end: span in the document's text; None for a caveat that a curator added.
        kind: a caution, a later correction or withdrawal, or how finished or sure the author says the text is.
        date: when the author corrected it: ISO 8601 at the precision that the text states; None where it states none.
        speaker: whose caution it is, where the document is not all its author's; it stands beside that speaker's words.
    """

    text: str
    by: CaveatBy = "author"
    start: int | None = None
    end: int | None = None
    kind: CaveatKind = "caveat"
    date: str | None = None
    speaker: str | None = None

    def is_about(self, attribution: Attribution) -> bool:
        """Tell whether it stands beside words of that attribution."""
        return self.speaker is None or attribution.authors == (self.speaker,)


@dataclass(frozen=True, slots=True)
class Corrected:
    """A span of a passage's text (in characters) that the author takes back elsewhere, in the words of `caveat`."""

    start: int
    end: int
    caveat: str


@dataclass(frozen=True, slots=True)
class Hedge:
    """A span of a passage's text (in characters) in which the text itself marks doubt, with the reason."""

    start: int
    end: int
    reason: HedgeReason


@dataclass(frozen=True, slots=True)
class Claim:
    """A place in a text where it gives somebody else's words or knowledge, and whose, as far as it says so.

    Attributes:
        start, end: span in the text (in characters) of the words that are quoted, or of those that name the source.
        kind: "quoting" where the words are quoted, "citing" where they are told or only their source is named.
        who: in words of the text, in one line; None where it quotes somebody without a name.
    """

    start: int
    end: int
    kind: ClaimKind
    who: str | None = None


@dataclass(frozen=True, slots=True)
class Citation:
    """A source that the author names; the span (in the document's text) is the statement's source line.

    Attributes:
        text: the words as they stand in the text.
        url: the address, with a scheme, or None where the line gives none.
        truncated: the export cut the address short, so it does not lead anywhere.
    """

    start: int
    end: int
    text: str
    url: str | None = None
    truncated: bool = False


@dataclass(frozen=True, slots=True)
class Position:
    """Where a block stands in its original, in that format's own terms: page "12", time "01:02:03", chapter "IV"."""

    kind: PositionKind
    at: str


@dataclass(frozen=True, slots=True)
class Place:
    """A place in a text (in characters) at which a further page, second or message of the original begins."""

    start: int
    position: Position


@dataclass(frozen=True, slots=True)
class Block:
    """A span of a document's text that reads as one unit, under the heading it stands below.

    Attributes:
        speaker: whose words these are, where the document is not all its author's: a chat, an interview.
        position: where it begins in the original, for formats that number pages, minutes, chapters or messages.
        places: where further positions begin inside it, in the document's text.
        source: where this block alone stands, for formats whose parts have an address each: posts, messages.
    """

    start: int
    end: int
    kind: BlockKind
    heading: str | None = None
    speaker: str | None = None
    position: Position | None = None
    places: tuple[Place, ...] = ()
    source: str | None = None


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Something of a file that is no content: why, in one sentence, and how many characters."""

    reason: str
    chars: int


@dataclass(frozen=True, slots=True)
class Document:
    """One work as read from a seed. Blocks are in order, do not overlap, and cover all that may be quoted.

    Attributes:
        id: the seed's id; where a seed holds several documents, with each one's own name (or number) after it.
        language: BCP 47 tag, or None where neither stated nor detected.
        stated_caveats: what front matter and side-car say, whoever's words they are.
        warnings: what a curator should know of how the file was read, one sentence each.
        left_out: what stands in the file and is no content, such as a page's boilerplate.
    """

    id: str
    seed: str
    text: str
    attribution: Attribution
    blocks: tuple[Block, ...]
    citations: tuple[Citation, ...] = ()
    language: str | None = None
    stated_caveats: tuple[str, ...] = ()
    epistemic_status: str | None = None
    note: str | None = None
    tags: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    left_out: tuple[LeftOut, ...] = ()

    @property
    def removed_chars(self) -> int:
        """How many characters of the file were left out."""
        return sum(each.chars for each in self.left_out)


@dataclass(frozen=True, slots=True)
class Passage:
    """The unit indexed and shown: `document.text[start:end] == text`, with all that must be shown beside it.

    Attributes:
        key: ten characters, unchanged while document, text and occurrence are; for storing.
        number, of: 1-based position in the document and the number of its passages.
        attribution: the document's, with whoever speaks here as the author.
        hedges: spans in this passage's text.
        position: where it begins in the original, in that format's own terms.
        places: where the original's further pages, minutes or messages begin in this passage's text.
        corrected: what a correction of the author's names as wrong, in order.
        citations: sources the author gives in this passage (spans in the document's text).
        tags: the document's.
    """

    key: str
    document: str
    seed: str
    number: int
    of: int
    start: int
    end: int
    text: str
    attribution: Attribution
    caveats: tuple[Caveat, ...]
    heading: str | None = None
    hedges: tuple[Hedge, ...] = ()
    citations: tuple[Citation, ...] = ()
    language: str | None = None
    epistemic_status: str | None = None
    note: str | None = None
    position: Position | None = None
    places: tuple[Place, ...] = ()
    corrected: tuple[Corrected, ...] = ()
    tags: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not isinstance(self.attribution, Attribution):
            raise TypeError(f"passage {self.key} of {self.document} has no attribution")

    @property
    def ref(self) -> str:
        """The name people use: document id and position."""
        return f"{self.document}#{self.number}"
