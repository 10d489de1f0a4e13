"""A snapshot without some of its seeds: as if they had never been in it, before any build has taken them out.

Statistics, words and languages are made anew from what is left, so that nothing of a removed seed shines through.
"""

from collections.abc import Collection, Iterator
from dataclasses import replace
from functools import cached_property

from index.analysis import primary
from index.bm25 import CompiledBM25
from index.model import Passage
from index.snapshot import Manifest, Snapshot, StoredDocument
from index.terms import passage_terms, words_of


class Selection:
    """The passages of a snapshot whose seeds are not hidden. Making one analyses them: some 0.1 ms each.

    Args:
        snapshot: what is selected from; not copied.
        hidden: ids of seeds.
        title_weight: as in the snapshot's build.
    """

    def __init__(self, snapshot: Snapshot, hidden: Collection[str], title_weight: int) -> None:
        self._snapshot = snapshot
        self._kept = [document for document in snapshot.documents() if document.seed not in hidden]
        self._numbers = [number for each in self._kept for number in range(each.first, each.first + each.passages)]
        self.manifest = _manifest(snapshot.manifest, hidden, self._kept)
        terms = [passage_terms(snapshot.passage(number), title_weight) for number in self._numbers]
        self.index = _indexed(terms, snapshot.index)

    @property
    def generation(self) -> str:
        """The id of the snapshot, marked as not all of it."""
        return self.manifest.generation

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages of the documents that are left."""
        return self.manifest.languages

    def __len__(self) -> int:
        return len(self._numbers)

    def passage(self, number: int, /) -> Passage:
        """Return one passage by its number among those left."""
        return self._snapshot.passage(self._numbers[number])

    def document_text(self, number: int, /) -> str:
        """Return the whole text of the document that a passage is from."""
        return self._snapshot.document_text(self._numbers[number])

    def find_key(self, key: str) -> int | None:
        """Return the number of the passage with this key, or None."""
        found = self._snapshot.find_key(key)
        return None if found is None else self._places.get(found)

    def words(self) -> dict[str, str]:
        """Return the folded words of what is left with their terms."""
        return words_of([self.passage(number) for number in range(len(self))])

    def documents(self) -> Iterator[StoredDocument]:
        """Yield the documents that are left, in order."""
        first = 0
        for document in self._kept:
            yield replace(document, first=first)
            first += document.passages

    @cached_property
    def _places(self) -> dict[int, int]:
        return {number: place for place, number in enumerate(self._numbers)}


def _indexed(terms: list[list[str]], before: CompiledBM25 | None) -> CompiledBM25 | None:
    if before is None or not any(terms):
        return None
    return CompiledBM25(terms, k1=before.k1, b=before.b, delta=before.delta)


def _manifest(whole: Manifest, hidden: Collection[str], kept: list[StoredDocument]) -> Manifest:
    return replace(
        whole,
        generation=f"{whole.generation}-{len(hidden)}",
        languages=tuple(sorted({primary(document.language) for document in kept})),
        passages=sum(document.passages for document in kept),
        seeds=tuple(entry for entry in whole.seeds if entry.seed not in hidden),
    )
