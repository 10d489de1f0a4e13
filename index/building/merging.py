"""Which segments of a library a build takes into the one it makes: so that there are few, and none is mostly dead.

A segment goes where it is not much larger than all that was made after it: then each is several times as large as
the ones after it, so there are a handful of a million passages, and a passage is seldom written again. It goes, too,
where half of it is dead, and where the bytes of what was removed have to leave the disk.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

RATIO = 4  # of a segment to all that was made after it: with less it stays neither
LEAST_ALIVE = 0.5  # of a segment's passages


@dataclass(frozen=True, slots=True)
class SegmentState:
    """How things are with a segment.

    Attributes:
        alive, size: its passages that are alive, and all.
        outdated_since: when the first of its seeds was changed or removed; None where all are alive.
    """

    alive: int
    size: int
    outdated_since: datetime | None

    def is_due(self, now: datetime, erase_after: timedelta) -> bool:
        """Tell whether what is dead in it has to leave the disk."""
        return self.outdated_since is not None and now - self.outdated_since >= erase_after


def to_merge(states: Sequence[SegmentState], new: int, now: datetime, erase_after: timedelta) -> frozenset[int]:
    """Return the numbers of the segments that are taken into a new one.

    Args:
        states: of the segments, the oldest first.
        new: about how many passages the new one has of seeds that are in none of them.
        now: the moment it is.
        erase_after: how long the bytes of what is dead may stay.
    """
    merged = {
        number
        for number, each in enumerate(states)
        if each.is_due(now, erase_after) or each.alive < LEAST_ALIVE * each.size or not each.size
    }
    total = new + sum(states[number].alive for number in merged)
    for number in reversed(range(len(states))):
        if number in merged:
            continue
        if states[number].alive > RATIO * total:
            break
        merged.add(number)
        total += states[number].alive
    return frozenset(merged)
