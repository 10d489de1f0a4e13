"""Near words: misspelt names find theirs, other words do not."""

import pytest

from index.text.spelling import Speller, allowed_edits, is_slip, sound

WORDS = ["azerbaijan", "yerevan", "pashinyan", "russia", "iran", "treaty", "prejudices", "unwilling", "page"]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("azerbajan", "azerbaijan"),  # a letter left out
        ("jerewan", "yerevan"),  # another transliteration
        ("pashinian", "pashinyan"),  # i for y
        ("rusia", "russia"),  # a doubled letter lost
        ("irna", "iran"),  # two letters changed places, in a short word
        ("treatty", "treaty"),
    ],
)
def test_misspelt_names_find_theirs(typed: str, meant: str) -> None:
    """The nearest word is the one that was meant."""
    assert [near.word for near in Speller(WORDS).near(typed)][:1] == [meant]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("famiyl", "family"),  # sounds shorter than it is written
        ("diacharge", "discharge"),  # a slip in what is one sound
        ("pohsphate", "phosphate"),  # in the sound that it begins with
        ("atmy", "army"),  # the key beside, in a short word
        ("rhne", "rhine"),  # a short word that lacks a letter
        ("paallel", "parallel"),  # nearer by letters than "panel" is by sound
        ("internte2", "internet2"),  # beside a digit, which is no slip
    ],
)
def test_slips_of_fingers_find_what_was_meant(typed: str, meant: str) -> None:
    """Words are near by their letters as well as by their sound."""
    words = ["family", "discharge", "phosphate", "army", "rhine", "parallel", "panel", "internet2", "internet3"]

    assert [near.word for near in Speller(words).near(typed)][:1] == [meant]


@pytest.mark.parametrize(
    ("typed", "meant", "slip"),
    [
        ("siad", "said", True),
        ("spacce", "space", True),
        ("prine", "prime", True),
        ("prine", "price", False),
        ("filds", "fields", True),
    ],
)
def test_some_edits_are_slips(typed: str, meant: str, slip: bool) -> None:  # noqa: FBT001 a row's expectation
    """Letters that changed places, a key hit twice, not at all, the key beside; a letter from elsewhere is none."""
    assert slip == is_slip(typed, meant)


@pytest.mark.parametrize("typed", ["premium", "unrolling", "iraq", "pace", "ira", "t34", ""])
def test_other_words_find_nothing(typed: str) -> None:
    """A word that is merely somewhat alike, short or numbered has no near word."""
    assert Speller(WORDS).near(typed) == ()


def test_a_known_word_is_nearest_to_itself() -> None:
    """Similarity falls with distance, and the word itself comes first."""
    near = Speller(["karabakh", "karabagh"]).near("karabagh")

    assert [each.word for each in near] == ["karabagh", "karabakh"]
    assert near[0].similarity == 1.0
    assert near[0].similarity > near[1].similarity


def test_longer_words_may_differ_more() -> None:
    """One edit up to nine characters, two from ten."""
    assert [allowed_edits(length) for length in (4, 9, 10, 20)] == [1, 1, 2, 2]


def test_transliterations_sound_alike() -> None:
    """Common spellings of one sound are rewritten to one."""
    assert sound("jerewan") == sound("yerevan")


@pytest.mark.parametrize(
    ("word", "vocabulary", "found"),
    [
        ("ереван", "yerevan", "yerevan"),
        ("երեւան", "yerevan", "yerevan"),
        ("пашинян", "pashinyan", "pashinyan"),
        ("თბილისი", "tbilisi", "tbilisi"),
        ("yerevan", "ереван", "ереван"),
        ("pashinyan", "пашинян", "пашинян"),
        ("viet", "việt", "việt"),
    ],
)
def test_a_name_is_found_in_another_script(word: str, vocabulary: str, found: str) -> None:
    """What sounds alike in Latin letters is near, whichever side is written in them."""
    assert [found] == [near.word for near in Speller([vocabulary, "granite", "гранит"]).near(word)]


def test_its_own_script_comes_before_another() -> None:
    """A misspelt Russian word is a Russian one where there is one."""
    assert "армения" == Speller(["армения", "armeniya"]).near("армэния")[0].word


def test_grams_are_no_words_to_misspell() -> None:
    """Four letters of Thai are a stretch of a sentence."""
    assert () == Speller(["จานโ", "ไบจา"]).near("จานไ")
