"""The library that is published, of the same shape: what did not change stays where it is, or is taken over."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache

import numpy as np

from index.bm25 import PostingsBuilder, RankingSource
from index.building.looking import LoadedSeed
from index.building.merging import SegmentState, to_merge
from index.errors import SnapshotError
from index.seeds import SeedFile
from index.snapshots.layout import Below, Layout, stretches_of
from index.snapshots.manifest import Skipped
from index.snapshots.seed_part import SeedPart, SeedParts
from index.snapshots.segmented import Published, below_of, segments_of, stretches_in

Spot = tuple[int, int]  # a segment, and the number of a seed in it


@dataclass(frozen=True, slots=True)
class Kept:
    """A seed as it stands in a segment that is taken into the new one."""

    part: SeedPart
    spot: Spot


class PreviousLibrary:
    """What is published; all of it is taken over until `plan` says what stays.

    Attributes:
        segments: its segments, the oldest first.
        staying: the numbers of those that stay as they are.
    """

    def __init__(self, published: Published) -> None:
        self.segments, self._below = segments_of(published), below_of(published)
        self.staying: frozenset[int] = frozenset()
        self._faults = {(each.path, each.checksum): each for each in published.manifest.skipped if each.checksum}
        self._parts = [SeedParts(each) for each in self.segments]
        self._sources = lru_cache(maxsize=None)(lambda which: RankingSource(self.segments[which].ranking))
        self._spots: dict[tuple[str, str, str], Spot] = {
            (row["seed"], row["path"], row["checksum"]): (which, first + number)
            for which, first, stop in stretches_in(published)
            for number, row in enumerate(self.segments[which].seed_rows.rows[first:stop])
        }

    def spot(self, file: SeedFile, checksum: str) -> Spot | None:
        """Return where a seed stands; None where it does not, or is another one."""
        return self._spots.get((file.id, file.name, checksum))

    def kept(self, spot: Spot) -> Kept | None:
        """Return a seed to take over; None where it is damaged."""
        which, number = spot
        try:
            return Kept(self._parts[which].part(number), spot)
        except SnapshotError:
            return None

    def knows(self, seed: LoadedSeed) -> bool:
        """Tell whether the library was made of the same seed, or may have been: of one that cannot be loaded now."""
        file, checksum = seed.file, seed.checksum
        return not checksum or self.spot(file, checksum) is not None or self.fault(file, checksum) is not None

    def fault(self, file: SeedFile, checksum: str) -> Skipped | None:
        """Return why the same bytes could not be read then; None where they could, or others stood there."""
        return self._faults.get((str(file.path), checksum))

    def give(self, builder: PostingsBuilder, which: int, first: int, stop: int) -> None:
        """Append the passages of a segment's seeds from `first` to before `stop` to what a builder has."""
        starts = self.segments[which].passage_starts
        self._sources(which).give(builder, int(starts[first]), int(starts[stop]))

    def plan(self, seeds: Iterable[LoadedSeed], now: datetime, erase_after: timedelta) -> None:
        """Settle which segments stay, by what the seeds are now."""
        alive, new = self._alive(seeds)
        merged = to_merge(self._states(alive, now), new, now, erase_after)
        self.staying = frozenset(range(len(self.segments))) - merged

    def _alive(self, seeds: Iterable[LoadedSeed]) -> tuple[list[list[bool]], int]:
        """Tell of the seeds of each segment which are alive, and about how many passages the others will have."""
        alive, unknown = [[False] * each.seed_count for each in self.segments], 0
        for seed in seeds:
            spot = self.spot(seed.file, seed.checksum)
            if spot is not None:
                alive[spot[0]][spot[1]] = True
            elif seed.checksum and self.fault(seed.file, seed.checksum) is None:
                unknown += 1
        known = max(1, len(self._spots))
        return alive, -(-unknown * sum(each.manifest.passages for each in self.segments) // known)

    def _states(self, alive: Iterable[list[bool]], now: datetime) -> list[SegmentState]:
        found = []
        for segment, below, which in zip(self.segments, self._below, alive, strict=True):
            since = below.outdated_since or (None if all(which) else now.isoformat())
            passages = int(np.diff(segment.passage_starts)[which].sum())
            found.append(SegmentState(passages, len(segment), datetime.fromisoformat(since) if since else None))
        return found

    def layout(self, placed: Iterable[Spot | None], now: datetime) -> Layout | None:
        """Return how a library is laid out: seeds that stay at their spots, and the others in a segment of their own.

        None where nothing stays.
        """
        if not self.staying:
            return None
        order = sorted(self.staying)
        renumbered, own = {which: number for number, which in enumerate(order)}, 0
        spots = []
        for spot in placed:
            spots.append((len(order), own) if spot is None else (renumbered[spot[0]], spot[1]))
            own += spot is None
        alive = [0] * (len(order) + 1)
        for which, _ in spots:
            alive[which] += 1
        below = []
        for number, which in enumerate(order):
            is_whole = alive[number] == self.segments[which].seed_count
            since = None if is_whole else self._below[which].outdated_since or now.isoformat(timespec="seconds")
            below.append(Below(self._below[which].name, since))
        return Layout(tuple(below), stretches_of(spots))
