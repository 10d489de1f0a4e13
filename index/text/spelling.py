"""Near words of a vocabulary for a word it lacks: misspelt names, other transliterations. Knows no scores."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import product
from typing import Protocol

from anyascii import anyascii

from index.text.ngrams import has_runs

SHORTEST_CHARS = 4  # below that, every word has neighbours that mean something else
TWO_EDITS_CHARS = 10

# Spellings of one sound, longest first; both sides of a comparison are rewritten.
_SOUNDS = (
    ("tsch", "ch"), ("sch", "sh"), ("dzh", "j"), ("dsch", "j"), ("kh", "h"), ("gh", "g"), ("ph", "f"),
    ("ck", "k"), ("w", "v"), ("j", "y"), ("q", "k"), ("ou", "u"), ("iy", "y"), ("ij", "y"),
)  # fmt: skip
_KEYBOARDS = "qwertyuiop asdfghjkl zxcvbnm йцукенгшщзхъ фывапролджэ ячсмитьбю"
_BESIDE = {
    letter: row[max(0, index - 1) : index] + row[index + 1 : index + 2]
    for row in _KEYBOARDS.split()
    for index, letter in enumerate(row)
}
_ALSO_BEGINS = {"p": "f", "k": "h"}  # as what "ph" and "kh" sound, whose second letter may be the wrong one
_DOUBLED = re.compile(r"(.)\1+")
_DIGIT = re.compile(r"\d")


@dataclass(frozen=True, slots=True)
class Near:
    """A word of the vocabulary near the one asked for; similarity from 0 to 1.

    Attributes:
        slip: whether one slip of a finger makes the one of the other: letters that changed places, a key hit twice,
            one not hit, or the key beside.
    """

    word: str
    similarity: float
    slip: bool = False


@lru_cache(maxsize=1024)
def romanisations(word: str) -> tuple[str, ...]:
    """Return the ways a folded word may be written in Latin letters, the likeliest first; none for a Latin word.

    Cyrillic and Armenian begin with one letter what Latin spells with two or one: "Ереван" is Yerevan or Erevan.
    """
    if word.isascii():
        return ()
    latin = "".join(letter for letter in anyascii(word).lower() if letter.isalnum())
    if not latin or latin == word:
        return ()
    return (f"y{latin}", latin) if latin.startswith("e") else (latin,)


def sound(word: str) -> str:
    """Rewrite a folded word, or one a line, so that common transliterations of one name read alike."""
    for spelling, plain in _SOUNDS:
        word = word.replace(spelling, plain)
    return _DOUBLED.sub(r"\1", word)


def allowed_edits(length: int) -> int:
    """Return how many edits a word of this many characters may be away."""
    return 1 if length < TWO_EDITS_CHARS else 2


def has_near(word: str) -> bool:
    """Tell whether a folded word may be one that was meant: short words, numbers and ngrams are not."""
    return len(word) >= SHORTEST_CHARS and not word.isdigit() and not has_runs(word)


def spellings(word: str) -> tuple[str, ...]:
    """Return a folded word and how else it may be written, in Latin letters."""
    return (word,) if word.isascii() else (word, *romanisations(word))


class Sounds(Protocol):
    """Words, to be had by how they sound."""

    def sounding(self, first: str, length: int) -> tuple[list[str], list[str]]:
        """Return sounds of one first letter and one length, and beside each the word."""


class Speller:
    """Finds the nearest words of a fixed list of folded words, by sound, first letter and edit distance."""

    def __init__(self, words: Iterable[str]) -> None:
        self._sounds: dict[tuple[str, int], tuple[list[str], list[str]]] = defaultdict(lambda: ([], []))
        spelt = [(spelling, word) for word in sorted(set(words)) if has_near(word) for spelling in spellings(word)]
        # All in one piece, since each rewriting is then one pass over it.
        sounds = sound("\n".join(spelling for spelling, _ in spelt)).split("\n")
        for sounded, (_, word) in zip(sounds, spelt, strict=False):  # without words, there is one empty line
            of_length = self._sounds[sounded[:1], len(sounded)]
            of_length[0].append(sounded)
            of_length[1].append(word)

    def sounding(self, first: str, length: int) -> tuple[list[str], list[str]]:
        """Return sounds of one first letter and one length, and beside each the word."""
        return self._sounds.get((first, length), ([], []))

    def near(self, word: str, most: int = 3) -> tuple[Near, ...]:
        """Return at most `most` near words of a folded word, nearest first; see `JointSpeller.near`."""
        return JointSpeller([self]).near(word, most)


def near_spelling(source: Sounds, spelling: str) -> Iterator[Near]:
    """Yield near words of one spelling of a word, by sound or by letters; some twice, all in no order.

    A near word begins alike, and is no more letters longer or shorter than edits are allowed.
    """
    from rapidfuzz import process  # here, since most questions misspell nothing
    from rapidfuzz.distance import OSA

    sounded, edits = sound(spelling), allowed_edits(len(spelling))
    # Letters may be further from each other than sounds are: "famiyl" sounds shorter than "family".
    firsts = (sounded[:1], *_ALSO_BEGINS.get(sounded[:1], ()))
    for first, length in product(firsts, range(len(sounded) - edits - 1, len(sounded) + edits + 2)):
        sounds, words = source.sounding(first, length)
        for typed, known, more in ((sounded, sounds, 0.5), (spelling, words, 0.0)):
            for candidate, distance, i in process.extract(
                typed, known, scorer=OSA.distance, score_cutoff=edits, limit=None
            ):
                if _is_safe(typed, candidate, int(distance)):
                    cost = distance + more * (words[i] != spelling)
                    yield Near(words[i], 1 - cost / len(spelling), is_slip(spelling, words[i]))


def _is_safe(typed: str, candidate: str, distance: int) -> bool:
    """A four-letter word is another word, unless it lacks a letter or a finger slipped."""
    return len(typed) > SHORTEST_CHARS or not distance or len(candidate) > len(typed) or is_slip(typed, candidate)


def is_slip(typed: str, meant: str) -> bool:
    """Tell whether letters only changed places, or a key was hit twice, not at all, or one beside the right one."""
    if len(typed) == len(meant):
        wrong = [(one, other) for one, other in zip(typed, meant, strict=True) if one != other]
        return sorted(typed) == sorted(meant) or all(other in _BESIDE.get(one, "") for one, other in wrong)
    if len(typed) < len(meant):
        return any(typed == meant[:index] + meant[index + 1 :] for index in range(len(meant)))
    return _DOUBLED.sub(r"\1", typed) == _DOUBLED.sub(r"\1", meant)


class JointSpeller:
    """Several lists of words searched as one; nothing of them is copied."""

    def __init__(self, sources: Sequence[Sounds]) -> None:
        self._sources = tuple(sources)

    def near(self, word: str, most: int = 3) -> tuple[Near, ...]:
        """Return at most `most` near words of a folded word, nearest first.

        A word of another script than the vocabulary's is looked for in Latin letters. Short words and ngrams have
        none; digits are never misspelt.
        """
        if not has_near(word) or len(_DIGIT.sub("", word)) < SHORTEST_CHARS:
            return ()
        digits = _DIGIT.findall(word)
        near = next((found for spelling in spellings(word) if (found := self._near(spelling))), {})
        alike = [each for each in near.values() if _DIGIT.findall(each.word) == digits]
        return tuple(sorted(alike, key=lambda found: (-found.similarity, found.word))[:most])

    def _near(self, spelling: str) -> dict[str, Near]:
        found = [each for source in self._sources for each in near_spelling(source, spelling)]
        return {each.word: each for each in sorted(found, key=lambda each: each.similarity)}
