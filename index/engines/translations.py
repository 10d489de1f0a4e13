"""Which documents are one work in several languages, as their curators state, and which of them is shown first."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from weakref import WeakKeyDictionary

from index.answered import Hit
from index.engines.library import Searcher
from index.engines.parts import Name, SharedPart
from index.model import Passage
from index.text.analysis import primary
from index.text.languages import detect

_KNOWN: WeakKeyDictionary[SharedPart, Mapping[str, str]] = WeakKeyDictionary()


def in_language_of(searcher: Searcher, question: str, hits: Sequence[Hit]) -> tuple[Hit, ...]:
    """Put of the passages of one work those in the asker's language first, and name each one's place in the other.

    What is no answer by itself takes no other's place. Raises as reading passages does.
    """
    if not any(map(_originals, searcher.layers)):
        return tuple(hits)
    asked_in = detect(question, searcher.languages)
    places = defaultdict[str, list[int]](list)
    for place, hit in enumerate(hits):
        places[work_of(searcher, hit.passage.document)].append(place)
    ordered = list(hits)
    for of_work in places.values():
        best = sorted((hits[place] for place in of_work), key=lambda hit: not _is_first(hit, asked_in))
        for place, hit in zip(of_work, best, strict=True):
            ordered[place] = hit
    return tuple(
        replace(hit, rank=rank, elsewhere=counterpart(searcher, hit.passage)) for rank, hit in enumerate(ordered, 1)
    )


def _is_first(hit: Hit, asked_in: str | None) -> bool:
    return hit.confidence != "none" and primary(hit.passage.language) == asked_in


def work_of(searcher: Searcher, document: str) -> str:
    """Return the document whose work one is: its original where it is a translation, else itself."""
    found = (originals.get(document) for originals in map(_originals, searcher.layers))
    return next(filter(None, found), document)


def counterpart(searcher: Searcher, passage: Passage) -> Passage | None:
    """Return the same place in the original of a passage, or in its first translation; None where there is none.

    Where the two are not cut alike, it is the passage as far from the beginning. Raises as reading passages does.
    """
    work = work_of(searcher, passage.document)
    others = (document for part in searcher.layers for document in _originals(part) if document != passage.document)
    mine = [work] if work != passage.document else [each for each in others if work_of(searcher, each) == work]
    numbers = next((searcher.numbers_by_document[each] for each in mine if each in searcher.numbers_by_document), None)
    if not numbers:
        return None
    place = passage.number - 1 if len(numbers) == passage.of else (passage.number - 1) * len(numbers) // passage.of
    return searcher.passage(numbers[place])


def _originals(part: SharedPart) -> Mapping[str, str]:
    """Return the originals of a part's translations, by their ids; what translates one is the original's too."""
    if part not in _KNOWN:
        tied = [name for name in part.names if name.translation_of] if part.part.may_hold_translations() else []
        known = (
            {key: name.document for name in reversed(part.names) for key in (name.seed, name.document)} if tied else {}
        )
        direct = {name.document: _stated_original(name, known) for name in tied}
        ends = {document: direct.get(original, original) for document, original in direct.items()}
        _KNOWN[part] = {document: original for document, original in ends.items() if original != document}
    return _KNOWN[part]


def _stated_original(name: Name, known: Mapping[str, str]) -> str:
    """Return the document that is stated as a translation's original; itself where there is none."""
    from index.seeds.file_names import ids_stated  # here, since hardly any seed is a translation

    found = (known.get(each) for each in ids_stated(name.translation_of))
    return next(filter(None, found), name.document)
