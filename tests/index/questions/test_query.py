"""A question's words to concepts: as typed, by synonym, by near spelling, parted or joined."""

import pytest

from index.answers.ranking import search
from index.engines.library import Searcher
from index.evaluation.collection import Row, RowPart
from index.questions.concepts import Query
from index.questions.query import read_question
from index.settings import BuildSettings

TEXTS = (
    "The ceasefire between Armenia and Azerbaijan did not hold near Nagorno-Karabakh.",
    "Turkey supports the invasion; protesters want the premier to resign.",
    "Anti-Armenian slogans were heard in Yerevan, says the U.S. embassy.",
)


@pytest.fixture(scope="module")
def searcher() -> Searcher:
    """Three passages that know few words."""
    rows = [Row(str(number), "", text) for number, text in enumerate(TEXTS)]
    return Searcher([RowPart(rows, BuildSettings())])


def kinds(query: Query) -> dict[str, str | None]:
    """Return how each word of the question was found."""
    return {c.words: c.alternatives[0].kind if c.alternatives else None for c in query.concepts}


@pytest.mark.parametrize(
    ("question", "found"),
    [
        ("Armenia", {"Armenia": "exact"}),
        ("azerbajan", {"azerbajan": "spelling"}),  # misspelt
        ("Jerewan", {"Jerewan": "synonym"}),  # another spelling that the lists know
        ("Ереван", {"Ереван": "spelling"}),  # other scripts
        ("Երևանում", {"Երևանում": None}),  # but no other word for it
        ("Азербайджан", {"Азербайджан": "spelling"}),
        ("Türkiye", {"Türkiye": "synonym"}),  # another name, no misspelling
        ("resignng", {"resignng": "spelling"}),  # near a form that no seed has, but the language
        ("armistise", {"armistise": "synonym"}),  # misspelt, and another word for it stands there
        ("cease fire", {"cease fire": "synonym"}),
        ("antiarmenian", {"antiarmenian": "compound"}),  # typed as one word
        ("nagornokarabakh", {"nagornokarabakh": "compound"}),
        ("step down", {"step down": "synonym"}),  # a phrase with a stop word
        ("attack", {"attack": "synonym"}),
        ("bitcoin wallet", {"bitcoin": None, "wallet": None}),  # unknown words stay unknown
    ],
)
def test_each_word_is_found_in_its_way(searcher: Searcher, question: str, found: dict[str, str | None]) -> None:
    """As typed comes first, then what it may stand for, then near spellings."""
    assert kinds(read_question(question, searcher)) == found


def test_a_known_word_is_never_respelt(searcher: Searcher) -> None:
    """A word of the seeds, or of the language, is what was meant."""
    assert kinds(read_question("hold gold", searcher)) == {"hold": "exact", "gold": None}


def test_a_misspelt_asking_word_is_no_subject(searcher: Searcher) -> None:
    """A slip for really is no rally: it asks, and nothing is searched for it."""
    concept = read_question("did they realy", searcher).concepts[-1]

    assert (concept.words, concept.asking, concept.alternatives) == ("realy", True, ())


def test_the_likeliest_meaning_weighs_nearly_as_much_as_the_word_itself() -> None:
    """A slip of a finger costs next to nothing; other near words count for less."""
    rows = [Row("0", "", "A prime number."), Row("1", "", "The price of bread."), Row("2", "", "Other things.")]
    weighted = read_question("prine", Searcher([RowPart(rows, BuildSettings())])).weighted_terms()

    assert weighted["prime"] == 0.95
    assert weighted["price"] < 0.6


def test_what_no_slip_explains_is_less_surely_meant() -> None:
    """Another letter from elsewhere on the keyboard may make another word: an ontogenesis is no osteogenesis."""
    rows = [Row("0", "", "The ontogenesis of man."), Row("1", "", "Other things.")]
    weighted = read_question("osteogenesis", Searcher([RowPart(rows, BuildSettings())])).weighted_terms()

    assert 0.6 < weighted["ontogenesi"] < 0.8


