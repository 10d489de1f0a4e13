"""Passages that are shown by chance or by turns: long enough, and neither a heading nor a list of sources."""

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from typing import Final, Self

from index.answers.filters import Filter, narrowed
from index.engines.library import Searcher
from index.engines.narrowed import MOST_READ
from index.model import Passage

LEAST_CHARS: Final = 200
MOST_LINKED: Final = 0.4  # of a passage's characters, or of its lines, that links and citations may take
LEAST_PROSE: Final = 0.5  # of a passage's characters that stand in lines of prose
PROSE_CHARS: Final = 40  # of a line, from which it may be prose
_LINK: Final = re.compile(r"https?://\S+|\bdoi:\S+", re.IGNORECASE)
_REFERENCE: Final = re.compile(
    r"^\W*(?:\[?\d{1,3}[\].)]|[-*•])?\s*(?:[^.!?]|\b[A-Z]\.){0,120}\(?\b(?:1[5-9]|20)\d\d[a-z]?\)?[.,:]", re.MULTILINE
)


def is_shown_alone(passage: Passage) -> bool:
    """Tell whether a passage can stand by itself: no heading, no list of sources, and of some length."""
    text = passage.text.strip()
    if len(text) < LEAST_CHARS:
        return False
    cited = sum(each.end - each.start for each in passage.citations)
    linked = sum(len(each[0]) for each in _LINK.finditer(text))
    lines = [line for line in text.splitlines() if line.strip()]
    with_sources = sum(bool(_LINK.search(line) or _REFERENCE.match(line)) for line in lines)
    prose = sum(len(line) for line in lines if len(line) >= PROSE_CHARS and not line.lstrip().startswith("#"))
    is_list = len(lines) > 1 and with_sources > max(1, MOST_LINKED * len(lines))
    return not is_list and max(cited, linked) <= MOST_LINKED * len(text) and prose >= LEAST_PROSE * len(text)


def by_chance(searcher: Searcher, filters: tuple[Filter, ...], chance: random.Random) -> Passage | None:
    """Return a passage that passes, one that can stand by itself where there is one; None where none passes."""
    numbers, other = list(narrowed(searcher, filters).numbers()), None
    for number in chance.sample(numbers, min(MOST_READ, len(numbers))):
        passage = searcher.passage(number)
        if all(each.passes(passage) for each in filters):
            if is_shown_alone(passage):
                return passage
            other = other or passage
    return other


@dataclass(frozen=True, slots=True)
class Turn:
    """How far a round through all passages is: they come in an order that is another in each round.

    Attributes:
        number: of the round.
        after: the place in its order of what was shown last; empty at its beginning.
    """

    number: int = 0
    after: str = ""

    def following(self, searcher: Searcher, filters: tuple[Filter, ...]) -> "tuple[Passage, Self] | None":
        """Return the passage whose turn it is, and how far the round is then; None where none can be shown."""
        found = next(self.rest(searcher, filters), None)
        if found is None:
            found = next(type(self)(self.number + 1).rest(searcher, filters), None)
        return found

    def rest(self, searcher: Searcher, filters: tuple[Filter, ...]) -> "Iterator[tuple[Passage, Self]]":
        """Yield what is left of the round, in its order, each with how far the round is then."""
        places = sorted((self._place(name, at), number) for name, at, number in _named(searcher, filters))
        rest = ((place, number) for place, number in places if place > self.after)
        for place, number in rest:
            passage = searcher.passage(number)
            if is_shown_alone(passage) and all(each.passes(passage) for each in filters):
                yield passage, type(self)(self.number, place)

    def _place(self, document: str, at: int) -> str:
        return sha256(f"{self.number} {document}#{at}".encode()).hexdigest()[:16]


def _named(searcher: Searcher, filters: tuple[Filter, ...]) -> Iterator[tuple[str, int, int]]:
    """Yield the document, the place in it and the number of each passage of the documents that pass."""
    for document in narrowed(searcher, filters).documents():
        numbers = searcher.numbers_by_document.get(document.id, range(0))
        yield from ((document.id, at, number) for at, number in enumerate(numbers, 1))
