"""Several segments as one library: what building anew from the seeds that are alive would give, and at no cost of it.

Passages are numbered as the seeds are ordered, wherever they stand, so that nothing above knows of segments; statistics
and words are those of what is alive. A seed is left out of a library, in memory, in the same way.
"""

from bisect import bisect_right
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cached_property
from itertools import accumulate, chain
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.bm25 import place_passages
from index.errors import SnapshotError
from index.model import Passage
from index.snapshots.holdings import StoredDocument
from index.snapshots.layout import Below, Stretch, read_layout, stretches_of, whole
from index.snapshots.lexicon import Word, acronyms_among
from index.snapshots.manifest import Manifest, SeedEntries
from index.snapshots.snapshot import Snapshot, current_generation, open_snapshot
from index.snapshots.wordbook import JointBook


class Segmented:
    """A library of segments; read-only, safe for many threads, readable even after their folders are gone.

    Attributes:
        segments: in the order of their making.
        below: all but the last one, as the layout names them.
        stretches: of their seeds, as a layout has them.
    """

    def __init__(self, segments: Sequence[Snapshot], stretches: Sequence[Stretch], below: Sequence[Below] = ()) -> None:
        self.segments, self.below, self.stretches = tuple(segments), tuple(below), tuple(stretches)
        self._spans = [
            (segments[which].passage_starts[first], segments[which].passage_starts[stop])
            for which, first, stop in self.stretches
        ]
        self._starts = list(accumulate((int(stop - first) for first, stop in self._spans), initial=0))
        spans = zip(self.stretches, self._spans, strict=True)
        placed = [(which, int(first), int(stop)) for (which, _, _), (first, stop) in spans]
        self.ranking = place_passages([each.ranking for each in segments], list(map(len, segments)), placed)

    @property
    def path(self) -> Path:
        """The directory of the segment that was made last, by whose name the library is published."""
        return self.segments[-1].path

    @property
    def root(self) -> Path:
        """The folder in which its segments lie beside those of the library's other generations."""
        return self.path.parent

    @property
    def generation(self) -> str:
        """The id of the library."""
        return self.manifest.generation

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages of its documents."""
        return self.manifest.languages

    @property
    def size_bytes(self) -> int:
        """What the files of all segments take."""
        return sum(each.size_bytes for each in self.segments)

    @cached_property
    def manifest(self) -> Manifest:
        """The description of the library: of the seeds that are alive."""
        rows = [row for which, first, stop in self.stretches for row in self.segments[which].seed_rows.rows[first:stop]]
        return replace(
            self.segments[-1].manifest,
            seeds=SeedEntries(rows),
            passages=len(self),
            languages=tuple(sorted(set(chain.from_iterable(row["languages"] for row in rows)))),
        )

    @cached_property
    def keys(self) -> NDArray[np.bytes_]:
        """The key of each passage."""
        spans = zip(self.stretches, self._spans, strict=True)
        kept = [self.segments[which].keys[first:stop] for (which, _, _), (first, stop) in spans]
        return np.concatenate([self.segments[-1].keys[:0], *kept])

    def __len__(self) -> int:
        return self._starts[-1]

    def _located(self, number: int) -> tuple[Snapshot, int]:
        """Return the segment that a passage lies in, and its number there."""
        at = bisect_right(self._starts, number) - 1
        return self.segments[self.stretches[at][0]], int(self._spans[at][0]) + number - self._starts[at]

    def passage(self, number: int, /) -> Passage:
        """Return one passage by its number; raises SnapshotError where its document's text is damaged."""
        segment, own = self._located(number)
        return segment.passage(own)

    def seed_of(self, number: int, /) -> str:
        """Return the id of the seed that a passage is from; reads nothing of its text."""
        segment, own = self._located(number)
        return segment.seed_of(own)

    def document_text(self, number: int, /) -> str:
        """Return the whole text of the document that a passage is from; raises as `passage` does."""
        segment, own = self._located(number)
        return segment.document_text(own)

    def find_key(self, key: str) -> int | None:
        """Return the number of the passage with this key, or None."""
        for which, segment in enumerate(self.segments):
            own = segment.find_key(key)
            found = None if own is None else self._number(which, own)
            if found is not None:
                return found
        return None

    def _number(self, which: int, own: int) -> int | None:
        """Return a segment's passage's number here; None where it is not alive."""
        spans = zip(self.stretches, self._spans, self._starts, strict=False)
        return next(
            (
                start + own - int(first)
                for (segment, _, _), (first, stop), start in spans
                if segment == which and first <= own < stop
            ),
            None,
        )

    def documents(self) -> Iterator[StoredDocument]:
        """Yield every document that is alive, in order."""
        start = 0
        for which, first, stop in self.stretches:
            segment = self.segments[which]
            for number in range(segment.document_starts[first], segment.document_starts[stop]):
                document = segment.document(number)
                yield replace(document, first=start)
                start += document.passages

    def may_hold_translations(self) -> bool:
        """Tell without reading the documents whether one may be stated as a translation of another."""
        return any(each.may_hold_translations() for each in self.segments)

    def words(self) -> JointBook:
        """Return the folded words of all that is alive with their terms."""
        lexicons = (each.lexicon for each in self.segments)
        return JointBook(
            [(each.book, each.without(lost)) for each, lost in zip(lexicons, self._lost_words, strict=True)]
        )

    def acronyms(self) -> Iterator[Word]:
        """Return what abbreviations stand for in what is alive."""
        defined = set[Word]()
        for segment, lost in zip(self.segments, self._lost_words, strict=True):
            gone = set(lost.tolist())
            defined.update(word for number, word in enumerate(segment.lexicon.defined()) if number not in gone)
        return acronyms_among(sorted(defined))

    @cached_property
    def _lost_words(self) -> list[NDArray[np.int64]]:
        """The words of each segment, by their numbers, that none of its seeds has that are alive."""
        dead = _dead(self.stretches, [each.seed_count for each in self.segments])
        return [each.lexicon.lost(seeds) for each, seeds in zip(self.segments, dead, strict=True)]


