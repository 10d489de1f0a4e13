"""Filters: behind a question and in a search, the best that pass, with the scores that they have among all."""

from collections.abc import Callable

import pytest

from index.answers.answer import MAX_QUESTION_CHARS, ask, follow_up
from index.answers.explain import explain
from index.answers.filters import Filter, narrowed, split_question, with_filters
from index.answers.ranking import find
from index.answers.search import search
from index.engines.library import Library, Searcher
from index.questions.query import read_question


def _seed(tags: str, author: str, text: str) -> str:
    return f"---\nauthor: {author}\ntags: {tags}\n---\n\n{text}\n"


FILES = {
    "tides.md": _seed("History, Sea", "Mira Holt", "The harbour was flooded by a storm surge in 1910."),
    "storm.md": _seed("weather", "Bo Lund", "A storm surge flooded the harbour, and the harbour was rebuilt."),
    "wars.md": _seed("World History", "Cy Dahl", "The harbour was shelled before the armistice."),
    **{f"note-{n:02}.md": _seed("notes", "Di Eck", f"The harbour note {n} of the harbour.") for n in range(80)},
}


@pytest.fixture
def searcher(make_library: Callable[..., Library]) -> Searcher:
    """Many notes, and three seeds with other tags."""
    return make_library(FILES).searcher


@pytest.mark.parametrize(
    ("question", "asked", "filters"),
    [
        ("Why? [tag:history]", "Why?", (Filter("tag", "history"),)),
        ('Why? [author:"Mira Holt" tag:sea,war] ', "Why?", (Filter("author", "Mira Holt"), Filter("tag", "sea,war"))),
        ("Why? [SEED:own/rain]", "Why?", (Filter("seed", "own/rain"),)),
        ("[tag:sea]", "", (Filter("tag", "sea"),)),
        ("What does [tag:history] mean?", "What does [tag:history] mean?", ()),
        ("Is it so [sic]", "Is it so [sic]", ()),
        ("see [note: later]", "see [note: later]", ()),
        ("Why [tag:]", "Why [tag:]", ()),
        ("tag:history", "tag:history", ()),
        ("a [title:stones]", "a [title:stones]", ()),
    ],
)
def test_filters_stand_in_brackets_behind_a_question(question: str, asked: str, filters: tuple[Filter, ...]) -> None:
    """Other brackets, and filters elsewhere, are words."""
    assert (asked, filters) == split_question(question)


@pytest.mark.parametrize("tag", ["history", "HISTORY", "#history", "sea", "history,nothing"])
def test_a_tag_is_the_same_however_it_is_written(searcher: Searcher, tag: str) -> None:
    """Case and number sign apart; of several, one is enough."""
    answer = ask(searcher, f"Was the harbour flooded by a storm? [tag:{tag}]")

    assert {"tides"} == {each.passage.document for each in (*answer.hits, *answer.misses)}


def test_a_tag_is_a_whole_one(searcher: Searcher) -> None:
    """A tag "History" is not "World History", which is one word where it must be."""
    found = {tag: search(searcher, f"harbour tag:{tag}") for tag in ("history", "world-history", '"world history"')}

    assert [["tides"], ["wars"], ["wars"]] == [[hit.passage.document for hit in each.hits] for each in found.values()]


def test_what_is_left_out_is_not_found(searcher: Searcher) -> None:
    """A minus before a tag or a seed."""
    found = search(searcher, "harbour -tag:notes -seed:storm")

    assert {"tides", "wars"} == {hit.passage.document for hit in found.hits}


def test_a_filter_alone_lists_what_passes(searcher: Searcher) -> None:
    """In the order of the corpus, wherever they stand in it."""
    assert ["wars"] == [hit.passage.document for hit in search(searcher, 'tag:"world history"').hits]


def test_the_best_that_pass_keep_their_scores(searcher: Searcher) -> None:
    """Statistics are the whole library's, and what ranks below all others is found all the same."""
    query = read_question("harbour", searcher)
    everything = find(searcher, query, len(searcher))
    wanted = [each for each in everything if searcher.passage(each.number).document in {"tides", "wars"}]

    found = find(narrowed(searcher, [Filter("tag", "history,world history")]), query, 2)

    assert [(each.number, each.score) for each in wanted] == [(each.number, each.score) for each in found]
    assert everything.index(wanted[0]) >= 2


def test_an_author_is_whoever_a_passage_is_by(searcher: Searcher) -> None:
    """A part of the name will do."""
    answer = ask(searcher, "Was the harbour flooded? [author:lund]")

    assert {"storm"} == {each.passage.document for each in (*answer.hits, *answer.misses)}
    assert answer.question == "Was the harbour flooded? [author:lund]"


def test_what_nothing_passes_finds_nothing(searcher: Searcher) -> None:
    """A tag that no seed has."""
    answer = ask(searcher, "Was the harbour flooded? [tag:sports]")

    assert (False, (), ()) == (answer.answered, answer.hits, answer.misses)


def test_a_follow_up_keeps_the_filters_of_what_it_follows() -> None:
    """They stay at the end, each once, whatever is cut from the earlier question."""
    once = follow_up("And then?", "Why did they leave? [tag:history]")
    twice = follow_up("When?", once)

    assert "And then? ← Why did they leave? [tag:history]" == once
    assert "When? ← And then? [tag:history]" == twice
    assert follow_up("x", f"{'y' * 400} [tag:sea]").endswith(" [tag:sea]")


def test_filters_do_not_count_as_characters_of_a_question(searcher: Searcher) -> None:
    """A question as long as may be can be asked in a bound channel."""
    asked = with_filters("harbour " * 37 + "ha", [Filter("tag", "sea")])

    assert len(asked) > MAX_QUESTION_CHARS
    assert ask(searcher, asked).question == asked


def test_why_explains_the_question_alone(searcher: Searcher) -> None:
    """The words of a filter are none of the question's."""
    explained = explain(searcher, "harbour [tag:sea]", search(searcher, "harbour tag:sea").hits[0].passage)

    assert ((), ["harbour"]) == (explained.missing, [each.words for each in explained.parts])
