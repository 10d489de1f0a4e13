"""Whole answers over real collections: those of this machine, every field but generation and time."""

import random
from collections.abc import Sequence

import pytest

from index.answers.answer import ask
from index.answers.search import search
from index.engines.library import Searcher
from index.engines.opensearch.opening import borrowed
from index.evaluation.collection import Collection, RowPart, load_collection
from index.quoting.check import verify
from index.settings import BuildSettings
from tests.cluster.nodes import Nodes
from tests.index.engines.opensearch.stands import timeless
from tests.shared import shared

COLLECTIONS = ("squad20-dev", "cranfield", "medline", "xquad-tr")
SAMPLE = ("squad20-dev", "xquad-tr")


def misspelt(text: str, rng: random.Random) -> str:
    """Swap two letters of the longest word."""
    words = text.split()
    which = max(range(len(words)), key=lambda place: len(words[place]))
    word = words[which]
    at = rng.randrange(max(1, len(word) - 1))
    words[which] = word[:at] + word[at : at + 2][::-1] + word[at + 2 :]
    return " ".join(words)


def questions_of(collection: Collection, count: int) -> Sequence[str]:
    """Draw questions: as they are, misspelt, and as follow-ups."""
    rng = random.Random(11)
    drawn = [text[:140] for text in rng.sample(sorted(collection.questions.values()), k=count)]
    follow_ups = [f"{second} ← {first}" for first, second in zip(drawn[::4], drawn[1::4], strict=False)]
    return [*drawn, *(misspelt(text, rng) for text in drawn[::3]), *follow_ups]


def assert_equal_answers(nodes: Nodes, name: str, count: int) -> None:
    """Ask both engines, and check quotes in both."""
    collection = load_collection(shared("collections", name))
    count = min(count, len(collection.questions))
    here, there = (RowPart(collection.rows, BuildSettings()) for _ in range(2))
    with borrowed(nodes.client()) as lend:
        there.lend(lend)
        local, remote = Searcher([here]), Searcher([there])
        for question in questions_of(collection, count):
            assert timeless(ask(local, question)) == timeless(ask(remote, question))
        for row in collection.rows[:: len(collection.rows) // 6]:
            assert verify(local, row.text[20:120]) == verify(remote, row.text[20:120])
            assert search(local, row.text[:60]) == search(remote, row.text[:60])


@pytest.mark.timeout(300)
@pytest.mark.parametrize("name", SAMPLE)
def test_whole_answers_are_those_of_this_machine(nodes: Nodes, name: str) -> None:
    """Questions of two collections, some misspelt, some follow-ups; quotes and searches."""
    assert_equal_answers(nodes, name, 16)


@pytest.mark.soak
@pytest.mark.parametrize("name", COLLECTIONS)
def test_a_thousand_whole_answers_are_those_of_this_machine(nodes: Nodes, name: str) -> None:
    """The same of four collections, and of many more."""
    assert_equal_answers(nodes, name, 400)