Published = Snapshot | Segmented


def _dead(stretches: Sequence[Stretch], sizes: Sequence[int]) -> list[list[int]]:
    """Return the seeds of each segment that are in no stretch."""
    alive = [np.zeros(size, np.bool_) for size in sizes]
    for which, first, stop in stretches:
        alive[which][first:stop] = True
    return [np.flatnonzero(~each).tolist() for each in alive]


def segments_of(published: Published) -> tuple[Snapshot, ...]:
    """Return the segments of a library, the oldest first."""
    return published.segments if isinstance(published, Segmented) else (published,)


def below_of(published: Published) -> tuple[Below, ...]:
    """Return how the layout of a library would name all its segments, if another one were made."""
    below = published.below if isinstance(published, Segmented) else ()
    return (*below, Below(published.path.name))


def stretches_in(published: Published) -> tuple[Stretch, ...]:
    """Return the stretches of seeds that a library is made of."""
    return published.stretches if isinstance(published, Segmented) else whole([published.seed_count])


def without_seeds(published: Published, hidden: Collection[str]) -> Segmented:
    """Return a library without some of its seeds, as if they had never been in it.

    Args:
        published: what is selected from; not copied.
        hidden: ids of seeds.
    """
    segments = segments_of(published)
    placed = (
        (which, number)
        for which, first, stop in stretches_in(published)
        for number in range(first, stop)
        if segments[which].seed_rows.rows[number]["seed"] not in hidden
    )
    return _Hiding(segments, stretches_of(placed))


class _Hiding(Segmented):
    """A library of which some seeds are hidden; its id says how many are left."""

    @cached_property
    def manifest(self) -> Manifest:
        """The description of what is left."""
        manifest = super().manifest
        return replace(manifest, generation=f"{manifest.generation}-{len(manifest.seeds)}")


def open_current(root: Path) -> Published:
    """Open the published library. Reads every file but the texts once.

    Raises:
        SnapshotError: nothing was published yet, or what was is damaged or of another format version.
    """
    generation = current_generation(root)
    if generation is None:
        raise SnapshotError("{path} holds no published snapshot yet; re-index to build one", path=root)
    return open_published(root / generation)


def open_published(path: Path, opened: Iterable[Snapshot] = ()) -> Published:
    """Open and check what was published in a directory, with the segments that it was laid out with.

    Args:
        path: the directory.
        opened: segments that need not be opened again.

    Raises:
        SnapshotError: one is missing, of another format version, or a file differs from its checksum.
    """
    own, layout = open_snapshot(path), read_layout(path)
    if layout is None:
        return own
    known = {each.path: each for each in opened}
    paths = [path.parent / each.name for each in layout.below]
    segments = [*(known.get(each) or open_snapshot(each) for each in paths), own]
    for which, first, stop in layout.stretches:
        if not (0 <= which < len(segments) and 0 <= first < stop <= segments[which].seed_count):
            raise SnapshotError("{path} names seeds that there are not; re-index to rebuild it", path=path)
    return Segmented(segments, layout.stretches, layout.below)
