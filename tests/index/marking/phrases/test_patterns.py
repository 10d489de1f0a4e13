"""Phrase patterns: what the notation means, and that the shipped files keep to it."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.marking.phrases.patterns import PhraseMatch, Phrases
from index.marking.phrases.trie import expand
from index.marking.phrases.unspaced import spaced
from index.text.wordlists import load_data

SETS = {"i": "i we", "doubt": "doubt doubts"}


def phrases(**labelled: list[str]) -> Phrases:
    """Compile patterns with two sets and two fillers."""
    return Phrases(labelled, SETS, "really still")


def found(compiled: Phrases, text: str) -> list[tuple[str, str]]:
    """Return the words and label of each match."""
    return [(text[match.start : match.end], match.label) for match in compiled.find(text)]


def test_longest_phrase_wins() -> None:
    """Of two phrases that begin at one word the longer one is found, under its own label."""
    compiled = phrases(short=["you may"], long=["you may be right"])

    assert found(compiled, "You may be right.") == [("You may be right", "long")]
    assert found(compiled, "You may be late.") == [("You may", "short")]


def test_matches_do_not_overlap() -> None:
    """What an earlier phrase covers is taken: "no doubt" hides the doubt in it."""
    compiled = phrases(sure=["no doubt"], unsure=["doubt"])

    assert found(compiled, "no doubt or doubt") == [("no doubt", "sure"), ("doubt", "unsure")]


def test_sets_stars_and_numbers() -> None:
    """A set stands for one of its words, a star for any word, a hash for a number."""
    compiled = phrases(all=["{i} {doubt} the * of #"])

    assert found(compiled, "We doubt the map of 1870.") == [("We doubt the map of 1870", "all")]


def test_fillers_stand_between_words_only() -> None:
    """A filler inside a phrase is skipped; one after it is not part of the match."""
    compiled = phrases(all=["i doubt", "i doubt that"])

    assert found(compiled, "I really doubt still less.") == [("I really doubt", "all")]


@pytest.mark.parametrize(
    "text",
    ["don't know", "don’t know", "do not know", "DON'T KNOW", "cannot know", "can't know"],
)
def test_contractions_are_written_out(text: str) -> None:
    """A pattern with "do not" finds every way of typing it."""
    compiled = phrases(all=["(do|can) not know"])

    assert [(text, "all")] == found(compiled, text)


def test_sentence_start_is_required_after_a_caret() -> None:
    """A caret binds a phrase to the start of a sentence, after a bracket too."""
    compiled = phrases(all=["^ can not find"])

    assert len(found(compiled, "Cannot find it (can't find them), but she can't find it.")) == 2


def test_punctuation_and_blank_lines_break_phrases() -> None:
    """No phrase reaches over the end of a sentence or paragraph; a line break is only white space."""
    compiled = phrases(all=["no doubt"])

    assert found(compiled, "No. Doubt it.") == []
    assert found(compiled, "no\n\ndoubt") == []
    assert found(compiled, "no\ndoubt") == [("no\ndoubt", "all")]


@pytest.mark.parametrize(
    "text",
    [
        'He said "maybe later" twice.',
        "He said “maybe later” twice.",
        "Er sagte „maybe later“ zweimal.",
        "Il a dit « maybe later ».",
        "See https://example.org/maybe now.",
        "Run `maybe` first.",
        "> maybe later",
        "They play 'maybe' loudly.",
    ],
)
def test_quotations_addresses_and_code_are_not_searched(text: str) -> None:
    """Words that are not the author's own statement are left alone."""
    assert found(phrases(all=["maybe"]), text) == []


def test_a_lone_quotation_mark_hides_nothing() -> None:
    """A mark that is never closed, or closed only in another paragraph, is no quotation."""
    compiled = phrases(all=["maybe"])

    assert found(compiled, 'a 5" pipe, maybe, or "so') == [("maybe", "all")]
    assert found(compiled, 'He said "so. maybe\n\nNext" one.') == [("maybe", "all")]


def test_a_capital_inside_a_sentence_is_a_name() -> None:
    """A single capitalised word counts at a sentence's start only, unless names are switched off."""
    text = "May it be. Mrs May left. MAY she?"

    assert [word for word, _ in found(phrases(all=["may"]), text)] == ["May", "MAY"]
    assert len(Phrases({"all": ["may"]}, {}, names=False).find(text)) == 3


