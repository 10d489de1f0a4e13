"""The sentence that answers is set apart where it is clear which one does."""

from collections.abc import Sequence

import pytest

from index.answered import Hit
from index.answers.answer import ask
from index.engines.library import Searcher
from index.evaluation.collection import Row, RowPart
from index.sentences.best import best_of, clearest
from index.settings import BuildSettings

MILL = (
    "The mill stood below the bridge. It ground rye for the villages upstream. "
    "Ann Lee bought the mill in 1874 from her uncle. After the flood, the wheel was never mended. "
    "Children played in the ruin, and swallows nested there."
)
MUEHLE = (
    "Die Mühle stand unter der Brücke. Sie mahlte Roggen für die Dörfer am Oberlauf. "
    "Anna Berg kaufte die Mühle 1874 von ihrem Onkel. Nach der Flut wurde das Rad nicht mehr geflickt. "
    "Kinder spielten in der Ruine, und Schwalben nisteten dort."
)
OTHERS = ("Bread was baked on Fridays.", "The church has two bells.", "Brot wurde am Freitag gebacken.")


def hit_for(question: str, text: str) -> Hit:
    """Ask among few passages, of which one answers."""
    rows = [Row(str(number), "", each) for number, each in enumerate((text, *OTHERS))]
    return ask(Searcher([RowPart(rows, BuildSettings())]), question).hits[0]


def best_text(question: str, text: str) -> str | None:
    """Return the words that are set apart."""
    hit = hit_for(question, text)
    best = best_of(hit)
    return hit.passage.text[best.start : best.end] if best else None


@pytest.mark.parametrize(
    ("question", "text", "expected"),
    [
        ("When was the mill bought?", MILL, "Ann Lee bought the mill in 1874 from her uncle."),
        ("Who bought the mill?", MILL, "Ann Lee bought the mill in 1874 from her uncle."),
        ("Where did swallows nest?", MILL, "Children played in the ruin, and swallows nested there."),
        ("what was ground for the villages", MILL, "It ground rye for the villages upstream."),
        ("was the wheel mended after the flood", MILL, "After the flood, the wheel was never mended."),
        ("Wann wurde die Mühle gekauft?", MUEHLE, "Anna Berg kaufte die Mühle 1874 von ihrem Onkel."),
        ("Wer kaufte die Mühle?", MUEHLE, "Anna Berg kaufte die Mühle 1874 von ihrem Onkel."),
        ("Wo nisteten Schwalben?", MUEHLE, "Kinder spielten in der Ruine, und Schwalben nisteten dort."),
    ],
)
def test_the_sentence_that_answers_is_chosen(question: str, text: str, expected: str) -> None:
    """By the words of the question, and by the kind of answer that is asked for."""
    assert expected == best_text(question, text)


def test_none_is_chosen_where_it_is_not_clear() -> None:
    """All three speak of the mill alike."""
    assert best_text("mill", "The mill was old. The mill was large. The mill was white.") is None


def test_a_miss_has_no_sentence_that_answers() -> None:
    """Nothing answers, so no sentence does."""
    rows = [Row(str(number), "", each) for number, each in enumerate((MILL, *OTHERS))]
    answer = ask(Searcher([RowPart(rows, BuildSettings())]), "Which mill did the emperor of China visit by balloon?")

    assert not answer.hits
    assert [best_of(each) for each in answer.misses] == [None] * len(answer.misses)


@pytest.mark.parametrize(
    ("shares", "expected"),
    [((0.7, 0.2, 0.1), (0, 0)), ((0.1, 0.45, 0.45), (1, 2)), ((0.4, 0.2, 0.4), None), ((1.0,), (0, 0)), ((), None)],
)
def test_two_sentences_in_a_row_are_chosen_where_one_is_not_enough(
    shares: Sequence[float], expected: tuple[int, int] | None
) -> None:
    """Those apart from each other are not: what stands between would be set apart too."""
    assert expected == clearest(shares)
