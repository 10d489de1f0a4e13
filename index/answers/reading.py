"""Whether a document may be read from beginning to end, and its passages in order."""

import re
from functools import cache

from index.answers.documents import passage_by_ref
from index.engines.library import Searcher
from index.model import Attribution, Passage
from index.text.characters import fold
from index.text.wordlists import load_data

_WORD = re.compile(r"[^\W_]+")


def may_be_read(stated: Attribution) -> bool:
    """Tell whether a whole document may be shown: as its curator says, else where its licence is an open one."""
    return stated.reading == "full" if stated.reading else is_open(stated.license or "")


def is_open(licence: str) -> bool:
    """Tell whether a licence lets anybody pass a text on; one that is not known does not."""
    known, but = _licences()
    words = f" {' '.join(_WORD.findall(fold(licence)))} "
    return any(f" {name} " in words for name in known) and not any(f" {name} " in words for name in but)


@cache
def _licences() -> tuple[tuple[str, ...], tuple[str, ...]]:
    data = load_data("licences.yaml")
    return tuple(map(str, data["open"])), tuple(map(str, data["but"]))


def passages_of(searcher: Searcher, document: str) -> list[Passage]:
    """Return all passages of a document in order, by its name; raises as `passage_by_ref` does."""
    first = passage_by_ref(searcher, document.partition("#")[0])
    return searcher.engine.passages(searcher.numbers_by_document[first.document])
