"""The parts of which the probability of an answer is made, each by itself."""

import math
from dataclasses import replace

import pytest

from index.answers.evidence import WORDS, Evidence, WeightSet, prove
from index.answers.evidence_parts import PARTS, SMALL_CORPUS
from index.answers.ranking import search
from index.engines.library import Searcher
from index.evaluation.collection import Row, RowPart
from index.questions.query import read_question
from index.settings import BuildSettings

BETWEEN = "Ships carried timber, grain, copper, salt and wool along rivers and canals. " * 4
FILLERS = tuple(f"Sentence {number} speaks of gardening, cooking and sailing." for number in range(30))


def searcher_of(*texts: str | tuple[str, str]) -> Searcher:
    """Search texts, or (title, text), among passages about other things."""
    rows = [("", text) if isinstance(text, str) else text for text in (*texts, *FILLERS)]
    return Searcher([RowPart([Row(str(n), *row) for n, row in enumerate(rows)], BuildSettings())])


def evidence(question: str, *texts: str | tuple[str, str], at: int = 0) -> Evidence:
    """Return what speaks for one of the texts, the first where not told otherwise."""
    searcher = searcher_of(*texts)
    found = search(searcher, read_question(question, searcher))
    return next(found.evidence(searcher, each) for each in found.candidates if each.number == at)


def prove_with(weight_set: WeightSet) -> Evidence:
    """Return what speaks, by other weights, for a passage that holds the question."""
    searcher = searcher_of("The granite quarry closed.")
    coverage = search(searcher, read_question("granite quarry", searcher)).coverage
    assert coverage is not None
    return prove(searcher, coverage, 0, weight_set)


def raised(found: Evidence, part: str, step: float) -> Evidence:
    """Return the evidence with one part larger by a step."""
    return replace(found, parts={**found.parts, part: found.parts[part] + step})


def test_the_probability_is_made_of_the_parts() -> None:
    """Parts add up to the log odds; each of them is named."""
    found = evidence("granite quarry", "The granite quarry closed.")

    assert set(WORDS.weights) == set(found.weighed())
    assert 0.5 < found.probability < 1


@pytest.mark.parametrize(("part", "step"), [("proximity", 0.1), ("surprisal", 1), ("adjacency", 0.1), ("context", 0.1)])
def test_more_of_what_speaks_for_it_makes_an_answer_more_probable(part: str, step: float) -> None:
    """No part works against its name."""
    found = evidence("granite quarry", "The granite was hard.")

    assert raised(found, part, step).probability > found.probability


@pytest.mark.parametrize("part", ["missing", "scattered_topic", "names"])
def test_more_that_is_missing_makes_an_answer_less_probable(part: str) -> None:
    """Neither do those that speak against it."""
    found = evidence("granite quarry", "The granite was hard.")

    assert raised(found, part, 1).probability < found.probability


def test_words_apart_are_not_together() -> None:
    """Two words in one sentence prove more than the same two a page apart."""
    apart = "The granite was hard. " + "Ships carried timber, grain, copper, salt and wool along rivers. " * 4
    question = "granite quarry"

    near, far = evidence(question, "The granite quarry closed."), evidence(question, apart + "The quarry closed.")

    assert near.parts["proximity"] == pytest.approx(1)
    assert far.parts["proximity"] < near.parts["proximity"]


def test_what_the_title_says_stands_everywhere() -> None:
    """A word of the title is together with any sentence."""
    found = evidence("granite quarry", ("Granite", "Ships and rivers. The quarry closed."))

    assert found.parts["proximity"] == pytest.approx(1)


def test_neighbours_of_the_question_are_neighbours_in_the_passage() -> None:
    """A phrase kept proves more than its words in another order with others between."""
    kept = evidence("Who owns the granite quarry?", "He owns the granite quarry.")
    broken = evidence("Who owns the granite quarry?", "He owns granite and, far away in the north, a quarry.")

    assert kept.parts["adjacency"] > broken.parts["adjacency"]


def test_a_name_that_the_passage_lacks_counts_as_missing() -> None:
    """Capitals name somebody, unless the whole question has them."""
    text = "The quarry closed in spring."

    named = [
        evidence(question, text).parts["names"] for question in ("When did Gneissdorf's quarry close?", "the quarry")
    ]
    shouted = [evidence(question, text).parts["names"] for question in ("Gneissdorf Quarry", "GNEISSDORF QUARRY")]

    assert (named, shouted) == ([1.0, 0.0], [0.0, 0.0])


