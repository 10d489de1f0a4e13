"""A generation in a cluster without some of its seeds: what a build without them would give, before there is one.

Statistics, words and languages are made anew from what is left, so that nothing of a removed seed can be found.
"""

from collections.abc import Collection, Iterator
from dataclasses import replace
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.engines.opensearch.snapshot import RemoteSnapshot
from index.model import Passage
from index.snapshots.holdings import StoredDocument
from index.snapshots.lexicon import Word, acronyms_among
from index.snapshots.manifest import Manifest, SeedEntry
from index.snapshots.wordbook import JointBook


class RemoteSelection:
    """The passages of a snapshot whose seeds are not hidden. Making one reads all that are.

    Args:
        snapshot: what is selected from; not copied.
        hidden: ids of seeds.
    """

    def __init__(self, snapshot: RemoteSnapshot, hidden: Collection[str]) -> None:
        self._snapshot = snapshot
        self._kept = [document for document in snapshot.documents() if document.seed not in hidden]
        kept = [range(each.first, each.first + each.passages) for each in self._kept]
        self._numbers = [number for numbers in kept for number in numbers]
        self._seeds = [seed for seed, each in enumerate(snapshot.manifest.seeds) if each.seed not in hidden]
        self.manifest = _manifest(snapshot.manifest, [snapshot.manifest.seeds[seed] for seed in self._seeds])
        self.ranking = snapshot.ranking.without(hidden, kept)

    @property
    def generation(self) -> str:
        """The id of the snapshot, with the number of seeds that are left."""
        return self.manifest.generation

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages of the documents that are left."""
        return self.manifest.languages

    @cached_property
    def keys(self) -> NDArray[np.bytes_]:
        """The keys of the passages that are left."""
        kept: NDArray[np.bytes_] = self._snapshot.keys[self._numbers]
        return kept

    @property
    def root(self) -> Path:
        """The folder in which the snapshot lies beside the library's other generations."""
        return self._snapshot.root

    def __len__(self) -> int:
        return len(self._numbers)

    def passage(self, number: int, /) -> Passage:
        """Return one passage by its number among those left."""
        return self._snapshot.passage(self._numbers[number])

    def seed_of(self, number: int, /) -> str:
        """Return the id of the seed that a passage is from, without reading the passage."""
        return self._snapshot.seed_of(self._numbers[number])

    def document_text(self, number: int, /) -> str:
        """Return the whole text of the document that a passage is from."""
        return self._snapshot.document_text(self._numbers[number])

    def find_key(self, key: str) -> int | None:
        """Return the number of the passage with this key, or None."""
        found = self._snapshot.find_key(key)
        return None if found is None else self._numbers_here.get(found)

    def words(self) -> JointBook:
        """Return the folded words of what is left with their terms."""
        lexicon = self._snapshot.lexicon
        return JointBook([(lexicon.book, lexicon.without(self._lost))])

    def acronyms(self) -> Iterator[Word]:
        """Return what abbreviations stand for in what is left."""
        gone = set(self._lost.tolist())
        defined = enumerate(self._snapshot.lexicon.defined())
        return acronyms_among([word for number, word in defined if number not in gone])

    @cached_property
    def _lost(self) -> NDArray[np.int64]:
        """The numbers of the words that only hidden seeds have."""
        left = set(self._seeds)
        return self._snapshot.lexicon.lost(
            seed for seed in range(len(self._snapshot.manifest.seeds)) if seed not in left
        )

    def may_hold_translations(self) -> bool:
        """Tell without reading the documents whether one may be stated as a translation of another."""
        return self._snapshot.may_hold_translations()

    def documents(self) -> Iterator[StoredDocument]:
        """Yield the documents that are left, in order."""
        first = 0
        for document in self._kept:
            yield replace(document, first=first)
            first += document.passages

    @cached_property
    def _numbers_here(self) -> dict[int, int]:
        """Each passage's number among those left, by its number in the snapshot."""
        return {number: here for here, number in enumerate(self._numbers)}


def _manifest(whole: Manifest, kept: list[SeedEntry]) -> Manifest:
    return replace(
        whole,
        generation=f"{whole.generation}-{len(kept)}",
        languages=tuple(sorted({language for entry in kept for language in entry.languages})),
        passages=sum(entry.passages for entry in kept),
        seeds=tuple(kept),
    )