def test_a_word_without_its_marks_is_the_word() -> None:
    """What the seeds write with marks is found without them, although the stemmer needs them."""
    rows = [Row("0", "", "El autor escribió muchas novelas durante su vida en la ciudad.")]
    query = read_question("escribio", Searcher([RowPart(rows, BuildSettings())]))

    assert kinds(query) == {"escribio": "exact"}


def test_a_misspelt_word_tells_what_the_right_one_tells() -> None:
    """However rare a misspelling is, the word that was meant may be common."""
    rows = [Row(str(number), "", "One system of many.") for number in range(20)] + [Row("20", "", "A granite quarry.")]
    searcher = Searcher([RowPart(rows, BuildSettings())])
    asked = [read_question(question, searcher) for question in ("granite system", "granite sytsem")]
    right, wrong = (search(searcher, query).coverage for query in asked)

    assert right is not None
    assert wrong is not None
    assert right.information == wrong.information


@pytest.mark.parametrize(
    ("text", "question", "meant"),
    [
        ("Двигатель имеет статор и ротор, они соединены между собой.", "статлры", "статор"),  # of another form
        ("Der Motor hat einen Stator, der sich nicht dreht.", "Statistiken", "Statistiken"),  # another word
        ("Ten percent of the people are of this age.", "percentage", "percentage"),  # not to be taken apart
    ],
)
def test_forms_that_nobody_lists_are_near_by_their_stem(text: str, question: str, meant: str) -> None:
    """What is misspelt is respelt in whatever form the seeds have it; what is spelt right is left."""
    searcher = Searcher([RowPart([Row("0", "", text)], BuildSettings())])

    assert [meant] == [concept.meant for concept in read_question(question, searcher).concepts]


def test_a_misspelt_asking_word_is_looked_for_as_one(searcher: Searcher) -> None:
    """It hints as much as it would spelt right, and no answer hangs on it."""
    rows = [Row("0", "", "The reason was never told."), Row("1", "", "The region is far away.")]
    (concept,) = read_question("reaosn", Searcher([RowPart(rows, BuildSettings())])).concepts

    assert (concept.asking, [each.words for each in concept.alternatives]) == (True, ["reason"])


def test_exact_terms_weigh_more_than_what_stands_for_them(searcher: Searcher) -> None:
    """A synonym, a near spelling or a part never outweighs the word as typed."""
    weighted = read_question("invasion, azerbajan", searcher).weighted_terms()

    assert weighted["invas"] == 1.0
    assert 0 < weighted["azerbaijan"] < 1.0


def test_an_empty_vocabulary_knows_nothing() -> None:
    """With no seeds every word is unknown, and nothing fails."""
    query = read_question("Why now?", Searcher([]))

    assert query.weighted_terms() == {}


def test_what_is_said_several_times_weighs_more() -> None:
    """A long question is about the word that it repeats, in whatever form."""
    rows = [Row("0", "", "A parallel algorithm."), Row("1", "", "Two sequential algorithms.")]
    question = "parallel algorithms, compared with a sequential algorithm"
    weighted = read_question(question, Searcher([RowPart(rows, BuildSettings())])).weighted_terms()

    assert weighted["algorithm"] == 1.4
    assert weighted["parallel"] == weighted["sequenti"] == 1.0


def test_another_name_weighs_less_than_another_spelling() -> None:
    """What is searched besides what was typed is a hint; another spelling of a name is that name."""
    rows = [Row("0", "", "The army of the Republic of Artsakh."), Row("1", "", "Troops and soldiers.")]
    searcher = Searcher([RowPart(rows, BuildSettings())])

    assert read_question("military", searcher).weighted_terms()["armi"] == 0.25
    assert read_question("Karabagh", searcher).weighted_terms()["artsakh"] == 0.5