def test_words_of_one_beginning_are_kin() -> None:
    """A word that only begins alike is less than found and more than missing."""
    same, kin, none = (
        evidence("volcanic quarry", f"The quarry is {word}.").parts["missing"]
        for word in ("volcanic", "a volcano", "old")
    )

    assert same < kin < none


def test_passages_around_speak_for_a_passage() -> None:
    """Where the rest of the document is about it too, an answer is more probable."""
    texts: list[str | tuple[str, str]] = [("Stones", "The granite quarry closed."), ("Stones", "Granite is hard.")]

    about = evidence("granite quarry", *texts)
    alone = evidence("granite quarry", texts[0], ("Stones", "It rained."))

    assert about.parts["context"] > alone.parts["context"]


def test_few_passages_are_known_to_who_asks_them() -> None:
    """The part shrinks with the corpus, and has its limit."""
    few, many = (
        evidence("granite", "The granite was hard.", *["A filler."] * more).parts["small_corpus"] for more in (0, 100)
    )

    assert few > many
    assert few <= 1 < SMALL_CORPUS


def test_words_of_a_topic_that_stand_apart_speak_against_a_passage() -> None:
    """What names a topic is answered by a passage that speaks of it; a question's words may stand as they like."""
    texts = ("The granite quarry closed.", f"The quarry closed. {BETWEEN} The granite was hard.")

    topic = [evidence("granite quarry", *texts, at=at).parts["scattered_topic"] for at in (0, 1)]
    question = [evidence("so which granite is in the quarry", *texts, at=at).parts["scattered_topic"] for at in (0, 1)]
    word = evidence("quarry", *texts, at=1).parts["scattered_topic"]

    assert topic[0] == 0 < topic[1] < 1
    assert question == [0, 0]
    assert word == 0


@pytest.mark.parametrize(
    "need",
    ["sell the granite of a quarry", "granite from quarry", "remove granite, clean quarry", "cut quarry granite"],
)
def test_a_task_or_a_need_is_no_topic(need: str) -> None:
    """What is typed without a question mark is asked all the same."""
    found = evidence(need, f"The quarry closed. {BETWEEN} The granite was hard.")

    assert found.parts["scattered_topic"] == 0


def test_words_of_a_topic_within_a_sentence_are_not_scattered() -> None:
    """They need not be neighbours."""
    found = evidence("granite quarry", "A quarry is where, among other stones, one breaks granite.")

    assert found.parts["scattered_topic"] == 0


def test_topics_are_told_where_the_words_for_asking_are_known() -> None:
    """In a language of which they are not, whatever is typed may be a question."""
    text = "Karjäär on suletud, sest graniit ei olnud piisavalt kõva, ja inimesed läksid linna tööle."
    rows = [Row(str(number), "", text) for number in range(60)]
    searcher = Searcher([RowPart(rows, BuildSettings())])
    found = search(searcher, read_question("linna karjäär", searcher))

    assert searcher.languages == ("et",)
    assert found.evidence(searcher, found.candidates[0]).parts["scattered_topic"] == 0


def test_a_topic_of_which_some_is_in_phrases_is_less_apart() -> None:
    """Of a list of words, those that a passage keeps together count for it."""
    topic = "granite quarry, timber, salt, copper, wool, grain"
    between = "Ships sailed along rivers and canals, past meadows, mills, churches, villages and gardens. " * 3
    kept = evidence(topic, f"The granite quarry closed. {between} The wool. {between} The salt. {between} The grain.")
    none = evidence(
        topic, f"The quarry closed. {between} The granite, the wool. {between} The salt. {between} The grain."
    )

    assert kept.parts["scattered_topic"] < none.parts["scattered_topic"]


def test_words_of_a_topic_meet_by_chance_among_many_passages() -> None:
    """Among twenty, words that stand apart say nothing against a passage."""
    texts = (f"The quarry closed. {BETWEEN} The granite was hard.", *["A filler."] * 100)
    rows = [Row(str(number), "", text) for number, text in enumerate(texts)]
    searcher = Searcher([RowPart(rows[:SMALL_CORPUS], BuildSettings())])
    found = search(searcher, read_question("granite quarry", searcher))

    among_few = found.evidence(searcher, found.candidates[0])

    assert among_few.parts["scattered_topic"] == 0
    assert evidence("granite quarry", *texts).parts["scattered_topic"] > 0.5


