"""Filters: which passages may be found at all. A search is typed with them, and a question may end with some.

    Why did they leave? [tag:history author:"Mira Holt"]

In brackets behind a question they stand on its card too, so that whoever reads it knows what was asked.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Final, Literal, cast

from index.engines.library import Searcher
from index.engines.narrowed import NarrowedSearcher
from index.engines.parts import Name
from index.model import Attribution, Passage
from index.quoting.folding import plain
from index.text.characters import fold

FilterName = Literal["author", "title", "tag", "seed", "before", "after"]
EXAMPLES: Final[dict[FilterName, str]] = {
    "author": "author:holt", "title": 'title:"on stones"', "tag": "tag:history", "seed": "seed:tides",
    "before": "before:2022", "after": "after:2021-05",
}  # fmt: skip
ANY: Final = ","  # between tags or seeds of which one is enough
_MARKS: Final = str.maketrans(dict.fromkeys('"[]', " "))  # in which filters stand behind a question
_OF_DOCUMENTS: Final = frozenset(("tag", "seed"))
_ASKED: Final = ("author", "tag", "seed")  # what a question may end with
_ONE = rf'(?:{"|".join(_ASKED)}):(?:"[^"\]]+"|[^\s"\]]+)'
_BRACKETS = re.compile(rf"\s*\[({_ONE}(?:\s+{_ONE})*)\]\s*$", re.IGNORECASE)
_EACH = re.compile(r'(\w+):(?:"([^"]+)"|(\S+))')


@dataclass(frozen=True, slots=True)
class Filter:
    """What passages must state, or must not; a date is ISO, at the precision it was typed."""

    name: FilterName
    value: str
    negated: bool = False

    def passes(self, passage: Passage) -> bool:
        """Hold a passage against the filter; what is not stated passes no filter, and every negated one."""
        if self.name in _OF_DOCUMENTS:
            return self._is_of(passage.document, passage.seed, passage.tags)
        return self.negated != _TESTS[self.name](self.value, passage.attribution)

    def passes_document(self, name: Name) -> bool:
        """Hold a document against the filter; what only its passages tell passes."""
        return self.name not in _OF_DOCUMENTS or self._is_of(name.document, name.seed, name.tags)

    def _is_of(self, document: str, seed: str, tags: Iterable[str]) -> bool:
        stated = tags if self.name == "tag" else (document, seed)
        wanted = {tag_key(each) for each in self.value.split(ANY)} - {""}
        return self.negated != (not wanted.isdisjoint(map(tag_key, stated)))

    def __str__(self) -> str:
        marks = '"' if " " in self.value else ""
        return f"{'-' if self.negated else ''}{self.name}:{marks}{self.value}{marks}"


def filters_of(*, author: str | None = None, seed: str | None = None, tag: str | None = None) -> tuple[Filter, ...]:
    """Return the filters that options come to; those that were not used are none."""
    given: tuple[tuple[FilterName, str | None], ...] = (("author", author), ("seed", seed), ("tag", tag))
    return tuple(Filter(name, _bare(value)) for name, value in given if value and _bare(value).strip(ANY))


def _bare(value: str) -> str:
    return " ".join(value.translate(_MARKS).split())


def tag_key(tag: str) -> str:
    """Return by what tags are the same: "World History" is "world-history", and "#history" is "history"."""
    return "-".join(fold(plain(tag)).removeprefix("#").replace("_", " ").replace("-", " ").split())


def split_question(question: str) -> tuple[str, tuple[Filter, ...]]:
    """Part a question from the filters in brackets at its end; whatever else stands in brackets is part of it."""
    found = _BRACKETS.search(question) if question.rstrip().endswith("]") else None
    if found is None:
        return question, ()
    read = _EACH.finditer(found[1])
    filters = tuple(Filter(cast("FilterName", each[1].lower()), each[2] or each[3]) for each in read)
    return question[: found.start()].strip(), filters


def with_filters(question: str, filters: Iterable[Filter]) -> str:
    """Write filters behind a question, each once; one of a kind that it has already is left out."""
    asked, own = split_question(question)
    has = {each.name for each in own}
    every = [*own, *(each for each in filters if each.name not in has)]
    return f"{asked} [{' '.join(map(str, every))}]" if every else asked


def narrowed(searcher: Searcher, filters: Sequence[Filter]) -> Searcher:
    """Return a searcher that finds only what passes all filters; the same one where there are none."""
    if not filters:
        return searcher
    of_passages = [each for each in filters if each.name not in _OF_DOCUMENTS]
    return NarrowedSearcher(
        searcher,
        lambda name: all(each.passes_document(name) for each in filters),
        (lambda passage: all(each.passes(passage) for each in of_passages)) if of_passages else None,
    )


def narrowed_to_documents(searcher: Searcher, filters: Iterable[Filter]) -> Searcher:
    """Return a searcher that finds only what is of the documents that pass."""
    return narrowed(searcher, [each for each in filters if each.name in _OF_DOCUMENTS])


def _names(value: str, stated: str | None) -> bool:
    return fold(plain(value)) in fold(plain(stated or ""))


# Dates are compared at the precision that was typed; what states none is in no span of time.
_TESTS: Final[dict[str, Callable[[str, Attribution], bool]]] = {
    "author": lambda value, stated: _names(value, stated.author),
    "title": lambda value, stated: _names(value, stated.title),
    "before": lambda value, stated: bool(stated.published) and (stated.published or "")[: len(value)] < value,
    "after": lambda value, stated: (stated.published or "")[: len(value)] > value,
}
