"""Synonym groups: shipped data that must hold together, and phrases kept whole."""

from index.text.analysis import analyzer
from index.text.synonyms import synonyms
from index.text.tokens import phrase_key


def key(words: str) -> tuple[str, ...]:
    """Return the key of a phrase as a question would type it."""
    return phrase_key(analyzer("en").tokens(words))


def test_names_of_a_country_stand_for_each_other() -> None:
    """Name, people and other spellings are one group, in both directions."""
    assert "turkey" in {member.words for member in synonyms("en").of(key("Türkiye"))}
    assert "türkiye" in {member.words for member in synonyms("en").of(key("turkey"))}
    assert "U.S." in {member.words for member in synonyms("en").of(key("United States"))}


def test_a_phrase_with_stop_words_is_found_whole_and_never_searched_in_part() -> None:
    """To step down is to resign, a step is not, and no seed is searched for one."""
    assert "resign" in {member.words for member in synonyms("en").of(key("step down"))}
    assert synonyms("en").of(key("step")) == ()
    assert "step down" not in {member.words for member in synonyms("en").of(key("resign"))}


def test_no_group_is_alone() -> None:
    """A group of one stands for nothing."""
    lonely = [k for k, groups in synonyms("en")._groups.items() if any(len(members) < 2 for members in groups)]

    assert lonely == []


def test_a_language_without_groups_has_none() -> None:
    """Other languages simply have no synonyms yet."""
    assert synonyms("xx").of(("turkey",)) == ()
