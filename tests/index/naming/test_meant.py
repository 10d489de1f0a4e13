"""Whose words a question asks for: authors, titles, persons quoted, nobody there; and what only looks like it."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

from index.answered import Answer
from index.answers.answer import AnswerSettings, ask
from index.answers.explain import explain
from index.building.build import build
from index.engines.library import Library, Searcher
from index.naming.meant import meant_in
from tests.conftest import write_seeds

DATA: Mapping[str, Any] = yaml.safe_load(
    (Path(__file__).parents[1] / "labelled" / "naming.yaml").read_text("utf-8"),
)


def _seed(stated: Mapping[str, str]) -> str:
    head = "".join(f"{key}: {value!r}\n" for key, value in {"language": "en", **stated}.items() if key != "text")
    return f"---\n{head}---\n\n{stated['text']}"


@pytest.fixture(scope="module")
def searcher(tmp_path_factory: pytest.TempPathFactory) -> Searcher:
    """Eight seeds in four languages, each by another author."""
    folder = tmp_path_factory.mktemp("naming")
    build(
        write_seeds(folder / "seeds", {name: _seed(stated) for name, stated in DATA["seeds"].items()}), folder / "root"
    )
    return Library([folder / "root"]).reload()


def _found(answer: Answer) -> set[str]:
    return {hit.passage.document for hit in answer.hits}


@pytest.mark.parametrize("kind", ["author", "title", "quoted"])
def test_what_is_asked_of_somebody_is_answered_by_theirs_alone(searcher: Searcher, kind: str) -> None:
    """By any of the usual forms of a name, in each language that a question may have."""
    cases = [(question, seed) for question, seed in DATA[f"by_{kind}"] if seed]
    answers = {question: ask(searcher, question) for question, _ in cases}

    assert {} == {
        question: (answers[question].named, answers[question].confidence, _found(answers[question]))
        for question, seed in cases
        if _found(answers[question]) != {seed}
    }
    if kind != "title":
        assert {kind} == {each.named.kind if each.named else "" for each in answers.values()}


def test_others_do_not_answer_for_whom_is_named(searcher: Searcher) -> None:
    """A quoted person answers by the quotation alone, an author by what is theirs."""
    answers = {question: ask(searcher, question) for question, _ in DATA["not_by"]}

    assert {} == {question: _found(each) for question, each in answers.items() if each.answered}
    assert dict(DATA["not_by"]) == {question: each.named and each.named.kind for question, each in answers.items()}


def test_whom_the_seeds_do_not_know_is_told_with_misses(searcher: Searcher) -> None:
    """Nothing is by them; what others say are misses."""
    answers = {question: ask(searcher, question) for question, _ in DATA["unknown"]}

    assert {} == {question: _found(each) for question, each in answers.items() if each.answered}
    assert dict(DATA["unknown"]) == {question: each.named and each.named.name for question, each in answers.items()}
    assert [] == [question for question, each in answers.items() if not each.misses]


def test_what_only_looks_like_a_name_is_a_word_like_any_other(searcher: Searcher) -> None:
    """Nothing is narrowed for sure, no word is taken away."""
    assert {} == {
        question: (meant.named, meant.rest)
        for question in DATA["as_before"]
        if (meant := meant_in(question, searcher)) is not None and meant.is_sure
    }


def test_the_very_words_name_nobody(searcher: Searcher) -> None:
    """What is searched literally is not understood."""
    answer = ask(searcher, "According to Shakespeare, why did the mills close?", AnswerSettings(literal=True))

    assert answer.named is None


def test_a_name_is_no_missing_word(searcher: Searcher) -> None:
    """Neither for the confidence nor for what "why" tells."""
    plain = ask(searcher, "Why were the lamps replaced?").hits[0]

    asked = ask(searcher, "According to Lakeman, why were the lamps replaced?").hits[0]

    assert (plain.passage, plain.confidence) == (asked.passage, asked.confidence)
    assert plain.matched == asked.matched
    assert explain(searcher, "According to Lakeman, why were the lamps replaced?", plain.passage).missing == ()


def test_a_title_that_may_be_something_else_costs_no_answer(make_library: Callable[..., Library]) -> None:
    """A seed is called "Iran", and another one answers a question about what is in Iran."""
    library = make_library(
        {
            "iran.md": "---\ntitle: Iran\n---\n\nThe railway to the Caspian Sea was opened in 1938.\n",
            "dams.md": "---\ntitle: Dams\n---\n\nIn Iran, the dam at Karaj was built because Tehran had no water.\n",
        }
    )

    found = [
        ask(library.searcher, each) for each in ("In Iran, why was the dam at Karaj built?", "Why the dam at Karaj?")
    ]

    assert ["dams", "dams"] == [each.hits[0].passage.document for each in found]
    assert [None, None] == [each.named for each in found]


def test_authors_of_one_surname_are_both_looked_through(make_library: Callable[..., Library]) -> None:
    """Which one is meant, the whole name tells."""
    library = make_library(
        {
            "a.md": "---\nauthor: Mira Holt\n---\n\nThe ferry sank because the pumps had frozen in the night.\n",
            "b.md": "---\nauthor: Jan Holt\n---\n\nThe ferry sank because its captain had bought rotten planks.\n",
            "c.md": "---\nauthor: Bo Lund\n---\n\nThe ferry sank because the ice broke it near the island.\n",
        }
    )
    found = [
        {hit.passage.document for hit in ask(library.searcher, f"Why did the ferry sink, according to {name}?").hits}
        for name in ("Holt", "Jan Holt", "J. Holt")
    ]

    assert [{"a", "b"}, {"b"}, {"b"}] == found
