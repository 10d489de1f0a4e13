"""Hints: pieces of text without any of which a text need not be looked at closely. Knows no meaning."""

from collections.abc import Iterable

from ahocorasick_rs import AhoCorasick


class Hints:
    """Tells in one pass over a text, however many hints there are, whether one stands in it. Safe for threads."""

    def __init__(self, hints: Iterable[str]) -> None:
        """Take the hints, each as it is written."""
        self._automaton = AhoCorasick(list(hints))

    def stand_in(self, text: str) -> bool:
        """Tell whether a hint stands in a text, inside a word or not."""
        return bool(self._automaton.find_matches_as_indexes(text))


def listed(words: str) -> list[str]:
    """Return the hints of a list of words; "_" stands for a blank in one."""
    return [word.replace("_", " ") for word in words.split()]
