"""What a searcher is made of: parts with passages, and what follows from each of them, made once for all searchers."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from pathlib import Path
from typing import Protocol, Self
from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import NDArray

from index.bm25 import Ranking
from index.engines.stacks import Stacks
from index.model import Passage
from index.snapshots.holdings import StoredDocument
from index.snapshots.lexicon import Word
from index.snapshots.segmented import Segmented
from index.snapshots.snapshot import Snapshot
from index.snapshots.wordbook import JointBook, WordBook, pack
from index.text.acronyms import Acronyms
from index.text.analysis import stop_words
from index.text.characters import fold
from index.text.spelling import Sounds, Speller
from index.text.synonyms import synonyms


class SearchedPart(Protocol):
    """What is searched: a snapshot, or passages in memory."""

    @property
    def generation(self) -> str:
        """The id of its contents."""

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages of its documents."""

    @property
    def keys(self) -> NDArray[np.bytes_]:
        """The key of each of its passages."""

    @property
    def root(self) -> Path | None:
        """The folder in which its files lie beside those of its other generations; None where it has none."""

    @property
    def ranking(self) -> Ranking | Stacks:
        """What its passages are found by; finds nothing where none of them has a term."""

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

    def may_hold_translations(self) -> bool:
        """Tell without reading the documents whether one may be stated as a translation of another."""

    def documents(self) -> Iterable[StoredDocument]:
        """Yield its documents."""


@dataclass(frozen=True, slots=True)
class Name:
    """The names of a document: id, title and author.

    Attributes:
        document: its id.
        about: title and author, as far as they are stated.
        words: the words of id, title and author, folded, a space before each.
        seed: the id of the seed it is from.
        tags, authors, title, translation_of: as they are stated.
    """

    document: str
    about: str
    words: str
    seed: str = ""
    tags: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    title: str = ""
    translation_of: str = ""

    @classmethod
    def of(cls, stored: StoredDocument) -> Self:
        """Gather a document's names."""
        stated = (stored.attribution.title, stored.attribution.author)
        about = " — ".join(name for name in stated if name)
        words = re.sub(r"[-/\s]+", " ", f" {stored.id} {about}")
        folded = " ".join(map(fold, words.split(" ")))
        own = stored.attribution
        names = (own.authors, own.title or "", own.translation_of or "")
        return cls(stored.id, about, folded, stored.seed, stored.tags, *names)


_NAMED: WeakKeyDictionary[Snapshot, list[tuple[Name, int]]] = WeakKeyDictionary()


def _named(part: SearchedPart) -> Iterable[tuple[Name, int]]:
    """Return the names of a part's documents and how many passages each has; those of a segment are read once."""
    if isinstance(part, Segmented):
        stretches = ((part.segments[which], first, stop) for which, first, stop in part.stretches)
        of_stretches = (
            _named_in(segment)[segment.document_starts[first] : segment.document_starts[stop]]
            for segment, first, stop in stretches
        )
        return chain.from_iterable(of_stretches)
    return _named_in(part) if isinstance(part, Snapshot) else _read_names(part)


def _named_in(segment: Snapshot) -> list[tuple[Name, int]]:
    if segment not in _NAMED:
        _NAMED[segment] = _read_names(segment)
    return _NAMED[segment]


def _read_names(part: SearchedPart) -> list[tuple[Name, int]]:
    return [(Name.of(each), each.passages) for each in part.documents()]


class SharedPart:
    """A part with all that is derived from it alone (names, words, sounds), once for every searcher it stands in."""

    def __init__(self, part: SearchedPart) -> None:
        self.part = part

    @property
    def numbers_by_document(self) -> dict[str, range]:
        """The numbers of each document's passages in the part, by the document's id, in order."""
        return self._documents[0]

    @property
    def names(self) -> tuple[Name, ...]:
        """The names of its documents, in order."""
        return self._documents[1]

    @cached_property
    def _documents(self) -> tuple[dict[str, range], tuple[Name, ...]]:
        """Numbers and names, of one pass over the documents."""
        numbers, names, start = {}, [], 0
        for name, passages in _named(self.part):
            numbers[name.document] = range(start, start + passages)
            names.append(name)
            start += passages
        return numbers, tuple(names)

    @cached_property
    def words(self) -> WordBook | JointBook:
        """Every folded word with its term."""
        words = self.part.words()
        return words if isinstance(words, WordBook | JointBook) else WordBook(pack(words))

    @cached_property
    def acronyms(self) -> Acronyms:
        """What abbreviations stand for."""
        return Acronyms(self.part.acronyms())

    @cached_property
    def sounds(self) -> tuple[Sounds, ...]:
        """The words of the part, those that stand for one of them, and those one asks with, by how they sound."""
        known, ranking = set[str](), self.part.ranking
        for language in self.part.languages:
            groups = synonyms(language)
            known.update(
                word
                for word, term in groups.words.items()
                if any(member.key[0] in ranking for member in groups.of((term,)))
            )
            known |= stop_words(language).stop | stop_words(language).asking
        return self.words, Speller(known)


class NumbersByDocument(Mapping[str, range]):
    """The numbers of each document's passages over all layers, by the document's id, in order; copies nothing."""

    def __init__(self, layers: Sequence[SharedPart], starts: Sequence[int]) -> None:
        self._layers = tuple(zip(starts, layers, strict=False))

    def __getitem__(self, document: str) -> range:
        for start, layer in self._layers:
            own = layer.numbers_by_document.get(document)
            if own is not None:
                return range(start + own.start, start + own.stop)
        raise KeyError(document)

    def __iter__(self) -> Iterator[str]:
        return chain.from_iterable(layer.numbers_by_document for _, layer in self._layers)

    def __len__(self) -> int:
        return sum(len(layer.numbers_by_document) for _, layer in self._layers)
