"""Holds the current searcher over one or more snapshots; a reload swaps one reference.

States: before the first `reload()` there is no searcher; after it there always is one. A search takes the
searcher once and keeps it, so a reload in between changes nothing for it.
"""

import re
from bisect import bisect_right
from collections import ChainMap
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate, chain
from pathlib import Path
from typing import Protocol, Self, cast

from index.bm25 import CompiledBM25, JointBM25
from index.errors import SnapshotError
from index.model import Passage
from index.snapshots.lexicon import Word
from index.snapshots.snapshot import Manifest, Snapshot, StoredDocument, current_generation, open_current
from index.snapshots.wordbook import WordBook, pack
from index.text.acronyms import Acronyms, JointAcronyms
from index.text.analysis import analyzer, fold, stop_words
from index.text.frequency import zipf
from index.text.spelling import JointSpeller, Sounds, Speller
from index.text.synonyms import synonyms


class SearchedPart(Protocol):
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

    def seed_of(self, number: int, /) -> str:
        """Return the id of the seed that a passage is from, without reading the passage."""

    def find_key(self, key: str) -> int | None:
        """Return the number of the passage with this key, or None."""

    def words(self) -> Mapping[str, str]:
        """Return its folded words with their terms."""

    def acronyms(self) -> Iterable[Word]:
        """Return what abbreviations stand for in it."""

    def documents(self) -> Iterable[StoredDocument]:
        """Yield its documents."""


@dataclass(frozen=True, slots=True)
class Name:
    """What a document goes by.

    Attributes:
        document: its id.
        about: title and author, as far as they are stated.
        words: the words of id, title and author, folded, a space before each.
    """

    document: str
    about: str
    words: str

    @classmethod
    def of(cls, stored: StoredDocument) -> Self:
        """Gather a document's names."""
        stated = (stored.attribution.title, stored.attribution.author)
        about = " — ".join(name for name in stated if name)
        words = re.sub(r"[-/\s]+", " ", f" {stored.id} {about}")
        return cls(stored.id, about, " ".join(map(fold, words.split(" "))))


class SharedPart:
    """A part with what follows from it alone: made once, shared by every searcher that it stands in."""

    def __init__(self, part: SearchedPart) -> None:
        self.part = part

    @property
    def places(self) -> dict[str, range]:
        """The numbers of each document's passages in the part, by the document's id, in order."""
        return self._documents[0]

    @property
    def names(self) -> tuple[Name, ...]:
        """What its documents go by, in order."""
        return self._documents[1]

    @cached_property
    def _documents(self) -> tuple[dict[str, range], tuple[Name, ...]]:
        """Places and names, of one pass over the documents."""
        places, names = {}, []
        for each in self.part.documents():
            places[each.id] = range(each.first, each.first + each.passages)
            names.append(Name.of(each))
        return places, tuple(names)

    @cached_property
    def words(self) -> WordBook:
        """Every folded word with its term."""
        words = self.part.words()
        return words if isinstance(words, WordBook) else WordBook(pack(words))

    @cached_property
    def acronyms(self) -> Acronyms:
        """What abbreviations stand for."""
        return Acronyms(self.part.acronyms())

    @cached_property
    def sounds(self) -> tuple[Sounds, ...]:
        """The words of the part, those that stand for one of them, and those one asks with, by how they sound."""
        known, index = set[str](), self.part.index
        for language in self.part.languages:
            groups = synonyms(language)
            known.update(
                word
                for word, term in groups.words.items()
                if index is not None and any(member.key[0] in index for member in groups.of((term,)))
            )
            known |= stop_words(language).stop | stop_words(language).asking
        return self.words, Speller(known)


class Places(Mapping[str, range]):
    """The numbers of each document's passages over all layers, by the document's id, in order; copies nothing."""

    def __init__(self, layers: Sequence[SharedPart], starts: Sequence[int]) -> None:
        self._layers = tuple(zip(starts, layers, strict=False))

    def __getitem__(self, document: str) -> range:
        for start, layer in self._layers:
            own = layer.places.get(document)
            if own is not None:
                return range(start + own.start, start + own.stop)
        raise KeyError(document)

    def __iter__(self) -> Iterator[str]:
        return chain.from_iterable(layer.places for _, layer in self._layers)

    def __len__(self) -> int:
        return sum(len(layer.places) for _, layer in self._layers)


class Searcher:
    """One immutable view over opened parts, ranked as one corpus; safe for many threads.

    Passages are numbered over all parts, in their order. Making one costs nothing that grows with the parts.

    Args:
        parts: what is searched; a `SharedPart` shares what was derived from its part.
    """

    def __init__(self, parts: Sequence[SearchedPart | SharedPart]) -> None:
        self.layers = tuple(part if isinstance(part, SharedPart) else SharedPart(part) for part in parts)
        self._filled = tuple(layer for layer in self.layers if layer.part.index is not None)
        self._starts = list(accumulate((len(layer.part) for layer in self._filled), initial=0))
        indexes = [layer.part.index for layer in self._filled if layer.part.index is not None]
        self.index = JointBM25(indexes) if indexes else None
        self.generation = "+".join(layer.part.generation for layer in self.layers)
        self.places: Mapping[str, range] = Places(self._filled, self._starts)

    def __len__(self) -> int:
        return self._starts[-1]

    def passage(self, number: int) -> Passage:
        """Return a passage, its document's text checked when it is first read.

        Raises:
            SnapshotError: the text on disk is damaged.
        """
        part, own_number = self._place(number)
        return part.passage(own_number)

    def seed_of(self, number: int) -> str:
        """Return the id of the seed that a passage is from; reads and checks nothing of its text."""
        part, own_number = self._place(number)
        return part.seed_of(own_number)

    def document_text(self, number: int) -> str:
        """Return the whole text of the document that a passage is from; raises as `passage` does."""
        part, own_number = self._place(number)
        return part.document_text(own_number)

    def _place(self, number: int) -> tuple[SearchedPart, int]:
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
        """Derive what the first key of a completion and the first question must not wait for.

        It takes about 25 µs a document, and 10 ms a language.
        """
        for layer in self._filled:
            _ = layer.names
        for language in self.languages:
            analyzer(language), synonyms(language), zipf("", language)

    def names(self) -> Iterator[Name]:
        """Yield what every document goes by, in order."""
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
    def acronyms(self) -> JointAcronyms:
        """What abbreviations stand for in any of the seeds."""
        return JointAcronyms([layer.acronyms for layer in self._filled])

    @cached_property
    def speller(self) -> JointSpeller:
        """Near words among those of the seeds, those that stand for one of them, and those one asks with."""
        return JointSpeller([sounds for layer in self._filled for sounds in layer.sounds])

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
        snapshots = [open_current(root) for root in self.roots]
        view = View.of(snapshots)
        self._view, self._opened = view, tuple(each.path.name for each in snapshots)
        return view.searcher

    def is_behind(self) -> bool:
        """Tell whether something else is published by now than what was opened last."""
        return self._opened != tuple(current_generation(root) for root in self.roots)
