"""The seeds as they are now, each loaded once, and only as far as it takes to tell that one of them changed.

Knows no formats, and of a snapshot no more than which seeds it was made of.
"""

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from index.errors import SeedError
from index.seeds import SeedFile
from index.seeds.seed_source import Contents, SeedSource

SeedState = tuple[str, str, str]
HELD_BYTES = 1 << 24  # of seeds that changed, until they are read


@dataclass(frozen=True, slots=True)
class LoadedSeed:
    """A seed as it was loaded: its contents, or the reason why there are none.

    Attributes:
        found: its contents; None where they were let go, or the reason why they could not be loaded.
        checksum: of its contents; empty where they could not be loaded.
    """

    file: SeedFile
    found: Contents | SeedError | None
    checksum: str = ""

    @property
    def state(self) -> SeedState:
        """What tells this seed, as it is, from what it was before."""
        return state_of(self.file, self.checksum or str(self.found))


def state_of(file: SeedFile, found: str) -> SeedState:
    """Return what tells a seed in which something was found (a checksum, or a problem) from what it was before."""
    return file.id, file.name, found


def unknown(_: SeedFile) -> None:
    """Know no seed before it is read."""


class Look:
    """One look at the seeds of a source: iterating over it gives each of them once.

    Raises SeedError where the seeds cannot be listed.

    Args:
        seed_source: has them.
        max_bytes: that one may have.
        checksum_of: tells a seed's checksum where that is known without reading it.
    """

    def __init__(
        self, seed_source: SeedSource, max_bytes: int, checksum_of: Callable[[SeedFile], str | None] = unknown
    ) -> None:
        self.library = seed_source.library
        self.files = seed_source.seeds()
        self._seed_source, self._max_bytes, self._checksum_of = seed_source, max_bytes, checksum_of
        self._passed = deque[LoadedSeed]()
        self._rest = map(self._look_at, self.files)

    def _look_at(self, file: SeedFile) -> LoadedSeed:
        checksum = self._checksum_of(file)
        return LoadedSeed(file, None, checksum) if checksum else self._load(file)

    def _load(self, file: SeedFile) -> LoadedSeed:
        try:
            contents = self._seed_source.load(file, max_bytes=self._max_bytes)
            return LoadedSeed(file, contents, contents.checksum)
        except SeedError as err:
            return LoadedSeed(file, err)

    def settled(self, is_known: Callable[[LoadedSeed], bool]) -> Sequence[LoadedSeed]:
        """Look at all seeds, and return them as whoever iterates after this gets them.

        The contents of those known are let go, and those of others beyond what memory may hold.
        """
        room = HELD_BYTES
        for each in self._rest:
            held = each
            if each.checksum and each.found is not None:
                if is_known(each) or room <= 0:
                    held = replace(each, found=None)
                elif not isinstance(each.found, SeedError):
                    room -= each.file.stamp[2] if each.file.stamp else 0
            self._passed.append(held)
        return tuple(self._passed)

    def __iter__(self) -> Iterator[LoadedSeed]:
        while self._passed:
            yield self._passed.popleft()  # so that its contents are not held on to
        yield from self._rest

    def with_contents(self, seed: LoadedSeed) -> LoadedSeed:
        """Return a seed as it is, loaded anew where its contents were let go."""
        return self._load(seed.file) if seed.found is None else seed
