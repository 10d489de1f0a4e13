"""Holds the current searcher over one or more snapshots; a reload swaps one reference.

States: before the first `reload()` there is no searcher; after it there always is one. A search takes the
searcher once and keeps it, so a reload in between changes nothing for it.
"""

from bisect import bisect_right
from collections import ChainMap
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate, chain
from pathlib import Path
from typing import TYPE_CHECKING, Self, cast

import numpy as np
from numpy.typing import NDArray

from index.engines.local import LocalEngine
from index.engines.parts import Name, NumbersByDocument, SearchedPart, SharedPart
from index.errors import SnapshotError
from index.model import Passage
from index.snapshots.manifest import Manifest
from index.snapshots.segmented import Published, open_current
from index.snapshots.snapshot import StoredDocument, current_generation
from index.text.acronyms import JointAcronyms
from index.text.analysis import analyzer
from index.text.frequency import zipf
from index.text.spelling import JointSpeller
from index.text.synonyms import synonyms

if TYPE_CHECKING:
    from index.engines.engine import Engine


class Searcher:
    """One immutable view over opened parts, ranked as one corpus; safe for many threads.

    Passages are numbered over all parts, in their order. Making one costs nothing that grows with the parts.

    Attributes:
        engine: what passages are found by, and where they are.
        numbers_by_document: the numbers of each document's passages, by the document's id, in order.

    Args:
        parts: what is searched; a `SharedPart` shares what was derived from its part.
    """

    def __init__(self, parts: Sequence[SearchedPart | SharedPart]) -> None:
        self.layers = tuple(part if isinstance(part, SharedPart) else SharedPart(part) for part in parts)
        self._filled = tuple(layer for layer in self.layers if len(layer.part.ranking))
        self.engine: Engine = LocalEngine([layer.part for layer in self._filled])
        self._starts = list(accumulate((len(layer.part) for layer in self._filled), initial=0))
        self.generation = "+".join(layer.part.generation for layer in self.layers)
        self.numbers_by_document: Mapping[str, range] = NumbersByDocument(self._filled, self._starts)

    def __len__(self) -> int:
        return len(self.engine)

    @property
    def searched(self) -> tuple[SharedPart, ...]:
        """The parts whose passages are numbered, in their order: those that have terms."""
        return self._filled

    def found(self, numbers: NDArray[np.int64]) -> NDArray[np.bool_]:
        """Tell of some passages whether they can be found."""
        return np.ones(len(numbers), np.bool_)

    def numbers(self) -> Iterable[int]:
        """Return the numbers of the passages that can be found, in order."""
        return range(len(self))

    def passage(self, number: int) -> Passage:
        """Return a passage, its document's text checked when it is first read.

        Raises:
            SnapshotError: the text on disk is damaged.
        """
        return self.engine.passages((number,))[0]

    def seed_of(self, number: int) -> str:
        """Return the id of the seed that a passage is from; reads and checks nothing of its text."""
        part, own_number = self._locate(number)
        return part.seed_of(own_number)

    def document_text(self, number: int) -> str:
        """Return the whole text of the document that a passage is from; raises as `passage` does."""
        part, own_number = self._locate(number)
        return part.document_text(own_number)

    def _locate(self, number: int) -> tuple[SearchedPart, int]:
        """Return the part that a passage lies in, and its number there."""
        which = bisect_right(self._starts, number) - 1
        return self._filled[which].part, number - self._starts[which]

    def find(self, key: str) -> Passage | None:
        """Return the passage with this key, or None."""
        for layer in self._filled:
            number = layer.part.find_key(key)
            if number is not None:
                return layer.part.passage(number)
        return None

    def prepare(self) -> None:
        """Derive now what the first completion of a name and the first question would have to wait for.

        It takes about 25 µs a document, and 10 ms a language.
        """
        for layer in self._filled:
            _ = layer.names
        for language in self.languages:
            analyzer(language), synonyms(language), zipf("", language)

    def names(self) -> Iterator[Name]:
        """Yield the names of every document, in order."""
        return chain.from_iterable(layer.names for layer in self._filled)

    def documents(self) -> list[StoredDocument]:
        """Return every document of every part, in order."""
        return [document for layer in self.layers for document in layer.part.documents()]

    @cached_property
    def languages(self) -> tuple[str, ...]:
        """The languages of the seeds, each once; English where there are none."""
        found = dict.fromkeys(each for layer in self.layers for each in layer.part.languages)
        return tuple(found) or ("en",)

    @cached_property
    def words(self) -> Mapping[str, str]:
        """Every folded word of the seeds with its term; the last part that has it decides."""
        books = [layer.words for layer in reversed(self._filled)]
        return ChainMap(*cast("list[dict[str, str]]", books))  # which only a chain that is written to has to be

    @cached_property
    def dotted(self) -> frozenset[str]:
        """Those words of the seeds that have a dot before letters: "node.js"."""
        return frozenset[str]().union(*(layer.words.dotted for layer in self._filled))

    @cached_property
    def acronyms(self) -> JointAcronyms:
        """What abbreviations stand for in any of the seeds."""
        return JointAcronyms([layer.acronyms for layer in self._filled])

    @cached_property
    def speller(self) -> JointSpeller:
        """Near words among those of the seeds, those that stand for one of them, and those one asks with."""
        return JointSpeller([sounds for layer in self._filled for sounds in layer.sounds])

    def __contains__(self, term: str) -> bool:
        return term in self.engine


@dataclass(frozen=True, slots=True)
class View:
    """A searcher over opened snapshots, and what each of them says of itself."""

    searcher: Searcher
    manifests: tuple[Manifest, ...]

    @classmethod
    def of(cls, snapshots: Sequence[Published]) -> Self:
        """Search some snapshots as one."""
        return cls(Searcher(snapshots), tuple(each.manifest for each in snapshots))

    def beside(self, other: "View") -> "View":
        """Search this and another as one, this one first; what was derived from either is shared, not made anew."""
        layers = (*self.searcher.layers, *other.searcher.layers)
        return View(Searcher(layers), (*self.manifests, *other.manifests))


class Library:
    """The folders of published snapshots that are searched together.

    Args:
        roots: one snapshot root per library, in ranking order for ties.
    """

    def __init__(self, roots: Sequence[Path]) -> None:
        self.roots = tuple(roots)
        self._view: View | None = None
        self._opened: tuple[str, ...] = ()

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
        return self.serve([open_current(root) for root in self.roots])

    def serve(self, snapshots: Sequence[Published]) -> Searcher:
        """Swap in snapshots that are opened and checked, one of each root."""
        view = View.of(snapshots)
        self._view, self._opened = view, tuple(each.path.name for each in snapshots)
        return view.searcher

    def is_behind(self) -> bool:
        """Tell whether something else is published by now than what was opened last."""
        return self._opened != tuple(current_generation(root) for root in self.roots)
