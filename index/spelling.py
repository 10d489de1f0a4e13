"""Near words of a vocabulary for a word it lacks: misspelt names, other transliterations. Knows no scores."""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from index.grams import has_runs
from index.romanisation import romanisations

SHORTEST_CHARS = 4  # below that, every word has neighbours that mean something else
TWO_EDITS_CHARS = 10

# Spellings of one sound, longest first; both sides of a comparison are rewritten.
_SOUNDS = (
    ("tsch", "ch"), ("sch", "sh"), ("dzh", "j"), ("dsch", "j"), ("kh", "h"), ("gh", "g"), ("ph", "f"),
    ("ck", "k"), ("w", "v"), ("j", "y"), ("q", "k"), ("ou", "u"), ("iy", "y"), ("ij", "y"),
)  # fmt: skip
_DOUBLED = re.compile(r"(.)\1+")


@dataclass(frozen=True, slots=True)
class Near:
    """A word of the vocabulary near the one asked for; similarity from 0 to 1."""

    word: str
    similarity: float


def sound(word: str) -> str:
    """Rewrite a folded word, or one a line, so that common transliterations of one name read alike."""
    for spelling, plain in _SOUNDS:
        word = word.replace(spelling, plain)
    return _DOUBLED.sub(r"\1", word)


def allowed_edits(length: int) -> int:
    """Return how many edits a word of this many characters may be away."""
    return 1 if length < TWO_EDITS_CHARS else 2


def _has_near(word: str) -> bool:
    return len(word) >= SHORTEST_CHARS and not word.isdigit() and not has_runs(word)


def _spellings(word: str) -> tuple[str, ...]:
    return (word, *romanisations(word))


class Speller:
    """Finds the nearest words of a fixed list of folded words, by sound, first letter and edit distance."""

    def __init__(self, words: Iterable[str]) -> None:
        # By first letter and length: a near word begins alike, and is no more letters longer or shorter than edits.
        self._sounded: dict[tuple[str, int], list[str]] = defaultdict(list)
        self._words: dict[tuple[str, int], list[str]] = defaultdict(list)
        spelt = [(spelling, word) for word in sorted(set(words)) if _has_near(word) for spelling in _spellings(word)]
        # All in one piece, since each rewriting is then one pass over it.
        sounds = sound("\n".join(spelling for spelling, _ in spelt)).split("\n")
        for sounded, (_, word) in zip(sounds, spelt, strict=False):  # without words, there is one empty line
            self._sounded[sounded[:1], len(sounded)].append(sounded)
            self._words[sounded[:1], len(sounded)].append(word)

    def near(self, word: str, most: int = 3) -> tuple[Near, ...]:
        """Return at most `most` near words of a folded word, nearest first; see `JointSpeller.near`."""
        return JointSpeller([self]).near(word, most)

    def near_spelling(self, spelling: str) -> dict[str, Near]:
        """Return all near words of one spelling of a word, by themselves, nearest last."""
        from rapidfuzz import process  # here, since most questions misspell nothing
        from rapidfuzz.distance import OSA

        sounded, edits = sound(spelling), allowed_edits(len(spelling))
        near = []
        for length in range(len(sounded) - edits, len(sounded) + edits + 1):
            words, candidates = self._words.get((sounded[:1], length), []), self._sounded.get((sounded[:1], length), [])
            found = process.extract(sounded, candidates, scorer=OSA.distance, score_cutoff=edits, limit=None)
            near += [
                Near(words[i], 1 - (distance + (words[i] != spelling) / 2) / len(spelling))
                for candidate, distance, i in found
                if self._is_safe(sounded, candidate, int(distance))
            ]
        return {each.word: each for each in sorted(near, key=lambda each: (each.similarity, each.word))}

    @staticmethod
    def _is_safe(sounded: str, candidate: str, distance: int) -> bool:
        """A four-letter word one edit away is another word, unless its letters only changed places."""
        return len(sounded) > SHORTEST_CHARS or distance == 0 or sorted(sounded) == sorted(candidate)


class JointSpeller:
    """Several lists of words searched as one; nothing of them is copied."""

    def __init__(self, spellers: Sequence[Speller]) -> None:
        self._spellers = tuple(spellers)

    def near(self, word: str, most: int = 3) -> tuple[Near, ...]:
        """Return at most `most` near words of a folded word, nearest first.

        A word of another script than the vocabulary's is looked for in Latin letters. Short words, words with
        digits and grams have none.
        """
        if any(character.isdigit() for character in word) or not _has_near(word):
            return ()
        near = next((found for spelling in _spellings(word) if (found := self._near(spelling))), {})
        return tuple(sorted(near.values(), key=lambda found: (-found.similarity, found.word))[:most])

    def _near(self, spelling: str) -> dict[str, Near]:
        found: dict[str, Near] = {}
        for speller in self._spellers:
            found |= speller.near_spelling(spelling)
        return found
