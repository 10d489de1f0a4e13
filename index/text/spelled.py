"""How well a word is spelled for a language: by its letters two by two, as the language's word list has them.

It tells a text that was decoded rightly from one that was not, in words that no list has as well.
"""

import unicodedata
from collections import defaultdict
from collections.abc import Mapping
from functools import cache
from itertools import islice
from math import log, sqrt

from index.text.frequency import frequencies

EDGE = "\n"
MOST_WORDS = 8_000  # further ones bring hardly a pair that is new
# Natural logarithms: of a pair of letters that no word has, of a sign that stands beside words, of a stranger one or
# one within a word, of a control character.
FLOOR = -14.0
_STRANGE = -18.0
_CONTROL = -40.0
_SIGN = -5.0
_SIGNS = frozenset("–—‘’“”„‚«»‹›…•·§©®°€£¥¢±×÷¿¡½¼¾²³¹ºª†‡™‰№−\xa0、。「」・，！？：；（）《》")
_BEHIND = frozenset("¹²³¼½¾ºª°")
_WITHIN = frozenset("’·-'\xad")
_OF_A_PAIR = 0.9


class LetterPairs:
    """The pairs of letters of one language."""

    def __init__(self, shares: Mapping[str, float]) -> None:
        pairs: defaultdict[str, float] = defaultdict(float)
        singles: defaultdict[str, float] = defaultdict(float)
        for word, share in islice(shares.items(), MOST_WORDS):
            weight = sqrt(share)  # else a few common words are all there is
            marked = f"{EDGE}{word}{EDGE}"
            for index in range(len(marked) - 1):
                pairs[marked[index : index + 2]] += weight
                singles[marked[index]] += weight
        self._pairs, self._singles = dict(pairs), dict(singles)
        self._total = sum(singles.values()) or 1.0

    def likelihood(self, word: str) -> float:
        """Return the logarithm of how likely a word is, whatever signs stand in it or around it."""
        marked = f"{EDGE}{word}{EDGE}"
        return sum(self._pair(marked, index) for index in range(1, len(marked)))

    def _pair(self, marked: str, index: int) -> float:
        before, here = marked[index - 1], marked[index]
        if not here.isalpha() and here != EDGE and not _joins(here):
            return _sign(marked, index)
        if (here.isupper() and before.islower()) or (here != EDGE and here.lower() not in self._singles):
            return _STRANGE
        first = before.lower() if before.isalpha() or _joins(before) else EDGE
        second = here.lower()
        of_pair = self._pairs.get(first + second, 0.0) / self._singles.get(first, 1.0)
        alone = self._singles.get(second, 0.0) / self._total
        likely = _OF_A_PAIR * of_pair + (1 - _OF_A_PAIR) * alone
        return max(FLOOR, log(likely)) if likely else FLOOR


def _joins(character: str) -> bool:
    """Whether a character is a mark of the letter before it."""
    return "\u0300" <= character <= "\u036f" or "\u064b" <= character <= "\u065f"


def _sign(marked: str, index: int) -> float:
    """Judge a character that is no letter: common beside words and figures, hardly ever between two letters."""
    sign, before_letter = marked[index], marked[index + 1 : index + 2].isalpha()
    inside = before_letter and (marked[index - 1].isalpha() or sign in _BEHIND)
    if unicodedata.category(sign) == "Cc":
        return _CONTROL
    if inside and sign not in _WITHIN:
        return _STRANGE
    if sign.isascii():
        return 0.0
    return _SIGN if sign in _SIGNS else _STRANGE


@cache  # a speller takes some tens of ms to make, and has a few thousand pairs
def speller(language: str) -> LetterPairs:
    """Return the speller of a language."""
    return LetterPairs(frequencies(language))
