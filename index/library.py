"""Holds the current searcher over one or more snapshots; a reload swaps one reference.

States: before the first `reload()` there is no searcher; after it there always is one. A search takes the
searcher once and keeps it, so a reload in between changes nothing for it.
"""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate
from pathlib import Path
from typing import Protocol, Self

from index.analysis import stop_words
from index.bm25 import CompiledBM25, JointBM25
from index.errors import SnapshotError
from index.model import Passage
from index.snapshot import Manifest, Snapshot, StoredDocument, open_current
from index.spelling import Speller
from index.synonyms import synonyms


class Part(Protocol):
    """What is searched: a snapshot, or passages in memory. `index` is None where there are no passages."""

    @property
    def generation(self) -> str:
        """The id of its contents."""

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages of its documents."""

    @property
    def index(self) -> CompiledBM25 | None:
        """Its postings."""

    def __len__(self) -> int: ...

    def passage(self, number: int, /) -> Passage:
        """Return one passage by its number in this part."""

    def document_text(self, number: int, /) -> str:
        """Return the whole text of the document that a passage is from."""

    def find_key(self, key: str) -> int | None:
        """Return the number of the passage with this key, or None."""

    def words(self) -> dict[str, str]:
        """Return its folded words with their terms."""

    def documents(self) -> Iterable[StoredDocument]:
        """Yield its documents."""


class Searcher:
    """One immutable view over opened parts, ranked as one corpus; safe for many threads.

    Passages are numbered over all parts, in their order.
    """

    def __init__(self, parts: Sequence[Part]) -> None:
        self.parts = tuple(parts)
        self._filled = tuple(part for part in parts if part.index is not None)
        self._starts = list(accumulate((len(part) for part in self._filled), initial=0))
        indexes = [part.index for part in self._filled if part.index is not None]
        self.index = JointBM25(indexes) if indexes else None
        self.generation = "+".join(part.generation for part in self.parts)

    def __len__(self) -> int:
        return self._starts[-1]

    def passage(self, number: int) -> Passage:
        """Return a passage, its document's text checked when it is first read.

        Raises:
            SnapshotError: the text on disk is damaged.
        """
        part, own_number = self._place(number)
        return part.passage(own_number)

    def document_text(self, number: int) -> str:
        """Return the whole text of the document that a passage is from; raises as `passage` does."""
        part, own_number = self._place(number)
        return part.document_text(own_number)

    def _place(self, number: int) -> tuple[Part, int]:
        which = bisect_right(self._starts, number) - 1
        return self._filled[which], number - self._starts[which]

    def find(self, key: str) -> Passage | None:
        """Return the passage with this key, or None."""
        for part in self._filled:
            number = part.find_key(key)
            if number is not None:
                return part.passage(number)
        return None

    def documents(self) -> list[StoredDocument]:
        """Return every document of every part, in order."""
        return [document for part in self.parts for document in part.documents()]

    @cached_property
    def places(self) -> dict[str, range]:
        """The numbers of each document's passages, by the document's id, in order."""
        return {
            document.id: range(start + document.first, start + document.first + document.passages)
            for start, part in zip(self._starts, self._filled, strict=False)
            for document in part.documents()
        }

    @cached_property
    def languages(self) -> tuple[str, ...]:
        """The languages of the seeds, each once; English where there are none."""
        found = dict.fromkeys(each for part in self.parts for each in part.languages)
        return tuple(found) or ("en",)

    @cached_property
    def words(self) -> dict[str, str]:
        """Every folded word of the seeds with its term."""
        return {word: term for part in self._filled for word, term in part.words().items()}

    @cached_property
    def speller(self) -> Speller:
        """Near words among those of the seeds, those that stand for one of them, and those one asks with."""
        known = set(self.words)
        for language in self.languages:
            groups = synonyms(language)
            known.update(
                word
                for word, term in groups.words.items()
                if any(member.key[0] in self for member in groups.of((term,)))
            )
            known |= stop_words(language).stop | stop_words(language).asking
        return Speller(known)

    def __contains__(self, term: str) -> bool:
        return self.index is not None and term in self.index


@dataclass(frozen=True, slots=True)
class View:
    """A searcher over opened snapshots, and what each of them says of itself."""

    searcher: Searcher
    manifests: tuple[Manifest, ...]

    @classmethod
    def of(cls, snapshots: Sequence[Snapshot]) -> Self:
        """Search some snapshots as one."""
        return cls(Searcher(snapshots), tuple(each.manifest for each in snapshots))


class Library:
    """The folders of published snapshots that are searched together.

    Args:
        roots: one snapshot root per library, in ranking order for ties.
    """

    def __init__(self, roots: Sequence[Path]) -> None:
        self.roots = tuple(roots)
        self._view: View | None = None

    @property
    def view(self) -> View:
        """What is served now; take it once per question.

        Raises:
            SnapshotError: nothing was opened yet.
        """
        view = self._view
        if view is None:
            raise SnapshotError("the library was not opened yet; call reload() first")
        return view

    @property
    def searcher(self) -> Searcher:
        """The searcher of the current view; raises as that does."""
        return self.view.searcher

    def reload(self) -> Searcher:
        """Open and check what is published now, then swap it in; may take hundreds of ms.

        Raises:
            SnapshotError: a snapshot is missing or damaged; the searcher before stays in use.
        """
        view = View.of([open_current(root) for root in self.roots])
        self._view = view
        return view.searcher
