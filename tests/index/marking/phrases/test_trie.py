"""Tries: they hold the phrases that patterns stand for, no more and no fewer."""

import re
from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from index.marking.phrases.trie import Node, expand, planted, words_of

PIECES = st.recursive(
    st.lists(st.sampled_from(["a", "b", "ab", " ", "c "]), max_size=3).map("".join),
    lambda inner: st.lists(
        st.lists(inner, min_size=1, max_size=3).map(lambda options: f"({'|'.join(options)})"), max_size=3
    ).map(" ".join),
    max_leaves=8,
)
GROUP = re.compile(r"\(([^()]*)\)")


def written_out(pattern: str) -> list[str]:
    """Put each option in the place of its group, the innermost groups first."""
    group = GROUP.search(pattern)
    if group is None:
        return [" ".join(pattern.split())]
    before, after = pattern[: group.start()], pattern[group.end() :]
    return [phrase for option in group[1].split("|") for phrase in written_out(before + option + after)]


def test_groups_stand_for_their_options_nested_and_empty() -> None:
    """An empty option leaves the word out; a group inside a word makes several words."""
    assert set(expand("(a (x|)|b c) d")) == {"a x d", "a d", "b c d"}
    assert expand("my (own |)view(s|)") == ["my own views", "my own view", "my views", "my view"]


@given(st.lists(PIECES, min_size=1, max_size=3).map("".join))
def test_a_pattern_stands_for_what_is_written_out(pattern: str) -> None:
    """The phrases, and their words, are those of the pattern with each option put in."""
    phrases = set(written_out(pattern))

    assert set(expand(pattern)) == phrases
    assert words_of([pattern]) == {word for phrase in phrases for word in phrase.split()}


@given(st.lists(PIECES, min_size=1, max_size=3), st.lists(st.sampled_from(["a", "b", "ab", "c"]), max_size=3))
def test_a_trie_leads_to_the_label_of_a_phrase(patterns: list[str], words: list[str]) -> None:
    """Words lead to the label of the first pattern that stands for them, and to none where no pattern does."""
    node: Node | None = planted([(pattern, str(place)) for place, pattern in enumerate(patterns)])
    for word in words:
        node = node and node.below.get(word)

    labels = [str(place) for place, pattern in enumerate(patterns) if " ".join(words) in written_out(pattern)]
    assert (node.label if node else None) == next(iter(labels), None)


def test_many_groups_cost_no_more_than_what_is_walked() -> None:
    """A pattern that stands for millions of phrases grows but the branches that words walk along."""
    node = planted([(" ".join(["(a|b|c|d|e|f|g|h)"] * 12), "long")])

    for word in "abcdefghabcd":
        node = node.below[word]

    assert node.label == "long"


def test_words_branch_where_patterns_do() -> None:
    """Patterns that begin alike are one branch."""
    patterns = [" ".join(words) for words in product("ab", "cd", "ef")]
    root = planted([(pattern, pattern) for pattern in patterns])

    assert {word: set(node.below) for word, node in root.below.items()} == {"a": {"c", "d"}, "b": {"c", "d"}}