def test_a_part_counts_where_a_weight_set_names_it() -> None:
    """A set without a part does without it; a part that is registered is weighed by the sets that name it."""
    found = evidence("granite quarry", "The granite quarry closed.")
    without = prove_with(WeightSet(WORDS.base, {name: w for name, w in WORDS.weights.items() if name != "context"}))

    assert "context" not in without.parts
    assert {**without.parts, "context": found.parts["context"]} == dict(found.parts)
    assert without.probability < found.probability


def test_a_new_part_is_one_function_and_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing else need know of it: it is computed, weighed and told of by its name."""
    monkeypatch.setattr("index.answers.evidence.PARTS", {**PARTS, "similarity": lambda match: match.column + 0.5})
    both = prove_with(WeightSet(-1.0, {"proximity": 1.0, "similarity": 2.0}))

    assert both.weighed() == {"proximity": pytest.approx(1), "similarity": 1.0}
    assert both.probability == pytest.approx(1 / (1 + math.exp(-1)))


def test_every_weight_is_of_a_part_that_there_is() -> None:
    """A part by another name would stop every answer."""
    assert set(WORDS.weights) <= set(PARTS)


SIGNED = "The treaty was signed by Norway and Sweden in 1905. Denmark did not take part in the talks."


@pytest.mark.parametrize(
    ("question", "part", "expected"),
    [
        ("Which countries did not sign the treaty?", "negation", 1),
        ("Which countries signed the treaty?", "negation", 0),
        ("Who did not take part in the talks?", "negation", 0),  # the passage says it
        ("Why did nobody sign the treaty?", "negation", 0),  # who asks why mostly knows that it is so
        ("Didn't Norway sign the treaty?", "negation", 0),
        ("Who signed the treaty if Denmark did not?", "negation", 0),
        ("When was the treaty unsigned?", "opposite", 1),
        ("When was the treaty signed?", "opposite", 0),
        ("What did Norway sign in 1814?", "figures", 1),
        ("What did Norway sign in 1905?", "figures", 0),
        ("Why did Denmark take no part in the talks of 1905?", "figures", 0.5),  # which another sentence has
    ],
)
def test_what_turns_the_question_round_speaks_against_a_passage(question: str, part: str, expected: float) -> None:
    """A negation, an opposite, another year: the passage speaks of the thing, and says another thing of it."""
    assert expected == evidence(question, SIGNED).parts[part]


@pytest.mark.parametrize(
    ("question", "text", "expected"),
    [
        ("Which mill is the largest?", "The smallest mill stands below the bridge.", 1),
        ("When did prices increase?", "In May, prices decreased in all towns.", 1),
        ("When did prices increase?", "In May, prices rose and wages decreased.", 1),  # all that the words tell
        ("When did prices increase?", "In May, prices increased, and then they decreased.", 0),
        ("What came before the mill?", "After the mill came a railway.", 1),
        ("Which mill is the largest?", "The mill stands below the bridge.", 0),
        ("When do the doors open?", "The doors close at 5 pm.", 1),
        ("Why did the prices increase?", "The prices decreased after the war.", 1),
        ("how do I open the doors", "The doors close at 5 pm.", 1),
        ("open the doors", "The doors close at 5 pm.", 1),
        ("Can you tell me when the doors open?", "The doors close at 5 pm.", 1),
        ("Which doors are still open at 5 pm?", "The doors close at 5 pm.", 0),  # until then
    ],
)
def test_an_opposite_is_told_where_the_word_itself_is_lacking(question: str, text: str, expected: int) -> None:
    """In the sentence that is nearest to the question."""
    assert expected == evidence(question, text).parts["opposite"]


@pytest.mark.parametrize(
    "question",
    [
        "Are the doors open at 5pm?",
        "are doors open at 5 pm",
        "So, do the doors open at 5pm?",
        "Doors open at 5 pm, right?",
        "Don't the doors open at 5 pm?",
        "Until when are the doors open?",
        "How late are the doors open?",
        "How long do the doors stay open?",
    ],
)
def test_an_opposite_answers_who_asks_whether_or_how_long_something_is_so(question: str) -> None:
    """Who asks whether the doors are open at five is told by when they close."""
    assert 0 == evidence(question, "The doors close at 5 pm.").parts["opposite"]


def test_what_speaks_against_a_passage_makes_it_less_sure() -> None:
    """Sure is what is near and whole."""
    found = evidence("Who signed the treaty in 1905?", SIGNED)

    assert found.sureness > raised(found, "negation", 1).sureness
    assert found.sureness > raised(found, "proximity", -0.5).sureness
