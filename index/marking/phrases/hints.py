"""Hints: pieces of words without any of which a text need not be looked at closely. Knows no meaning."""

import re
from collections.abc import Iterable, Sequence
from itertools import chain

MOST_WORDS = 1 << 16  # remembered: some 6 MB
_SHORTEST_PART = 4  # letters; shorter ones stand in too many words
_WORD = re.compile(r"[^\W_]+")


class Hints:
    """Tells whether a text holds a hint; remembers the words that hold none, which nearly all are. Safe for threads."""

    def __init__(self, listed: str) -> None:
        """Take the hints of a list of words; "_" stands for a blank in one."""
        self._parts: dict[bytes, list[str]] = {}  # the longest word of each hint, with the hints it stands for
        self._short: list[str] = []
        for hint in (word.replace("_", " ") for word in listed.split()):
            part = max(_WORD.findall(hint), key=len)
            of_part = self._parts.setdefault(part.encode(), []) if len(part) >= _SHORTEST_PART else self._short
            of_part.append(hint)
        self._without = set[bytes]()

    def stand_in(self, lowered: str, words: Sequence[bytes]) -> bool:
        """Tell whether a hint stands in a text in lower case, given its words as sieves tell them apart."""
        # A pattern of them all would take ten times as long, looking for each three times.
        return any(map(lowered.__contains__, [*self._short, *self._likely(words)]))

    def _likely(self, words: Sequence[bytes]) -> Iterable[str]:
        """Return the hints whose longest word stands in some of these words."""
        if self._without.issuperset(words):
            return ()
        new = [word for word in set(words) if word not in self._without]
        joined = b" ".join(new)
        parts = [part for part in self._parts if part in joined]
        if len(self._without) < MOST_WORDS:
            self._without.update(word for word in new if not any(part in word for part in parts))
        return chain.from_iterable(map(self._parts.__getitem__, parts))
