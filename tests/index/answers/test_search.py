"""Search syntax, references, summaries and completion, on a small library."""

from collections.abc import Callable

import pytest

from index.answers.diversify import PageSettings
from index.answers.documents import passage_by_ref, summarise
from index.answers.filters import Filter, FilterName
from index.answers.request import Request, parse
from index.answers.search import neighbours, search
from index.engines.library import Library, Searcher
from index.errors import QuestionError

FILES = {
    "stones.md": "---\ntitle: On Stones\nauthor: A. Mason\npublished: 2021-05\n---\n\n"
    "## Granite\n\nGranite is hard. My guess: it lasts.\n\n"
    "## Marble\n\nMarble isn’t hard; take it with a grain of salt.",
    "trees.md": "---\ntitle: On Trees\nauthor: B. Forester\npublished: 2023\n---\n\n"
    "Oak is hard. Salt kills a grain of oak.",
    "undated.txt": "Hard bread needs salt.",
}


def _not(name: FilterName, value: str) -> Filter:
    return Filter(name, value, negated=True)


@pytest.fixture
def searcher(make_library: Callable[..., Library]) -> Searcher:
    """Three seeds, four passages."""
    return make_library(FILES).searcher


@pytest.mark.parametrize(
    ("text", "request_"),
    [
        ("hard stones", Request("hard stones")),
        ('"grain of salt" hard', Request("hard", ("grain of salt",))),
        ("“grain of salt”", Request("", ("grain of salt",))),  # as phones type it
        ('hard -oak -"grain of"', Request("hard", (), ("oak", "grain of"))),
        ('author:mason title:"on stones"', Request(filters=(Filter("author", "mason"), Filter("title", "on stones")))),
        (
            "Before:2022 AFTER:2021-01-31 x",
            Request("x", filters=(Filter("before", "2022"), Filter("after", "2021-01-31"))),
        ),
        ("x -author:holt –title:stones", Request("x", filters=(_not("author", "holt"), _not("title", "stones")))),
        ("-before:2022 —after:2021", Request(filters=(_not("before", "2022"), _not("after", "2021")))),
        ("author: Holt, x", Request("x", filters=(Filter("author", "Holt"),))),  # a blank after the colon
        ('title: "on stones" before:  2022', Request(filters=(Filter("title", "on stones"), Filter("before", "2022")))),
        ("x - author: holt", Request("x", filters=(_not("author", "holt"),))),  # a blank after the minus
        ("x author : holt", Request("x", filters=(Filter("author", "holt"),))),
        ("x title:'on stones'", Request("x", filters=(Filter("title", "on stones"),))),
        ("x title:‘on stones’", Request("x", filters=(Filter("title", "on stones"),))),
        ("title:o'brien", Request("", filters=(Filter("title", "o'brien"),))),
        ("frost - snow", Request("frost - snow")),
        ("author:-holt", Request(filters=(_not("author", "holt"),))),
        ('author:"Mira Holt', Request(filters=(Filter("author", "Mira Holt"),))),  # never closed
        ("frost –pears −plums", Request("frost", (), ("pears", "plums"))),  # en dash and minus sign, as phones write
        ("frost – pears", Request("frost – pears")),  # a dash between words is none of them
        ("says note: seven re:frost", Request("says note: seven re:frost")),  # no fields
        ("https://a.example/x at 12:30", Request("https://a.example/x at 12:30")),
        ("std::vector ratio:3", Request("std::vector ratio:3")),
        ('"publisher:penguin"', Request("", ("publisher:penguin",))),
        ("1914–1918", Request("1914–1918")),
        ("anti-Armenian well-known:", Request("anti-Armenian well-known:")),  # neither minus nor field
        ('"unclosed phrase', Request('"unclosed phrase')),
    ],
)
def test_a_search_is_read_as_it_is_typed(text: str, request_: Request) -> None:
    """Phrases, exclusions, fields and dates; everything else is words."""
    assert parse(text) == request_


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("", "empty"),
        ("x" * 301, "301"),
        ("before:soon", "before:soon"),
        ("-before:soon", "before:soon"),
        ("before: the war", "before:the"),
        ("after:2021-5", "after:2021-5"),
        ("after:2021-13", "after:2021-13"),
        ("before:2021-02-30", "before:2021-02-30"),
        ("frost author:", "author: names nothing"),
        ('title:"" frost', "title: names nothing"),
        ("after:", "after: names nothing"),
        ("author:—", "author: names nothing"),
        ("publisher:penguin", "publisher: is no filter; there are author:, title:, tag:, seed:, before:, after:"),
        ("frost authr:holt", "authr: is no filter"),
        ("autor:holt", "autor: is no filter"),
        ("-Publisher: penguin", "Publisher: is no filter"),
        ("year:2020 frost", "year: is no filter"),
        ('colour:"deep red"', "colour: is no filter"),
    ],
)
def test_a_search_that_cannot_be_read_is_refused(text: str, named: str) -> None:
    """One sentence that names the part, instead of nothing found."""
    with pytest.raises(QuestionError, match=named):
        parse(text)


