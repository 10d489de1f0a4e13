"""Text to terms: what must match however it is typed, and where each term stands."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.text.analysis import Analyzer, analyzer, primary
from index.text.characters import fold


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


@pytest.mark.parametrize(
    ("language", "text", "terms"),
    [
        ("zh", "北京人 hello", ["北", "北京", "京", "京人", "人", "hello"]),
        ("zh", "北京在哪里？", ["北", "北京", "京"]),  # no gram reaches across a stop word
        ("ja", "なぜ東京", ["東", "東京", "京"]),
        ("ko", "서울은 왜", ["서울", "울은"]),
        ("th", "ทำไมแมว", ["แมว"]),
        ("en", "the 北京 office", ["北", "北京", "京", "offic"]),  # beside words, in any language
    ],
)
def test_scripts_without_spaces_become_grams(language: str, text: str, terms: list[str]) -> None:
    """Overlapping grams of characters stand between stop words, other words beside them as usual."""
    assert terms == analyzer(language).terms(text)


@pytest.mark.parametrize(
    ("language", "typed", "plain"),
    [
        ("fr", "L'Arménie", "Arménie"),
        ("fr", "qu’Erevan", "Erevan"),
        ("it", "dell'Armenia", "Armenia"),
        ("tr", "Ankara'nın", "Ankara"),
        ("tr", "Erdoğan’a", "Erdoğan"),
        ("ar", "٢٠٢٢", "2022"),
        ("ar", "أرمينيا", "ارمينيا"),
        ("fa", "ارمنستان‌ها", "ارمنستانها"),  # a half space
        ("he", 'צה"ל', "צהל"),
        ("el", "ΑΡΜΕΝΊΑ", "Αρμενία"),
        ("ru", "ёлка", "елка"),
        ("vi", "Vie\u0323\u0302t", "Việt"),
    ],
)
def test_each_script_has_spellings_of_one_thing(language: str, typed: str, plain: str) -> None:
    """Elided articles, cases of names, digits, letters with and without their marks."""
    assert analyzer(language).terms(plain) == analyzer(language).terms(typed)


def test_marks_that_tell_words_apart_are_kept() -> None:
    """In Vietnamese these are five words."""
    words = ["la", "lá", "lả", "lã", "lạ"]

    assert words == analyzer("vi").terms(" ".join(words))


@pytest.mark.parametrize(
    ("language", "question", "terms"),
    [
        ("ru", "Какой это город?", ["город"]),  # й is in the list as it is written
        ("tr", "Başkent neresidir?", ["baskent"]),
        ("no", "Hvor er byen?", ["byen"]),  # a language that YAML takes for False
        ("hi", "यह कौन है", []),
    ],
)
def test_words_one_asks_with_are_no_terms(language: str, question: str, terms: list[str]) -> None:
    """Each language has its own, compared after folding."""
    assert terms == analyzer(language).terms(question)


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
        "12",
        "500",
        "C++",
        ".NET",
        "F-16",
        "e-mail",
        "AT&T",
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


@given(_TEXTS, st.sampled_from(["en", "tr", "ru", "zh", "xx"]), st.data())
def test_spans_are_those_of_the_tokens(text: str, language: str, data: st.DataObject) -> None:
    """The short way to where some terms stand leads to the same places."""
    tokens = analyzer(language).tokens(text)
    wanted = data.draw(st.sets(st.sampled_from([token.term or "" for token in tokens] or [""])))

    spans = analyzer(language).spans(text, wanted)

    assert [(token.start, token.end) for token in tokens if token.term in wanted] == spans


def test_the_last_dot_of_an_abbreviation_belongs_to_its_span() -> None:
    """At the end of a word as within a sentence: what is marked is "U.S.", not "U.S"."""
    text = "(In the U.S.)"

    (span,) = analyzer("en").spans(text, {"us"})

    assert "U.S." == text[slice(*span)]


def test_terms_are_the_same_when_the_memo_is_full(monkeypatch: pytest.MonkeyPatch) -> None:
    """A memo that has to start afresh at every text forgets nothing that matters."""
    monkeypatch.setattr("index.text.analysis.MEMO_SIZE", 1)
    crowded = Analyzer("en")

    assert [["us", "say"], ["say"], ["us", "say"]] == [
        crowded.terms(text) for text in ("the us said it", "us said it", "the us said it")
    ]


def test_the_words_of_texts_are_folded_and_have_their_terms() -> None:
    """Stop words are left out, each word stands once."""
    assert {"armenians": "armenian", "won": "win"} == analyzer("en").words("The Armenians won. Who won?")


@given(st.text(max_size=50))
def test_folding_twice_changes_nothing(word: str) -> None:
    """A folded word is its own folding."""
    assert fold(fold(word)) == fold(word)


@pytest.mark.parametrize(
    ("tag", "language"),
    [
        (None, "en"),
        ("", "en"),
        ("pt", "pt"),
        ("pt-BR", "pt"),
        ("pt_BR", "pt"),
        ("PT_br", "pt"),
        ("ZH-Hans", "zh"),
        ("zh_Hant_TW", "zh"),
        ("sr-Latn_RS", "sr"),
    ],
)
def test_a_tag_has_one_language_however_it_is_written(tag: str | None, language: str) -> None:
    """Region and script do not matter, and no tag means English."""
    assert primary(tag) == language


@pytest.mark.parametrize("language", ["en", "de", "fr", "it", "tr", "vi", "zh"])
@pytest.mark.parametrize(
    "piece", ["Eels", "dog's", "l'eau", "O'Brien", "1986", "F16", "H2O", "the", "US", "2nd", "x86s"]
)
def test_what_is_taken_for_one_word_at_a_glance_is_that_word_by_its_tokens(piece: str, language: str) -> None:
    """A build looks at most words so: what is found in them may not depend on it."""
    read = Analyzer(language)

    found = read.plain_word(piece)

    assert (dict([found]) if found else read.words(piece)) == read.words(piece)
    assert read.plain_term(piece) in {None, *read.terms(piece)}


@pytest.mark.parametrize("piece", ["e-mail", "2nd", "20km", "U.S.", "C++", "eel's'", "'tis", "Åse", "12,500", ""])
def test_what_may_be_more_than_one_word_is_looked_at_closely(piece: str) -> None:
    """Signs, hyphens, digits before letters and letters beyond ASCII need the expression of a word."""
    assert analyzer("en").plain_word(piece) is None


@pytest.mark.parametrize("word", ["المدينة", "والمدينة", "فالمدينة", "وبالمدينة", "وللمدينة", "للمدينة"])
def test_an_arabic_word_is_found_behind_what_is_written_with_it(word: str) -> None:
    """And the city, and in the city, and for the city."""
    assert analyzer("ar").terms("مدينة") == analyzer("ar").terms(word)


def test_an_arabic_word_that_begins_like_an_article_stays_whole() -> None:
    """A mother is no "and the"."""
    assert analyzer("ar").terms("الوالدة") == analyzer("ar").terms("والدته")
