"""The title of a seed in a question: "In On Stones, …", "in the essay on stones, …"."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final
from weakref import WeakKeyDictionary

from index.engines.library import Searcher
from index.engines.parts import SharedPart
from index.naming.mentions import title_places, words_of_all
from index.text.characters import fold

MOST_WORDS: Final = 14  # of a title, and what stands before it
_WORD = re.compile(r"[^\W_]+")
_MAIN = re.compile(r"\s*[:–—|(]|\s+-\s")
_OPENING_MARK: Final = "\"'“„«‘‹*_"
_CLOSING_MARK: Final = "\"'”“»’›*_"
_AROUND: Final = " ,;:()–—-"

Words = tuple[str, ...]
_KNOWN: WeakKeyDictionary[SharedPart, Mapping[Words, tuple[str, list[str]]]] = WeakKeyDictionary()


@dataclass(frozen=True, slots=True)
class NamedTitle:
    """A title that stands in a question.

    Attributes:
        title: as it is stated.
        documents: those of that title.
        rest: what else the question says.
        is_marked: whether quotation marks or a word such as "essay" tell that it is one.
    """

    title: str
    documents: frozenset[str]
    rest: str
    is_marked: bool


def titles_in(question: str, searcher: Searcher) -> Iterator[NamedTitle]:
    """Yield the titles that a question names behind "in"; mostly none."""
    for start, end in title_places(question):
        words = list(_WORD.finditer(question, end))[:MOST_WORDS]
        found = _beginning(words, searcher, skipped=_skipped())
        if found is None:
            continue
        first, last, title, documents = found
        is_work = any(fold(each[0]) in words_of_all("works") for each in words[:first])
        opening, closing = question[words[first].start() - 1], question[words[last].end() : words[last].end() + 1]
        is_quoted = opening in _OPENING_MARK and bool(closing) and closing in _CLOSING_MARK
        behind = question[words[last].end() + is_quoted :]
        rest = f"{question[:start].rstrip(_AROUND)} {behind.lstrip(_AROUND)}".strip()
        if rest.strip("?!. "):
            yield NamedTitle(title, documents, rest, is_work or is_quoted)


@cache
def _skipped() -> frozenset[str]:
    """Return the words that may stand before a title and are no part of it."""
    return words_of_all("works") | words_of_all("articles")


def titled(name: str, searcher: Searcher) -> tuple[str, frozenset[str]] | None:
    """Return the title that a name is all of, and the documents of that title; None where it is none."""
    words = list(_WORD.finditer(name))
    found = _beginning(words, searcher, skipped=_skipped())
    return found[2:] if found is not None and found[1] == len(words) - 1 else None


def _beginning(
    words: list[re.Match[str]], searcher: Searcher, skipped: frozenset[str]
) -> tuple[int, int, str, frozenset[str]] | None:
    """Return the longest title that some words begin with, by its first and last word; what may be skipped is."""
    folded = [fold(each[0]) for each in words]
    for first in range(len(words)):
        for last in range(len(words) - 1, first - 1, -1):
            key = tuple(folded[first : last + 1])
            found = [each[key] for each in map(_titles, searcher.layers) if key in each]
            if found:
                documents = frozenset(
                    name for _, names in found for name in names if name in searcher.numbers_by_document
                )
                return first, last, found[0][0], documents
        if folded[first] not in skipped:
            return None
    return None


def _titles(part: SharedPart) -> Mapping[Words, tuple[str, list[str]]]:
    """Return the titles of a part's documents by their folded words: whole, before a colon, without an article."""
    if part not in _KNOWN:
        _KNOWN[part] = _gathered(part)
    return _KNOWN[part]


def _gathered(part: SharedPart) -> Mapping[Words, tuple[str, list[str]]]:
    found: dict[Words, tuple[str, list[str]]] = {}
    for name in part.names:
        for key in dict.fromkeys(_keys(name.title)):
            found.setdefault(key, (name.title, []))[1].append(name.document)
    return found


def _keys(title: str) -> Iterable[Words]:
    for part in (title, _MAIN.split(title, maxsplit=1)[0]):
        words = tuple(fold(each) for each in _WORD.findall(part))
        if words:
            yield words
        if len(words) > 1 and words[0] in words_of_all("articles"):
            yield words[1:]
