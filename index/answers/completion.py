"""Completes the names of seeds and passages as they are typed, from memory; shows no words of a passage.

Words of ids, titles and authors count, so that the first letter of any of them is useful.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple
from weakref import WeakKeyDictionary

from index.engines.library import Searcher
from index.engines.parts import Name, SharedPart
from index.errors import SnapshotError
from index.model import Passage
from index.text.characters import fold

MOST = 25
MOST_HEADINGS = 2_000  # that are looked through while somebody types


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A document or passage that may be meant.

    Attributes:
        name: the id of a document, or a reference to a passage.
        about: for people: title and author, or what a passage stands under; empty where nothing is stated.
    """

    name: str
    about: str


def complete_document(searcher: Searcher, typed: str, most: int = MOST) -> list[Suggestion]:
    """Return documents: first those whose id begins so, then those with such a word, then those that contain it."""
    return [Suggestion(each.document, each.about) for each in _meant(searcher, typed, most)]


def complete_passage(searcher: Searcher, typed: str, most: int = MOST) -> list[Suggestion]:
    """Return passages, equally many of each document that may be meant, then those below a heading with such words.

    After "#", those of the document whose number begins so, or whose heading has such words.
    """
    name, hash_sign, rest = typed.strip().partition("#")
    exact = next((each for each in (name, name.lower()) if each in searcher.numbers_by_document), None)
    if hash_sign and exact is not None:
        numbers = _beginning(len(searcher.numbers_by_document[exact]), rest)[:most]
        found = [Suggestion(f"{exact}#{which}", _heading(searcher, exact, which)) for which in numbers]
        return found or _below_headings(searcher, [exact], rest)[:most]
    documents = [each.document for each in _meant(searcher, name, most)]
    share = max(1, most // max(1, len(documents)))
    found = [
        Suggestion(f"{document}#{which}", _heading(searcher, document, which))
        for document in documents
        for which in _beginning(len(searcher.numbers_by_document[document]), rest)[:share]
    ]
    if len(found) < most and not hash_sign:
        below = _below_headings(searcher, searcher.numbers_by_document, name)
        found = list(dict.fromkeys((*found, *below)))
    return found[:most]


def _below_headings(searcher: Searcher, documents: Iterable[str], typed: str) -> list[Suggestion]:
    """Return the passages below headings that have the words that were typed, among the first of so many passages."""
    wanted = _as_words(typed)
    return [
        Suggestion(f"{document}#{number}", heading)
        for document, headings in (_headings(searcher, documents) if wanted.strip() else ())
        if wanted in headings.words
        for number, heading in enumerate(headings.shown, 1)
        if wanted in _as_words(heading)
    ]


class _Headings(NamedTuple):
    """What the passages of a document stand under, in their order, and the words of all of it."""

    shown: tuple[str, ...]
    words: str


_KNOWN: WeakKeyDictionary[SharedPart, dict[str, _Headings]] = WeakKeyDictionary()


def _headings(searcher: Searcher, documents: Iterable[str]) -> Iterator[tuple[str, _Headings]]:
    """Yield documents with their headings, as many as have so many passages; each is read once, and remembered."""
    passages = 0
    for document in documents:
        known = next(_KNOWN.setdefault(each, {}) for each in searcher.searched if document in each.numbers_by_document)
        if document not in known:
            known[document] = _read_headings(searcher, document)
        yield document, known[document]
        passages += len(known[document].shown)
        if passages >= MOST_HEADINGS:
            return


def _read_headings(searcher: Searcher, document: str) -> _Headings:
    try:
        passages = searcher.engine.passages(searcher.numbers_by_document[document][:MOST_HEADINGS])
    except SnapshotError:  # which is found out when one is shown
        passages = []
    shown = tuple(map(_shown, passages))
    return _Headings(shown, "\n".join(map(_as_words, dict.fromkeys(shown))))


def _as_words(text: str) -> str:
    """Return the words of a text, folded, a space before each."""
    return f" {' '.join(map(fold, text.split()))}"


def _meant(searcher: Searcher, typed: str, most: int) -> list[Name]:
    as_word = _as_words(typed)
    wanted = as_word[1:]
    begin: list[Name] = []
    have_word: list[Name] = []
    contain: list[Name] = []
    for name in searcher.names():
        if name.document.startswith(wanted):
            begin.append(name)
            if len(begin) == most:
                break
        elif as_word in name.words:
            have_word.append(name)
        elif wanted in name.words:
            contain.append(name)
    return [*begin, *have_word, *contain][:most]


def _beginning(passages: int, digits: str) -> list[int]:
    """Return the numbers of a document's passages that begin with some digits."""
    return [number for number in range(1, passages + 1) if str(number).startswith(digits)]


def _heading(searcher: Searcher, document: str, number: int) -> str:
    """Return what a passage stands under; nothing where its file is damaged, which is found out when it is shown."""
    try:
        return _shown(searcher.passage(searcher.numbers_by_document[document][number - 1]))
    except SnapshotError:
        return ""


def _shown(passage: Passage) -> str:
    return passage.heading or passage.attribution.title or ""
