"""A passage's text cut where marks begin and end; joined, the pieces are its visible text. Knows no HTML."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from index.answered import Highlight
from index.model import Claim, Corrected, Hedge, HedgeReason, Passage
from index.text.characters import visible

# The languages that are written from right to left, by the first part of their tags.
RIGHT_TO_LEFT: Final = frozenset(("ar", "arc", "ckb", "dv", "fa", "he", "ku", "ps", "sd", "syr", "ug", "ur", "yi"))


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of visible text with the marks that lie on all of it.

    Attributes:
        reason: why the text doubts it; None where it does not.
        is_others: whether it gives somebody else's words or names a source.
        is_match: whether it matched a question.
        is_wrong: whether the author takes it back elsewhere.
    """

    text: str
    reason: HedgeReason | None = None
    is_others: bool = False
    is_match: bool = False
    is_wrong: bool = False

    @property
    def is_plain(self) -> bool:
        """Whether nothing marks it."""
        return not (self.reason or self.is_others or self.is_match or self.is_wrong)


def pieces(passage: Passage, claims: Sequence[Claim], matches: Sequence[Highlight] = ()) -> Iterator[Piece]:
    """Cut a passage's text at every border of a hedge, a correction, a claim or a match."""
    spans: tuple[Claim | Corrected | Hedge | Highlight, ...] = (*claims, *passage.hedges, *passage.corrected, *matches)
    cuts = sorted({0, len(passage.text), *(border for each in spans for border in (each.start, each.end))})
    for start, end in pairwise(cuts):
        if text := visible(passage.text[start:end]):
            yield Piece(
                text,
                next((each.reason for each in passage.hedges if each.start <= start < each.end), None),
                _lies_in(claims, start),
                _lies_in(matches, start),
                _lies_in(passage.corrected, start),
            )


def _lies_in(spans: Iterable[Claim | Corrected | Highlight], start: int) -> bool:
    return any(each.start <= start < each.end for each in spans)


def direction(language: str | None) -> str:
    """Return the direction in which a language is written; where none is known, the text's first letter decides."""
    if language is None:
        return "auto"
    return "rtl" if language.partition("-")[0].lower() in RIGHT_TO_LEFT else "ltr"
