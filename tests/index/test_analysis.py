"""Text to terms: what must match however it is typed, and where each term stands."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.analysis import Analyzer, analyzer, fold


@pytest.mark.parametrize(
    "spellings",
    [
        ("Nagorno-Karabakh", "nagorno karabakh", "Nagorno\u2011Karabakh", "NAGORNO–KARABAKH"),  # hyphens of all sorts
        ("anti-Armenian", "Anti Armenian", "anti\u2010armenian"),
        ("can't", "can’t", "cant", "CAN'T"),
        ("U.S.", "US", "U.S", "the us"),  # the country, not the pronoun
        ("Azerbaijan's", "Azerbaijan’s", "azerbaijan"),  # possessives
        ("Türkiye", "Turkiye", "TÜRKIYE", "Tu\u0308rkiye"),  # composed or not
        ("$64,000", "64000"),  # separators in numbers
        ("Armenians", "armenian"),  # plural
        ("so\u00adft", "soft", "so\u200bft"),  # invisible characters inside a word
        ("ﬁghting", "fighting", "ｆｉｇｈｔｉｎｇ"),  # ligatures, full width
    ],
)
def test_spellings_of_one_thing_give_the_same_terms(spellings: tuple[str, ...]) -> None:
    """Hyphens, apostrophes, case, marks and abbreviations do not part what means the same."""
    assert len({tuple(analyzer("en").terms(spelling)) for spelling in spellings}) == 1


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("give us time", ["give", "time"]),  # the pronoun is a stop word
        ("the US and us", ["us"]),
        ("WHO is it?", ["who"]),  # the organisation, not the question word
        ("What is the U.S. doing in 2020?", ["us", "2020"]),
        ("WHAT IS IT", []),  # all in capitals, nothing tells a name
        ("3.5 percent", ["3.5", "percent"]),
        ("", []),
    ],
)
def test_names_in_capitals_are_told_from_stop_words(text: str, terms: list[str]) -> None:
    """The country is no pronoun; numbers and years stay whole."""
    assert analyzer("en").terms(text) == terms


def test_scripts_without_spaces_become_pairs() -> None:
    """Chinese is indexed by overlapping pairs of characters, other words beside it as usual."""
    assert analyzer("zh").terms("我是人 hello") == ["我是", "是人", "hello"]


def test_languages_stem_in_their_own_way() -> None:
    """The Russian stemmer joins cases, and folding comes after it."""
    assert len({analyzer("ru").terms(word)[0] for word in ("книга", "книги", "книгу")}) == 1


def test_a_language_without_a_stemmer_keeps_its_words() -> None:
    """An unknown language is folded, nothing more."""
    assert analyzer("xx").terms("Ääni running") == ["aani", "running"]


@given(st.text(max_size=200), st.sampled_from(["en", "tr", "ru", "zh", "xx"]))
def test_every_token_stands_where_it_says(text: str, language: str) -> None:
    """Token spans are in order, inside the text, and give the token's word back."""
    tokens = analyzer(language).tokens(text)

    spans = [(token.start, token.end) for token in tokens]
    assert all(0 <= start < end <= len(text) for start, end in spans)
    assert [start for start, _ in spans] == sorted(start for start, _ in spans)


# Pieces that make words, names and contexts of each other, put together in any way.
_PIECES = st.sampled_from(
    [
        "the",
        "THE",
        "it",
        "IT",
        "us",
        "US",
        "U.S.",
        "who",
        "—",
        "dog's",
        "3,500",
        "x̄",
        "İt",
        "我是人",
        "the-us",
        "(it)",
        "\u200b",
    ]
)
_TEXTS = st.one_of(
    st.text(max_size=200),
    st.lists(st.one_of(_PIECES, st.sampled_from([" ", "\n", "\u00a0", ",", ". ", "’"])), max_size=30).map("".join),
)


@given(_TEXTS, st.sampled_from(["en", "tr", "ru", "zh", "xx"]))
def test_terms_are_the_terms_of_the_tokens(text: str, language: str) -> None:
    """The short way to the terms alone leads to the same ones."""
    tokens = analyzer(language).tokens(text)

    assert [token.term for token in tokens if token.term is not None] == analyzer(language).terms(text)


def test_terms_are_the_same_when_the_memo_is_full(monkeypatch: pytest.MonkeyPatch) -> None:
    """A memo that has to start afresh at every text forgets nothing that matters."""
    monkeypatch.setattr("index.analysis.MEMO_SIZE", 1)
    crowded = Analyzer("en")

    assert [["us", "said"], ["said"], ["us", "said"]] == [
        crowded.terms(text) for text in ("the us said it", "us said it", "the us said it")
    ]


def test_the_words_of_texts_are_folded_and_have_their_terms() -> None:
    """Stop words are left out, each word stands once."""
    assert {"armenians": "armenian", "won": "won"} == analyzer("en").words(["The Armenians won.", "Who won?"])


@given(st.text(max_size=50))
def test_folding_twice_changes_nothing(word: str) -> None:
    """A folded word is its own folding."""
    assert fold(fold(word)) == fold(word)
