"""What is found by meaning beside words: where, in which order, how sure, and with nothing where it cannot be."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from index.answered import Answer
from index.answers.answer import AnswerSettings, ask
from index.answers.explain import explain
from index.engines.library import Library, Searcher
from index.engines.parts import SearchedPart
from index.errors import MeaningError
from index.meaning.finder import Meaning
from index.meaning.model import Model, model_in
from index.showing.found import is_by_meaning
from tests.index.meaning.tiny import write_model

FILES = {
    "stones.md": "Granite is a hard stone.",
    "oak.md": "Oak wood burns.",
    "zinc.md": "The price of zinc climbs.",
    "river.md": "The river rises with the flood.",
}


class Told(list[str]):
    """Keeps what is told of problems."""

    def __call__(self, problem: MeaningError) -> None:
        """Keep it."""
        self.append(str(problem))


@pytest.fixture
def searcher(make_library: Callable[..., Library]) -> Searcher:
    """A searcher over four seeds."""
    return make_library(FILES).searcher


@pytest.fixture
def model(tmp_path: Path) -> Model:
    """The tiny encoder, which knows German words too."""
    return model_in(write_model(tmp_path / "model"))


def ready(searcher: Searcher, model: Model) -> Meaning:
    """Return what finds by meaning, with all that it needs made."""
    meaning = Meaning(lambda: model)
    for layer in searcher.searched:
        meaning.make(layer.part)
    return meaning


def asked(searcher: Searcher, question: str, meaning: Meaning | None) -> Answer:
    """Ask by words, and by meaning too where something finds so."""
    return ask(searcher, question, AnswerSettings(beside=meaning.beside if meaning else None))


def test_a_question_in_other_words_finds_its_passage(searcher: Searcher, model: Model) -> None:
    """It shares no word with it, is a weak match, and says so."""
    answer = asked(searcher, "flammable timber?", ready(searcher, model))

    best = answer.hits[0]
    assert ("oak", (), "weak", True) == (best.passage.seed, best.matched, best.confidence, is_by_meaning(best))


def test_words_alone_decline_the_same_question(searcher: Searcher) -> None:
    """What meaning rescues is what words miss."""
    assert not asked(searcher, "flammable timber?", None).answered


def test_a_question_in_another_language_is_told_apart(searcher: Searcher, model: Model) -> None:
    """With a model of several languages, a German question finds the English passage, which says its language."""
    answer = asked(searcher, "Wie steigt denn der Preis für das Zink auf dem Markt?", ready(searcher, model))

    shown = (answer.hits or answer.misses)[0]
    assert ("zinc", "en") == (shown.passage.seed, shown.found_in)


def test_a_question_that_words_answer_never_opens_the_encoder(searcher: Searcher, model: Model) -> None:
    """Where words suffice, an answer costs what it costs without."""
    meaning = ready(searcher, model)
    meaning.encode = lambda _: pytest.fail("the encoder was asked")  # type: ignore[assignment] # no cache

    answer = asked(searcher, "How hard is granite as a stone?", meaning)

    assert ("strong", None) == (answer.hits[0].confidence, answer.hits[0].similarity)


@pytest.mark.parametrize("question", ["flammable timber", "granite", "What rises?", "Ist Granit hart?", "the of and"])
def test_without_it_an_answer_is_what_it_was(searcher: Searcher, model: Model, question: str) -> None:
    """To the last digit, whether nothing finds by meaning or its vectors are not there yet."""
    unready = Meaning(lambda: model)

    alone, beside = asked(searcher, question, None), asked(searcher, question, unready)

    assert replace(alone, took_ms=0.0) == replace(beside, took_ms=0.0)
    assert "building" == unready.state(searcher)


def test_the_very_words_are_asked_for_alone(searcher: Searcher, model: Model) -> None:
    """A literal search finds nothing by meaning."""
    answer = ask(searcher, "flammable timber?", AnswerSettings(literal=True, beside=ready(searcher, model).beside))

    assert () == answer.hits
    assert all(each.similarity is None for each in answer.misses)


def test_filters_hold_for_what_is_found_by_meaning(searcher: Searcher, model: Model) -> None:
    """A passage of another seed is not found, however near."""
    answer = asked(searcher, "flammable timber? [seed:stones]", ready(searcher, model))

    assert {"stones"} >= {each.passage.seed for each in (*answer.hits, *answer.misses)}


def test_why_tells_the_similarity(searcher: Searcher, model: Model) -> None:
    """Beside the words' parts, of which there are none here."""
    meaning = ready(searcher, model)
    hit = asked(searcher, "flammable timber?", meaning).hits[0]

    found = explain(searcher, "flammable timber?", hit.passage, meaning.beside)

    assert () == found.parts
    assert hit.similarity == found.similarity


def test_too_many_passages_are_found_by_words(searcher: Searcher, model: Model) -> None:
    """A bound says from how many passages on no vectors are made."""
    meaning = Meaning(lambda: model, most_passages=3)

    assert not meaning.make(searcher.searched[0].part)
    assert "off" == meaning.state(searcher)


def test_a_damaged_model_is_told_once(searcher: Searcher, model: Model) -> None:
    """Words alone go on, and nothing is tried again."""
    model.onnx.write_bytes(b"damaged")
    told = Told()
    meaning = Meaning(lambda: model, warn=told)

    answers = [asked(searcher, "flammable timber?", meaning) for _ in range(2) if not meaning.make(_part(searcher))]

    assert [False, False] == [each.answered for each in answers]
    assert 1 == len(told)
    assert "off" == meaning.state(searcher)


def _part(searcher: Searcher) -> SearchedPart:
    return searcher.searched[0].part


def test_a_model_that_breaks_later_leaves_words(searcher: Searcher, model: Model) -> None:
    """Vectors are there, and the network is damaged since."""
    ready(searcher, model)
    broken = replace(model, sha256="0" * 64)
    told = Told()
    meaning = Meaning(lambda: broken, warn=told)
    meaning._name = model.fingerprint()  # as if it had been the same model

    answer = asked(searcher, "flammable timber?", meaning)

    assert not answer.answered
    assert 1 == len(told)


def test_an_english_model_is_asked_in_english_alone(make_library: Callable[..., Library], model: Model) -> None:
    """Its vectors of other languages would mean nothing."""
    german = make_library({"eiche.md": "Das Holz der Eiche brennt, und das ist gut so."}).searcher
    meaning = ready(german, replace(model, languages=frozenset({"en"})))

    assert not meaning.speaks("flammable timber", german)
    assert asked(german, "flammable timber", None).misses == asked(german, "flammable timber", meaning).misses
