"""What every cluster must give: the answers of the engine on this machine, to the last bit.

Run over a cluster in memory (test_contract.py) and over real ones (tests/cluster).
"""

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import count
from pathlib import Path

import numpy as np

from index.answers.answer import ask
from index.answers.documents import passage_by_ref, summarise
from index.answers.explain import explain
from index.answers.search import search
from index.engines.engine import Engine
from index.engines.joined import JoinedEngine
from index.engines.library import Searcher
from index.engines.narrowed import NarrowedSearcher
from index.engines.opensearch.cluster import Cluster
from index.engines.opensearch.layout import LONGEST_TERM
from index.quoting.check import verify
from tests.index.engines.opensearch.stands import built, elsewhere, timeless

SYLLABLES = ("ba", "do", "fi", "gu", "ka", "le", "mo", "nu", "pi", "ra", "so", "ti", "vu", "ze")
STONES = {
    "granite.md": "---\nauthor: Ann Holt\ntags: [hard]\n---\n\nGranite is hard and grey. Caveat: I never weighed it.\n",
    "marble.txt": "Marble is soft and white.\n\nIt takes a polish, I think.",
    "signs.txt": "!!! … ???",
    "long.txt": "x" * (LONGEST_TERM + 50)
    + " stands in slate.\n\n"
    + "Slate splits along its grain, and slate is grey. " * 40,
}
OWN = {"basalt.txt": "Basalt is hard and black.", "tuff.txt": "Tuff is soft, and granite is not."}
QUESTIONS = (
    "How hard is granite?", "What is soft?", "Which stone is gray and hard?", "slaet splits", "Who wrote this?",
    "What does Ann Holt say about granite?", "What is the moon made of?", "x" * 120,
    "How hard is granite? ← What is grey?",
)  # fmt: skip


@dataclass
class Stand:
    """A cluster, and a folder for what is built; every index gets a name of its own."""

    cluster: Cluster
    folder: Path

    def both(self, files: dict[str, str]) -> tuple[Searcher, Searcher]:
        """Search some seeds on this machine, and in the cluster."""
        snapshot = built(self._next(), files)
        return Searcher([snapshot]), Searcher([elsewhere(snapshot, self.cluster, self._next(), self._name())])

    def both_with(self, files: dict[str, str], own: dict[str, str]) -> tuple[Searcher, Searcher]:
        """Search some seeds, and others of this machine beside them."""
        snapshot, beside = built(self._next(), files), built(self._next(), own)
        remote = elsewhere(snapshot, self.cluster, self._next(), self._name())
        return Searcher([snapshot, beside]), Searcher([remote, beside])

    def _next(self) -> Path:
        return self.folder / f"{next(_NUMBERS)}"

    @staticmethod
    def _name() -> str:
        return f"caveat-contract-{next(_NUMBERS)}"


_NUMBERS = count()


def random_seeds(passages: int, seed: int) -> dict[str, str]:
    """Write seeds of few words in passages of very different lengths, so that scores are close and lengths coarse."""
    rng = random.Random(seed)
    words = ["".join(rng.choices(SYLLABLES, k=2)) for _ in range(60)]
    weights = [1 / (rank + 1) for rank in range(len(words))]
    texts = [" ".join(rng.choices(words, weights, k=rng.choice((3, 9, 30, 45, 90)))) + "." for _ in range(passages)]
    return {f"seed-{number:03}.txt": text for number, text in enumerate([*texts, *texts[:10]])}


def same_best(stand: Stand) -> None:
    """The best passages, their scores and their order, for any number wanted and any weights."""
    local, remote = stand.both(random_seeds(160, 1))
    assert isinstance(remote.engine, JoinedEngine)
    terms, rng = sorted(set(local.words.values())), random.Random(2)

    for wanted in (1, 5, 50, 70, 1_200):
        for _ in range(3):
            asked = [*rng.choices(terms, k=rng.choice((1, 2, 7))), "nowhere"]
            weights = [rng.choice((1.0, 0.5, 0.0, 2.25)) for _ in asked]
            assert_equal_best(local.engine, remote.engine, asked, wanted, weights)


