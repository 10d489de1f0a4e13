"""Chooses what is shown of the passages found: near duplicates once, and passages of several seeds where there are.

Of near duplicates the better edition is shown, in the place of the one that was found first.

Knows no question: how well each matches was decided before.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from index.answers.near_duplicates import is_better, says_the_same
from index.answers.ranking import Candidate, Candidates
from index.engines.library import Searcher
from index.model import Passage
from index.text.analysis import primary
from index.text.terms import terms_of

SAMPLED, RARE = 8, 4  # words of a passage that are looked at, of which what is worth comparing holds the rarest


@dataclass(frozen=True, slots=True)
class PageSettings:
    """How much is shown.

    Attributes:
        limit: hits (or misses) at most.
        per_seed: hits from one seed at most, where others have something else to say.
        near_duplicate: share of common word pairs from which two passages may count as one.
        relative_score: hits score at least this share of the best one's score.
    """

    limit: int = 3
    per_seed: int = 2
    near_duplicate: float = 0.8
    relative_score: float = 0.3


@dataclass(frozen=True, slots=True)
class Choice:
    """A candidate that is shown, and the passages for which it stands too."""

    candidate: Candidate
    passage: Passage
    also_in: list[Passage] = field(default_factory=list)


def diversify(searcher: Searcher, found: Candidates, settings: PageSettings) -> list[Choice]:
    """Take the best candidates: near duplicates once, and few of one seed where others match too."""
    if found.coverage is None:
        return []
    good = found.good(settings.relative_score)
    page = _Page(settings, several=_from_several_seeds(searcher, good))
    rest = iter(good)
    while not page.is_full and (candidate := next(rest, None)):
        page.offer(Choice(candidate, searcher.passage(candidate.number)))
    page.fill_up()
    alike = {column for choice in page.taken for column in _alike(searcher, found.coverage.numbers, choice)}
    for candidate in (*(each.candidate for each in page.over), *rest):
        if candidate.column in alike:
            page.note(Choice(candidate, searcher.passage(candidate.number)))
    return page.taken


def listed(choices: Iterable[Choice], settings: PageSettings) -> list[Choice]:
    """Take choices in their order, near duplicates once, without regard to their seeds."""
    page = _Page(settings, several=False)
    for choice in choices:
        page.offer(choice)
        if page.is_full:
            break
    return page.taken


class _Page:
    """The choices taken so far, of those that are offered best first.

    Attributes:
        over: what was offered of a seed that has its share, where `several` seeds match.
    """

    def __init__(self, settings: PageSettings, *, several: bool) -> None:
        self._settings = settings
        self._several = several
        self._of_seed: Counter[str] = Counter()
        self.taken: list[Choice] = []
        self.over: list[Choice] = []

    @property
    def is_full(self) -> bool:
        """Whether no more is taken."""
        return len(self.taken) == self._settings.limit

    def offer(self, choice: Choice) -> None:
        """Take a passage, unless its seed has its share or the same was taken from elsewhere."""
        if self._several and self._of_seed[choice.passage.seed] == self._settings.per_seed:
            self.over.append(choice)
        elif not self.note(choice):
            self._of_seed[choice.passage.seed] += 1
            self.taken.append(choice)

    def note(self, choice: Choice) -> bool:
        """Note a passage with the one taken that says the same; tell whether there is such a one."""
        least, passage = self._settings.near_duplicate, choice.passage
        alike = (place for place, each in enumerate(self.taken) if says_the_same(each.passage, passage, least))
        place = next(alike, None)
        if place is None:
            return False
        shown = self.taken[place]
        # Likeness does not go from one to the next: the better edition has to stand for all that the other did.
        if is_better(passage, shown.passage) and all(says_the_same(passage, each, least) for each in shown.also_in):
            self.taken[place] = Choice(choice.candidate, passage, [shown.passage, *shown.also_in])
            self._of_seed.update({passage.seed: 1, shown.passage.seed: -1})
        else:
            shown.also_in.append(passage)
        return True

    def fill_up(self) -> None:
        """Where the other seeds said nothing else, take what one has beyond its share."""
        if len(self._of_seed) > 1:
            return
        self._several, over, self.over = False, self.over, []
        for offered, choice in enumerate(over):
            if self.is_full:
                self.over = over[offered:]
                return
            self.offer(choice)


def _alike(searcher: Searcher, numbers: NDArray[np.int64], choice: Choice) -> list[int]:
    """Return the columns of those passages that hold rare words of one that was taken, without reading any."""
    terms = terms_of(primary(choice.passage.language), choice.passage.text)
    engine, columns = searcher.engine, np.arange(len(numbers))
    if not (rare := _rare(engine.document_frequency, terms[:: len(terms) // SAMPLED + 1])):
        return []
    for term in rare:
        columns = columns[engine.term_frequencies(term, numbers[columns]) > 0]
        if len(columns) == 1:
            return []
    return [column for column in columns.tolist() if column != choice.candidate.column]


def _rare(document_frequency: Callable[[str], int], terms: Iterable[str]) -> list[str]:
    """Return the rarest of a passage's terms, or none as soon as one is known that no other passage has."""
    held_by: dict[str, int] = {}
    for term in terms:
        held_by[term] = document_frequency(term)
        if held_by[term] == 1:
            return []
    return sorted(held_by, key=held_by.__getitem__)[:RARE]


def _from_several_seeds(searcher: Searcher, candidates: Sequence[Candidate]) -> bool:
    """Tell whether candidates are from more than one seed; reads none of them."""
    seeds = (searcher.seed_of(each.number) for each in candidates)
    first = next(seeds, None)
    return any(seed != first for seed in seeds)
