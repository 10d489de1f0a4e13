"""A question that nothing answers tells which of its words the seeds do not know, and where to look on."""

from pathlib import Path

import pytest
import yaml

from index.answers.answer import AnswerSettings, ask
from index.building.build import build
from index.engines.library import Library, Searcher
from index.showing.ways_on import MOST, look_into
from tests.conftest import write_seeds

DATA = yaml.safe_load((Path(__file__).parents[1] / "labelled" / "ways_on.yaml").read_text("utf-8"))


@pytest.fixture(scope="module")
def searcher(tmp_path_factory: pytest.TempPathFactory) -> Searcher:
    """Three short seeds."""
    folder = tmp_path_factory.mktemp("ways")
    build(write_seeds(folder / "seeds", DATA["seeds"]), folder / "root")
    return Library([folder / "root"]).reload()


def test_words_that_the_seeds_do_not_know_are_named_as_typed(searcher: Searcher) -> None:
    """All of those that were listed, and no word that the seeds have."""
    answers = {question: ask(searcher, question) for question, _ in DATA["questions"]}

    assert [] == [question for question, each in answers.items() if each.answered]
    assert {} == {
        question: (words, answers[question].unknown_words)
        for question, words in DATA["questions"]
        if not set(words) <= set(answers[question].unknown_words)
    }
    known = {"pump", "cistern", "kiln", "muslin", "lettuce", "wasps", "copper", "brook", "pears"}
    assert set() == known.intersection(word for each in answers.values() for word in each.unknown_words)


def test_the_way_on_leads_to_what_is_nearest_each_place_once(searcher: Searcher) -> None:
    """The first of the misses below each heading, a few at most; nowhere where nothing is near."""
    settings = AnswerSettings(limit=10, threshold=0.999)
    pump = ask(searcher, "Why was the cistern of the pump painted turquoise?", settings)

    assert "Water" == look_into(pump)[0].heading
    assert len(look_into(pump)) <= MOST
    assert len({(each.document, each.heading) for each in look_into(pump)}) == len(look_into(pump))
    assert () == look_into(ask(searcher, "Who invented the saxophone?"))


def test_an_answer_needs_no_way_on(searcher: Searcher) -> None:
    """What answers is shown, and nothing besides."""
    answer = ask(searcher, "How are wasps kept from the pears?")

    assert (True, (), ()) == (answer.answered, answer.unknown_words, look_into(answer))
