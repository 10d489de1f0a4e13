"""Hints: pieces of text without any of which a text need not be looked at closely. Knows no meaning."""

from collections.abc import Iterable

from ahocorasick_rs import AhoCorasick

_PIECE_CHARS = 1 << 18  # of a long text at a time: the automaton takes eight bytes for each character


class Hints:
    """Tells in one pass over a text, however many hints there are, whether one stands in it. Safe for threads."""

    def __init__(self, hints: Iterable[str]) -> None:
        """Take the hints, each as it is written."""
        listed_hints = list(hints)
        self._automaton = AhoCorasick(listed_hints)
        self._overlap = max(map(len, listed_hints), default=1) - 1

    def stand_in(self, text: str) -> bool:
        """Tell whether a hint stands in a text, inside a word or not."""
        if len(text) <= _PIECE_CHARS:
            return bool(self._automaton.find_matches_as_indexes(text))
        pieces = (text[start : start + _PIECE_CHARS + self._overlap] for start in range(0, len(text), _PIECE_CHARS))
        return any(self._automaton.find_matches_as_indexes(piece) for piece in pieces)


def listed(words: str) -> list[str]:
    """Return the hints of a list of words; "_" stands for a blank in one."""
    return [word.replace("_", " ") for word in words.split()]
