"""Answers in languages that join words or write small ones in one with the next: as surely as elsewhere."""

from pathlib import Path

import pytest
import yaml

from index.answers.answer import ask
from index.building.build import BuildSettings
from index.engines.library import Searcher
from index.evaluation.collection import Row, RowPart

LABELLED = yaml.safe_load((Path(__file__).parents[1] / "labelled" / "other_languages.yaml").read_text("utf-8"))


def searcher_of(name: str) -> Searcher:
    """Search the passages of one list, each a document of its own, named by its number."""
    texts = [each["text"] for each in LABELLED[name]["answerable"]]
    return Searcher([RowPart([Row(str(n), "", text) for n, text in enumerate(texts)], BuildSettings())])


@pytest.mark.parametrize(("name", "least"), [("de", 0.93), ("de_held_back", 0.8), ("ar", 0.93)])
def test_what_is_asked_in_other_words_of_the_language_is_answered(name: str, least: float) -> None:
    """The right passage stands first, and is an answer."""
    searcher = searcher_of(name)
    asked = [(q, str(n)) for n, each in enumerate(LABELLED[name]["answerable"]) for q in each["asked"]]
    first = [(ask(searcher, question).hits[:1], right) for question, right in asked]

    assert sum(bool(hits) and hits[0].passage.key == right for hits, right in first) >= least * len(asked)


@pytest.mark.parametrize("name", LABELLED)
def test_what_no_passage_answers_is_declined_in_other_languages(name: str) -> None:
    """Parts of words are met by chance more often than words."""
    searcher = searcher_of(name)

    assert [] == [question for question in LABELLED[name]["foreign"] if ask(searcher, question).answered]
