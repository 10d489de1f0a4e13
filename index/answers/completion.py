"""Completes the names of seeds and passages as they are typed, from memory; shows no words of a passage.

Words of ids, titles and authors count, so that the first letter of any of them is useful.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice

from index.engines.library import Searcher
from index.engines.parts import Name
from index.errors import SnapshotError
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
        found += [each for each in _below_headings(searcher, searcher.numbers_by_document, name) if each not in found]
    return found[:most]


def _below_headings(searcher: Searcher, documents: Iterable[str], typed: str) -> list[Suggestion]:
    """Return the passages below headings that have the words that were typed, among the first of so many passages."""
    wanted = " ".join(map(fold, typed.split()))
    places = (
        (document, which) for document in documents for which in range(len(searcher.numbers_by_document[document]))
    )
    found = []
    for document, which in islice(places, MOST_HEADINGS) if wanted else ():
        heading = _heading(searcher, document, which + 1)
        if f" {wanted}" in f" {' '.join(map(fold, heading.split()))}":
            found.append(Suggestion(f"{document}#{which + 1}", heading))
    return found


def _meant(searcher: Searcher, typed: str, most: int) -> list[Name]:
    wanted = " ".join(map(fold, typed.split()))
    as_word = f" {wanted}"
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
        passage = searcher.passage(searcher.numbers_by_document[document][number - 1])
    except SnapshotError:
        return ""
    return passage.heading or passage.attribution.title or ""
