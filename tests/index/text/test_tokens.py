"""What is one word: signs in names, numbers as languages write them, hyphens, units."""

import pytest

from index.text.analysis import analyzer
from index.text.tokens import number_written


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("C++", "C"),
        ("C++", "C#"),
        ("F#", "F"),
        (".NET", "net"),
        ("ASP.NET", "asp"),
        ("Node.js", "node"),
        ("AT&T", "at t"),
        ("R&D", "r d"),
        ("°C", "C"),
        ("3,5", "35"),
        ("5G", "5 g"),  # no weight
    ],
)
def test_signs_tell_words_apart(one: str, other: str) -> None:
    """A name with a sign shares no term with its letters alone."""
    terms = analyzer("en").terms

    assert set(terms(one)).isdisjoint(terms(other))


@pytest.mark.parametrize(
    ("language", "spellings"),
    [
        ("en", ("C++17", "c++ 17")),
        ("en", ("AT&T's", "at&t", "AT&amp;T")),
        ("en", ("(.NET)", ".net.", ".NET,")),
        ("en", ("18°C", "18 °C", "18 ℃")),
        ("en", ("744kg", "744 kg")),
        ("en", ("3.5kg", "3.5 kg")),
        ("en", ("3pm", "3 pm", "3\N{NARROW NO-BREAK SPACE}pm")),
        ("en", ("5%", "5 %")),
        ("en", ("10€", "€10", "10 €")),
        ("en", ("1,250.50", "1'250.50", "1250.50")),
        ("en", ("1,00,000", "100000")),  # as in India
        ("de", ("12.500", "12'500", "12500", "12’500")),
        ("de", ("1.250,50", "1250,50")),
        ("de", ("3,5", "3.5")),  # with a dot from a keyboard that has no comma
        ("en", ("mice", "mouse")),
        ("en", ("geese", "goose")),
        ("en", ("wrote", "written", "writes")),
        ("en", ("went", "gone", "go")),
        ("de", ("ging", "gegangen", "gehen")),
        ("de", ("anschließen", "angeschlossen", "Anschloss")),
    ],
)
def test_spellings_of_one_word_give_the_same_terms(language: str, spellings: tuple[str, ...]) -> None:
    """Units, thousands, irregular forms: what is written in two ways is one term."""
    assert len({tuple(analyzer(language).terms(spelling)) for spelling in spellings}) == 1


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("the F-16 came", "f16"),
        ("our e-mail address", "email"),
        ("a co-operative", "cooper"),
        ("during Covid-19", "covid19"),
        ("some 12 500 people", "12500"),
        ("some 1\N{NO-BREAK SPACE}250\N{NO-BREAK SPACE}000 people", "1250000"),
    ],
)
def test_words_that_may_be_one_are_found_as_one_too(text: str, word: str) -> None:
    """Short words behind a hyphen, and groups of three digits, are one word beside their own."""
    assert word in analyzer("en").terms(text)


@pytest.mark.parametrize(
    "text", ["state-of-the-art", "1990-95", "in 2018 500 people", "well-known", "5, 500", "x 10-95 100"]
)
def test_other_words_are_not_joined(text: str) -> None:
    """Chains, spans of years and numbers that only stand beside each other stay apart."""
    tokens = analyzer("en")

    assert tokens.plain_tokens(text) == tokens.tokens(text)


@pytest.mark.parametrize("text", ["https://example.com/a.html", "user@example.com"])
def test_addresses_fall_into_their_parts(text: str) -> None:
    """A name with a dot is one only where it stands for itself."""
    assert "exampl" in analyzer("en").terms(text)


@pytest.mark.parametrize(
    ("raw", "by_dot", "by_comma"),
    [
        ("12.500", "12.500", "12500"),
        ("12,500", "12500", "12.500"),
        ("1.250.000", "1250000", "1250000"),  # can only be read in one way
        ("1,250.50", "1250.50", "1250.50"),
        ("0,125", "0.125", "0.125"),  # no thousands begin with nothing
        ("13.09.2022", "13.09.2022", "13.09.2022"),
        ("3,5", "3.5", "3.5"),
    ],
)
def test_a_number_is_read_as_its_language_writes_it(raw: str, by_dot: str, by_comma: str) -> None:
    """Where both signs may be either, the language decides; elsewhere the number itself does."""
    assert (by_dot, by_comma) == (number_written(raw, comma=False), number_written(raw, comma=True))


def test_which_languages_write_a_comma_is_as_babel_has_it() -> None:
    """The list is data of ours, since babel takes too long to import for an answer."""
    from babel.numbers import get_decimal_symbol

    from index.text.wordlists import load_data

    listed = load_data("tokens.yaml")["decimal_comma"].split()

    assert [] == [language for language in listed if get_decimal_symbol(language) != ","]
    assert [] == [language for language in ("en", "zh", "ja", "he", "hi", "th") if language in listed]