@pytest.mark.parametrize(
    ("text", "refs"),
    [
        ("hard", {"stones#1", "stones#2", "trees#1", "undated#1"}),
        ('"grain of salt"', {"stones#2"}),  # the words in this order
        ("hard -oak", {"stones#1", "stones#2", "undated#1"}),
        ("hard author:mason", {"stones#1", "stones#2"}),
        ("author:FORESTER", {"trees#1"}),  # nothing but a field
        ("hard title:trees", {"trees#1"}),
        ("hard before:2022", {"stones#1", "stones#2"}),  # undated seeds are in no span of time
        ("hard after:2022", {"trees#1"}),
        ("hard after:2021-04 before:2021-06", {"stones#1", "stones#2"}),
        ('"isn\'t hard"', {"stones#2"}),  # typographic apostrophe in the seed
        ('"arble isn\'t"', set()),  # words are whole
        ('"is har"', set()),
        ('"grain of oak"', {"trees#1"}),
        ("hard -author:mason", {"trees#1", "undated#1"}),  # who is not named is not that one
        ("hard -title:stones -title:trees", {"undated#1"}),
        ("hard -before:2022", {"trees#1", "undated#1"}),
        ("hard –after:2022", {"stones#1", "stones#2", "undated#1"}),
        ("hard author: mason", {"stones#1", "stones#2"}),
        ("hard author:mason author:forester", set()),  # both
        ("basalt", set()),
    ],
)
def test_a_search_finds_what_matches_all_of_it(searcher: Searcher, text: str, refs: set[str]) -> None:
    """Ranked words narrowed down by everything else."""
    found = search(searcher, text)

    assert {hit.passage.ref for hit in found.hits} == refs
    assert found.total == len(refs)


@pytest.mark.parametrize("text", ["🙂", "*", "-", '""', '"*"', "…", "the", "-oak", "+ & |", "()", "-🙂"])
def test_a_search_for_nothing_is_told(searcher: Searcher, text: str) -> None:
    """Instead of a list of everything."""
    with pytest.raises(QuestionError, match="can be searched for"):
        search(searcher, text)


def test_a_search_is_cut_at_its_limit_and_says_how_many_match(searcher: Searcher) -> None:
    """The total counts what is not shown."""
    found = search(searcher, "hard", PageSettings(limit=2))

    assert ([hit.rank for hit in found.hits], found.total) == ([1, 2], 4)


def test_what_says_the_same_is_listed_once(make_library: Callable[..., Library]) -> None:
    """With its other places; all of them count as found."""
    text = "Granite is the hardest of all the stones that we broke in that quarry."
    files = {"one.md": text, "two.md": text, "three.md": f"{text} Not so marble."}

    found = search(make_library(files).searcher, "granite quarry")

    assert [(hit.rank, hit.passage.ref, [each.ref for each in hit.also_in]) for hit in found.hits] == [
        (1, "one#1", ["two#1"]),
        (2, "three#1", []),
    ]
    assert found.total == 3


def test_a_passage_is_found_by_its_reference(searcher: Searcher) -> None:
    """Seed and position, as cards show them."""
    assert passage_by_ref(searcher, " stones#2 ").text.startswith("Marble")


@pytest.mark.parametrize("ref", ["stones#0", "stones#3", "stones#x", "rocks#1", "", "#1", "stones#²"])
def test_a_reference_that_leads_nowhere_is_refused(searcher: Searcher, ref: str) -> None:
    """One sentence that names what there is."""
    with pytest.raises(QuestionError, match=r"stones has passages #1 to #2|no seed"):
        passage_by_ref(searcher, ref)


def test_a_seed_of_one_passage_says_so(searcher: Searcher) -> None:
    """It has no passages from one to one."""
    with pytest.raises(QuestionError, match="undated has one passage, #1; 'undated#2' is none"):
        passage_by_ref(searcher, "undated#2")


def test_a_seed_is_summed_up(searcher: Searcher) -> None:
    """Passages, hedges by reason, first and last passage."""
    summary = summarise(searcher, "stones")

    assert (summary.passages, summary.first.number, summary.last.number) == (2, 1, 2)
    assert summary.hedges["speculation"] == 1


def test_neighbours_end_at_the_document(searcher: Searcher) -> None:
    """Borders are never crossed silently."""
    first, last = passage_by_ref(searcher, "stones#1"), passage_by_ref(searcher, "stones#2")

    assert neighbours(searcher, first) == [None, last]
    assert neighbours(searcher, last) == [first, None]
