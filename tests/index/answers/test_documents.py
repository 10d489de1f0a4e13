"""Questions about a document itself: which is meant, what is told of it, and nothing invented."""

from collections.abc import Callable

import pytest

from index.answers.answer import ask, follow_up
from index.answers.documents import summarise
from index.engines.library import Library, Searcher
from index.snapshots.holdings import StoredDocument
from tests.shared import shared

TIDES = (
    "---\ntitle: Notes on Tides\nauthor: Mira Holt\npublished: 2021-05\nsource: https://example.org/tides\n---\n\n"
    "Caveat: I am no oceanographer, so take all of this with a grain of salt.\n\n## The bay\n\n"
    "The bay fills twice a day, I guess because of the moon. Source: https://example.org/moon\n\n## The mill\n\n"
    "The tide mill ground barley. I may write more when the archive opens.\n"
)
ZINC = "---\ntitle: Zinc in the Valley\nauthor: Jon Berg\n---\n\nZinc was mined here. The zinc miners left in 1911.\n"
GUIDE = "---\ntitle: Guide to the bot\nauthor: its makers\ntags: [guide]\n---\n\nAsk a question in a few words.\n"


@pytest.fixture
def one(make_library: Callable[..., Library]) -> Searcher:
    """One document, beside the guide to the bot."""
    return make_library({"tides.md": TIDES, "guide.md": GUIDE}).searcher


@pytest.fixture
def two(make_library: Callable[..., Library]) -> Searcher:
    """Two documents, beside the guide to the bot."""
    return make_library({"tides.md": TIDES, "zinc.md": ZINC, "guide.md": GUIDE}).searcher


def test_the_only_document_is_meant(one: Searcher) -> None:
    """The guide to the bot is not among those that may be."""
    answer = ask(one, "Can I trust this?")

    assert ["tides"] == [each.document for each in answer.documents]
    assert (answer.answered, answer.hits, answer.misses) == (True, (), ())


def test_which_document_is_meant_is_told_by_names_alone(two: Searcher, monkeypatch: pytest.MonkeyPatch) -> None:
    """Reading what is stored of each document takes a quarter of a second where there are seven thousand."""

    def read() -> list[StoredDocument]:
        raise AssertionError("documents are read")

    monkeypatch.setattr(two, "documents", read)

    assert ["zinc"] == [each.document for each in ask(two, "Who wrote Zinc in the Valley?").documents]
    assert ["tides"] == [each.document for each in ask(two, "Can I trust the notes on tides?").documents]
    assert ask(two, "Who wrote the granite act?").documents == ()


def test_the_guide_answers_for_itself_where_it_is_named(one: Searcher) -> None:
    """By its title."""
    assert ["guide"] == [each.document for each in ask(one, "Who wrote the guide to the bot?").documents]


def test_what_is_told_is_what_the_document_states(one: Searcher) -> None:
    """Its caveat with its place, its hedges and sources with theirs, its headings."""
    (summary,) = ask(one, "What is this about?").documents

    assert ["tides#1"] == [place for place in summary.caveat_refs if place]
    assert [("tides#2", "Source: https://example.org/moon")] == [(ref, each.text) for ref, each in summary.sources]
    assert {"speculation": 1} == {reason: count for reason, count in summary.hedges.items() if reason == "speculation"}
    assert ("The bay", "The mill") == summary.headings
    assert ("Mira Holt", "2021-05") == (summary.first.attribution.author, summary.first.attribution.published)


def test_with_several_documents_it_asks_which(two: Searcher) -> None:
    """Nothing is answered, and those that may be meant are named."""
    answer = ask(two, "Who wrote this?")

    assert not answer.answered
    assert ["tides", "zinc"] == [first.document for first in answer.choices]


@pytest.mark.parametrize(
    ("question", "document"),
    [
        ("Can I trust the notes on tides?", "tides"),
        ("Who wrote Zinc in the Valley?", "zinc"),
        ("Is the text by Jon Berg up to date?", "zinc"),
        ("How sure is the author of the zinc text?", "zinc"),
        ("Can I rely on the essay about miners?", "zinc"),  # which its passages speak of
        (follow_up("When was this written?", "tides#2"), "tides"),  # the passage that is talked of
    ],
)
def test_a_named_document_is_meant(two: Searcher, question: str, document: str) -> None:
    """By title, author, subject, or by what is talked of."""
    assert [document] == [each.document for each in ask(two, question).documents]


@pytest.mark.parametrize("question", ["Who wrote Hamlet?", "When was the treaty of Kiel published?"])
def test_the_name_of_something_else_is_no_document(two: Searcher, question: str) -> None:
    """It is searched for as any other question is."""
    answer = ask(two, question)

    assert ((), ()) == (answer.documents, answer.choices)


def test_what_the_author_says_of_it_comes_first(one: Searcher) -> None:
    """Whether there will be more stands in a passage; the document's facts follow."""
    answer = ask(one, "Will the author write more?")

    assert "I may write more" in answer.hits[0].passage.text
    assert ["tides"] == [each.document for each in answer.documents]


@pytest.mark.parametrize(
    "question",
    [
        "Can I trust this?",
        "How sure is the author?",
        "Who wrote this?",
        "When was it written?",
        "What are the author's sources?",
        "What is this about?",
        "Is this up to date?",
        "Kann ich dem Text trauen?",
    ],
)
def test_the_thread_is_told_of(make_library: Callable[..., Library], question: str) -> None:
    """With its caveat, and with no passage about another thing."""
    thread = make_library({"thread.txt": shared("seed", "thread-original.txt").read_bytes()}).searcher

    answer = ask(thread, question)

    assert ((), ["thread"]) == (answer.hits, [each.document for each in answer.documents])
    assert any("CAVEAT EMPTOR" in caveat.text for caveat in summarise(thread, "thread").first.caveats)


def test_the_thread_says_whether_there_will_be_more(make_library: Callable[..., Library]) -> None:
    """The post that does comes first."""
    thread = make_library({"thread.txt": shared("seed", "thread-original.txt").read_bytes()}).searcher

    assert "May write more" in ask(thread, "Will the author write more?").hits[0].passage.text
