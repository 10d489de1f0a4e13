"""Twins: what says the same is shown once, nothing else is, and every place of it can be reached."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.answers.answer import AnswerSettings, ask
from index.answers.near_duplicates import likeness, says_the_same
from index.answers.ranking import find
from index.answers.search import search
from index.engines.library import Library, Searcher
from index.evaluation.collection import Row, RowPart
from index.model import Attribution, Hedge, Passage
from index.questions.query import read_question
from index.settings import BuildSettings

LEAST = AnswerSettings().near_duplicate
TREATY = "The treaty of 1992 obliges Russia to defend Armenia against any attack from outside its own borders."


def passage(text: str, language: str = "en", hedges: tuple[Hedge, ...] = ()) -> Passage:
    """Return a passage of this text."""
    return Passage("k", "d", "d", 1, 1, 0, len(text), text, Attribution(), (), hedges=hedges, language=language)


def same(one: str, other: str, language: str = "en") -> bool:
    """Tell whether one text may stand for the other, asked both ways."""
    pair = passage(one, language), passage(other, language)
    either_way = {says_the_same(*pair, LEAST), says_the_same(pair[1], pair[0], LEAST)}
    assert len(either_way) == 1
    return either_way.pop()


@pytest.mark.parametrize(
    "other",
    [
        TREATY,
        TREATY.replace(" ", "\n"),
        TREATY.replace(".", " …"),
        TREATY + " Indeed.",
        "As is known: " + TREATY,
        TREATY.replace("any attack", "attack"),
        TREATY.replace("obliges", "obliged"),
    ],
)
def test_the_same_words_are_twins(other: str) -> None:
    """White space, punctuation, endings, a little before or after do not make another statement."""
    assert same(TREATY, other)


@pytest.mark.parametrize(
    "other",
    [
        TREATY.replace("obliges", "does not oblige"),
        TREATY.replace("to defend", "never to defend"),
        TREATY.replace("1992", "1997"),
        TREATY.replace("Armenia", "Belarus"),
        TREATY.replace("Russia", "Armenia", 1).replace("defend Armenia", "defend Russia"),
        TREATY[:40],
        TREATY + " Not so.",
        "Another text about something else.",
    ],
)
def test_one_word_that_tells_makes_another_statement(other: str) -> None:
    """Negations, numbers and names decide, however many words are the same."""
    assert not same(TREATY, other)


@pytest.mark.parametrize(
    ("one", "other", "language", "twins"),
    [
        ("俄罗斯有义务保卫亚美尼亚免受任何外来攻击。", "俄罗斯有义务保卫亚美尼亚免受任何外来攻击!", "zh", True),
        ("俄罗斯有义务保卫亚美尼亚免受任何外来攻击。", "俄罗斯没有义务保卫亚美尼亚免受任何外来攻击。", "zh", False),
        (
            "Россия обязана защищать Армению от нападения извне.",
            "Россия обязана защищать Армению от нападения извне",
            "ru",
            True,
        ),
        (
            "Россия обязана защищать Армению от нападения извне.",
            "Россия не обязана защищать Армению от нападения извне.",
            "ru",
            False,
        ),
        (
            "Russland muss Armenien gegen jeden Angriff verteidigen.",
            "Russland muss Armenien nicht gegen jeden Angriff verteidigen.",
            "de",
            False,
        ),
        ("รัสเซียมีหน้าที่ปกป้องอาร์เมเนีย", "รัสเซียมีหน้าที่ปกป้องอาร์เมเนีย ", "th", True),
        ("…", "!", "en", False),
        ("the and of", "the and of", "en", True),
    ],
)
def test_other_scripts(one: str, other: str, language: str, twins: bool) -> None:  # noqa: FBT001 a column of the table
    """Also where words are not spaced, and where a text has no term at all."""
    assert twins == same(one, other, language)


def test_doubt_that_only_one_marks_keeps_them_apart() -> None:
    """A statement without its hedge is another statement."""
    plain, hedged = passage(TREATY), passage(TREATY, hedges=(Hedge(0, 10, "doubt"),))

    assert not says_the_same(plain, hedged, LEAST)
    assert says_the_same(hedged, hedged, LEAST)


@given(st.text(max_size=200), st.text(max_size=200), st.sampled_from(["en", "zh", "ja", "ru", "th", "fi"]))
def test_any_two_texts_can_be_compared(one: str, other: str, language: str) -> None:
    """Likeness is a share, the same both ways; every text is its own twin."""
    pair = passage(one, language), passage(other, language)

    assert 0 <= likeness(*pair) == likeness(pair[1], pair[0]) <= 1
    assert says_the_same(pair[0], pair[0], LEAST)


WORDS = ["granite", "basalt", "old", "hard", "not", "5", "7", "Armenia", "Russia", "is", "very", "grey"]
words = st.lists(st.sampled_from(WORDS), max_size=12)


@given(st.lists(words, min_size=1, max_size=12), st.integers(1, 4))
def test_each_passage_that_was_found_or_its_twin_is_shown(texts: list[list[str]], limit: int) -> None:
    """What is not shown says the same as what is, or there was no room; nothing stands twice, all is verbatim."""
    rows = [Row(f"p{number}", "", " ".join(text)) for number, text in enumerate(texts)]
    searcher = Searcher([RowPart(rows, BuildSettings())])
    settings = AnswerSettings(limit=limit, relative_score=0.0, per_seed=99)

    answer = ask(searcher, "granite", settings)

    hits = answer.hits or answer.misses
    places = [each.key for hit in hits for each in (hit.passage, *hit.also_in)]
    found = {searcher.passage(each.number).key for each in find(searcher, read_question("granite", searcher))}
    text_of = {f"p{number}": " ".join(text) for number, text in enumerate(texts)}
    assert len(places) == len(set(places))
    assert set(places) <= found
    assert len(hits) == limit or set(places) == found
    assert all(text_of[hit.passage.key] == hit.passage.text for hit in hits)
    assert all(says_the_same(hit.passage, each, LEAST) for hit in hits for each in hit.also_in)


def test_a_twin_far_down_is_found_where_the_page_is_full() -> None:
    """A copy in a seed whose title does not match ranks below others, and is named all the same."""
    rows = [
        Row("original", "Russia treaty", TREATY),
        Row("second", "Russia treaty", "Russia signed another treaty with Iran about gas."),
        Row("third", "Russia treaty", "Russia broke a treaty with Georgia."),
        Row("copy", "Miscellanea", TREATY),
    ]
    searcher = Searcher([RowPart(rows, BuildSettings())])

    hits = ask(searcher, "Which treaty obliges Russia to defend Armenia?", AnswerSettings(limit=1)).hits

    assert [("original", ["copy"])] == [(hit.passage.key, [each.key for each in hit.also_in]) for hit in hits]


def test_copies_do_not_count_as_another_voice(make_library: Callable[..., Library]) -> None:
    """Where the other seeds only repeat what the first says, its further passages are shown."""
    notes = [f"Granite is hard, says note {word}." for word in ("one", "two", "three", "four")]
    library = make_library({"a.txt": "\n\n".join(notes), "b.txt": notes[0]}, target_chars=30)

    hits = ask(library.searcher, "granite", AnswerSettings(limit=3)).hits

    assert {"a"} == {hit.passage.seed for hit in hits if not hit.also_in}
    assert 3 == len(hits)
    assert 1 == sum(len(hit.also_in) for hit in hits)


COPY = "Granite is the hardest of all the stones that we broke in that quarry."


@pytest.mark.parametrize(
    ("first", "copy", "shown"),
    [
        ("", "author: A. Mason\npublished: 2019", "b"),
        ("author: A. Mason", "author: a. mason\nlicense: CC-BY-4.0", "b"),
        ("author: A. Mason\npublished: 2019-05", "author: A. Mason\npublished: 2023", "b"),
        ("author: A. Mason\npublished: 2023", "author: A. Mason\npublished: 2023-05", "a"),  # no later for all we know
        ("author: A. Mason\npublished: 2023", "author: A. Mason\npublished: 2019", "a"),
        ("author: A. Mason", "author: B. Copyist\npublished: 2023\nlicense: CC0-1.0", "a"),  # whose words they are
        ("author: A. Mason", "published: 2023\nauthor: A. Mason\nverbatim: false\nrestated_by: C", "a"),
        ("title: Stones", "title: Rocks", "a"),
    ],
)
def test_of_near_copies_the_better_edition_is_shown(
    make_library: Callable[..., Library], first: str, copy: str, shown: str
) -> None:
    """The one that states more, else the later one of the same author; the other is named beside it."""
    library = make_library({"a.md": f"---\n{first}\n---\n\n{COPY}", "b.md": f"---\n{copy}\n---\n\n{COPY}"})

    hits = [*ask(library.searcher, "hardest stones in the quarry?").hits, *search(library.searcher, "granite").hits]

    other = {"a": "b", "b": "a"}[shown]
    assert [(shown, [other])] * 2 == [(hit.passage.seed, [each.seed for each in hit.also_in]) for hit in hits]


def test_a_copy_with_its_authors_caveat_is_the_better_edition(make_library: Callable[..., Library]) -> None:
    """So nobody reads the words without what their author said of them."""
    caution = "## Reservations\n\nTake everything in this essay with a grain of salt."
    library = make_library({"a.md": f"## Quarry\n\n{COPY}", "b.md": f"## Quarry\n\n{COPY}\n\n{caution}"})

    hit = ask(library.searcher, "hardest stones in the quarry?").hits[0]

    assert ("b", ["a"]) == (hit.passage.seed, [each.seed for each in hit.also_in])
