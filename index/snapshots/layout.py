"""Which segments a library is made of, and which of their seeds are alive, in order.

    <root>/<generation>/layout.json    beside the files of the segment that was made last; a library of one has none

A segment is a snapshot's directory. What a library still has of those before is in its stretches; what is in none of
them was changed or removed, and is as if it had never been there.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from index.errors import SnapshotError
from index.storage.rows import row_of

LAYOUT = "layout.json"
ERASE_AFTER = timedelta(hours=1)  # the bytes of a seed that was changed or removed
Stretch = tuple[int, int, int]  # a segment by its number, its first seed, and the one before which it ends


@dataclass(frozen=True, slots=True)
class Below:
    """A segment that was made before.

    Attributes:
        name: of its directory, beside that of the library.
        outdated_since: when the first of its seeds was changed or removed, ISO 8601, UTC; None where all are alive.
    """

    name: str
    outdated_since: str | None = None


@dataclass(frozen=True, slots=True)
class Layout:
    """How a library is laid out.

    Attributes:
        below: the segments made before, the oldest first; the last segment is the library's own.
        stretches: of seeds, in the library's order.
    """

    below: tuple[Below, ...]
    stretches: tuple[Stretch, ...]


def is_due(below: Iterable[Below], now: datetime, erase_after: timedelta) -> bool:
    """Tell whether something that is dead in one of some segments has to leave the disk."""
    since = (datetime.fromisoformat(each.outdated_since) for each in below if each.outdated_since)
    return any(now - each >= erase_after for each in since)


def stretches_of(placed: Iterable[tuple[int, int]]) -> tuple[Stretch, ...]:
    """Put seeds, each by its segment and its number there, together where they stand on end."""
    found: list[Stretch] = []
    segment, first, stop = -1, 0, -1
    for at, number in placed:
        if at == segment and number == stop:
            stop += 1
            continue
        if segment >= 0:
            found.append((segment, first, stop))
        segment, first, stop = at, number, number + 1
    return (*found, (segment, first, stop)) if segment >= 0 else ()


def whole(sizes: Sequence[int]) -> tuple[Stretch, ...]:
    """Return the stretches of segments that have all their seeds, one after the other."""
    return tuple((number, 0, size) for number, size in enumerate(sizes) if size)


def write_layout(path: Path, layout: Layout) -> None:
    """Write a library's layout into its directory."""
    row = {"below": list(map(row_of, layout.below)), "stretches": layout.stretches}
    (path / LAYOUT).write_text(json.dumps(row), "utf-8")


def read_layout(path: Path) -> Layout | None:
    """Read a library's layout; None where it is of one segment. Raises SnapshotError where it cannot be read."""
    try:
        row = json.loads((path / LAYOUT).read_text("utf-8"))
        stretches = tuple((int(segment), int(first), int(stop)) for segment, first, stop in row["stretches"])
        return Layout(tuple(Below(**each) for each in row["below"]), stretches)
    except FileNotFoundError:
        return None
    except (OSError, ValueError, LookupError, TypeError) as err:
        raise SnapshotError(
            "{path} cannot be read ({reason}); re-index to rebuild it", path=path / LAYOUT, reason=err
        ) from err
