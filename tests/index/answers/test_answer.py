"""Question to Answer: what is shown, in which order, and when nothing is."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.answers.answer import CONFIDENCES, FAIR, STRONG, AnswerSettings, ask, confidence_of
from index.building.build import build
from index.engines.library import Library, Searcher
from index.errors import QuestionError
from index.evaluation.collection import Row, RowPart
from index.settings import BuildSettings
from tests.shared import shared

SEEDS = Path(__file__).resolve().parents[3] / "seeds"


def searcher_of(*texts: str) -> Searcher:
    """Return a searcher over literal passages, each a seed of its own."""
    return Searcher([RowPart([Row(f"p{number}", "", text) for number, text in enumerate(texts)], BuildSettings())])


def test_the_passage_that_holds_most_of_the_question_comes_first() -> None:
    """Two rare words beat one."""
    searcher = searcher_of("The corridor runs to Nakhchivan.", "A corridor is long.", "Nothing about it here.")

    answer = ask(searcher, "Where does the corridor to Nakhchivan run?")

    assert answer.hits[0].passage.key == "p0"
    assert answer.hits[0].rank == 1
    assert {"corridor", "Nakhchivan"} <= set(answer.hits[0].matched)


def test_highlights_mark_what_matched_where_it_stands() -> None:
    """Every highlight is a word of the passage that the question asked for."""
    hit = ask(searcher_of("Iran mobilised forces.", "Other things."), "What did Iran mobilise?").hits[0]

    marked = [hit.passage.text[mark.start : mark.end] for mark in hit.highlights]
    assert marked == ["Iran", "mobilised"]


def test_an_unanswered_question_shows_misses_as_misses() -> None:
    """Below the threshold nothing is presented as an answer."""
    answer = ask(searcher_of("Iran mobilised forces.", "Other things."), "When was the Iran nuclear reactor sabotaged?")

    assert (answer.answered, answer.confidence, answer.hits) == (False, "none", ())
    assert [miss.passage.key for miss in answer.misses] == ["p0"]


def test_a_question_without_a_known_word_has_no_misses() -> None:
    """Nothing matched, nothing is near."""
    answer = ask(searcher_of("Iran mobilised forces."), "sourdough bread")

    assert (answer.hits, answer.misses) == ((), ())


def test_no_seeds_answer_nothing() -> None:
    """An empty library declines every question."""
    assert not ask(Searcher([]), "Why now?").answered


def test_near_duplicates_are_shown_once() -> None:
    """The same words in two seeds fill one place."""
    text = "The treaty obliges Russia to defend Armenia against any attack from outside."
    searcher = searcher_of(text, text + " Indeed.", "Russia signed another treaty with Iran about gas.")

    keys = [hit.passage.key for hit in ask(searcher, "Russia treaty").hits]

    assert sorted(keys) == ["p0", "p2"]


def test_one_seed_does_not_fill_the_page_where_others_match(make_library: Callable[..., Library]) -> None:
    """At most `per_seed` hits of one seed stand in an answer that several seeds could give."""
    library = make_library(
        {
            "a.txt": "\n\n".join(f"Granite is hard, says note {word}." for word in ("one", "two", "three", "four")),
            "b.txt": "Granite is old.",
        },
        target_chars=100,
    )

    seeds = [hit.passage.seed for hit in ask(library.searcher, "granite", AnswerSettings(limit=4)).hits]

    assert sorted(seeds) == ["a", "a", "b"]


@pytest.mark.parametrize("question", ["", "   ", "\n", "x" * 301])
def test_a_question_that_cannot_be_asked_is_refused(question: str) -> None:
    """Empty and over-long questions get a sentence."""
    with pytest.raises(QuestionError, match="ask"):
        ask(searcher_of("A passage."), question)


def test_confidence_names_the_evidence() -> None:
    """Evidence below the threshold is none, however sure; above it, the name goes by how sure it is."""
    named = [
        confidence_of(probability, sureness, 0.2)
        for probability, sureness in ((0.0, 1.0), (0.19, 1.0), (0.2, 0.5), (0.2, FAIR), (0.9, STRONG))
    ]

    assert named == ["none", "none", "weak", "fair", "strong"]


@given(st.text(max_size=300))
def test_any_question_gets_an_answer_or_a_sentence(question: str) -> None:
    """No text makes the search fail."""
    searcher = searcher_of("Iran mobilised forces.", "Ein Satz. 我是人。")

    try:
        answer = ask(searcher, question)
    except QuestionError:
        return

    assert answer.answered == bool(answer.hits)


def first_and_declined(searcher: Searcher, rows: list[dict[str, object]]) -> tuple[list[str], list[str]]:
    """Return the questions whose first hit is wrong, and those that were declined."""
    wrong, declined = [], []
    for row in rows:
        answer = ask(searcher, str(row["question"]))
        if not answer.answered:
            declined.append(str(row["question"]))
        elif row.get("passages") and answer.hits[0].passage.ref not in row["passages"]:  # type: ignore[operator]
            wrong.append(str(row["question"]))
    return wrong, declined


def judged() -> list[dict[str, object]]:
    """Return the judged questions of the shipped seeds."""
    path = Path(__file__).parents[1] / "labelled" / "questions.jsonl"
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def test_the_shipped_seeds_answer_their_judged_questions(shipped: Library) -> None:
    """Nine in ten first, none of the answerable declined beyond one in twenty, foreign ones declined."""
    rows = judged()
    answerable = [row for row in rows if row["passages"]]
    foreign = [row for row in rows if not row["passages"]]

    wrong, declined = first_and_declined(shipped.searcher, answerable)
    _, declined_foreign = first_and_declined(shipped.searcher, foreign)

    assert len(wrong) + len(declined) <= len(answerable) // 10, (wrong, declined)
    assert len(declined) <= len(answerable) // 20, declined
    assert len(declined_foreign) >= len(foreign) * 0.9, {r["question"] for r in foreign} - set(declined_foreign)


def test_what_does_not_answer_by_itself_comes_last(shipped: Library) -> None:
    """Whatever scored higher: nobody turns a page to something loosely related before the next answer."""
    answers = [ask(shipped.searcher, str(row["question"])) for row in judged()]

    loose = [[hit.confidence == "none" for hit in answer.hits] for answer in answers]
    assert loose == [sorted(each) for each in loose]
    assert any(True in each for each in loose)
    assert all(hit.rank == place for answer in answers for place, hit in enumerate(answer.hits, 1))


def test_the_original_thread_answers_and_hides_its_furniture(tmp_path: Path) -> None:
    """On the real export: passage, author and caveats on every hit; nothing of the page around it."""
    (tmp_path / "seeds").mkdir()
    thread = shared("seed", "thread-original.txt")
    (tmp_path / "seeds" / "thread.txt").write_bytes(thread.read_bytes())
    build(tmp_path / "seeds", tmp_path / "data")
    library = Library([tmp_path / "data"])
    library.reload()

    hits = ask(library.searcher, "Why are they attacking now?").hits
    furniture = ask(library.searcher, "How much is premium membership?")

    assert hits[0].passage.ref == "thread#9"
    assert {hit.passage.attribution.author for hit in hits} == {"Dial M for Matt"}
    assert {len(hit.passage.caveats) for hit in hits} == {2}
    assert not furniture.answered
    texts = [library.searcher.passage(number).text for number in range(len(library.searcher))]
    assert len(texts) == 18
    assert not any(word in text for text in texts for word in ("Thread Reader", "Premium", "Ethereum", "unroll"))


def test_no_passage_is_called_surer_than_the_answer(make_library: Callable[..., Library]) -> None:
    """The label of an answer hangs on its two best passages; a further one beside them claims no more."""
    library = make_library({"thread.txt": shared("seed", "thread-original.txt").read_bytes()})

    answer = ask(library.searcher, "How many soldiers does Armenia have?")

    ranks = [CONFIDENCES.index(each.confidence) for each in answer.hits]
    assert all(rank <= CONFIDENCES.index(answer.confidence) for rank in ranks)
