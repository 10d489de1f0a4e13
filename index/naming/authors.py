"""The authors of the seeds by the words of their names, so that one is found among many at once."""

from collections.abc import Iterator, Mapping
from typing import Final
from weakref import WeakKeyDictionary

from index.engines.library import Searcher
from index.engines.parts import SharedPart
from index.naming.persons import LEAST_NEAR, TypedName, forms_of_stated, is_named

NEARLY: Final = 85.0  # percent of a misspelt name that is right
_KNOWN: WeakKeyDictionary[SharedPart, Mapping[str, frozenset[str]]] = WeakKeyDictionary()


def authors_named(typed: TypedName, language: str, searcher: Searcher) -> list[str]:
    """Return the authors who may be meant by a name, as the seeds state them."""
    words = {form for forms in typed.words for form in forms} | {typed.joined}
    likely = {author for part in searcher.layers for word in words for author in _by_word(part).get(word, ())}
    return sorted(author for author in likely if is_named(typed, author, language))


def authors_nearly_named(typed: TypedName, searcher: Searcher) -> list[str]:
    """Return the authors whose names hold nearly each word of a name, which may be misspelt."""
    found = [set(_nearly(forms, searcher)) for forms in typed.words]
    return sorted(set.intersection(*found)) if found else []


def _nearly(forms: frozenset[str], searcher: Searcher) -> Iterator[str]:
    from rapidfuzz import fuzz, process  # here, since most questions misspell no name

    for part in searcher.layers:
        by_word = _by_word(part)
        for form in forms:
            near = process.extract(form, list(by_word), scorer=fuzz.ratio, score_cutoff=NEARLY, limit=None)
            for word, *_ in near if len(form) >= LEAST_NEAR else ():
                yield from by_word[word] if len(word) >= LEAST_NEAR else ()


def _by_word(part: SharedPart) -> Mapping[str, frozenset[str]]:
    if part not in _KNOWN:
        found: dict[str, set[str]] = {}
        for author in dict.fromkeys(author for name in part.names for author in name.authors):
            for word in forms_of_stated(author):
                found.setdefault(word, set()).add(author)
        _KNOWN[part] = {word: frozenset(authors) for word, authors in found.items()}
    return _KNOWN[part]
