"""Passages that are about the same as one: of any author, or of another. Nothing here answers a question.

A passage is like another one where they share the words that are rare in the seeds.
"""

from collections.abc import Iterable, Iterator
from itertools import islice

import numpy as np

from index.answered import Hit
from index.engines.library import Searcher
from index.model import Passage
from index.text.analysis import primary
from index.text.terms import distinct_terms_of

MOST = 5
RAREST = 24  # terms of a passage that are searched
LOOKED_AT = 100  # best passages, of which others of the document are many
SHARED = 3  # of the terms, at least, where there are so many
SHARED_SHARE = 0.3  # of the information of the terms, at least


def more_like(searcher: Searcher, passage: Passage, most: int = MOST) -> tuple[Hit, ...]:
    """Return the passages that share most with one, best first; none where none shares enough."""
    return _hits(_alike(searcher, passage), most)


def others_on(searcher: Searcher, passage: Passage, most: int = MOST) -> tuple[Hit, ...]:
    """Return those by another author; of a passage without one, those of other documents that name theirs."""
    return _hits((each for each in _alike(searcher, passage) if is_by_another(passage, each)), most)


def is_by_another(passage: Passage, other: Passage) -> bool:
    """Tell whether two passages are by different authors, none of them shared; what names nobody is nobody's."""
    authors = {name.casefold() for name in passage.attribution.authors}
    names = {name.casefold() for name in other.attribution.authors}
    return bool(names) and not authors & names and passage.document != other.document


def _hits(found: Iterable[Passage], most: int) -> tuple[Hit, ...]:
    return tuple(Hit(rank, each, 0.0, ()) for rank, each in enumerate(islice(found, most), 1))


def _alike(searcher: Searcher, passage: Passage) -> Iterator[Passage]:
    """Yield other passages that share enough of the rarest terms, best first."""
    engine = searcher.engine
    held = distinct_terms_of(primary(passage.language), passage.text)
    frequency = {term: engine.document_frequency(term) for term in held}
    terms = sorted((term for term in held if frequency[term] > 1), key=lambda term: (frequency[term], term))[:RAREST]
    if not terms:
        return
    information = np.log((1 + len(searcher)) / np.array([frequency[term] for term in terms]))
    numbers, _scores = engine.top(terms, LOOKED_AT)
    held_there = np.array([engine.term_frequencies(term, numbers) > 0 for term in terms])
    enough = (held_there.sum(axis=0) >= min(SHARED, len(terms))) & (
        information @ held_there >= SHARED_SHARE * information.sum()
    )
    for number in numbers[enough].tolist():
        other = searcher.passage(number)
        if other.key != passage.key and other.text != passage.text:
            yield other