def test_spans_survive_letters_that_change_length() -> None:
    """A letter whose lower case is longer does not shift what follows."""
    text = "İİİ maybe"

    assert [PhraseMatch(4, 9, "all")] == phrases(all=["maybe"]).find(text)


@given(st.text(alphabet=st.sampled_from("\"'“”„‘’«»`>.,(\n iI'tmaybedoubt"), max_size=300))
def test_any_text_is_searched(text: str) -> None:
    """No text raises, and matches are in order, apart and inside the text."""
    matches = phrases(a=["maybe", "i doubt"], b=["* may"]).find(text)

    borders = [border for match in matches for border in (match.start, match.end)]
    assert borders == sorted(borders)
    assert all(0 <= match.start < match.end <= len(text) for match in matches)


def test_scripts_without_spaces_are_found_character_by_character() -> None:
    """Inside a longer run, with options and words of any kind, but not in what is quoted."""
    patterns = Phrases({"a": ["我(们|)不是{who}", "可能*(错|誤)"]}, {"who": "医生 人"})

    assert [(0, 6), (7, 11)] == [found[:2] for found in patterns.find("我们不是医生，可能有错。")]
    assert [(2, 6)] == [found[:2] for found in patterns.find("但是我不是人们")]
    assert [] == patterns.find("「我不是医生」と")


def test_a_capital_i_with_a_dot_is_a_small_one_in_lower_case() -> None:
    """As at the beginning of a Turkish sentence."""
    assert [(0, 12)] == [found[:2] for found in Phrases({"a": ["iddiaya göre"]}, {}).find("İddiaya göre")]


@pytest.mark.parametrize("unit", ['"a ', "“", "'a ", "`", "«a", "‘", "\n ", "> ", "really ", "i really ", "a’"])
def test_time_is_linear(unit: str) -> None:
    """Text made to provoke backtracking takes no more than linear time (quadratic would take minutes)."""
    text = unit * (400_000 // len(unit))

    started = time.perf_counter()
    phrases(all=["i doubt that", "* may be"]).find(text)

    assert time.perf_counter() - started < 20


def patterns_of(name: str) -> list[tuple[str, str, str]]:
    """Return (language, label, pattern) of a shipped file."""
    return [
        (language, label, spaced(pattern))
        for language, entry in load_data(name).items()
        for label, patterns in {**entry, **entry.get("reasons", {})}.items()
        if isinstance(patterns, list) and label not in {"headings", "heading_patterns"}
        for pattern in patterns
    ]


@pytest.mark.parametrize("name", ["hedges.yaml", "caveats.yaml"])
def test_shipped_patterns_keep_to_the_notation(name: str) -> None:
    """Every pattern is lower-case text in words that tokens can have, and names sets that exist."""
    for language, label, pattern in patterns_of(name):
        where = f"{name} {language} {label}: {pattern}"
        assert isinstance(pattern, str), where
        assert pattern == pattern.lower(), where
        for word in (word for phrase in expand(pattern) for word in phrase.split()):
            assert not set(word) & set('()|"') or word in "()", where
            assert "'" not in word or word == "'s", where
            assert "-" not in word, where
            assert not word.startswith("{") or word[1:-1] in load_data(name)[language]["sets"], where


@pytest.mark.parametrize("name", ["hedges.yaml", "caveats.yaml"])
def test_no_shipped_phrase_stands_under_two_labels(name: str) -> None:
    """A phrase has one meaning; which of two labels wins would be an accident."""
    seen: dict[tuple[str, str], str] = {}
    clashes = []
    for language, label, pattern in patterns_of(name):
        for phrase in expand(pattern):
            key = language, " ".join(phrase.split())
            if seen.setdefault(key, label) != label:
                clashes.append((*key, seen[key], label))

    assert clashes == []


@pytest.mark.parametrize("name", ["hedges.yaml", "caveats.yaml"])
def test_no_shipped_phrase_goes_on_after_the_end_of_a_clause(name: str) -> None:
    """Clauses are looked at one by one: a full stop may only end a phrase."""
    beyond = [
        (language, phrase)
        for language, _, pattern in patterns_of(name)
        for phrase in expand(pattern)
        if not set(phrase.split()[:-1]).isdisjoint(".!?…")
    ]

    assert beyond == []
