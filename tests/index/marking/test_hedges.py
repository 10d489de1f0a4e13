"""Hedges: the labelled sentences, the original thread, and any text at all."""

from collections import Counter
from itertools import chain, pairwise
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.marking.hedges import mark_hedges
from index.model import HedgeReason
from tests.index.labelled import load
from tests.shared import shared

NONE = "none"  # label of sentences that only look hedged


def marks(text: str, language: str | None = None) -> list[tuple[str, str]]:
    """Return the marked words and their reasons."""
    return [(text[hedge.start : hedge.end], hedge.reason) for hedge in mark_hedges(text, language)]


def measure(name: str) -> dict[str, float]:
    """Return sentence F1 and the share of marked sentences whose first mark has the labelled reason."""
    counts: Counter[str] = Counter()
    for label, sentences in load(name).items():
        for sentence in sentences:
            reasons = [reason for _, reason in marks(sentence)]
            counts["labelled"] += label != NONE
            counts["marked"] += bool(reasons)
            counts["both"] += bool(reasons) and label != NONE
            counts["right"] += bool(reasons) and reasons[0] == label
    return {
        "f1": 2 * counts["both"] / (counts["labelled"] + counts["marked"]),
        "reason": counts["right"] / counts["both"],
    }


@pytest.mark.parametrize("name", ["hedges.yaml", "hedges_held_back.yaml"])
def test_labelled_sentences(name: str) -> None:
    """Hedged sentences are marked, others are not, and the reason is right."""
    measured = measure(name)

    assert measured["f1"] >= 0.92
    assert measured["reason"] >= 0.90


@pytest.mark.parametrize("name", ["hedges.yaml", "hedges_held_back.yaml"])
def test_sentences_that_only_look_hedged_are_not_marked(name: str) -> None:
    """Permission, the month, names, requests, certainty and the words of others carry no mark."""
    assert [(sentence, marks(sentence)) for sentence in load(name)[NONE] if marks(sentence)] == []


def test_labelled_sets_are_large_enough() -> None:
    """At least 300 sentences, a third of them held back, every reason in both files."""
    tuned, held_back = load("hedges.yaml"), load("hedges_held_back.yaml")
    sizes = [sum(map(len, labelled.values())) for labelled in (tuned, held_back)]

    assert {*get_args(HedgeReason), NONE} == set(tuned) == set(held_back)
    assert sum(sizes) >= 300
    assert sizes[1] >= sum(sizes) / 3
    assert not {*chain(*tuned.values())} & {*chain(*held_back.values())}


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        ("My speculation", "speculation"),
        ("I doubt", "doubt"),
        ("casts doubt", "doubt"),
        ("Some sources", "hearsay"),
        ("can't find them", "no-source"),
        ("don't have definitive evidence", "no-source"),
        ("haven't been following", "outdated"),
        ("stopped following the news", "outdated"),
        ("Possibly", "possibility"),
        ("may", "possibility"),
        ("I assume", "speculation"),
    ],
)
def test_original_thread_key_hedges(words: str, reason: str) -> None:
    """The doubts that the original thread voices are marked with their reasons."""
    thread = shared("seed", "thread-original.txt").read_text(encoding="utf-8").split("• • •")[0]

    assert any(words in marked and reason == given_reason for marked, given_reason in marks(thread))


def test_original_thread_statements_are_not_marked() -> None:
    """Attribution to a named source and plain statements stay unmarked."""
    thread = shared("seed", "thread-original.txt").read_text(encoding="utf-8").split("• • •")[0]
    marked = {words for words, _ in marks(thread)}

    assert not {words for words in marked if words.lower().startswith(("according", "for now", "certainly"))}


@pytest.mark.parametrize(
    ("text", "language", "reason"),
    [
        ("Ich vermute, dass er lügt.", "de", "speculation"),
        ("Das ist angeblich vorbei.", "de-AT", "hearsay"),
        ("Möglicherweise regnet es.", "de", "possibility"),
        ("Ich bin nicht sicher, ob das stimmt.", "de", "doubt"),
        ("Dudo que venga.", "es", "doubt"),
        ("Según fuentes anónimas, ha dimitido.", "es-MX", "hearsay"),
        ("Quizás llueva mañana.", "es", "possibility"),
        ("No hay pruebas concluyentes.", "es", "no-source"),
        ("Возможно, он уехал.", "ru", "possibility"),
        ("Я сомневаюсь в этом.", "ru", "doubt"),
        ("По слухам, завод закроют.", "ru", "hearsay"),
        ("Я давно не следил за новостями.", "ru", "outdated"),
    ],
)
def test_other_languages_have_a_start(text: str, language: str, reason: str) -> None:
    """German, Spanish and Russian mark their commonest hedges."""
    assert [reason] == [given_reason for _, given_reason in marks(text, language)]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Ohne Zweifel ein guter Tag.", "de"),
        ("Könnten Sie das Fenster öffnen?", "de"),
        ("Sin duda es el mejor.", "es"),
        ("Ven lo antes posible.", "es"),
        ("Без сомнений, он прав.", "ru"),
    ],
)
def test_other_languages_look_alikes(text: str, language: str) -> None:
    """Certainty and requests are not hedges there either."""
    assert marks(text, language) == []


def test_a_language_without_patterns_has_no_hedges() -> None:
    """Better no mark than one made by another language's patterns."""
    assert mark_hedges("Perhaps not.", "fi") == ()
    assert mark_hedges("Perhaps not.", None) != ()


@given(st.text(max_size=400), st.sampled_from([None, "en", "de", "es", "ru", "", "x-y"]))
def test_any_text_can_be_marked(text: str, language: str | None) -> None:
    """No text raises; hedges are inside the text, in order and apart."""
    hedges = mark_hedges(text, language)

    assert all(0 <= hedge.start < hedge.end <= len(text) for hedge in hedges)
    assert all(first.end <= second.start for first, second in pairwise(hedges))


@given(st.lists(st.sampled_from(["I", "might", "not", "may", "be", "sure", ".", "'", '"', "the", "author", "doubt"])))
def test_any_order_of_cue_words_can_be_marked(words: list[str]) -> None:
    """Cues in any order, too, give valid hedges with known reasons."""
    hedges = mark_hedges(" ".join(words))

    assert {hedge.reason for hedge in hedges} <= set(get_args(HedgeReason))
    assert all(first.end <= second.start for first, second in pairwise(hedges))
