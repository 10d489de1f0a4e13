"""What becomes of a quote, as values."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Literal

from index.model import Passage

Verdict = Literal["verbatim", "stitched", "altered", "absent"]
Change = Literal["same", "added", "missing", "turning"]


@dataclass(frozen=True, slots=True)
class Difference:
    """Words that are the same in quote and source, or added by the quote, or missing from it.

    Missing ones are "turning" where a stitched quote says something else without them: "not", "perhaps", "unless".
    """

    change: Change
    words: str


def runs(differences: Iterable[Difference]) -> Iterator[tuple[Difference, ...]]:
    """Yield a stitched quote's parts, and between them what it leaves out, each as one."""
    for _, run in groupby(differences, key=lambda each: each.change == "same"):
        yield tuple(run)


@dataclass(frozen=True, slots=True)
class QuoteCheck:
    """What became of a quote.

    Attributes:
        passage: where it stands, or begins, or the nearest wording where it is altered; None where absent.
        tolerances: what had to be forgiven to call it verbatim.
        differences: word by word: for an altered quote what differs, for a stitched one what it leaves out.
        around: what else the text holds that was given, if that is neither the quote nor its attribution.
        standing: words of the text that stand in the passage, where not all of them do and some do by no chance.
    """

    verdict: Verdict
    quote: str
    passage: Passage | None = None
    tolerances: tuple[str, ...] = ()
    differences: tuple[Difference, ...] = ()
    around: tuple[str, ...] = ()
    standing: str = ""