def assert_equal_best(
    local: Engine, remote: Engine, terms: Sequence[str], wanted: int, weights: Sequence[float] | None = None
) -> None:
    """Hold both engines' best against each other."""
    expected, found = local.top(terms, wanted, weights), remote.top(terms, wanted, weights)
    assert expected[0].tolist() == found[0].tolist()
    assert expected[1].tolist() == found[1].tolist()


def same_figures(stand: Stand) -> None:
    """Counts, frequencies and scores of passages by number."""
    local, remote = stand.both(STONES)
    numbers = np.arange(len(local))
    terms = ["granit", "hard", "grey", "slate", "nowhere", *local.words.values()]

    assert len(local) == len(remote)
    for term in terms:
        assert local.engine.document_frequency(term) == remote.engine.document_frequency(term)
        assert (term in local.engine) == (term in remote.engine)
        frequencies = [each.engine.term_frequencies(term, numbers).tolist() for each in (local, remote)]
        assert frequencies[0] == frequencies[1]
    assert local.engine.scores(terms, numbers) == remote.engine.scores(terms, numbers)


def same_passages(stand: Stand) -> None:
    """Passages by number, by key and by name, and whole texts."""
    local, remote = stand.both(STONES)
    numbers = [*range(len(local)), 0]

    assert local.engine.passages(numbers) == remote.engine.passages(numbers)
    for number in numbers:
        passage = local.passage(number)
        assert remote.find(passage.key) == passage
        assert local.document_text(number) == remote.document_text(number)
        assert passage_by_ref(remote, f"{passage.document}#{passage.number}") == passage
    assert summarise(local, "long") == summarise(remote, "long")


def same_answers(stand: Stand) -> None:
    """Whole answers, lists, quote checks and explanations."""
    assert_equal_answers(*stand.both(STONES))


def assert_equal_answers(local: Searcher, remote: Searcher) -> None:
    """Ask both all that can be asked."""
    for question in QUESTIONS:
        expected, found = (timeless(ask(each, question)) for each in (local, remote))
        assert expected == found
        for hit in (*expected.hits, *expected.misses):
            assert explain(local, question, hit.passage) == explain(remote, question, hit.passage)
    for typed in (
        "hard",
        "author:holt hard",
        '"is soft"',
        "tag:hard",
        "stone -grey",
        "seed:marble polish",
        "after:2020",
    ):
        assert search(local, typed) == search(remote, typed)
    for quote in ("Granite is hard and grey.", "Granite is hard … weighed it.", "Granite is soft and grey.", "zzzz"):
        assert verify(local, quote) == verify(remote, quote)


def same_beside_own(stand: Stand) -> None:
    """A server's own seeds, of this machine, are in one ranking with a library elsewhere."""
    assert_equal_answers(*stand.both_with(STONES, own=OWN))
    local, remote = stand.both_with(random_seeds(90, 3), own=random_seeds(20, 4))
    for term in sorted(set(local.words.values()))[:8]:
        assert_equal_best(local.engine, remote.engine, [term, "babo", "dofi"], 30)


def same_narrowed(stand: Stand) -> None:
    """Passages of some documents alone; scores stay those among all."""
    both = stand.both(random_seeds(110, 5))
    local, remote = (NarrowedSearcher(each, lambda name: name.document.endswith(("3", "4", "7"))) for each in both)
    for term in sorted(set(both[0].words.values()))[:8]:
        assert_equal_best(local.engine, remote.engine, [term, "babo"], 12)


CONTRACT: dict[str, Callable[[Stand], None]] = {
    each.__name__: each
    for each in (
        same_best, same_figures, same_passages, same_answers, same_beside_own, same_narrowed,
    )
}  # fmt: skip
