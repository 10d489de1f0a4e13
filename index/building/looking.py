"""The seeds as they are now, each loaded once, and only as far as it takes to tell that one of them changed.

Knows no formats, and of a snapshot no more than which seeds it was made of.
"""

from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from index.errors import SeedError
from index.seeds import SeedFile
from index.seeds.seed_source import Contents, SeedSource

SeedState = tuple[str, str, str]


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


class Look:
    """One look at the seeds of a source: iterating over it gives each of them once.

    Raises SeedError where the seeds cannot be listed.
    """

    def __init__(self, seed_source: SeedSource, max_bytes: int) -> None:
        self.library = seed_source.library
        self.files = seed_source.seeds()
        self._seed_source, self._max_bytes = seed_source, max_bytes
        self._passed = deque[LoadedSeed]()
        self._rest = map(self._load, self.files)

    def _load(self, file: SeedFile) -> LoadedSeed:
        try:
            contents = self._seed_source.load(file, max_bytes=self._max_bytes)
            return LoadedSeed(file, contents, contents.checksum)
        except SeedError as err:
            return LoadedSeed(file, err)

    def states_if(self, is_known: Callable[[LoadedSeed], bool]) -> list[SeedState] | None:
        """Return the state of every seed if all of them are known, and None as soon as one is not.

        The contents of those known are let go; whoever iterates after this gets them without.
        """
        for each in self._rest:
            known = is_known(each)
            self._passed.append(replace(each, found=None) if known and each.checksum else each)
            if not known:
                return None
        return [each.state for each in self._passed]

    def __iter__(self) -> Iterator[LoadedSeed]:
        while self._passed:
            yield self._passed.popleft()  # so that its contents are not held on to
        yield from self._rest

    def with_contents(self, seed: LoadedSeed) -> LoadedSeed:
        """Return a seed as it is, loaded anew where its contents were let go."""
        return self._load(seed.file) if seed.found is None else seed
