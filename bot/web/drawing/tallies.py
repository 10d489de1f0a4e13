"""How much of a document or an author's documents doubts itself, as counts, and as the bars of a small plot.

Counts say what a text marks, never whether it is true; nothing is ranked by them.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from index.model import HedgeReason, Passage

LEAST_FOR_SHARES: Final = 50  # passages, below which a share says little


@dataclass(frozen=True, slots=True)
class Tally:
    """How many passages there are, how many mark doubt, and how many for each reason."""

    passages: int = 0
    hedged: int = 0
    reasons: Mapping[HedgeReason, int] = field(default_factory=dict)

    @classmethod
    def of(cls, passages: Iterable[Passage]) -> "Tally":
        """Count passages."""
        reasons, count, hedged = Counter[HedgeReason](), 0, 0
        for each in passages:
            count += 1
            hedged += bool(each.hedges)
            reasons.update({hedge.reason for hedge in each.hedges})
        return cls(count, hedged, dict(sorted(reasons.items())))

    @classmethod
    def sum(cls, tallies: Iterable["Tally"]) -> "Tally":
        """Add tallies up."""
        reasons, count, hedged = Counter[HedgeReason](), 0, 0
        for each in tallies:
            count, hedged = count + each.passages, hedged + each.hedged
            reasons.update(each.reasons)
        return cls(count, hedged, dict(sorted(reasons.items())))


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar of the plot: the reason, its share of the passages (0 to 100), and its place from the top."""

    reason: HedgeReason
    share: float
    top: int


def bars(tally: Tally, height: int) -> tuple[Bar, ...]:
    """Return a bar for each reason, the commonest first; none below so many passages that a share says something."""
    if tally.passages < LEAST_FOR_SHARES:
        return ()
    ordered = sorted(tally.reasons.items(), key=lambda each: (-each[1], each[0]))
    return tuple(
        Bar(reason, round(100 * count / tally.passages, 1), place * height)
        for place, (reason, count) in enumerate(ordered)
    )
